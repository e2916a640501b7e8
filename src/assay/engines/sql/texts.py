"""Operations on text. Text is compared folded or literally, as the plan says; the two sides are alike."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from assay.engines.sql.build import Sql, case, compare, every, is_null, null, number, some, text, times
from assay.engines.sql.context import Context
from assay.values import SCALE


def fold(context: Context, value: Sql) -> Sql:
    """Folded once, as a column. Fields are trimmed when they are read."""
    inputs = {*context.lead_columns.values(), *context.activity_columns.values()}
    trimmed = isinstance(value, exp.Column) and value.name in inputs | context.trimmed
    hint = f"{value.name}_folded" if isinstance(value, exp.Column) else "folded"
    return context.registry.put(context.spelling.fold(value, trimmed=trimmed), hint)


def contains(context: Context, value: Sql, part: Sql) -> Sql:
    return context.spelling.contains(value, part)


def starts_with(context: Context, value: Sql, part: Sql) -> Sql:
    return context.spelling.starts_with(value, part)


def ends_with(context: Context, value: Sql, part: Sql) -> Sql:
    return context.spelling.ends_with(value, part)


def like(context: Context, value: Sql, pattern: Sql) -> Sql:
    return context.spelling.like(value, pattern.name)


def domain(context: Context, value: Sql) -> Sql:
    return context.registry.put(context.spelling.after_last_at(value), "domain")


def length(context: Context, value: Sql) -> Sql:
    return times(context.spelling.length(context.spelling.trim(value)), number(SCALE))


def _of_texts(context: Context, a: Sql, b: Sql, order: str) -> Sql:
    """The first or last by folded text, then by code point."""
    spelling, registry = context.spelling, context.registry
    fold_a, fold_b = (registry.held(spelling.fold(side.copy(), trimmed=False), "folded") for side in (a, b))
    before = compare(order, spelling.ordered(fold_a), spelling.ordered(fold_b))
    same = compare("eq", fold_a.copy(), fold_b.copy())
    tie = compare(order, spelling.ordered(a.copy()), spelling.ordered(b.copy()))
    chosen = some([before, every([same, tie])])
    return case([(some([is_null(a), is_null(b)]), null()), (chosen, a.copy())], b.copy())


def min_text(context: Context, a: Sql, b: Sql) -> Sql:
    return _of_texts(context, a, b, "lt")


def max_text(context: Context, a: Sql, b: Sql) -> Sql:
    return _of_texts(context, a, b, "gt")


def mentions(context: Context, value: Sql, phrases: tuple[str, ...]) -> Sql:
    return context.spelling.mentions(value, phrases)


def contains_any(context: Context, value: Sql, items: tuple[str, ...]) -> Sql:
    return some([context.spelling.contains(value.copy(), text(item)) for item in items])


def starts_with_any(context: Context, value: Sql, items: tuple[str, ...]) -> Sql:
    return some([context.spelling.starts_with(value.copy(), text(item)) for item in items])


def ends_with_any(context: Context, value: Sql, items: tuple[str, ...]) -> Sql:
    return some([context.spelling.ends_with(value.copy(), text(item)) for item in items])


OPERATIONS: Mapping[str, Callable[..., Sql]] = {
    "fold": fold,
    "contains": contains,
    "starts_with": starts_with,
    "ends_with": ends_with,
    "like": like,
    "domain": domain,
    "length": length,
    "min_text": min_text,
    "max_text": max_text,
}
HELD = frozenset({"domain", "min_text", "max_text"})
WITH_SET: Mapping[str, Callable[[Context, Sql, tuple[str, ...]], Sql]] = {
    "mentions": mentions,
    "contains_any": contains_any,
    "starts_with_any": starts_with_any,
    "ends_with_any": ends_with_any,
}
