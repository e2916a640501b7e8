"""Dates and times: ISO, formats, zones."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.data.coerce import BadValue
from assay.data.formats import is_surely_iso, is_understood, parser_of, read_iso, read_sure_iso
from assay.data.moments import local_clock
from assay.values import DAY, HOUR, date_of, days_of, utc_datetime
from tests.unit.data.fields import UTC, amsterdam, read

AMSTERDAM = amsterdam()


def moment(value: object, **options: object) -> str:
    found = read("time", value, zone=AMSTERDAM, **options)
    assert isinstance(found, int)
    return utc_datetime(found).isoformat().replace("+00:00", "Z")


def day(value: object, **options: object) -> str:
    found = read("date", value, zone=AMSTERDAM, **options)
    assert isinstance(found, int)
    return date_of(found).isoformat()


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2026-11-01 14:30", "2026-11-01T13:30:00Z"),
        ("2026-11-01T14:30:05", "2026-11-01T13:30:05Z"),
        ("2026-11-01 14:30:05.123", "2026-11-01T13:30:05.123000Z"),
        ("2026-11-01 14:30:05.1234567", "2026-11-01T13:30:05.123456Z"),
        ("2026-11-01 14:30:05,5", "2026-11-01T13:30:05.500000Z"),
        ("2026-11-01T14:30Z", "2026-11-01T14:30:00Z"),
        ("2020-04-08 22:06:32.991 UTC", "2020-04-08T22:06:32.991000Z"),
        ("2026-11-01T14:30:00+02:00", "2026-11-01T12:30:00Z"),
        ("2026-11-01T14:30:00+0200", "2026-11-01T12:30:00Z"),
        ("2026-11-01T14:30:00-05", "2026-11-01T19:30:00Z"),
        ("2024-12-30 3:15:52", "2024-12-30T02:15:52Z"),
        ("2026-7-1", "2026-06-30T22:00:00Z"),
        ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-03-29 02:30", "2026-03-29T01:30:00Z"),  # skipped
        ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),  # twice: the earlier
        (dt.date(2026, 7, 1), "2026-06-30T22:00:00Z"),
        (dt.datetime(2026, 7, 1, 2), "2026-07-01T00:00:00Z"),
        (dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC), "2026-07-01T02:00:00Z"),
    ],
)
def test_times(value: object, utc: str) -> None:
    assert moment(value) == utc


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2026-11-01", "2026-11-01"),
        (" 2026-11-01 ", "2026-11-01"),
        ("2026-11-01 23:59", "2026-11-01"),
        ("2026-10-31T23:30Z", "2026-11-01"),
        ("2026-11-01T00:30+05:00", "2026-10-31"),
        (dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC), "2026-11-01"),
        (dt.datetime(2026, 10, 31, 23, 30), "2026-10-31"),
        (dt.date(2026, 11, 1), "2026-11-01"),
    ],
)
def test_dates_are_local_days(value: object, date: str) -> None:
    assert day(value) == date


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2026-02-30", "there is none such"),
        ("2026-11-01 25:00", "there is none such"),
        ("01/02/2026", 'format "dd/mm/yyyy"'),
        ("1661707291575", "seconds since 1970"),
        (1661707291575, "seconds since 1970"),
        ("20261101", "write it like"),
        ("now", "write it like"),
        (True, "write it like"),
        ("0001-01-01T00:00+14:00", "years go from 1 to 9999"),
        ("2026-11-01\u0661", "write it like"),
    ],
)
@pytest.mark.parametrize("kind", ["date", "time"])
def test_what_is_no_moment(kind: str, value: object, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        read(kind, value)
    assert hint in str(caught.value.help)


@pytest.mark.parametrize(
    ("format", "value", "date"),
    [
        ("%d/%m/%Y", "1/2/2026", "2026-02-01"),
        ("%m/%d/%y", "01/02/68", "2068-01-02"),
        ("%m/%d/%y", "01/02/69", "1969-01-02"),
        ("%F", "2026-02-01", "2026-02-01"),
        ("%-d %b %Y", "1 Feb 2026", "2026-02-01"),
        ("%A, %d %B %Y", "Sunday, 01 February 2026", "2026-02-01"),
        ("dd/mm/yyyy", "01/02/2026", "2026-02-01"),
        ("DD.MM.YYYY", "01.02.2026", "2026-02-01"),
        ("mmm d, yyyy", "feb 1, 2026", "2026-02-01"),
        ("d-mmm-yy", "1-FEB-26", "2026-02-01"),
        ("yyyymmdd", "20260201", "2026-02-01"),
        ("yyyy年m月d日", "2026年2月1日", "2026-02-01"),
    ],
)
def test_formats_of_dates(format: str, value: str, date: str) -> None:
    assert is_understood(format)
    assert day(value, format=format) == date


@pytest.mark.parametrize(
    ("format", "value", "utc"),
    [
        ("dd/mm/yyyy hh:mm", "01/02/2026 14:05", "2026-02-01T13:05:00Z"),
        ("dd/MM/yyyy HH:mm:ss.SSS", "01/02/2026 14:05:06.007", "2026-02-01T13:05:06.007000Z"),
        ("m/d/yy h:mm am/pm", "2/1/26 2:05 PM", "2026-02-01T13:05:00Z"),
        ("m/d/yy h:mm am/pm", "2/1/26 12:05 a.m.", "2026-01-31T23:05:00Z"),
        ("%d %b %Y %I:%M %p", "1 Feb 2026 02:05 pm", "2026-02-01T13:05:00Z"),
        ("%d/%m/%Y %H:%M %z", "01/02/2026 14:05 +0000", "2026-02-01T14:05:00Z"),
        ("dd/mm/yyyy", "01/02/2026", "2026-01-31T23:00:00Z"),
        ("yyyy-mm-dd'T'hh:mm", "2026-02-01T14:05", "2026-02-01T13:05:00Z"),
    ],
)
def test_formats_of_times(format: str, value: str, utc: str) -> None:
    assert moment(value, format=format) == utc


@pytest.mark.parametrize("format", ["%Q", "%d/%m", "dd/mm", "%d %d %m %Y", "", "%", "whenever"])
def test_formats_that_say_too_little(format: str) -> None:
    assert not is_understood(format)
    with pytest.raises(BadValue) as caught:
        read("date", "01/02/2026", format=format)
    assert "no date can be read by the format" in str(caught.value.help)


def test_a_declared_format_is_the_only_one() -> None:
    with pytest.raises(BadValue) as caught:
        read("date", "2026-02-01", format="dd/mm/yyyy")
    assert caught.value.help == "the schema says it is written `dd/mm/yyyy`"
    with pytest.raises(BadValue):
        read("date", "13:00 pm 01/02/2026", format="h:mm am/pm dd/mm/yyyy")


@given(
    st.datetimes(min_value=dt.datetime(1000, 1, 1), max_value=dt.datetime(2999, 12, 31)),
    st.sampled_from(" T"),
    st.booleans(),
)
def test_the_quick_way_reads_the_same(given_time: dt.datetime, between: str, utc: bool) -> None:
    text = given_time.isoformat(sep=between) + "Z" * utc
    assert is_surely_iso(text) or (given_time.month, given_time.day) == (2, 29)
    assert read_sure_iso(text) == read_iso(text)
    assert read("date", text) == days_of(given_time.date())


@given(
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)?Z?", fullmatch=True)
)
def test_what_is_surely_iso_is_iso(text: str) -> None:
    assert not is_surely_iso(text) or read_sure_iso(text) == read_iso(text)


@given(st.integers(days_of(dt.date(2025, 12, 1)), days_of(dt.date(2026, 12, 31))), st.integers(0, DAY - 1))
def test_remembered_offsets_are_those_of_the_zone(date: int, time: int) -> None:
    assert local_clock(AMSTERDAM)(date, time) == AMSTERDAM.moment(date * DAY + time)
    assert local_clock(UTC)(date, time) == date * DAY + time


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_format_breaks_the_reader(format: str, value: str) -> None:
    reading = parser_of(format)(value)
    assert reading is None or reading[1] is None or 0 <= reading[1] < 24 * HOUR
