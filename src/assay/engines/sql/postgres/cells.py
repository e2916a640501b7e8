"""What a column of a table holds, as the engines hold values: SQL where that is sure to be what the reader makes of it.

Each field gives a `value` and whether it is `sure`: where it is not (text that may or may not be a number, a word that
is not declared, a type nobody expected), the row goes through the reader. So nothing depends on how PostgreSQL reads
text, and what does not fit is told in the reader's words.

Where a value is made of text, the text is a step of its own, so that it is worked out once. Others are read at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from psycopg.sql import SQL, Composable, Identifier, Literal

from assay.engines.sql.values import Habits
from assay.plan.nodes import Field
from assay.values import BLANKS, DAY, LIMIT, SCALE, ZoneRules, fold

# Type ids of PostgreSQL.
_BOOL, _INT8, _INT2, _INT4, _TEXT, _FLOAT4, _FLOAT8 = 16, 20, 21, 23, 25, 700, 701
_BPCHAR, _VARCHAR, _NAME, _UUID, _NUMERIC = 1042, 1043, 19, 2950, 1700
_DATE, _TIMESTAMP, _TIMESTAMPTZ = 1082, 1114, 1184
TEXTS = frozenset({_TEXT, _BPCHAR, _VARCHAR, _NAME})
_INTEGERS = frozenset({_INT2, _INT4, _INT8})
_MOMENTS = frozenset({_DATE, _TIMESTAMP, _TIMESTAMPTZ})
_TEXT_LISTS = frozenset({1009, 1015, 1014})  # text[], varchar[], char[]

NULL = SQL("null")
SURE = SQL("true")

_SHORT = r"^[+-]?[0-9]{1,13}(\.[0-9]{1,4})?$"
_WHOLE = r"^[+-]?[0-9]{1,13}$"
_ISO_DATE = r"[12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{3}([0-9]{3})?)?)?"
_ISO = f"^{_ISO_DATE}([T ]{_CLOCK}Z?)?$"
_MOST = LIMIT // SCALE - 1  # of whole numbers
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's column of a table: of `s` in the table itself, of `a` after the first step. `is_raw`: its text is wanted
    as the table holds it."""

    field: Field
    column: str
    type: int
    name: str
    is_raw: bool = False

    @property
    def raw(self) -> Composable:
        return Identifier("s", self.column)

    @property
    def known(self) -> Composable:
        return Identifier("a", self.name) if has_step(self) else self.raw


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is null where it is missing; it says nothing unless `sure`."""

    value: Composable
    sure: Composable = field(default_factory=lambda: SURE)


# --- the first step: text -------------------------------------------------------------------------


def has_step(cell: Cell) -> bool:
    """Whether something else is made of its text."""
    return cell.field.kind != "text" and not _is_taken_as_it_is(cell) and _spelled(cell) is not None


def written(cell: Cell, habits: Habits) -> Composable:
    """The text of the cell, trimmed, and null where it is blank or spells that it is missing. Most is neither."""
    return SQL("case when {} then {} when {} = any({}) then null else {} end").format(
        is_plain(cell, habits),
        _spelled(cell) or NULL,
        folded(_trimmed(cell)),
        Literal(["", *habits.missing]),
        _trimmed(cell),
    )


def is_plain(cell: Cell, habits: Habits) -> Composable:
    """Whether the text of the cell is sure to be read as it is: of ASCII alone, without blanks at its ends, and of a
    length that no spelling of missing has. Folding keeps the length."""
    return SQL(
        """octet_length({0}) = length({0}) and {0} collate "C" >= '!' and right({0}, 1) collate "C" >= '!'"""
        " and length({0}) <> all({1})"
    ).format(_spelled(cell) or NULL, Literal(sorted({0, *(len(one) for one in habits.missing)})))


def _trimmed(cell: Cell) -> Composable:
    return SQL("btrim({}, {})").format(_spelled(cell) or NULL, Literal(BLANKS))


def _is_taken_as_it_is(cell: Cell) -> bool:
    match cell.field.kind:
        case "number" | "integer":
            return cell.type in _INTEGERS | {_NUMERIC, _FLOAT4, _FLOAT8}
        case "boolean":
            return cell.type == _BOOL
        case "date" | "time":
            return cell.type in _MOMENTS
        case "list":
            return cell.type in _TEXT_LISTS
        case "text" | "one of":
            return False
        case _:
            assert_never(cell.field.kind)


def _spelled(cell: Cell) -> Composable | None:
    """The cell as text, as `data.cells.text_of` has it; None where that is left to the reader."""
    if cell.type in TEXTS | _INTEGERS | {_UUID}:
        return SQL("{}::text").format(cell.raw) if cell.field.kind not in {"date", "time"} or _is_text(cell) else None
    if cell.type == _BOOL and cell.field.kind in {"text", "one of"}:
        return SQL("case {} when true then 'true' when false then 'false' end").format(cell.raw)
    return None


def _is_text(cell: Cell) -> bool:
    return cell.type in TEXTS


def folded(text: Composable) -> Composable:
    """How trimmed text compares, whatever the database's locale."""
    return SQL("""lower(translate({}, 'İΣς', 'iσσ') collate "und-x-icu")""").format(text)


# --- the second step: values --------------------------------------------------------------------------------


def value_of(cell: Cell, habits: Habits) -> Value:
    """The encoded value, and whether the reader would make the same of the cell."""
    if not _is_taken_as_it_is(cell) and _spelled(cell) is None:
        return Value(_typed_null(cell.field), SQL("{} is null").format(cell.raw))
    match cell.field.kind:
        case "text":
            return Value(_spelled(cell) or NULL if cell.is_raw else written(cell, habits))
        case "one of":
            return _declared(cell, habits)
        case "number" | "integer":
            return _number(cell)
        case "boolean":
            return _boolean(cell)
        case "date" | "time":
            return _moment(cell, habits)
        case "list":
            return _list(cell)
        case _:
            assert_never(cell.field.kind)


def type_of(field: Field) -> str:
    match field.kind:
        case "text" | "one of":
            return "text"
        case "boolean":
            return "boolean"
        case "list":
            return "text[]"
        case _:
            return "bigint"


def _typed_null(field: Field) -> Composable:
    return SQL("null::{}").format(SQL(type_of(field)))


def _declared(cell: Cell, habits: Habits) -> Value:
    spelled = [word for word in map(fold, cell.field.values) if word not in habits.missing]
    value = folded(cell.known)
    return Value(value, SQL("{} is null or {} = any({})").format(cell.known, value, Literal(spelled)))


def _boolean(cell: Cell) -> Value:
    if cell.type == _BOOL:
        return Value(cell.known)
    value = folded(cell.known)
    truth = SQL("case when {0} = any({1}) then true when {0} = any({2}) then false end").format(
        value, Literal(list(_TRUE)), Literal(list(_FALSE))
    )
    return Value(truth, SQL("{} is null or {} = any({})").format(cell.known, value, Literal([*_TRUE, *_FALSE])))


# Numbers ----------------------------------------------------------------------------------------------------


def _number(cell: Cell) -> Value:
    whole = cell.field.kind == "integer"
    if cell.type in {_INT2, _INT4}:
        return Value(SQL("{}::bigint * {}").format(cell.known, Literal(SCALE)))
    if cell.type == _INT8:
        return Value(
            _if(SQL("{} between {} and {}").format(cell.known, -_MOST, _MOST), SQL("{} * {}").format(cell.known, SCALE))
        )
    if cell.type == _NUMERIC:
        return _decimal(cell.known, whole)
    if cell.type in {_FLOAT4, _FLOAT8}:
        finite = SQL("{0} not in ('Infinity', '-Infinity', 'NaN')").format(cell.known)
        decimal = SQL("case when {} then {}::text::numeric end").format(finite, cell.known)
        return _decimal(decimal, whole)
    pattern = Literal(_WHOLE if whole else _SHORT)
    value = SQL("case when {0} ~ {1} then ({0}::numeric * {2})::bigint end").format(cell.known, pattern, Literal(SCALE))
    return Value(value, SQL("{0} is null or {0} ~ {1}").format(cell.known, pattern))


def _decimal(decimal: Composable, whole: bool) -> Value:
    """Rounded half away from zero; out of range, which NaN and infinity are, is missing."""
    value = SQL("case when abs(round({0}, 4)) < {1} then (round({0}, 4) * {2})::bigint end").format(
        decimal, Literal(LIMIT // SCALE), Literal(SCALE)
    )
    fits = SQL("{0} is null or abs(round({0}, 4)) >= {1} or {0} = trunc({0})").format(decimal, Literal(LIMIT // SCALE))
    return Value(value, fits if whole else SURE)


# Dates and times --------------------------------------------------------------------------------------------


def _moment(cell: Cell, habits: Habits) -> Value:
    """Days of dates, microseconds of times. What lies within a day of the calendar's ends is the reader's."""
    if _is_text(cell):
        return _written_moment(cell, habits)
    first, last = ("0001-01-02", "9999-12-30")
    inside = SQL("{0} is null or {0} between {1} and {2}").format(cell.known, Literal(first), Literal(last))
    if cell.type == _DATE:
        day = SQL("({} - date '1970-01-01')::bigint").format(cell.known)
        if cell.field.kind == "date":
            return Value(_if(inside, day), inside)
        return Value(_if(inside, _of_local(SQL("({} * {})").format(day, Literal(DAY)), habits)), inside)
    clock = _microseconds(cell.known)
    is_local = cell.type == _TIMESTAMP
    return Value(_if(inside, _placed(cell.field, clock, is_local, habits)), inside)


def _written_moment(cell: Cell, habits: Habits) -> Value:
    """ISO as exports write it; `Z` makes it UTC, else the clock is the model's."""
    if cell.field.format is not None:
        return Value(SQL("null::bigint"), SQL("{} is null").format(cell.known))
    clock = _microseconds(SQL("rtrim({}, 'Z')::timestamp").format(cell.known))
    local, utc = (_placed(cell.field, clock, is_local, habits) for is_local in (True, False))
    value = SQL("case when {0} !~ {1} then null when right({0}, 1) = 'Z' then {2} else {3} end").format(
        cell.known, Literal(_ISO), utc, local
    )
    return Value(value, SQL("{0} is null or {0} ~ {1}").format(cell.known, Literal(_ISO)))


def _placed(field: Field, clock: Composable, is_local: bool, habits: Habits) -> Composable:
    """A clock reading as the field holds it: a day of the model's zone, or a moment."""
    if field.kind == "time":
        return _of_local(clock, habits) if is_local else clock
    local = (
        clock
        if is_local
        else SQL("({} + {})").format(clock, _bucket(clock, habits.zone.moments[1:], habits.zone.offsets))
    )
    return SQL("floor({}::numeric / {})::bigint").format(local, Literal(DAY))


def _if(condition: Composable, value: Composable) -> Composable:
    return SQL("case when {} then {} end").format(condition, value)


def _microseconds(moment: Composable) -> Composable:
    """Since 1970, of a timestamp or of a clock reading as if it were UTC; exact also where `extract` gives doubles."""
    return SQL(
        "(extract(epoch from date_trunc('second', {0}))::bigint * 1000000 + mod(extract(microseconds from {0})::bigint, 1000000))"
    ).format(moment)


def _of_local(clock: Composable, habits: Habits) -> Composable:
    bounds, offsets = local_offsets(habits.zone)
    return SQL("({} - {})").format(clock, _bucket(clock, bounds, offsets))


def _bucket(value: Composable, bounds: Sequence[int], results: Sequence[int]) -> Composable:
    """`results[k]` where `bounds[k-1] <= value < bounds[k]`."""
    if not bounds:
        return SQL("{}::bigint").format(Literal(results[0]))
    return SQL("({}::bigint[])[1 + width_bucket({}, {}::bigint[])]").format(
        Literal(list(results)), value, Literal(list(bounds))
    )


def local_offsets(zone: ZoneRules) -> tuple[list[int], list[int]]:
    """From which clock reading on, which offset is taken off it to get its moment: of a repeated hour the earlier one,
    and a skipped one moves on by the gap."""
    changes = zip(zone.moments[1:], zone.offsets, zone.offsets[1:], strict=False)
    return [moment + max(before, after) for moment, before, after in changes], list(zone.offsets)


# Lists ------------------------------------------------------------------------------------------------------


def _list(cell: Cell) -> Value:
    """Items trimmed, blank ones left out."""
    if cell.type in _TEXT_LISTS:
        flat = SQL("{0} is null or coalesce(array_ndims({0}), 1) = 1").format(cell.known)
        return Value(_items(cell.known, cell.known), flat)
    split = SQL("string_to_array({}, {})").format(cell.known, Literal(cell.field.split_by or ","))
    is_array = SQL("{0} like '[%]'").format(cell.known)
    sure = SURE if cell.field.split_by is not None else SQL("({0} is null or not {1})").format(cell.known, is_array)
    return Value(_items(split, cell.known), sure)


def _items(items: Composable, given: Composable) -> Composable:
    return SQL(
        "case when {1} is not null then array(select btrim(item, {2}) from unnest({0}) with ordinality as u (item, place)"
        " where btrim(item, {2}) <> '' order by place) end"
    ).format(items, given, Literal(BLANKS))
