"""Reading numbers: a decimal point, no grouping, no units; never through binary floats."""

import re
from decimal import Decimal

from assay.data.cells import BadValue, Missing, Reader, Value, plain, shown
from assay.values import BLANKS, SCALE, in_range, number_of

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?P<exponent>[+-]?[0-9]+))?")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?P<mark>[,._'’ \u00a0\u2009\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:[.,][0-9]+)?"
)
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)")
_SHEET_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_UNIT = re.compile(r"(?P<before>[^0-9+.-]*?)\s*(?P<number>[+-]?[0-9][0-9.,]*)\s*(?P<after>[^0-9]*)")
_RANGE = re.compile(r"[0-9][0-9,.]*\s*(?:-|–|—|to|\.\.)\s*[0-9][0-9,.]*")
_SHORT = re.compile(r"[+-]?[0-9]{1,13}(?:\.[0-9]{1,4})?")
_STEPS = (10_000, 1_000, 100, 10, 1)  # by the number of decimals
_EXPONENT = 6  # digits
_QUICK = 15  # digits that are surely in range

# Quick looks, true only of text that is a number.
is_surely_number = _SHORT.fullmatch
is_surely_integer = re.compile(r"[+-]?[0-9]{1,13}").fullmatch


def number_reader(missing: Missing, whole: bool) -> Reader:
    """Numbers in ten-thousandths; `whole` refuses fractions. Out of range is missing."""
    lengths, takes = missing.lengths, missing.takes

    def read(value: object) -> Value:
        if not isinstance(value, str):
            return _number_given(value, whole)
        cell = value.replace("\0", "").strip(BLANKS)
        if len(cell) in lengths and takes(cell):
            return None
        if len(cell) < _QUICK and cell.isdigit() and cell.isascii():
            return int(cell) * SCALE
        return _number_written(cell, whole)

    return read


def _number_written(cell: str, whole: bool) -> int | None:
    if _SHORT.fullmatch(cell) and not whole:
        return _short(cell)
    written = _DECIMAL.fullmatch(cell)
    if written is None:
        raise BadValue(f"{shown(cell)} is not a number", _hint(cell))
    return _number(_decimal(cell, written["exponent"] or ""), cell, whole)


def _decimal(cell: str, exponent: str) -> Decimal:
    """An exponent of many digits makes a number that is out of range or nothing, and more than `Decimal` takes."""
    if len(exponent.lstrip("+-0")) <= _EXPONENT:
        return Decimal(cell)
    far = "-" if exponent.startswith("-") else ""
    return Decimal(cell.removesuffix(exponent) + far + "9" * _EXPONENT)


def _short(cell: str) -> int:
    """A number that surely fits ten-thousandths: its digits without the point, moved to four places."""
    before, _, after = cell.partition(".")
    return int(before + after) * _STEPS[len(after)]


def _number_given(value: object, whole: bool) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool):
        raise BadValue(f"`{str(value).lower()}` is not a number", "give a number, or declare the field as `boolean`")
    if isinstance(value, int):
        return in_range(value * SCALE)
    if isinstance(value, float):
        return _number(Decimal(repr(float(value))), value, whole)
    if isinstance(value, Decimal):
        return _number(value, value, whole)
    simple = plain(value)
    if simple is value:
        raise BadValue(f"{shown(value)} is not a number", "give a number such as `12` or `2.5`")
    return _number_written(simple, whole) if isinstance(simple, str) else _number_given(simple, whole)


def _number(value: Decimal, given: object, whole: bool) -> int | None:
    """A whole number may have a fraction that no double has, of which spreadsheets, JSON and databases know nothing."""
    number = number_of(value)
    if whole and number is not None and (number % SCALE or not float(value).is_integer()):
        raise BadValue(f"{shown(given)} is not a whole number", "declare the field as `number` to keep decimals")
    return number


def _hint(cell: str) -> str:
    if _RANGE.fullmatch(cell):
        return "this is a range: declare the field as `text` or `one of`"
    if comma := _DECIMAL_COMMA.fullmatch(cell):
        return _comma_hint(cell, comma[1], comma[2])
    if grouped := _GROUPED.fullmatch(cell):
        return f"write it without grouping: `{_ungrouped(cell, grouped['mark'])}`"
    if cell in _SHEET_ERRORS:
        return f"this is an error of the spreadsheet: mend its formula, or add {shown(cell)} to `missing`"
    if "−" in cell:
        return "write a plain minus: `-`"
    if (unit := _UNIT.fullmatch(cell)) and (unit["before"] or unit["after"]):
        number = unit["number"]
        grouped = _GROUPED.fullmatch(number)
        alone = _ungrouped(number, grouped["mark"]) if grouped else number
        return f"write `{alone}` alone, without {shown((unit['before'] + unit['after']).strip())}"
    return f'write a number such as `12` or `2.5`; if {shown(cell)} means "not given", add it to `missing`'


def _comma_hint(cell: str, before: str, after: str) -> str:
    if len(after) == 3 and before not in {"", "0"}:
        return f"numbers take a decimal point and no grouping: write `{before}{after}` or `{before}.{after}`"
    return f"numbers take a decimal point: write `{cell.replace(',', '.')}`"


def _ungrouped(cell: str, mark: str) -> str:
    """Without grouping, and with a point where a comma marks the decimals."""
    return cell.replace(mark, "").replace(",", ".")
