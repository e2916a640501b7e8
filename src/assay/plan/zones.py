"""A zone's rules as data: when its offset changes, 1970 to 2100, read off the system's zone database."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from assay.plan.errors import PlanError
from assay.plan.nodes import Zone

_START = 0
_END = int(dt.datetime(2101, 1, 1, tzinfo=dt.UTC).timestamp())
_STEP = 5 * 86_400  # no zone has had two changes within less than 6.9 days since 1970
_MICRO = 1_000_000


@lru_cache(maxsize=64)
def zone_of(name: str) -> Zone:
    """The zone with its changes of offset. Raises PlanError where there is no such zone."""
    if name == "UTC":
        return Zone(name, (0,), (0,))
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise PlanError(f"there is no time zone `{name}`") from error
    changes = _changes(zone)
    return Zone(name, tuple(at * _MICRO for at, _ in changes), tuple(offset * _MICRO for _, offset in changes))


def _changes(zone: ZoneInfo) -> list[tuple[int, int]]:
    """(second, offset from then on), the first at 1970."""
    before = _offset(zone, _START)
    found = [(_START, before)]
    for end in range(_START + _STEP, _END + _STEP, _STEP):
        after = _offset(zone, end)
        if after != before:
            found.append((_change(zone, end - _STEP, end, before), after))
            before = after
    return found


def _change(zone: ZoneInfo, low: int, high: int, before: int) -> int:
    """The first second at which the offset is no longer `before`: it is at `low`, it is not at `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = dt.datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return offset.days * 86_400 + offset.seconds
