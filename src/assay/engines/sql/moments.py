"""Times and dates: microseconds and days since 1970, integers throughout.

The plan brings the rules of its zone; they are printed as a tree of comparisons, so that no engine's own database of
zones has a say.
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

from assay.engines.sql.build import Sql, case, column, compare, minus, number, plus, steps, times
from assay.engines.sql.context import Context
from assay.engines.sql.numbers import in_range
from assay.engines.sql.rounding import floored, toward_zero
from assay.values import DAY, SCALE, WEEK, ZoneRules


def shift(_context: Context, time: Sql, duration: Sql) -> Sql:
    return plus(time, duration)


def back(_context: Context, time: Sql, duration: Sql) -> Sql:
    return minus(time, duration)


def elapsed(_context: Context, a: Sql, b: Sql) -> Sql:
    return minus(a, b)


def day(context: Context, time: Sql) -> Sql:
    """The local day of a moment."""
    known = context.registry.known
    if (found := known.get(name := f"day of {time.sql(copy=False)}")) is not None:
        return column(found)
    local = context.registry.put(floored(context.spelling, plus(time, offset(context, time.copy())), DAY), "day")
    known[name] = local.name
    return local


def offset(context: Context, time: Sql) -> Sql:
    """Microseconds east at a moment; of an activity's, changes after the moment of scoring do not matter."""
    past = context.time is not None and isinstance(time, exp.Column) and time == context.time
    moments = [at for at in context.zone.moments[1:] if not past or at <= context.as_of]
    offsets = [number(offset) for offset in context.zone.offsets[: len(moments) + 1]]
    return _of_its_own(context, steps(time, moments, offsets))


def midnight(context: Context, date: Sql) -> Sql:
    """The moment at which a local day begins."""
    bounds, offsets = midnights(context.zone)
    start = times(date.copy(), number(DAY))
    return minus(start, _of_its_own(context, steps(date, bounds, [number(offset) for offset in offsets])))


def _of_its_own(context: Context, found: Sql) -> Sql:
    """Hundreds of changes of the clock in a column of their own. Where they stand in brackets Spark's parser reads ahead
    to the last of them at every bracket that is open, which takes seconds."""
    return context.registry.put(found, "offset") if isinstance(found, exp.Case) else found


def midnights(zone: ZoneRules) -> tuple[list[int], list[int]]:
    """From which day on, what is taken off a day's number of microseconds to get its midnight."""
    bounds: list[int] = []
    offsets = [zone.offsets[0]]
    for moment in zone.moments[1:]:
        for at in range(moment // DAY - 3, moment // DAY + 4):
            found = at * DAY - zone.midnight(at)
            if found != offsets[-1]:
                bounds.append(at)
                offsets.append(found)
    return bounds, offsets


def days(context: Context, duration: Sql) -> Sql:
    return in_range(context, times(toward_zero(context.spelling, duration, DAY), number(SCALE)))


def weeks(context: Context, duration: Sql) -> Sql:
    return in_range(context, times(toward_zero(context.spelling, duration, WEEK), number(SCALE)))


def periods(context: Context, since: Sql, every: Sql) -> Sql:
    """Full ones from a moment to that of scoring, never below 0."""
    age = minus(number(context.as_of), since.copy())
    full = times(context.spelling.divide(exp.Paren(this=age), every), number(SCALE))
    later = compare("gt", since.copy(), number(context.as_of))
    return in_range(context, case([(later, number(0)), (compare("le", since, number(context.as_of)), full)]))


def calendar_period(context: Context, time: Sql, period: str) -> Sql:
    """A number for the calendar period of a moment in the model's zone. Weeks begin on Monday."""
    local = day(context, time)
    if period == "day":
        return local
    if period == "week":
        return floored(context.spelling, plus(local, number(3)), 7)
    months = _month(context, local)
    return months if period == "month" else context.spelling.divide(months, number(3))


_ERA = 146_097  # days of 400 years
_LIFTED = 100_000  # eras, so that nothing is negative


def _month(context: Context, local: Sql) -> Sql:
    """Months since long ago. Years are counted from March, so that the day that comes and goes is their last."""
    put, divide = context.registry.put, context.spelling.divide
    shifted = put(plus(local, number(719_468 + _ERA * _LIFTED)), "shifted")
    era = put(divide(shifted.copy(), number(_ERA)), "era")
    in_era = put(minus(shifted, times(era.copy(), number(_ERA))), "in_era")
    leap = [divide(in_era.copy(), number(size)) for size in (1_460, 36_524, 146_096)]
    year = put(
        divide(exp.Paren(this=minus(plus(minus(in_era.copy(), leap[0]), leap[1]), leap[2])), number(365)), "year"
    )
    before = minus(
        plus(times(year.copy(), number(365)), divide(year.copy(), number(4))), divide(year.copy(), number(100))
    )
    in_year = put(minus(in_era, before), "in_year")
    month = plus(divide(exp.Paren(this=plus(times(in_year, number(5)), number(2))), number(153)), number(2))
    years = plus(year, times(era, number(400)))
    return put(plus(times(years, number(12)), month), "month")


OPERATIONS: Mapping[str, Callable[..., Sql]] = {
    "shift": shift,
    "back": back,
    "elapsed": elapsed,
    "day": day,
    "midnight": midnight,
    "days": days,
    "weeks": weeks,
    "periods": periods,
}
HELD = frozenset({"day", "midnight", "days", "weeks", "periods"})
