"""The zone in the plan against the system's zone database."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from assay.plan import PlanError
from assay.plan.zones import zone_of
from assay.values import DAY, HOUR, MINUTE, ZoneRules, local_microseconds, microseconds_of

ZONES = (
    "UTC",
    "Europe/Amsterdam",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "America/Noronha",
    "Asia/Gaza",
)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST = microseconds_of(dt.datetime(2100, 12, 31, tzinfo=dt.UTC) - EPOCH)


def rules_of(name: str) -> ZoneRules:
    zone = zone_of(name)
    return ZoneRules(zone.moments, zone.offsets)


def offset_of(name: str, moment: int) -> int:
    offset = (EPOCH + dt.timedelta(microseconds=moment)).astimezone(ZoneInfo(name)).utcoffset()
    assert offset is not None
    return microseconds_of(offset)


@pytest.mark.parametrize("name", ZONES)
def test_offsets_are_those_of_the_database(name: str) -> None:
    rules = rules_of(name)
    chosen = random.Random(name)
    moments = [chosen.randrange(LAST) for _ in range(3000)]
    moments += [change + step for change in rules.moments[1:] for step in (-1, 0, 1, -HOUR, HOUR)]
    wrong = [moment for moment in moments if rules.offset(moment) != offset_of(name, moment)]
    assert wrong == []


@pytest.mark.parametrize("name", ZONES)
def test_local_times_around_each_change_are_read_as_the_database_does(name: str) -> None:
    rules = rules_of(name)
    zone = ZoneInfo(name)
    for change in rules.moments[1:60]:
        for step in range(-27 * 4, 27 * 4):
            local = change + step * 15 * MINUTE
            naive = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=local)
            expected = naive.replace(tzinfo=zone).astimezone(dt.UTC)
            assert rules.moment(local) == local_microseconds(expected), f"{name}: {naive}"


@pytest.mark.parametrize(
    ("name", "local", "utc"),
    [
        ("Europe/Amsterdam", "2026-03-29 02:30", "2026-03-29 01:30"),  # skipped: on by the gap
        ("Europe/Amsterdam", "2026-10-25 02:30", "2026-10-25 00:30"),  # repeated: the earlier
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),  # half an hour is skipped
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 22:00"),  # a day is skipped
    ],
)
def test_skipped_and_repeated_times(name: str, local: str, utc: str) -> None:
    found = rules_of(name).moment(local_microseconds(dt.datetime.fromisoformat(local)))
    assert found == local_microseconds(dt.datetime.fromisoformat(utc))


def test_the_day_that_was_skipped_begins_where_the_next_one_does() -> None:
    rules = rules_of("Pacific/Apia")
    skipped = local_microseconds(dt.datetime(2011, 12, 30)) // DAY
    assert rules.midnight(skipped) == rules.midnight(skipped + 1)


def test_a_zone_is_written_from_1970_on_and_in_order() -> None:
    zone = zone_of("Europe/Amsterdam")
    assert zone.moments[0] == 0
    assert list(zone.moments) == sorted(set(zone.moments))
    assert all(a != b for a, b in zip(zone.offsets, zone.offsets[1:], strict=False))
    assert zone_of("UTC").moments == (0,)


def test_a_zone_that_is_not_there_is_said_so() -> None:
    with pytest.raises(PlanError, match="there is no time zone `Europe/Atlantis`"):
        zone_of("Europe/Atlantis")
