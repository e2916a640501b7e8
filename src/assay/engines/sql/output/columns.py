"""Flat columns with types: text, floats, times (without a zone, of UTC) and lists of text."""

import datetime as dt

from sqlglot import exp

from assay.data.flat import Cell
from assay.engines.sql.build import Sql, aliased, cast, column, is_known, number, text, when
from assay.engines.sql.output.facts import Chosen, Fact, Fixed, Letters, Phrases, Points, Text, Words, placed
from assay.engines.sql.output.flat import Flat
from assay.engines.sql.output.spelled import called, joined, points_number
from assay.values import local_microseconds

_LIST, _TIME = "TEXT[]", "TIMESTAMP"


def typed_columns(flat: Flat) -> list[Sql]:
    """In order; numbered, for a name may be any text."""
    found = []
    for at, ((_, fact), (_, empty)) in enumerate(zip(flat.facts, flat.of_excluded(), strict=True)):
        value = _cell(fact)
        if flat.excluded is not None and empty != fact:
            value = when(flat.excluded.copy(), exp.Array() if isinstance(fact, Words) else exp.Null(), value)
        found.append(aliased(cast(value, _type(fact)), f"cell_{at}"))
    return found


def _type(fact: Fact) -> str:
    match fact:
        case Points():
            return "DOUBLE"
        case Words() | Phrases():
            return _LIST
        case Chosen(_, cells):
            return _TIME if any(isinstance(cell, dt.datetime) for cell in cells) else "TEXT"
        case Fixed(dt.datetime()):
            return _TIME
        case _:
            return "TEXT"


def _cell(fact: Fact) -> Sql:
    match fact:
        case Points(name):
            return points_number(name)
        case Chosen(_, cells):
            return placed(fact, [None if cell is None else _constant(cell) for cell in cells])
        case Letters(grades):
            told = joined([placed(one, [text(str(cell)) for cell in one.cells]) for one in grades])
            return exp.Nullif(this=told, expression=text(""))
        case Words(words):
            return _list([when(word.is_there(), text(word.text)) for word in words])
        case Phrases(phrases):
            return _list([when(there, text(told) if isinstance(told, str) else told) for there, told in phrases])
        case Text(name):
            return column(name)
        case Fixed(cell):
            return exp.Null() if cell is None else _constant(cell)


def _constant(cell: Cell) -> Sql:
    if isinstance(cell, dt.datetime):
        return called("MAKE_TIMESTAMP", number(local_microseconds(cell)))
    return text(str(cell))


def _list(items: list[Sql]) -> Sql:
    known = exp.Lambda(this=is_known(column("item")), expressions=[exp.to_identifier("item")])
    return called("LIST_FILTER", exp.Array(expressions=items), known) if items else exp.Array()
