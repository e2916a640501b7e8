"""DuckDB reads a file of leads itself, where it surely reads what our reader reads.

A cell is taken only in its plain form: numbers of up to 10 digits and 4 decimals, ISO dates and times, declared words,
text without quotes or line breaks inside. Any other cell makes its row odd, and one odd row, or a key that is missing
or comes twice, sends the whole file through the reader, which knows what is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    column,
    compare,
    every,
    identifier,
    is_known,
    is_null,
    minus,
    negation,
    null,
    number,
    over,
    plus,
    some,
    steps,
    surely,
    table,
    text,
    times,
    truth,
    when,
)
from assay.engines.sql.query import Table
from assay.engines.sql.spelling import SPELLINGS
from assay.plan.nodes import Field, Plan
from assay.values import BLANKS, SCALE, ZoneRules, fold

_SPELLING = SPELLINGS["duckdb"]
_NUMBER, _WHOLE = r"^[+-]?[0-9]{1,10}(\.[0-9]{1,4})?$", r"^[+-]?[0-9]{1,13}$"  # the products below hold
_DAY = r"(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}"
_DATE, _TIME = f"^{_DAY}$", f"^{_DAY}[ T]([01][0-9]|2[0-3]):[0-9]{{2}}(:[0-9]{{2}}(\\.[0-9]{{1,6}})?)?$"
_TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file. `columns`: DuckDB's name and type of each column, by the name in the file. `flat`: its text has no
    dictionaries. `quoted`: cells may hold quotes and line breaks. `line`: the line of a row in the file, where it is as
    many lines as rows."""

    relation: exp.Table
    columns: Mapping[str, tuple[str, str]]
    flat: bool
    quoted: bool
    line: Sql


@dataclass(frozen=True, slots=True)
class Scan:
    """`leads` is what a query reads as its table, with the labels beside; `odd`: whether a row of it is not plain;
    `checked` says of how many rows, how many odd ones and how many keys."""

    leads: exp.Select
    odd: Sql
    checked: exp.Select

    def as_view(self, name: str) -> exp.Create:
        """The view that stands for the table of leads."""
        return exp.Create(this=table(name), kind="VIEW", expression=self.leads)


@dataclass(frozen=True, slots=True)
class _Read:
    """One field: its encoded value, and whether its cell is not plain."""

    name: str
    value: Sql
    odd: Sql


def csv_source(path: str, delimiter: str, header: int, columns: Sequence[str], *, quoted: bool) -> Source:
    """A delimited file: every cell as text, after `header` lines."""
    names = [f"c{at}" for at in range(len(columns))]
    types = [exp.PropertyEQ(this=identifier(name), expression=text("VARCHAR")) for name in names]
    options: list[tuple[str, Sql]] = [
        *(("delim", text(delimiter)), ("header", truth(value=False)), ("skip", number(header))),
        *(("auto_detect", truth(value=False)), ("columns", exp.Struct(expressions=types)), ("nullstr", text(""))),
        *(("quote", text('"')), ("escape", text('"')), ("strict_mode", truth(value=True))),
        ("null_padding", truth(value=False)),
    ]
    given = [exp.EQ(this=exp.Var(this=name), expression=value) for name, value in options]
    relation = exp.Table(this=exp.ReadCSV(this=text(path), expressions=given))
    named = {given: (name, "VARCHAR") for given, name in zip(columns, names, strict=True)}
    line = plus(over(exp.RowNumber(), []), number(header))
    return Source(relation, named, flat=True, quoted=quoted, line=line)


def parquet_source(path: str, columns: Mapping[str, str]) -> Source:
    numbered = exp.EQ(this=exp.Var(this="file_row_number"), expression=truth(value=True))
    relation = exp.Table(this=exp.Anonymous(this="READ_PARQUET", expressions=[text(path), numbered]))
    line = plus(column("file_row_number"), number(1))
    named = {name: (name, type_) for name, type_ in columns.items()}
    return Source(relation, named, flat=False, quoted=False, line=line)


def scan_of(plan: Plan, leads: Table, source: Source, columns: Mapping[str, str], labels: Sequence[str]) -> Scan | None:
    """How a file is read; None where a field is not of a plain kind. `columns`: of each field, in the file; `labels`:
    columns of the file that tell people who a lead is."""
    key = next((one for one in plan.lead.fields if one.name == plan.lead.key), None)
    if key is not None and (key.kind != "text" or key.name not in columns):
        return None
    if any(source.columns[label][1] != "VARCHAR" for label in labels):
        return None
    read: dict[str, _Read] = {}
    for one in plan.lead.fields:
        found = _read(plan, one, source, columns.get(one.name))
        if found is None:
            return None
        read[one.name] = found
    shown = cast(source.line, "VARCHAR") if key is None else read[key.name].value
    own = {"n": number(0), "key": shown}  # a file's rows come in its order: they need no number
    extra = [one.name for one in leads.columns if one.field is None and one.name not in own]
    own |= {name: _raw(source, label) for name, label in zip(extra, labels, strict=True)}
    values = [
        aliased(own[one.name].copy() if one.field is None else read[one.field].value, one.name) for one in leads.columns
    ]
    odd = [one.odd for one in read.values() if not isinstance(one.odd, exp.Boolean)]
    odd += [] if key is None else [is_null(shown.copy())]
    if source.quoted or not source.flat:
        odd += [_odd_text(_raw(source, name)) for name, (_, type_) in source.columns.items() if type_ == "VARCHAR"]
    is_odd = some([surely(one) for one in odd]) if odd else truth(value=False)
    return Scan(_select(source, values), is_odd, _checked(source, is_odd, None if key is None else shown.copy()))


def _select(source: Source, columns: Sequence[Sql]) -> exp.Select:
    return exp.Select(expressions=list(columns), from_=exp.From(this=source.relation.copy()))


def _checked(source: Source, odd: Sql, key: Sql | None) -> exp.Select:
    """Keys are counted where there are any: each row has its own."""
    rows = exp.Count(this=exp.Star())
    many = rows.copy() if key is None else exp.Count(this=exp.Distinct(expressions=[key]))
    return _select(source, [rows, exp.Sum(this=when(odd.copy(), number(1), number(0))), many])


def _raw(source: Source, name: str) -> Sql:
    return exp.Column(this=exp.to_identifier(source.columns[name][0], quoted=True))


def _odd_text(raw: Sql) -> Sql:
    """A quote, a line break or U+0000 inside a cell: what they mean is the reader's to say."""
    return exp.RegexpLike(this=raw, expression=text('["\\r\\n\\x00]'))


# --- fields --------------------------------------------------------------------------------------------------


def _read(plan: Plan, field: Field, source: Source, name: str | None) -> _Read | None:
    if name is None:
        return _Read(field.name, null(), truth(value=False))
    raw, type_ = _raw(source, name), source.columns[name][1]
    if type_ != "VARCHAR":
        return _typed(plan, field, raw, type_)
    trimmed = _trimmed(raw, flat=source.flat)
    missing = exp.In(
        this=_SPELLING.fold(trimmed.copy(), trimmed=True), expressions=[text(one) for one in _spelled(plan)]
    )
    return _of_text(plan, field, trimmed, missing)


def _spelled(plan: Plan) -> list[str]:
    return list(dict.fromkeys(("", *plan.missing)))


def _trimmed(raw: Sql, *, flat: bool) -> Sql:
    """Without blanks at both ends; of text without dictionaries the plain cells take a short way."""
    full = exp.Trim(this=raw.copy(), expression=text(BLANKS))
    if not flat:
        return full
    ascii_only = compare("eq", exp.Anonymous(this="STRLEN", expressions=[raw.copy()]), _SPELLING.length(raw.copy()))
    ends = [
        compare("gt", exp.Left(this=raw.copy(), expression=number(1)), text(" ")),
        compare("gt", exp.Right(this=raw.copy(), expression=number(1)), text(" ")),
    ]
    return case([(every([ascii_only, *ends]), raw.copy())], full)


def _of_text(plan: Plan, field: Field, cell: Sql, missing: Sql) -> _Read | None:
    """A cell of text. `odd` where it is given and not plain."""
    known = _SPELLING.fold(cell.copy(), trimmed=True)
    match field.kind:
        case "text":
            return _Read(field.name, _unless(plan, missing, cell), truth(value=False))
        case "one of":
            declared = exp.In(
                this=known.copy(), expressions=[text(one) for one in dict.fromkeys(map(fold, field.values))]
            )
            return _Read(field.name, _unless(plan, missing, known), _given_and_not(missing, declared))
        case "number" | "integer":
            plain = _matches(cell, _NUMBER if field.kind == "number" else _WHOLE)
            held = exp.DataType.build("DECIMAL(18,4)" if field.kind == "number" else "BIGINT")
            value = times(exp.TryCast(this=cell.copy(), to=held), number(SCALE))
            return _Read(field.name, when(plain, cast(value, "BIGINT")), _given_and_not(missing, plain.copy()))
        case "boolean":
            truths = [(compare("eq", known.copy(), text(word)), truth(value=value)) for word, value in _TRUTH.items()]
            plain = exp.In(this=known.copy(), expressions=[text(word) for word in _TRUTH])
            value = case([(missing.copy(), null()), *truths])
            return _Read(field.name, value, _given_and_not(missing, plain))
        case "date" | "time" if field.format is None:
            return _moment(plan, field, cell, missing)
        case _:
            return None


def _unless(plan: Plan, missing: Sql, value: Sql) -> Sql:
    if not plan.missing:
        return exp.Nullif(this=value.copy(), expression=text(""))
    return case([(missing.copy(), null())], value.copy())


def _given_and_not(missing: Sql, plain: Sql) -> Sql:
    return every([negation(missing.copy()), negation(plain)])


def _matches(cell: Sql, pattern: str) -> Sql:
    return exp.RegexpLike(this=cell.copy(), expression=text(pattern))


def _moment(plan: Plan, field: Field, cell: Sql, missing: Sql) -> _Read:
    """A day, or a clock reading in the model's zone."""
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    if field.kind == "date":
        day = exp.TryCast(this=cell.copy(), to=exp.DataType.build("DATE"))
        plain = every([_matches(cell, _DATE), is_known(day)])
        return _Read(field.name, when(plain, _SPELLING.days(day.copy())), _given_and_not(missing, surely(plain.copy())))
    clock = exp.TryCast(this=cell.copy(), to=exp.DataType.build("TIMESTAMP"))
    plain = every([_matches(cell, _TIME), is_known(clock)])
    local = when(plain, _SPELLING.microseconds(clock.copy()))
    return _Read(field.name, to_moment(zone, local), _given_and_not(missing, surely(plain.copy())))


def to_moment(zone: ZoneRules, local: Sql) -> Sql:
    """The moment of a clock reading: of a repeated one the earlier, a skipped one moves on by the gap."""
    bounds = [
        at + max(before, after)
        for at, before, after in zip(zone.moments[1:], zone.offsets, zone.offsets[1:], strict=False)
    ]
    offsets = [number(one) for one in zone.offsets]
    return minus(local, steps(local.copy(), bounds, offsets))


def _typed(plan: Plan, field: Field, raw: Sql, type_: str) -> _Read | None:
    """A column that has a type. Spellings of missing are of text, and do not count here."""
    sure = truth(value=False)
    kind = field.kind
    if kind in ("number", "integer") and type_ in _INTEGERS:
        out = compare("ge", exp.Abs(this=cast(raw, "HUGEINT")), number(10**14))
        return _Read(field.name, case([(out, null())], times(cast(raw.copy(), "BIGINT"), number(SCALE))), sure)
    if kind in ("number", "integer") and type_ == "DOUBLE":
        whole = every(
            [compare("eq", exp.Floor(this=raw), raw.copy()), compare("lt", exp.Abs(this=raw.copy()), number(10**14))]
        )
        value = when(whole, times(cast(raw.copy(), "BIGINT"), number(SCALE)))
        return _Read(field.name, value, every([is_known(raw.copy()), negation(surely(whole.copy()))]))
    if kind == "boolean" and type_ == "BOOLEAN":
        return _Read(field.name, raw, sure)
    if kind == "date" and type_ == "DATE" and field.format is None:
        return _Read(field.name, _SPELLING.days(raw), _beyond(_SPELLING.days(raw.copy())))
    if kind == "time" and type_ in ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE") and field.format is None:
        zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
        clock = _SPELLING.microseconds(raw)
        value = clock if type_ != "TIMESTAMP" else to_moment(zone, clock)
        return _Read(field.name, value, _beyond(_SPELLING.days(cast(raw.copy(), "DATE"))))
    return None


_FIRST, _LAST = -719_162, 2_932_896  # the days of the years 1 to 9999


def _beyond(days: Sql) -> Sql:
    """Near the ends of the calendar the reader decides."""
    return some([compare("le", days, number(_FIRST)), compare("ge", days.copy(), number(_LAST))])
