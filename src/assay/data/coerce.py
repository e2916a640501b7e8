"""From what a file or a program gives to the value the engines hold (see `assay.values`). Types come from
the schema; nothing is guessed from the value.

| kind    | takes                                                                                     |
|---------|-------------------------------------------------------------------------------------------|
| text    | any scalar; trimmed, not folded; 17.0 is `17`                                             |
| one of  | the same, folded; a value outside the declared is a bad value                             |
| number  | `12`, `-2.5`, `1e6`; a point, no grouping, no units; int, float (by its repr), Decimal      |
| integer | the same without a fraction that a double has; `17.0` is 17                               |
| boolean | true/false, yes/no, 1/0 in any case                                                       |
| date    | ISO or the field's `format`; a time is cut to its local day                               |
| time    | ISO with or without offset, `Z` or ` UTC`, or the field's `format`; a date is its midnight   |
| list    | text split at `split by` (else commas), a JSON array in a cell, a list or tuple              |

None, blanks and the `missing` spellings are None. Spellings are of text: a number that is given as a number is
never missing by its spelling.
"""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import assert_never

from assay.data.cells import BadValue, Missing, Reader, Value, plain, shown
from assay.data.moments import date_reader, time_reader
from assay.data.numerals import number_reader
from assay.plan.nodes import Field
from assay.values import BLANKS, ZoneRules, fold

__all__ = ["BadValue", "Reader", "Value", "reader_of"]

_TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def reader_of(field: Field, zone: ZoneRules, missing: frozenset[str]) -> Reader:
    """The reader of a field: one raw value in, one encoded value out. `missing` holds folded spellings.
    The reader raises BadValue, and nothing else, whatever it is given."""
    spellings = Missing(missing)
    match field.kind:
        case "text":
            return _text_reader(spellings)
        case "one of":
            return _one_of_reader(spellings, field.values)
        case "number":
            return number_reader(spellings, whole=False)
        case "integer":
            return number_reader(spellings, whole=True)
        case "boolean":
            return _boolean_reader(spellings)
        case "date":
            return date_reader(spellings, zone, field.format)
        case "time":
            return time_reader(spellings, zone, field.format)
        case "list":
            return _list_reader(spellings, field.split_by)
        case _:
            assert_never(field.kind)


def _text_reader(missing: Missing) -> Reader:
    lengths, takes, text = missing.lengths, missing.takes, missing.text

    def read(value: object) -> Value:
        if isinstance(value, str):
            cell = value.replace("\0", "").strip(BLANKS)
            return None if len(cell) in lengths and takes(cell) else cell
        return text(value)

    return read


def _one_of_reader(missing: Missing, values: tuple[str, ...]) -> Reader:
    folded = dict.fromkeys(map(fold, values))
    as_declared = {value: fold(value) for value in values if not missing.takes(fold(value))}

    def read(value: object) -> Value:
        if isinstance(value, str) and value in as_declared:
            return as_declared[value]
        cell = missing.text(value)
        if cell is None:
            return None
        if (found := fold(cell)) not in folded:
            raise BadValue(f"{shown(cell)} is not one of the declared values", _nearest(cell, values))
        return found

    return read


def _nearest(cell: str, values: tuple[str, ...]) -> str:
    spelling = {fold(value): value for value in values}
    near = get_close_matches(fold(cell)[:100], spelling, n=1, cutoff=0.7)
    if near:
        return f'did you mean "{spelling[near[0]]}"?'
    listed = ", ".join(f'"{value}"' for value in values[:6]) + (", …" if len(values) > 6 else "")
    return f"the schema allows {listed}"


def _boolean_reader(missing: Missing) -> Reader:
    def read(value: object) -> Value:
        if isinstance(value, bool) or value is None:
            return value
        cell = missing.text(value)
        if cell is None:
            return None
        if (truth := _TRUTH.get(fold(cell))) is None:
            raise BadValue(f"{shown(cell)} is neither true nor false", "write true or false, yes or no, 1 or 0")
        return truth

    return read


def _list_reader(missing: Missing, split_by: str | None) -> Reader:
    separator = split_by or ","

    def read(value: object) -> Value:
        given = value if isinstance(value, str) else plain(value)
        if isinstance(given, list | tuple | set | frozenset):
            return _items(sorted(given, key=str) if isinstance(given, set | frozenset) else given)
        cell = missing.text(given)
        if cell is None:
            return None
        array = json_array(cell) if split_by is None else None
        return _items(cell.split(separator) if array is None else array)

    return read


def json_array(cell: str) -> list[object] | None:
    """The items of a cell that holds a JSON array, as some exports write lists."""
    if not (cell.startswith("[") and cell.endswith("]")):
        return None
    try:
        array: object = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return array if isinstance(array, list) else None


def _items(given: Iterable[object]) -> tuple[str, ...]:
    blank = Missing(frozenset())
    return tuple(text for item in given if (text := blank.text(item)) is not None)
