"""Lines of CSV as `data.sinks.CsvSink` writes them."""

import re

from sqlglot import exp

from assay.data.flat import as_text
from assay.data.sinks import harmless
from assay.engines.sql.build import Sql, cast, column, every, negation, text, when
from assay.engines.sql.output.facts import Chosen, Fact, Fixed, Letters, Phrases, Points, Text, Words, placed
from assay.engines.sql.output.flat import Flat
from assay.engines.sql.output.spelled import called, joined, listed, points_text

_QUOTED = r'[,"\n\r]'
_FORMULA = r"^[=+@\t\r-]"
_ODD = rf"{_QUOTED}|{_FORMULA}"
_SIGNED = r"^[+-][\p{Nd} ]*\.?[\p{Nd} ]*$"  # a number or a telephone number, if there is a digit in it
_DIGIT = r"\p{Nd}"


def csv_line(flat: Flat) -> Sql:
    """A lead's line with its end."""
    scored = _line([_cell(fact) for _, fact in flat.facts])
    if flat.excluded is None:
        return scored
    return when(flat.excluded.copy(), _line([_cell(fact) for _, fact in flat.of_excluded()]), scored)


def _line(cells: list[Sql | str]) -> Sql:
    parts: list[Sql | str] = []
    for cell in cells:
        parts += [cell, ","]
    return joined([*parts[:-1], "\n"])


def _cell(fact: Fact) -> Sql | str:
    match fact:
        case Points(name):
            return points_text(name)
        case Chosen(_, cells):
            return placed(fact, [text(_constant(cell)) if cell is not None else None for cell in map(as_text, cells)])
        case Letters(grades):
            return _letters(grades)
        case Words(words):
            told = listed([(word.is_there(), word.text) for word in words], "; ")
            odd = any(re.search(_ODD, word.text) for word in words)
            return _spelled(told) if odd else told
        case Phrases(phrases):
            return _spelled(listed(phrases, "; "))
        case Text(name):
            return _spelled(column(name))
        case Fixed(cell):
            return "" if cell is None else _constant(as_text(cell))


def _letters(grades: tuple[Chosen, ...]) -> Sql | str:
    told = joined([placed(one, [text(str(cell)) for cell in one.cells]) for one in grades])
    odd = any(re.search(_ODD, str(cell)) for one in grades for cell in one.cells)
    return _spelled(told) if odd else told


def _constant(cell: str | float | None) -> str:
    """A cell that is the same wherever it stands."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    safe = harmless(cell)
    return '"' + safe.replace('"', '""') + '"' if re.search(_QUOTED, safe) else safe


def _spelled(value: Sql) -> Sql:
    """Text with quotes where it needs them, and no formula."""
    odd = _matches(value.copy(), _ODD)
    return when(odd, _quoted(_guarded(value)), value.copy())


def _guarded(value: Sql) -> Sql:
    signed = every([_matches(value.copy(), _SIGNED), _matches(value.copy(), _DIGIT)])
    formula = every([_matches(value.copy(), _FORMULA), negation(signed)])
    return joined([when(formula, text("'")), value.copy()])


def _quoted(value: Sql) -> Sql:
    doubled = called("REPLACE", value, text('"'), text('""'))
    return when(_matches(value.copy(), _QUOTED), joined(['"', doubled, '"']), value.copy())


def _matches(value: Sql, pattern: str) -> Sql:
    return exp.Anonymous(this="REGEXP_MATCHES", expressions=[cast(value, "TEXT"), text(pattern)])
