"""Operations on plain values."""

import pytest

from assay.engines.record.trace.ops import BINARY, UNARY, all_of, any_of, at_least, domain, length, like, mentions
from assay.values import DAY, LIMIT, SCALE


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("mit.edu", "*.edu", True),
        ("mit.edu.com", "*.edu", False),
        (".edu", "*.edu", True),
        ("abc", "a?c", True),
        ("ac", "a?c", False),
        ("", "*", True),
        ("", "?", False),
        ("aXbXc", "a*b*c", True),
        ("aab", "*a*b", True),
        ("abab", "*ab", True),
        ("abac", "*ab", False),
        ("a", "a***", True),
        ("a" * 5_000, "*a" * 20 + "b", False),
    ],
)
def test_like(text: str, pattern: str, expected: bool) -> None:
    assert like(text, pattern) is expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("director", "cto", False),
        ("cto, europe", "cto", True),
        ("vp of sales", "vp of", True),
        ("vp, of sales", "vp of", True),
        ("of vp", "vp of", False),
        ("c.o. of x", "c o", True),
        ("c++ developer", "c++", True),
        ("c++ developer", "c", False),
    ],
)
def test_mentions(text: str, phrase: str, expected: bool) -> None:
    assert mentions(text, frozenset({phrase})) is expected


def test_domain() -> None:
    assert domain("a@b@c.nl") == "c.nl"
    assert domain("a@") is None
    assert domain("a") is None


def test_length_counts_code_points_after_trimming() -> None:
    assert length(" a😀 ") == 2 * SCALE


def test_numbers_out_of_range_are_missing() -> None:
    assert BINARY["add"](LIMIT - 1, 1) is None
    assert BINARY["mul"](LIMIT - 1, 2 * SCALE) is None
    assert BINARY["div"](SCALE, 0) is None
    assert BINARY["div"](SCALE, 3 * SCALE) == 3_333
    assert BINARY["div"](-2 * SCALE, 3 * SCALE) == -6_667


def test_rounding_is_away_from_zero() -> None:
    assert UNARY["round"](25_000) == 30_000
    assert UNARY["round"](-25_000) == -30_000
    assert UNARY["whole"](-25_000) == -20_000
    assert UNARY["days"](-DAY - 1) == -SCALE


@pytest.mark.parametrize(
    ("values", "every", "some"),
    [
        ([True, True], True, True),
        ([True, None], None, True),
        ([False, None], False, None),
        ([False, False], False, False),
        ([None, None], None, None),
    ],
)
def test_kleene(values: list[bool | None], every: bool | None, some: bool | None) -> None:
    assert all_of(list(values)) is every
    assert any_of(list(values)) is some


def test_at_least() -> None:
    assert at_least(2, [True, True, None]) is True
    assert at_least(2, [True, None, False]) is None
    assert at_least(2, [True, False, False]) is False
