"""What a column of a Spark table holds, as the engines hold values, where Spark is sure to read it as the reader does.

As for PostgreSQL: a value, and whether it is sure; rows with a cell that is not go through the reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from pyspark.sql import Column
from pyspark.sql import functions as F  # noqa: N812  as everybody calls it
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    TimestampType,
)

from assay.engines.sql.values import Habits
from assay.plan.nodes import Field
from assay.values import BLANKS, DAY, LIMIT, SCALE, ZoneRules, fold

_WHOLE_TYPES = (ByteType, ShortType, IntegerType, LongType)
_SHORT, _WHOLE = r"^[+-]?[0-9]{1,13}(\.[0-9]{1,4})?\z", r"^[+-]?[0-9]{1,13}\z"
_DATE = r"[12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_ISO_DATE = rf"^{_DATE}\z"
_EXACT = 10**11  # doubles below it that are a whole number of ten-thousandths are what they print
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is null where it is missing, and says nothing unless `sure`; None: always."""

    value: Column
    sure: Column | None


def value_of(field: Field, column: Column, type_: DataType, habits: Habits, *, is_raw: bool) -> Value:
    """The encoded value of a cell of this type, and whether the reader would make the same of it. `is_raw`: its text is
    wanted as the table holds it."""
    match field.kind:
        case "text":
            return _raw_text(column, type_) if is_raw else _text(column, type_, habits)
        case "one of":
            return _one_of(field, column, type_, habits)
        case "number" | "integer":
            return _number(field, column, type_, habits)
        case "boolean":
            return _boolean(column, type_, habits)
        case "date" | "time":
            return _moment(field, column, type_, habits)
        case "list":
            return _list(field, column, type_, habits)
        case _:
            assert_never(field.kind)


def _unsure(column: Column, kind: str) -> Value:
    """Sure only where there is nothing."""
    return Value(F.lit(None).cast(kind), column.isNull())


def _always(value: Column) -> Value:
    return Value(value, None)


# Text -------------------------------------------------------------------------------------------------------


def trimmed(column: Column) -> Column:
    return F.btrim(F.replace(column, F.lit("\0"), F.lit("")), F.lit(BLANKS))


def folded(text: Column) -> Column:
    return F.lower(F.translate(text, "\u0130\u03a3\u03c2", "i\u03c3\u03c3"))


def cell_text(column: Column, type_: DataType, missing: Sequence[str]) -> Column | None:
    """The trimmed text of a cell, null where it is missing; None for types that the reader spells."""
    if not _is_spelled(type_):
        return None
    text = trimmed(column.cast("string"))
    spellings = ["", *missing]
    return F.when(~folded(text).isin(spellings), text)


def _is_spelled(type_: DataType) -> bool:
    """Whether Spark writes such a value as the reader does."""
    return isinstance(type_, (StringType, *_WHOLE_TYPES))


def _text(column: Column, type_: DataType, habits: Habits) -> Value:
    text = cell_text(column, type_, habits.missing)
    return _unsure(column, "string") if text is None else _always(text)


def _raw_text(column: Column, type_: DataType) -> Value:
    return _always(column.cast("string")) if _is_spelled(type_) else _unsure(column, "string")


def _one_of(field: Field, column: Column, type_: DataType, habits: Habits) -> Value:
    text = cell_text(column, type_, habits.missing)
    if text is None:
        return _unsure(column, "string")
    declared = [word for word in map(fold, field.values) if word not in habits.missing]
    return Value(folded(text), text.isNull() | folded(text).isin(declared))


def _boolean(column: Column, type_: DataType, habits: Habits) -> Value:
    if isinstance(type_, BooleanType):
        return _always(column)
    text = cell_text(column, type_, habits.missing)
    if text is None:
        return _unsure(column, "boolean")
    value = F.when(folded(text).isin(list(_TRUE)), True).when(folded(text).isin(list(_FALSE)), False)
    return Value(value, text.isNull() | value.isNotNull())


# Numbers ----------------------------------------------------------------------------------------------------


def _number(field: Field, column: Column, type_: DataType, habits: Habits) -> Value:
    whole = field.kind == "integer"
    match type_:
        case ByteType() | ShortType() | IntegerType():
            return _always(column.cast("bigint") * SCALE)
        case LongType():
            inside = column.between(-(LIMIT // SCALE) + 1, LIMIT // SCALE - 1)
            return _always(F.when(inside, column * SCALE))
        case DecimalType() if type_.scale <= 4:
            return _decimal(column, whole)
        case DoubleType():
            return _double(column, whole)
        case StringType():
            return _written_number(column, habits, _WHOLE if whole else _SHORT)
    return _unsure(column, "bigint")


def _decimal(column: Column, whole: bool) -> Value:
    """Of at most four places: nothing is rounded."""
    wide = column.cast("decimal(38,4)")
    inside = F.abs(wide) < F.lit(LIMIT // SCALE).cast("decimal(38,4)")
    value = F.when(inside, (wide * F.lit(SCALE)).cast("bigint"))
    return Value(value, (value.isNull() | (value % SCALE == 0)) if whole else None)


def _double(column: Column, whole: bool) -> Value:
    """A double that is a whole number of ten-thousandths prints as that; others are the reader's."""
    value = F.when(F.abs(column) < _EXACT, F.round(column * SCALE).cast("bigint"))
    exact = value.isNotNull() & (value.cast("double") / F.lit(float(SCALE)) == column)
    sure = column.isNull() | F.coalesce(exact & ((value % SCALE == 0) if whole else F.lit(True)), F.lit(False))
    return Value(value, sure)


def _written_number(column: Column, habits: Habits, pattern: str) -> Value:
    text = cell_text(column, StringType(), habits.missing)
    assert text is not None
    value = (F.when(text.rlike(pattern), text).cast("decimal(20,4)") * F.lit(SCALE)).cast("bigint")
    return Value(value, text.isNull() | text.rlike(pattern))


# Dates and times --------------------------------------------------------------------------------------------


def _moment(field: Field, column: Column, type_: DataType, habits: Habits) -> Value:
    match type_:
        case DateType():
            return _day(field, F.datediff(column, F.lit("1970-01-01").cast("date")).cast("bigint"), column, habits)
        case TimestampType():
            return _instant(field, column, habits)
        case StringType() if field.format is None:
            text = cell_text(column, type_, habits.missing)
            assert text is not None
            day = F.datediff(F.when(text.rlike(_ISO_DATE), text).cast("date"), F.lit("1970-01-01").cast("date"))
            found = _day(field, day.cast("bigint"), column, habits)
            return Value(found.value, text.isNull() | text.rlike(_ISO_DATE))
    return _unsure(column, "bigint")


def _inside(days: Column) -> Column:
    """Within the calendar, a day off its ends."""
    return days.between(-719_161, 2_932_895)


def _day(field: Field, days: Column, column: Column, habits: Habits) -> Value:
    value = days if field.kind == "date" else days * DAY - _offset(days * DAY, *_midnights(habits.zone))
    return Value(F.when(_inside(days), value), column.isNull() | _inside(days))


def _instant(field: Field, column: Column, habits: Habits) -> Value:
    moment = F.unix_micros(column)
    inside = _inside(F.floor(moment / DAY))
    if field.kind == "time":
        return Value(F.when(inside, moment), column.isNull() | inside)
    local = moment + _offset(moment, habits.zone.moments[1:], habits.zone.offsets)
    days = ((local - F.pmod(local, F.lit(DAY))) / DAY).cast("bigint")
    return Value(F.when(inside, days), column.isNull() | inside)


def _midnights(zone: ZoneRules) -> tuple[list[int], list[int]]:
    changes = zip(zone.moments[1:], zone.offsets, zone.offsets[1:], strict=False)
    return [moment + max(before, after) for moment, before, after in changes], list(zone.offsets)


def _offset(value: Column, bounds: Sequence[int], results: Sequence[int]) -> Column:
    """`results[k]` where `bounds[k-1] <= value < bounds[k]`, found by halving."""
    if not bounds:
        return F.lit(results[0]).cast("bigint")
    middle = len(bounds) // 2
    above = _offset(value, bounds[middle + 1 :], results[middle + 1 :])
    return F.when(value >= bounds[middle], above).otherwise(_offset(value, bounds[:middle], results[: middle + 1]))


# Lists ------------------------------------------------------------------------------------------------------


def _list(field: Field, column: Column, type_: DataType, habits: Habits) -> Value:
    if isinstance(type_, ArrayType) and isinstance(type_.elementType, StringType):
        return _always(_items(column))
    if not isinstance(type_, StringType):
        return _unsure(column, "array<string>")
    text = cell_text(column, type_, habits.missing)
    assert text is not None
    if len(separator := field.split_by or ",") > 1:
        return _unsure(column, "array<string>")
    split = F.split(text, f"\\x{{{ord(separator):x}}}")  # the character itself, whatever it is to patterns
    array = text.startswith("[") & text.endswith("]") if field.split_by is None else F.lit(False)
    return Value(_items(split), text.isNull() | ~array)


def _items(items: Column) -> Column:
    """Trimmed, blank ones left out."""
    return F.filter(F.transform(items, trimmed), lambda item: item != "")
