"""`each`: from matching activities to points, with the clauses that leave some of them out.

The steps run in this order: the row of a `match`, amount and decay of every match, `once per`, how many per period or
value, `at most`. Without clauses it is a sum in the plain pass; with them a chain of steps over the matches alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.activities import counted, known_first, picked, selected, time_or_null
from assay.engines.sql.amounts import Points, aged_points, as_sql, points
from assay.engines.sql.build import (
    Sql,
    aliased,
    cast,
    column,
    compare,
    every,
    grouped,
    is_known,
    is_null,
    minus,
    null_of,
    number,
    over,
    select,
    some,
    times,
    when,
    where,
)
from assay.engines.sql.conditions import possible
from assay.engines.sql.context import Context
from assay.engines.sql.expressions import lower
from assay.engines.sql.moments import calendar_period
from assay.engines.sql.registry import Chain
from assay.engines.sql.rows import Taken, taken
from assay.plan.nodes import ActivityField, Amount, Expr, Op, Rule


@dataclass(frozen=True, slots=True)
class Hits:
    """Columns of the lead: how many activities count, how many of these have points, what they come to (null: none),
    and how many would count were the lead's missing values known (None: no other)."""

    counted: Sql
    known: Sql
    total: Sql
    could: Sql | None


def hits(context: Context, rule: Rule) -> Hits:
    assert rule.condition is not None
    row = None if rule.kind == "each" else taken(context, rule)
    chosen = selected(context, lower(context, rule.condition.test), rule.condition.within)
    value = _value(context, rule, row)
    could = possible(context, rule.condition, chosen)
    if rule.once_per is None and rule.quota is None and rule.limit is None:
        return _plain(context, _with_row(chosen, row), value, None if could is None else _with_row(could, row))
    found = _chain(context, rule, _with_row(chosen, row), value)
    others = None if could is None else _chain(context, rule, _with_row(could, row), value)[0]
    return Hits(*found, others)


def _with_row(chosen: Sql, row: Taken | None) -> Sql:
    """An activity that no row takes is no match; one whose subject is missing is, without points."""
    if row is None:
        return chosen
    return every([chosen.copy(), some([is_null(row.subject.copy()), is_known(row.index.copy())])])


def _value(context: Context, rule: Rule, row: Taken | None) -> Points:
    if row is None:
        assert rule.amount is not None
        return _of_amount(context, rule, rule.amount)
    return row.choose(context, [_of_amount(context, rule, one.amount) for one in rule.rows])


def _of_amount(context: Context, rule: Rule, amount: Amount) -> Points:
    if rule.decay is None:
        return points(context, amount)
    return aged_points(context, amount, rule.decay, time_or_null(context))


def _plain(context: Context, chosen: Sql, value: Points, could: Sql | None) -> Hits:
    summed = context.registry.summed
    many = summed("kept", counted(chosen), "matching", number(0))
    others = None if could is None else summed("kept", counted(could), "possible", number(0))
    if isinstance(value, int):
        return Hits(many, many.copy(), times(cast(many.copy(), "BIGINT"), number(value)), others)
    held = context.registry.held(value, "points")
    only = when(chosen.copy(), held)
    known = summed("kept", exp.Count(this=only), "known", number(0))
    return Hits(many, known, summed("kept", exp.Sum(this=only.copy()), "points"), others)


def _chain(context: Context, rule: Rule, chosen: Sql, value: Points) -> tuple[Sql, Sql, Sql]:
    name = context.registry.names.new(f"hits_{rule.id}")
    start = tuple(_start(context, rule, value))
    steps = list(_steps(context, rule, name))
    gives = tuple((context.registry.names.new(f"{name}_{what}"), default) for what, default in _GIVEN)
    functions = [exp.Count(this=exp.Star()), exp.Count(this=column("value")), exp.Sum(this=column("value"))]
    found = [aliased(function, give[0]) for function, give in zip(functions, gives, strict=True)]
    last = grouped(select([column("n"), *found], f"{name}_{len(steps)}"), "n")
    context.registry.chained("kept", Chain(name, rule.id, start, chosen, (*steps, last), gives))
    many, known, total = (column(one) for one, _ in gives)
    return many, known, total


_GIVEN: tuple[tuple[str, Sql | None], ...] = (("counted", number(0)), ("known", number(0)), ("total", None))


def _start(context: Context, rule: Rule, value: Points) -> Iterator[tuple[str, Sql]]:
    """What the steps need of a match."""
    yield "value", cast(as_sql(value), "BIGINT")
    yield "moment", time_or_null(context)
    quota, limit = rule.quota, rule.limit
    if rule.once_per is not None:
        yield "once_key", lower(context, rule.once_per)
    if quota is not None:
        yield "quota_key", _period(context, quota.period) if quota.field is None else lower(context, quota.field)
    if limit is not None:
        yield "limit_key", _period(context, limit.period)


def _columns(rule: Rule) -> list[str]:
    keys = {"once_key": rule.once_per, "quota_key": rule.quota, "limit_key": rule.limit}
    return ["value", "moment", *(name for name, clause in keys.items() if clause is not None)]


def _period(context: Context, period: str | None) -> Sql:
    if period is None or context.time is None:
        return null_of("BIGINT")
    return calendar_period(context, context.time, period)


def _steps(context: Context, rule: Rule, name: str) -> Iterator[exp.Select]:
    """Each reads the step before it, `name_0` the matches."""
    at = 0
    for make in (_once_per, _counted_alike, _quota, _first_match, _at_most):
        step = make(context, rule, f"{name}_{at}")
        if step is not None:
            at += 1
            yield step


def _latest_first() -> list[tuple[Sql, bool]]:
    """By time, undated last, then by points, missing last."""
    return [(known_first("moment"), True), (known_first("value"), True)]


def _once_per(context: Context, rule: Rule, source: str) -> exp.Select | None:
    """The latest of each value; activities without the value do not count. Where all else is alike, the greatest of the
    values that are counted by next."""
    if rule.once_per is None:
        return None
    order = _latest_first()
    if rule.quota is not None and rule.quota.field is not None:
        value = column("quota_key")
        known = when(is_known(value), number(1), number(0))
        order += [(known, True), (_ordered(context, rule.quota.field, value.copy()), True)]
    return picked(source, _columns(rule), "once_key", order, is_known(column("once_key")))


def _ordered(context: Context, field: Expr, value: Sql) -> Sql:
    """Texts order by code point."""
    read = field.args[0] if isinstance(field, Op) else field
    is_text = isinstance(read, ActivityField) and context.activity_fields[read.name].kind in {"text", "one of"}
    return context.spelling.ordered(value) if is_text else value


def _counted_alike(_context: Context, rule: Rule, source: str) -> exp.Select | None:
    """How many matches each has in its period, or of its value."""
    if rule.quota is None:
        return None
    many = aliased(over(exp.Count(this=exp.Star()), [column("n"), column("quota_key")]), "many")
    return where(select([column("n"), *map(column, _columns(rule)), many], source), is_known(column("quota_key")))


def _quota(_context: Context, rule: Rule, source: str) -> exp.Select | None:
    """The latest of each period or value with enough matches stands for all of them."""
    if rule.quota is None:
        return None
    enough = compare("ge", column("many"), number(rule.quota.count))
    return picked(source, _columns(rule), "quota_key", _latest_first(), enough)


def _first_match(context: Context, rule: Rule, source: str) -> exp.Select | None:
    """Periods of a length are counted from the first match that is left."""
    if rule.limit is None or rule.limit.every is None:
        return None
    first = over(exp.Min(this=column("moment")), [column("n")])
    age = exp.Paren(this=minus(column("moment"), first))
    key = aliased(context.spelling.divide(age, number(rule.limit.every)), "limit_key")
    return where(select([column("n"), *map(column, _columns(rule)[:-1]), key], source), is_known(column("moment")))


def _at_most(_context: Context, rule: Rule, source: str) -> exp.Select | None:
    """The first few of each period: by time, then the greatest points, missing ones last."""
    if rule.limit is None:
        return None
    order = [(column("moment"), False), (known_first("value"), True)]
    return picked(source, _columns(rule), "limit_key", order, is_known(column("limit_key")), rule.limit.count)
