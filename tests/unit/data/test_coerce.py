"""Values by the schema: what each kind takes, what it refuses, and what it says then."""

import contextlib
import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.data.coerce import BadValue, reader_of
from assay.values import LIMIT, SCALE
from tests.unit.data.fields import UTC, field, read

KINDS = ["text", "one of", "number", "integer", "boolean", "date", "time", "list"]


class Colour(Enum):
    RED = "red"


def refused(kind: str, value: object, *missing: str, **options: Any) -> str:
    """The whole sentence a refused value gets."""
    with pytest.raises(BadValue) as caught:
        read(kind, value, *missing, **options)
    return f"{caught.value.message}; {caught.value.help}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0\t", "\0", "N/A", " n/a "])
def test_blanks_and_missing_spellings_are_missing(kind: str, value: object) -> None:
    assert read(kind, value, "n/a", values=("a", "b")) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Big \u200b", "Big"),
        ("0017", "0017"),
        ("12345678901234567", "12345678901234567"),
        (12345678901234567, "12345678901234567"),
        (17.0, "17"),
        (-0.0, "0"),
        (17.5, "17.5"),
        ("17.0", "17.0"),
        (Decimal("17.00"), "17"),
        (Decimal("1.50"), "1.5"),
        (1e22, "10000000000000000000000"),
        (True, "true"),
        (dt.date(2026, 11, 1), "2026-11-01"),
        (dt.datetime(2026, 11, 1, 14, 30), "2026-11-01 14:30:00"),
        (b"caf\xc3\xa9", "café"),
        (Colour.RED, "red"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        ("a\0b", "ab"),
        (float("nan"), None),
    ],
)
def test_text_is_trimmed_and_kept(value: object, text: str | None) -> None:
    assert read("text", value) == text


@pytest.mark.parametrize("value", [["a"], {"a": 1}, b"\xff\xfe", object()])
def test_text_is_one_value(value: object) -> None:
    assert "text" in refused("text", value)


@pytest.mark.parametrize(
    ("value", "ten_thousandths"),
    [
        ("12", 12 * SCALE),
        (" -2.5 ", -25_000),
        ("+.5", 5_000),
        ("1.", SCALE),
        ("007", 7 * SCALE),
        ("1e3", 1000 * SCALE),
        ("0.00005", 1),
        ("-0.00005", -1),
        ("0.00004999999999999999999999999999999999999", 0),
        ("12.34567", 123_457),
        (0.1, 1_000),
        (1e-7, 0),
        (Decimal("0.00005"), 1),
        (7, 7 * SCALE),
        ("99999999999999.9999", LIMIT - 1),
        ("100000000000000", None),
        ("1e999999", None),
        ("0e99", 0),
        ("1e0000001", 10 * SCALE),
        ("1e" + "9" * 5000, None),
        ("-1e-" + "9" * 5000, 0),
        (Decimal("1e999999999"), None),
        (float("inf"), None),
        (Decimal("nan"), None),
    ],
)
def test_numbers_are_exact_and_out_of_range_is_missing(value: object, ten_thousandths: int | None) -> None:
    assert read("number", value) == ten_thousandths


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2,5", "write `2.5`"),
        ("0,125", "write `0.125`"),
        ("1,000", "write `1000` or `1.000`"),
        ("1_000", "without grouping: `1000`"),
        ("1 000 000", "without grouping: `1000000`"),
        ("1.000,50", "without grouping: `1000.50`"),
        ("1'000", "without grouping: `1000`"),
        ("€5", "write `5` alone, without `€`"),
        ("5 %", "write `5` alone, without `%`"),
        ("$1,000", "write `1000` alone, without `$`"),
        ("#DIV/0!", "an error of the spreadsheet"),
        ("#N/A", "add `#N/A` to `missing`"),
        ("10-50", "a range"),
        ("−5", "plain minus"),
        ("١٢", "such as `12`"),
        ("nan", "add it to `missing`"),
        ("ten", "add it to `missing`"),
        (True, "boolean"),
        ([1], "such as `12`"),
    ],
)
def test_numbers_with_anything_else_get_a_hint(value: object, hint: str) -> None:
    assert hint in refused("number", value)


def test_integers_without_end() -> None:
    assert read("number", 10**5000) is None
    assert "too long" in refused("text", 10**5000)
    assert "thousands of digits" in refused("date", 10**5000)


def test_a_missing_spelling_is_of_text() -> None:
    assert read("number", "999", "999") is None
    assert read("number", 999, "999") == 999 * SCALE


def test_integers_have_no_fraction() -> None:
    assert read("integer", "17.0") == read("integer", 17.0) == read("integer", "17") == 17 * SCALE
    assert "whole number" in refused("integer", "17.5")
    assert "whole number" in refused("integer", 17.00001)
    assert "whole number" in refused("integer", "17.00001")
    assert "whole number" in refused("integer", "12345678901234.0001")
    assert read("integer", "17.00000000000000000001") == read("integer", "16.99999999999999999999") == 17 * SCALE


@pytest.mark.parametrize("value", ["true", "TRUE", "Yes", "1", 1, True, 1.0])
def test_true(value: object) -> None:
    assert read("boolean", value) is True


@pytest.mark.parametrize("value", ["false", "No", " 0 ", 0, False, Decimal(0)])
def test_false(value: object) -> None:
    assert read("boolean", value) is False


@pytest.mark.parametrize("value", ["t", "on", 2, "1.0", "ja"])
def test_no_boolean(value: object) -> None:
    assert "yes or no" in refused("boolean", value)


def test_one_of_is_folded_and_suggests() -> None:
    values = ("Minimum", "High")
    assert read("one of", " MINIMUM ", values=values) == "minimum"
    assert read("one of", 1, values=("1", "2")) == "1"
    assert 'did you mean "Minimum"?' in refused("one of", "minmum", values=values)
    assert 'allows "Minimum", "High"' in refused("one of", "zzz", values=values)
    assert read("one of", "High", "high", values=values) is None


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("a, b,,c ", ("a", "b", "c")),
        (", ,", ()),
        ('["a", "b", 1]', ("a", "b", "1")),
        ("[]", ()),
        ("[a]", ("[a]",)),
        (["a", None, " ", 5.0], ("a", "5")),
        ([], ()),
        (("x",), ("x",)),
        ({"b", "a"}, ("a", "b")),
        ("x;y", ("x;y",)),
    ],
)
def test_lists(value: object, items: tuple[str, ...]) -> None:
    assert read("list", value) == items


def test_lists_split_by() -> None:
    assert read("list", "a; b,c", split_by=";") == ("a", "b,c")
    assert read("list", "[1,2]", split_by=";") == ("[1,2]",)
    assert "text" in refused("list", [["a"]])


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
    | st.times()
    | st.timedeltas()
    | st.from_regex(r"[+-]?[0-9_,.]*([eE][+-]?[0-9]{1,12})?")
    | st.from_regex(r"\[.*\]"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", KINDS)
@given(value=ANYTHING)
def test_readers_raise_nothing_but_bad_value(kind: str, value: object) -> None:
    read_value = reader_of(field("f", kind, values=("a", "b")), UTC, frozenset({"n/a"}))
    found: object = None
    with contextlib.suppress(BadValue):
        found = read_value(value)
    assert found is None or isinstance(found, str | int | bool | tuple)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13))
def test_numbers_written_and_given_are_the_same(number: Decimal) -> None:
    assert read("number", str(number)) == read("number", number) == read("number", format(number, "f"))
