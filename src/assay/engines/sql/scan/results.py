"""Results of an earlier run in a file, as `score -o` writes it: DuckDB looks through them and takes them over, so that
none is held in Python. A row that is written otherwise is odd, and the reader's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.data.previous import COLUMNS, TOLD, PreviousRun
from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    coalesce,
    column,
    compare,
    every,
    is_known,
    is_null,
    negation,
    null_of,
    number,
    plus,
    select,
    select_from,
    some,
    star,
    surely,
    text,
    times,
    truth,
    when,
    where,
)
from assay.engines.sql.duck import Database, asked, run, to_parquet
from assay.engines.sql.made import empty, filled, insert
from assay.engines.sql.paths import parquet_at
from assay.engines.sql.query import Column, Table
from assay.engines.sql.scan.cells import Read, Reading, matches, tried
from assay.engines.sql.scan.json_lines import LINE
from assay.engines.sql.scan.json_records import Members, Path, whole_lines
from assay.engines.sql.scan.json_values import Member, scalar_cell
from assay.engines.sql.scan.running import Counted, Line
from assay.engines.sql.scan.sources import TEXT, Source
from assay.engines.sql.scan.tables import DOUBTFUL, ODD, PLAIN, Scan, scan_of, text_in
from assay.engines.sql.spelling import SPELLINGS
from assay.plan.nodes import Field
from assay.plan.nodes import Table as Schema
from assay.values import POINT, ZoneRules

_RESULTS = Table(
    "results",
    (
        *(Column("key", "TEXT"), Column("stage", "TEXT"), Column("score", "BIGINT"), Column("route", "TEXT")),
        *(Column("disqualified", "BOOLEAN"), Column("excluded", "BOOLEAN"), Column("changes", "BOOLEAN")),
        *(Column("as_of", "TEXT"), Column("rules_version", "TEXT")),
    ),
)
_SCHEMA = Schema(tuple(Field(name, "text", name) for name in sorted(COLUMNS)), declared=True, key="key")
_LISTS = frozenset({"disqualified", "excluded", "changes"})
_OF_THE_RUN = ("as_of", "rules_version")
_POINTS = r"^-?[0-9]{1,10}(?:\.[0-9]{1,2})?$"
_MOST = 10**9  # points
_TRUST = "trust"


@dataclass(slots=True)
class KeptRun(PreviousRun):
    """A run whose leads are in a Parquet file, as the table EARLIER, all but those in `leads`. `told`: see `Before`."""

    path: str = ""
    told: frozenset[str] = TOLD

    def rows(self) -> exp.Query:
        return select_from([star()], parquet_at(self.path))


@dataclass(frozen=True, slots=True)
class Looked:
    """What the plain rows of a file say: `keys` that are different, the first and the last of moments (text, or
    microseconds) and of versions, how many leads had changed, and their stages."""

    counted: Counted
    keys: int
    moments: tuple[object, object]
    versions: tuple[object, object]
    changed: int
    stages: Sequence[str]

    @property
    def plain(self) -> int:
        return self.counted.rows - self.counted.odd


def results_scan(source: Source, columns: Mapping[str, str]) -> Scan | None:
    """CSV and Parquet; None where a column has a type of its own. `columns`: in the file, by what they say."""
    reading, reads = _reading(), dict[str, Read]()
    for name, given in columns.items():
        if (read := _cell(reading, source, name, given)) is None:
            return None
        reads[name] = read
    values = _values(reads)
    return scan_of(reading, source, _RESULTS, reads, values, is_null(values["key"].copy()))


def json_results_scan(source: Source, paths: Mapping[str, Path], columns: Mapping[str, str]) -> Scan | None:
    """JSON lines. `paths`: where in a record each column is; a route may be null in the first of them."""
    if {"route", "route.to"} & paths.keys():
        paths = {"route": ("route",), "route.to": ("route", "to"), **paths}
        columns = {"route": "route", "route.to": "route.to", **columns}
    if not paths.keys() >= {*columns.values()}:
        return None
    reading = _reading()
    lines = whole_lines(reading, column(LINE), source.blanks)
    members = Members(reading, _SCHEMA, paths, columns, (), lines)
    reads = {name: _member(reading, name, members.of(given)) for name, given in columns.items()}
    odd = [one.odd for one in reads.values()]
    if "route" in columns:
        told = [_is_told(members.of(columns[name])) for name in ("route", "route.to") if name in columns]
        odd.append(negation(some(told)))
    return members.scan(source, _RESULTS, {}, _values(reads), odd)


def _reading() -> Reading:
    return Reading(SPELLINGS["duckdb"], ZoneRules((0,), (0,)), ("",), "held_")


def _values(reads: Mapping[str, Read]) -> dict[str, Sql]:
    values = {name: read.value for name, read in reads.items()}
    if "route.to" in values:
        values["route"] = coalesce(values["route.to"], values.get("route", null_of("TEXT")))
    return {one.name: values.get(one.name, null_of(one.type)) for one in _RESULTS.columns}


# --- cells -----------------------------------------------------------------------------------------------------


def _cell(reading: Reading, source: Source, name: str, given: str) -> Read | None:
    raw, type_ = source.raw(given), source.columns[given][1]
    if type_ == TEXT:
        cell = text_in(reading, source, given)
        return _text(reading, name, reading.unless_missing(cell, cell))
    if type_ == f"{TEXT}[]" and name in _LISTS:
        many = exp.Anonymous(this="LEN", expressions=[raw])
        return Read(coalesce(compare("gt", many, number(0)), truth(value=False)), reading.sure)
    if type_ == "DOUBLE" and name == "score":
        return Read(_hundredths(raw), every([is_known(raw.copy()), negation(surely(_is_exact(raw.copy())))]))
    if type_ == "TIMESTAMP WITH TIME ZONE" and name == "as_of":
        return Read(exp.Anonymous(this="EPOCH_US", expressions=[raw]), is_null(raw.copy()))
    return None


def _text(reading: Reading, name: str, cell: Sql) -> Read:
    """What a trimmed text says, null where it is blank. A guard against formulas is the reader's to take off."""
    if name in _LISTS:
        return Read(is_known(cell), reading.sure)
    if name == "score":
        value = reading.hold(_written(cell))
        return Read(value, every([is_known(cell.copy()), is_null(value.copy())]))
    if name in _OF_THE_RUN:
        return Read(cell, is_null(cell.copy()))
    guarded = surely(exp.StartsWith(this=cell.copy(), expression=text("'")))
    return Read(cell, some([guarded, is_null(cell.copy())]) if name == "key" else guarded)


def _written(number_: Sql) -> Sql:
    """Points as hundredths; null where they are none."""
    points = cast(times(tried(number_, "DECIMAL(18,2)"), number(POINT)), "BIGINT")
    return when(matches(number_, _POINTS), points)


def _is_exact(score: Sql) -> Sql:
    """Hundredths of a point."""
    rounded = exp.Round(this=times(score.copy(), number(POINT)))
    again = compare("eq", exp.Div(this=rounded, expression=cast(number(POINT), "DOUBLE")), score.copy())
    return every([again, compare("lt", exp.Abs(this=score), number(_MOST))])


def _hundredths(score: Sql) -> Sql:
    return cast(exp.Round(this=times(score, number(POINT))), "BIGINT")


# --- members of JSON -------------------------------------------------------------------------------------------


def _member(reading: Reading, name: str, member: Member) -> Read:
    """What the first records have all others must have, too: else the file does not say the same of all its leads."""
    absent = is_null(member.json.copy())
    if name == "score":
        exact = surely(every([member.matches(_POINTS), member.is_exact()]))
        return Read(
            when(exact, _written(member.json.copy())), some([absent, every([member.is_given, negation(exact)])])
        )
    cell = scalar_cell(reading, member)
    read = _text(reading, name, cell.value)
    if name in _LISTS:
        array = exp.StartsWith(this=member.json.copy(), expression=text("["))
        value = case([(array, compare("ne", member.json.copy(), text("[]")))], read.value)
        return Read(value, some([absent, every([negation(surely(array.copy())), cell.odd])]))
    if name in _OF_THE_RUN:
        return Read(read.value, some([negation(surely(member.is_text)), read.odd]))
    if name == "route":
        return Read(read.value, some([every([negation(_is_object(member)), cell.odd]), read.odd]))
    return Read(read.value, some([cell.odd, read.odd]))


def _is_object(member: Member) -> Sql:
    return surely(exp.StartsWith(this=member.json.copy(), expression=text("{")))


def _is_told(member: Member) -> Sql:
    return every([is_known(member.json.copy()), negation(_is_object(member))])


# --- what is asked of them -------------------------------------------------------------------------------------


def take_over(database: Database, scan: Scan) -> bool:
    """Reads a file; False where DuckDB cannot."""
    return filled(database, _RESULTS.name, scan.table(_RESULTS, _TRUST))


def looked_through(database: Database) -> Looked:
    """What was read."""
    *counts, first, last, version, other, stages = run(database, _summary())[0]
    rows, odd, doubt, keys, changed = map(_number, counts)
    listed = [str(one) for one in stages if one is not None] if isinstance(stages, list) else []
    return Looked(Counted(rows, odd, doubt), keys, (first, last), (version, other), changed, listed)


def _summary() -> exp.Select:
    def plain(value: Sql) -> Sql:
        return when(compare("eq", column(_TRUST), number(PLAIN)), value)

    def trusted(much: int) -> Sql:
        return exp.Count(this=when(compare("eq", column(_TRUST), number(much)), number(1)))

    def distinct(value: Sql) -> Sql:
        return exp.Distinct(expressions=[plain(value)])

    return select(
        [
            *(exp.Count(this=exp.Star()), trusted(ODD), trusted(DOUBTFUL)),
            exp.Count(this=distinct(exp.Anonymous(this="HASH", expressions=[column("key")]))),
            exp.Count(this=plain(when(column("changes"), number(1)))),
            *(kind(this=plain(column(name))) for name in _OF_THE_RUN for kind in (exp.Min, exp.Max)),
            exp.Anonymous(this="LIST", expressions=[distinct(column("stage"))]),
        ],
        _RESULTS.name,
    )


def keep(database: Database, stages: Collection[str], path: str) -> None:
    """Writes the plain leads into a file, as rows of the table EARLIER; those in a stage that is not among these are in
    none."""
    known = exp.In(this=column("stage"), expressions=[text(one) for one in stages]) if stages else truth(value=False)
    told = [column(name) for name in ("score", "route", "disqualified", "excluded")]
    shown = [column("key"), aliased(when(known, column("stage")), "stage"), *told, aliased(truth(value=True), "known")]
    to_parquet(database, where(select(shown, _RESULTS.name), _is_plain()), path)


def odd_rows(database: Database, scan: Scan) -> list[Line] | None:
    """The lines of rows that are the reader's, and their cells; None where DuckDB cannot read them again."""
    lines = select([plus(column("rowid"), number(scan.source.first))], _RESULTS.name)
    odd = where(lines, compare("eq", column(_TRUST), number(ODD)))
    found = asked(database, scan.lines(odd))
    return None if found is None else [(_number(line), cells) for line, *cells in found]


def are_among(database: Database, keys: Collection[str]) -> bool:
    """Whether plain rows have one of these keys."""
    others = Table("others", (Column("key", "TEXT"),))
    empty(database, others)
    insert(database, others, [(key,) for key in keys])
    same = exp.In(this=column("key"), query=exp.Subquery(this=select([column("key")], others.name)))
    return bool(run(database, where(select([column("key")], _RESULTS.name), every([_is_plain(), same]))))


def _is_plain() -> Sql:
    return compare("eq", column(_TRUST), number(PLAIN))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
