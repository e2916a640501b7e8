"""Pieces of text, put together by DuckDB."""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from assay.engines.sql.build import Sql, case, cast, column, compare, every, is_known, number, text, when

_SIDE_BY_SIDE = 200  # arguments of one call
_EXACT = 10**15  # hundredths up to which a float prints as the decimal number it was made of


def called(name: str, *arguments: Sql) -> Sql:
    return exp.Anonymous(this=name, expressions=[*arguments])


def joined(parts: Sequence[Sql | str]) -> Sql:
    """One after the other; what is null is left out."""
    level = [text(part) if isinstance(part, str) else part for part in _merged(parts)]
    while len(level) > _SIDE_BY_SIDE:
        level = [called("CONCAT", *level[at : at + _SIDE_BY_SIDE]) for at in range(0, len(level), _SIDE_BY_SIDE)]
    return called("CONCAT", *level) if level else text("")


def _merged(parts: Iterable[Sql | str]) -> Iterable[Sql | str]:
    waiting = ""
    for part in parts:
        if isinstance(part, str):
            waiting += part
            continue
        if waiting:
            yield waiting
        waiting = ""
        yield part
    if waiting:
        yield waiting


def listed(items: Iterable[tuple[Sql, Sql | str]], separator: str) -> Sql:
    """The items whose condition is true, with separators between."""
    pieces = [when(there, _behind(separator, item)) for there, item in items]
    return called("SUBSTR", joined(pieces), number(len(separator) + 1)) if pieces else text("")


def _behind(separator: str, item: Sql | str) -> Sql:
    return text(separator + item) if isinstance(item, str) else joined([separator, item])


def points_text(hundredths: str) -> Sql:
    """Points as Python prints them: 65, 12.5. Beyond what a float can tell apart, the nearest one is printed."""
    value = column(hundredths)
    whole = compare("eq", exp.Mod(this=value, expression=number(100)), number(0))
    told = cast(exp.IntDiv(this=value.copy(), expression=number(100)), "TEXT")
    return case(
        [
            (whole, told),
            (_is_small(value), cast(_quotient(value), "TEXT")),
            (is_known(value.copy()), _rounded_text(value)),
        ]
    )


def points_number(hundredths: str) -> Sql:
    """The same as a float."""
    value = column(hundredths)
    return case([(_is_small(value), _quotient(value)), (is_known(value.copy()), _nearest(value))])


def _is_small(value: Sql) -> Sql:
    return every([compare("gt", value.copy(), number(-_EXACT)), compare("lt", value.copy(), number(_EXACT))])


def _quotient(value: Sql) -> Sql:
    return exp.Div(this=cast(value.copy(), "DOUBLE"), expression=cast(number(100), "DOUBLE"))


def _nearest(value: Sql) -> Sql:
    """Read off the digits, which rounds once."""
    digits = cast(exp.Abs(this=value.copy()), "TEXT")
    sign = when(compare("lt", value.copy(), number(0)), text("-"))
    whole = called("LEFT", digits, exp.Sub(this=called("LENGTH", digits.copy()), expression=number(2)))
    return cast(called("CONCAT", sign, whole, text("."), called("RIGHT", digits.copy(), number(2))), "DOUBLE")


def _rounded_text(value: Sql) -> Sql:
    near = _nearest(value)
    whole = compare("eq", near, called("TRUNC", near.copy()))
    return when(whole, cast(cast(near.copy(), "INT128"), "TEXT"), cast(near.copy(), "TEXT"))
