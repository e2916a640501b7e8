"""Cells of text, read in SQL: the encoded value of each that is plain, and which are not.

Plain are numbers of up to 10 digits, ISO dates and times, dates in a format of digits, declared words, and all text and
lists. Whatever else a cell holds makes its row odd: the reader knows what it means, or what is wrong with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    coalesce,
    column,
    compare,
    every,
    identifier,
    is_known,
    is_null,
    negation,
    null,
    number,
    some,
    text,
    times,
    truth,
    when,
)
from assay.engines.sql.query import Table
from assay.engines.sql.scan.sources import TEXT
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Field, Plan
from assay.values import BLANKS, SCALE, ZoneRules, fold

# Rounded to four places and times 10,000 it has 18 digits at most.
_NUMBER = r"^[+-]?([0-9]{1,9}(\.[0-9]{1,15})?|[0-9]{10}(\.[0-9]{1,4})?)$"
_WHOLE = r"^[+-]?[0-9]{1,13}$"
_SURE = 13  # digits of a whole number in range
_TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Read:
    """One field: its encoded value, and whether its cell is not plain, which is never null. `place`: which of its common
    spellings it is."""

    value: Sql
    odd: Sql
    place: Sql | None = None


@dataclass(slots=True)
class Reading:
    """What reading depends on besides the cell. `spelled`: what counts as missing, folded. `held`: what is worked out
    once and used several times, by name, with how many steps it takes from the file. `filled`: the columns that are null
    where a cell is blank. `common`: by field, how its text is often written."""

    spelling: Spelling
    zone: ZoneRules
    spelled: tuple[str, ...]
    prefix: str
    sure: Sql = field(default_factory=lambda: truth(value=False))
    held: dict[str, tuple[int, Sql]] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    common: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def hold(self, value: Sql) -> Sql:
        """A column that stands for the value."""
        if isinstance(value, exp.Column):
            return value
        if (known := next((name for name, (_, same) in self.held.items() if same == value), None)) is not None:
            return column(known)
        below = [self.held[one.name][0] for one in value.find_all(exp.Column) if one.name in self.held]
        name = f"{self.prefix}{len(self.held)}"
        self.held[name] = (max(below, default=0) + 1, value)
        return column(name)

    def missing(self, cell: Sql) -> Sql:
        if len(self.spelled) == 1:
            return compare("eq", cell.copy(), text(""))
        folded = self.spelling.fold(cell.copy(), trimmed=True)
        return exp.In(this=folded, expressions=[text(one) for one in self.spelled])

    def unless_missing(self, cell: Sql, value: Sql) -> Sql:
        """The value, null where the cell spells that there is none. Only short cells can, so that most are not
        folded: folding keeps the number of characters, each at most four bytes."""
        if len(self.spelled) == 1:
            return value if cell.name in self.filled else case([(self.missing(cell), null())], value.copy())
        longest = 4 * max(map(len, self.spelled))
        short = compare("le", exp.Anonymous(this="STRLEN", expressions=[cell.copy()]), number(longest))
        return case([(every([short, self.missing(cell)]), null())], value.copy())

    def odd_where_null(self, cell: Sql, value: Sql) -> Sql:
        """A cell that holds something and gave nothing. What most rows say is asked first, and ends it."""
        found = [is_null(value.copy()), is_known(cell.copy())]
        return every(found if cell.name in self.filled else [*found, negation(self.missing(cell))])


def reading_of(plan: Plan, spelling: Spelling, columns: Iterable[str], table: Table | None = None) -> Reading:
    """`columns`: names in the file, which no other may have; `table`: what the query reads of it."""
    taken, prefix = [one.lower() for one in columns], "held_"
    while any(one.startswith(prefix) for one in taken):
        prefix += "_"
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    spelled = tuple(dict.fromkeys(("", *plan.missing)))
    common = {} if table is None else {one.field: one.spellings for one in table.columns if one.field and one.spellings}
    return Reading(spelling, zone, spelled, prefix, common=common)


def trimmed(reading: Reading, raw: Sql, *, flat: bool, blanks: str) -> Sql:
    """Without blanks at both ends. Of text with dictionaries U+0000 goes too, as in reading: functions of one column are
    worked out once for every entry of its dictionary, conditions are not. Of any other text the usual cells take a short
    way, and a blank one is null."""
    if not flat:
        return exp.Trim(this=without_zeros(raw), expression=text(blanks))
    full = exp.Nullif(this=exp.Trim(this=raw.copy(), expression=text(blanks)), expression=text(""))
    if blanks == " ":
        open_ = some([compare("lt", raw.copy(), text("!")), exp.EndsWith(this=raw.copy(), expression=text(" "))])
        return case([(open_, full)], raw.copy())
    letters = compare("eq", exp.Anonymous(this="STRLEN", expressions=[raw.copy()]), reading.spelling.length(raw.copy()))
    last = compare("gt", exp.Right(this=raw.copy(), expression=number(1)), text(" "))
    return case([(every([compare("ge", raw.copy(), text("!")), letters, last]), raw.copy())], full)


def without_zeros(raw: Sql) -> Sql:
    zero = exp.Anonymous(this="CHR", expressions=[number(0)])
    return exp.Anonymous(this="REPLACE", expressions=[raw.copy(), zero, text("")])


def matches(cell: Sql, pattern: str) -> Sql:
    return exp.RegexpLike(this=cell.copy(), expression=text(pattern))


def tried(cell: Sql, type_: str) -> Sql:
    return exp.TryCast(this=cell.copy(), to=exp.DataType.build(type_))


# --- by kind ---------------------------------------------------------------------------------------------------


def text_cell(reading: Reading, _field: Field, cell: Sql) -> Read:
    return Read(reading.unless_missing(cell, cell), reading.sure)


def spelled_cell(reading: Reading, field: Field, raw: Sql) -> Read:
    """Text as it is written, and which of its common spellings that is. DuckDB finds an item of an enumeration by its
    hash, and counts them from 0: there stands a blank, which is none of them. What is not among them takes it long."""
    items = [text(one) for one in (" ", *reading.common[field.name])]
    values = exp.DataType(this=exp.DataType.Type.ENUM, expressions=items)
    place = exp.Anonymous(this="ENUM_CODE", expressions=[exp.TryCast(this=coalesce(raw.copy(), text("")), to=values)])
    return Read(raw, reading.sure, reading.hold(place))


def one_of_cell(reading: Reading, field: Field, cell: Sql) -> Read:
    known = reading.hold(reading.spelling.fold(cell.copy(), trimmed=True))
    declared = [text(one) for one in dict.fromkeys(map(fold, field.values))]
    value = reading.hold(reading.unless_missing(cell, case([(exp.In(this=known, expressions=declared), known.copy())])))
    return Read(value, reading.odd_where_null(cell, value))


def boolean_cell(reading: Reading, _field: Field, cell: Sql) -> Read:
    known = reading.hold(reading.spelling.fold(cell.copy(), trimmed=True))
    truths = [(compare("eq", known.copy(), text(word)), truth(value=value)) for word, value in _TRUTH.items()]
    value = reading.hold(reading.unless_missing(cell, case(truths)))
    return Read(value, reading.odd_where_null(cell, value))


def number_cell(reading: Reading, field: Field, raw: Sql, cell: Sql) -> Read:
    """A whole number that reads back as it was written is surely one, without blanks; it takes half the time of a
    pattern. `cell` is the raw one, trimmed."""
    decimal = field.kind == "number"
    pattern, held = (_NUMBER, "DECIMAL(18,4)") if decimal else (_WHOLE, "BIGINT")
    other = when(matches(cell, pattern), cast(times(tried(cell, held), number(SCALE)), "BIGINT"))
    value = case([(canonical(raw), times(tried(raw, "BIGINT"), number(SCALE)))], other)
    if any(character.isdigit() for one in reading.spelled for character in one):
        value = reading.unless_missing(cell, value)
    value = reading.hold(value)
    return Read(value, reading.odd_where_null(cell, value))


def canonical(cell: Sql) -> Sql:
    """A whole number without a sign of plus or zeros before it."""
    again = compare("eq", cast(tried(cell, "BIGINT"), TEXT), cell.copy())
    short = compare("le", exp.Anonymous(this="STRLEN", expressions=[cell.copy()]), number(_SURE))
    return every([again, short])


def list_cell(reading: Reading, field: Field, cell: Sql) -> Read:
    """Split as text; what may be a JSON array is odd."""
    parts = exp.Anonymous(this="STRING_SPLIT", expressions=[cell.copy(), text(field.split_by or ",")])
    value = reading.unless_missing(cell, items(parts))
    if field.split_by is not None:
        return Read(value, reading.sure)
    array = exp.StartsWith(this=cell.copy(), expression=text("["))
    return Read(value, case([(array, truth(value=True))], truth(value=False)))


def items(listed: Sql) -> Sql:
    """The items of a list, trimmed, those that are blank or null left out."""
    shorn = exp.Trim(this=without_zeros(column("item")), expression=text(BLANKS))
    each = exp.Transform(this=listed, expression=_of_item(shorn))
    return exp.Anonymous(this="LIST_FILTER", expressions=[each, _of_item(compare("ne", column("item"), text("")))])


def _of_item(body: Sql) -> Sql:
    return exp.Lambda(this=body, expressions=[identifier("item")])


Cell = Callable[[Reading, Field, Sql], Read]
