"""The operations of the plan as the generated code performs them; see `plan.nodes.Op`.

Each is either a template, filled with the texts of its arguments, or a function bound into the namespace.
Constant sets are turned into whatever is quickest to ask. All are strict: the code around them has made sure
that no argument is None.
"""

from collections.abc import Callable, Iterable
from typing import cast

from assay.engines.record.patterns import matcher
from assay.plan.nodes import Scalar
from assay.values import DAY, SCALE, WEEK, divide, fold, in_range, trim, words

Text = tuple[str, ...]

# Never None on arguments that are not.
TOTAL: dict[str, str] = {
    "eq": "{0} == {1}",
    "ne": "{0} != {1}",
    "lt": "{0} < {1}",
    "le": "{0} <= {1}",
    "gt": "{0} > {1}",
    "ge": "{0} >= {1}",
    "contains": "{1} in {0}",
    "starts_with": "{0}.startswith({1})",
    "ends_with": "{0}.endswith({1})",
    "has": "{1} in {0}",
    "in_set": "{0} in {1}",
    "starts_with_any": "{0}.startswith({1})",
    "ends_with_any": "{0}.endswith({1})",
    "has_any": "not {1}.isdisjoint({0})",
    "neg": "-{0}",
    "abs": "abs({0})",
    "shift": "{0} + {1}",
    "back": "{0} - {1}",
    "elapsed": "{0} - {1}",
    "like": "{1}({0})",
    "rank": "{1}({0})",
}


def contains_any(text: str, needles: Text) -> bool:
    return any(needle in text for needle in needles)


def padded(text: str) -> str:
    """The words of a text with a blank before and after each, so that phrases padded alike are found whole."""
    return f" {' '.join(words(text))} "


def domain(text: str) -> str | None:
    return text.rpartition("@")[2] or None if "@" in text else None


def length(text: str) -> int:
    return len(trim(text)) * SCALE


def fold_list(items: Text) -> Text:
    return tuple(map(fold, items))


def add(a: int, b: int) -> int | None:
    return in_range(a + b)


def subtract(a: int, b: int) -> int | None:
    return in_range(a - b)


def multiply(a: int, b: int) -> int | None:
    return in_range(divide(a * b, SCALE))


def quotient(a: int, b: int) -> int | None:
    return in_range(divide(a * SCALE, b)) if b else None


def nearest(a: int) -> int | None:
    return in_range(divide(a, SCALE) * SCALE)


def toward_zero(a: int, unit: int) -> int:
    return -(-a // unit) if a < 0 else a // unit


def whole(a: int) -> int:
    return toward_zero(a, SCALE) * SCALE


def days(duration: int) -> int | None:
    return in_range(toward_zero(duration, DAY) * SCALE)


def weeks(duration: int) -> int | None:
    return in_range(toward_zero(duration, WEEK) * SCALE)


def text_order(text: str) -> tuple[str, str]:
    return fold(text), text


def lesser_text(a: str, b: str) -> str:
    return min(a, b, key=text_order)


def greater_text(a: str, b: str) -> str:
    return max(a, b, key=text_order)


# Of one or two arguments; those in PARTIAL may give None.
CALLED: dict[str, Callable[..., object]] = {
    "fold": fold,
    "domain": domain,
    "length": length,
    "fold_list": fold_list,
    "padded": padded,
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "div": quotient,
    "round": nearest,
    "whole": whole,
    "days": days,
    "weeks": weeks,
    "min": min,
    "max": max,
    "min_text": lesser_text,
    "max_text": greater_text,
}
PARTIAL = frozenset(
    {"domain", "add", "sub", "mul", "div", "round", "days", "weeks", "periods", "rank", "min_rank", "max_rank"}
)


def at_least(needed: int, values: tuple[bool | None, ...]) -> bool | None:
    """True at `needed` trues, false if trues plus unknowns are fewer."""
    trues = values.count(True)
    if trues >= needed:
        return True
    return None if trues + values.count(None) >= needed else False


# --- constants ---------------------------------------------------------------------------------------------


def pattern(op: str, value: Scalar) -> object:
    """What stands for the constant right side of an operation."""
    return matcher(str(value)) if op == "like" else value


def constants(op: str, items: Iterable[Scalar]) -> object:
    """What stands for a constant set in an operation."""
    match op:
        case "in_set" | "has_any":
            return frozenset(items)
        case "mentions":
            return tuple(f" {' '.join(words(str(item)))} " for item in items)
        case "rank":
            return {item: place * SCALE for place, item in enumerate(items)}.get
        case _:
            return tuple(items)


def ranked(op: str, items: Iterable[Scalar]) -> Callable[[str, str], str | None]:
    """`min_rank` and `max_rank` over a declared order."""
    order = [cast(str, item) for item in items]
    place = {item: index for index, item in enumerate(order)}
    pick: Callable[[int, int], int] = min if op == "min_rank" else max

    def choose(a: str, b: str) -> str | None:
        return order[pick(place[a], place[b])] if a in place and b in place else None

    return choose


def periods(as_of: int, every: int) -> Callable[[int], int | None]:
    """Full ones of `every` from a time to `as_of`, never below 0, as a number."""

    def since(time: int) -> int | None:
        return in_range((as_of - time) // every * SCALE) if time < as_of else 0

    return since
