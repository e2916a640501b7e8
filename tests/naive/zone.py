"""Local time by the standard library's zone data. Offsets are taken as constant before 1970 and after 2099."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.naive.values import Day, Moment

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)
_DAY = 86_400 * 10**6


def whole(delta: dt.timedelta) -> int:
    return delta // dt.timedelta(microseconds=1)


def moment_of(aware: dt.datetime) -> Moment:
    return Moment(whole(aware - EPOCH))


def datetime_of(moment: Moment) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=moment.microseconds)


def day_of(date: dt.date) -> Day:
    return Day((date - dt.date(1970, 1, 1)).days)


def date_of(day: Day) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=day.days)


def local_day(moment: Moment, zone: ZoneInfo) -> Day:
    """The day a moment falls on in the zone."""
    inside = min(max(moment.microseconds, 0), moment_of(_LAST).microseconds)
    offset = (EPOCH + dt.timedelta(microseconds=inside)).astimezone(zone).utcoffset()
    assert offset is not None
    return Day((moment.microseconds + whole(offset)) // _DAY)


def local_moment(clock: dt.datetime, zone: ZoneInfo) -> Moment:
    """The moment of a clock reading: of a repeated hour the earlier, a skipped one moves forward by the gap."""
    inside = min(max(clock, dt.datetime(1970, 1, 2)), dt.datetime(2099, 12, 30))
    offset = inside.replace(tzinfo=zone, fold=0).utcoffset()
    assert offset is not None
    return Moment(whole(clock - dt.datetime(1970, 1, 1)) - whole(offset))


def midnight(day: Day, zone: ZoneInfo) -> Moment:
    return local_moment(dt.datetime.combine(date_of(day), dt.time()), zone)


def period(unit: str, day: Day) -> tuple[int, ...]:
    """Names the calendar period a day belongs to; weeks begin on Monday."""
    date = date_of(day)
    match unit:
        case "day":
            return (day.days,)
        case "week":
            return ((day.days + 3) // 7,)
        case "month":
            return (date.year, date.month)
        case "quarter":
            return (date.year, (date.month - 1) // 3)
    raise AssertionError(unit)
