"""The operations of the plan on plain values, one small function each. See `plan.nodes.Op`.

All of these are strict: `trace_values` calls them only when no argument is missing. Three-valued logic and
the tests for missing values live there too.
"""

from collections.abc import Callable

from assay.values import DAY, SCALE, WEEK, ZoneRules, divide, fold, in_range, trim, words

Value = str | int | bool | tuple[str, ...] | None
Items = frozenset[str | int | bool]


def add(a: int, b: int) -> int | None:
    return in_range(a + b)


def sub(a: int, b: int) -> int | None:
    return in_range(a - b)


def mul(a: int, b: int) -> int | None:
    return in_range(divide(a * b, SCALE))


def div(a: int, b: int) -> int | None:
    return in_range(divide(a * SCALE, b)) if b else None


def nearest(a: int) -> int | None:
    return in_range(divide(a, SCALE) * SCALE)


def toward_zero(a: int, unit: int) -> int:
    """How many full units, as a number."""
    return (abs(a) // unit) * (1 if a >= 0 else -1) * SCALE


def text_order(text: str) -> tuple[str, str]:
    """By folded text, then by code point."""
    return fold(text), text


def domain(text: str) -> str | None:
    _, at, after = text.rpartition("@")
    return after if at and after else None


def length(text: str) -> int:
    return len(trim(text)) * SCALE


def like(text: str, pattern: str) -> bool:
    """`*` is any run of characters, `?` exactly one; on a dead end only the last `*` takes one more."""
    here = there = 0
    star = retry = -1
    while here < len(text):
        if there < len(pattern) and pattern[there] == "*":
            star, retry, there = there, here, there + 1
        elif there < len(pattern) and pattern[there] in ("?", text[here]):
            here, there = here + 1, there + 1
        elif star >= 0:
            retry += 1
            here, there = retry, star + 1
        else:
            return False
    return all(ch == "*" for ch in pattern[there:])


def mentions(text: str, phrases: Items) -> bool:
    found = words(text)
    return any(_has_run(found, words(str(phrase))) for phrase in phrases)


def _has_run(found: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    size = len(sought)
    return any(found[at : at + size] == sought for at in range(len(found) - size + 1))


BINARY: dict[str, Callable[..., Value]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "contains": lambda text, part: part in text,
    "starts_with": lambda text, part: text.startswith(part),
    "ends_with": lambda text, part: text.endswith(part),
    "like": like,
    "has": lambda items, item: item in items,
    "add": add,
    "sub": sub,
    "mul": mul,
    "div": div,
    "min": lambda a, b: b if b < a else a,
    "max": lambda a, b: b if b > a else a,
    "min_text": lambda a, b: min(a, b, key=text_order),
    "max_text": lambda a, b: max(a, b, key=text_order),
    "shift": lambda time, duration: time + duration,
    "back": lambda time, duration: time - duration,
    "elapsed": lambda a, b: a - b,
}

UNARY: dict[str, Callable[..., Value]] = {
    "fold": fold,
    "fold_list": lambda items: tuple(fold(item) for item in items),
    "domain": domain,
    "length": length,
    "neg": lambda a: -a,
    "abs": abs,
    "round": nearest,
    "whole": lambda a: toward_zero(a, SCALE),
    "days": lambda duration: in_range(toward_zero(duration, DAY)),
    "weeks": lambda duration: in_range(toward_zero(duration, WEEK)),
}

WITH_SET: dict[str, Callable[..., Value]] = {
    "in_set": lambda value, items: value in items,
    "contains_any": lambda text, items: any(item in text for item in items),
    "starts_with_any": lambda text, items: any(text.startswith(item) for item in items),
    "ends_with_any": lambda text, items: any(text.endswith(item) for item in items),
    "has_any": lambda values, items: any(value in items for value in values),
    "mentions": mentions,
}

WITH_ZONE: dict[str, Callable[[ZoneRules, int], int]] = {"day": ZoneRules.day, "midnight": ZoneRules.midnight}


def all_of(values: list[Value]) -> bool | None:
    """Kleene `and`."""
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def any_of(values: list[Value]) -> bool | None:
    """Kleene `or`."""
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def at_least(needed: int, values: list[Value]) -> bool | None:
    """True at `needed` trues, false if trues plus unknowns are fewer."""
    trues = sum(value is True for value in values)
    unknown = sum(value is None for value in values)
    if trues >= needed:
        return True
    return None if trues + unknown >= needed else False
