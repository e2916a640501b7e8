"""Scoring files that DuckDB reads itself: the quick way for files in which nearly every row is plain."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType, TracebackType

from assay.batch import Files, Input, LoadedActivities, Rejected, checked_activities
from assay.data.activities import Activities
from assay.data.aside import Aside, Line
from assay.data.cells import BadValue, Missing, text_of
from assay.data.delimited import Delimited
from assay.data.json_lines import JsonLines, JsonLinesAside
from assay.data.parquet import Parquet
from assay.data.previous import PreviousRun, comparable
from assay.data.records import ACTIVITIES
from assay.data.rows import Table
from assay.engines.sql import Query, compiled, row_reader
from assay.engines.sql.duck import connection, described, repeating
from assay.engines.sql.output.changes import BESIDE
from assay.engines.sql.query import Table as Wanted
from assay.engines.sql.query import Type
from assay.engines.sql.scan import (
    Scan,
    ScanStore,
    Source,
    activity_scan,
    csv_source,
    json_activity_scan,
    json_lead_scan,
    json_source,
    lead_scan,
    parquet_source,
)
from assay.engines.sql.scan.comparing import Earlier, without_earlier
from assay.engines.sql.scan.inside import inside_scan
from assay.engines.sql.scan.results import KeptRun
from assay.engines.sql.spelling import SPELLINGS, WITHOUT_SIGMA, Spelling
from assay.engines.sql.values import is_encodable
from assay.odd_leads import read_aside
from assay.outcomes import Results
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema

ASIDE = 50_000  # rows left to the reader; where there are more, it reads the whole file
_DATED = frozenset({"DATE", "TIMESTAMP"})
_AT_ONCE = 50_000  # leads of an earlier run
_OWN = frozenset({"file_row_number", "activities"})  # what DuckDB calls so, and what records bring along
_NESTED = re.compile(r"STRUCT|MAP|UNION|(?<!^VARCHAR)\[")


@dataclass(slots=True)
class Scanned:
    """Leads that are read and scored, and wait to be taken, in a block. `bad`: rows for which there is no result;
    `strangers`: activities of no lead."""

    results: Results
    activities: LoadedActivities
    bad: Sequence[Rejected]
    strangers: int
    _open: ExitStack

    def __enter__(self) -> Results:
        return self.results

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()


def scanned(files: Files) -> Scanned | None:
    """None where a file, or a field of it, needs the reader. Raises Unsupported, and OutOfRange where a number is beyond
    what a database can count."""
    store = opened(files)
    found = None if store is None else _scanned(files, store)
    if found is not None or store is None or not store.parses:
        return found
    store = opened(files, parsing=False)  # not all was written as the sample is
    return None if store is None else _scanned(files, store)


def _scanned(files: Files, opened_store: ScanStore) -> Scanned | None:
    plan, leads, activities, labels = files.plan, files.leads, files.activities, files.labels
    with ExitStack() as stack:
        store = stack.enter_context(opened_store)
        loaded = _activities(plan, store, activities, files.remember)
        if loaded is None or not _scored(store, plan, leads):
            return None
        others = _apart(leads, store.leads, store.odd_leads())
        rest = None if others is None else read_aside(plan, files.as_of, store, others, labels)
        if rest is None:
            return None
        strangers = 0 if activities is None else store.strangers(rest.without_result)
        results = Results(store.kept(plan), dict(zip(labels, store.beside(len(labels)), strict=True)))
        return Scanned(results, loaded, rest.bad, strangers, stack.pop_all())


# --- files -----------------------------------------------------------------------------------------------------


def opened(files: Files, *, lists: bool = True, parsing: bool = True) -> ScanStore | None:
    """The files and the query over them; None where they need the reader. `lists`: with the rules that fired and those
    that are undecided. `parsing`: DuckDB may read numbers from text itself, which fails where some are written otherwise
    than a sample of them. Raises Unsupported."""
    plan, leads, activities, labels, room = files.plan, files.leads, files.activities, files.labels, files.room
    source = source_of(leads.table, _numbers(plan, plan.lead, leads, labels) if parsing else frozenset())
    numbers = frozenset[str]() if activities is None or not parsing else _numbers(plan, plan.activity, activities, ())
    other = None if activities is None else source_of(activities.table, numbers)
    if source is None or (activities is not None and other is None):
        return None
    dialect = "duckdb" if source.sigma or (other is not None and other.sigma) else WITHOUT_SIGMA
    common = {field: source.common[name] for name, field in leads.binding.fields.items() if name in source.common}
    did = leads.table.paths_inside() if isinstance(leads.table, JsonLines) else None
    found = queries(files, dialect, lists=lists, activities=activities is not None or bool(did), common=common)
    if found is None:
        return None
    query, then = found
    spelling, columns = SPELLINGS[dialect], {leads.binding.label(column): column for column in leads.table.columns}
    table = query.leads if then is None else without_earlier(query.leads)
    wanted = query.activities
    inside = None if wanted is None else inside_scan(plan, spelling, wanted, source.blanks, did)
    shown = [columns[label] for label in labels]
    scan = _lead_scan(plan, spelling, table, source, leads, shown, inside=inside is not None)
    if scan is None:
        return None
    if activities is None or other is None or wanted is None:
        return ScanStore(query, scan, None, room, then, inside)
    acts = _activity_scan(plan, spelling, wanted, other, activities)
    return None if acts is None else ScanStore(query, scan, acts, room, then, inside)


def queries(
    files: Files,
    dialect: str,
    *,
    lists: bool = True,
    activities: bool = True,
    common: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Query, Earlier | None] | None:
    """The query over tables of leads and activities, and the earlier run for it; None where that does not say the same
    things of all its leads. `activities`: whether there are any; `common`: how text is often written, by field. Raises Unsupported."""
    plan, earlier = files.plan, files.earlier
    texts: list[Type] = ["TEXT"] * len(files.labels)
    beside: list[Type] = [*texts, *([] if earlier is None else BESIDE), "BIGINT"]

    def query_of(moment: int, lists: bool) -> Query:
        return compiled(
            plan,
            dialect,
            moment,
            lists=lists,
            previous=earlier is not None,
            activities=activities,
            beside=beside,
            common=common,
        )

    query = query_of(files.as_of, lists)
    if earlier is None:
        return query, None
    then = _earlier(plan, files.as_of, earlier, lambda moment: query_of(moment, False))
    return None if then is None else (query, then)


def _earlier(plan: Plan, as_of: int, run: PreviousRun, query_of: Callable[[int], Query]) -> Earlier | None:
    """The earlier run for a query; None where it does not say the same things of all its leads."""
    told = {before.told for before in run.leads.values()} | ({run.told} if isinstance(run, KeptRun) else set())
    if len(told) > 1 or not is_encodable([*run.leads, *{one.route for one in run.leads.values()}]):
        return None
    then = comparable(run, as_of)
    again = None if then is None else query_of(then)
    same_rules = run.rules_version == plan.rules_version
    kept = run.rows() if isinstance(run, KeptRun) else None
    said = told.pop() if told else frozenset[str]()
    return Earlier(_chunks(run), kept, said, again, as_of if then is None else then, same_rules)


def _chunks(run: PreviousRun) -> Iterator[list[tuple[object, ...]]]:
    leads = iter(run.leads.items())
    while some := list(islice(leads, _AT_ONCE)):
        yield [(key, one.stage, one.score, one.route, one.disqualified, one.excluded, True) for key, one in some]


def _fields(source: Input) -> dict[str, str]:
    return {field: column for column, field in source.binding.fields.items()}


def _numbers(plan: Plan, schema: Schema, given: Input, labels: Sequence[str]) -> frozenset[str]:
    """The columns that are read for numbers and nothing else, where no number is a word for missing."""
    if any(character.isdigit() for word in plan.missing for character in word):
        return frozenset()
    numbers = {one.name for one in schema.fields if one.kind in ("number", "integer")} - {schema.key, *labels}
    return frozenset(column for column, field in given.binding.fields.items() if field in numbers)


def source_of(table: Table, numbers: frozenset[str] = frozenset()) -> Source | None:
    """How DuckDB reads a file; None where it cannot. `numbers`: columns that it may read as such, where they look so."""
    if isinstance(table, Delimited) and (plain := table.plain()) is not None:
        return csv_source(plain, table.columns, plain.numbers & numbers)
    if isinstance(table, JsonLines) and table.paths() is not None and (lines := table.plain()) is not None:
        return json_source(lines)
    return _parquet(table) if isinstance(table, Parquet) else None


def _lead_scan(
    plan: Plan, spelling: Spelling, wanted: Wanted, source: Source, leads: Input, labels: Sequence[str], *, inside: bool
) -> Scan | None:
    if isinstance(leads.table, JsonLines):
        paths = leads.table.paths() or {}
        if inside and leads.table.paths_inside():
            paths[ACTIVITIES] = (ACTIVITIES,)  # usual, and mostly the last
        return json_lead_scan(plan, spelling, wanted, source, paths, _fields(leads), labels, inside=inside)
    return lead_scan(plan, spelling, wanted, source, _fields(leads), labels)


def _activity_scan(plan: Plan, spelling: Spelling, wanted: Wanted, source: Source, given: Input) -> Scan | None:
    if isinstance(given.table, JsonLines):
        return json_activity_scan(plan, spelling, wanted, source, given.table.paths() or {}, _fields(given))
    return activity_scan(plan, spelling, wanted, source, _fields(given))


def _parquet(table: Parquet) -> Source | None:
    with connection() as database:
        types = described(database, table.name)
        if types is None or tuple(types) != table.columns or not _OWN.isdisjoint(types):
            return None
        if any(_NESTED.search(type_) for type_ in types.values()):
            return None
        texts = [name for name, type_ in types.items() if type_ == "VARCHAR"]
        flat = frozenset(texts) - repeating(database, table.name, texts)
    return parquet_source(table.name, types, flat, table.size)


# --- activities ------------------------------------------------------------------------------------------------


def _activities(plan: Plan, store: ScanStore, given: Input | None, remember: int) -> LoadedActivities | None:
    """Reads them; what is left out. None where the reader has to read them all."""
    loaded = LoadedActivities(Activities("", ()), [])
    if given is None or store.activities is None:
        store.without_activities()
        return loaded
    counted = store.read_activities()
    if counted is None or not counted.fits(store.activities, at_most(store.activities)):
        return None
    if counted.odd:
        others = _apart(given, store.activities, store.odd_activities())
        if others is None or not _read_odd(plan, store, others, loaded, remember):
            return None
    return loaded


def _apart(given: Input, scan: Scan, lines: list[Line] | None) -> Input | None:
    found = None if lines is None else apart(given.table, scan, lines)
    return None if found is None else replace(given, table=found)


def apart(table: Table, scan: Scan, lines: Iterable[Line]) -> Table | None:
    """Some rows of a file as a table of their own, for the reader; None where it might cut them otherwise."""
    if isinstance(table, JsonLines):
        plain = table.plain()
        assert plain is not None
        return JsonLinesAside(table, [(line, plain.whole(line, str(text or ""))) for line, (text,) in lines])
    found = _as_read(scan, lines)
    return None if found is None else Aside(table, found)


def _as_read(scan: Scan, lines: Iterable[Line]) -> list[Line] | None:
    """Cells as the reader cuts them: it passes over spaces before a cell, but not inside quotes. None where that
    cannot be told."""
    if not scan.source.cut:
        return _as_typed(scan, list(lines))
    found = [(line, ["" if cell is None else str(cell) for cell in cells]) for line, cells in lines]
    if scan.source.quoted:
        return None if any(cell.startswith(" ") for _, cells in found for cell in cells) else _with_cells(found)
    return _with_cells([(line, [cell.lstrip(" ") for cell in cells]) for line, cells in found])


def _as_typed(scan: Scan, lines: list[Line]) -> list[Line] | None:
    """None where there is a moment that Python has no date for: the reader spells it otherwise than DuckDB."""
    dated = [at for at, (_, type_) in enumerate(scan.source.columns.values()) if type_ in _DATED]
    return None if any(isinstance(cells[at], str) for _, cells in lines for at in dated) else lines


def _with_cells(lines: Iterable[tuple[int, list[str]]]) -> list[Line]:
    return [(line, cells) for line, cells in lines if any(cells)]


def at_most(scan: Scan) -> int:
    """How many rows of a file are left to the reader."""
    return ASIDE if scan.source.returns_alike else 0


def _read_odd(plan: Plan, store: ScanStore, given: Input, loaded: LoadedActivities, remember: int) -> bool:
    """The reader's part of the activities; False where a database cannot hold it."""
    assert store.query.activities is not None
    read, kept = row_reader(plan, store.query.activities), []
    for item in checked_activities(plan, given):
        if isinstance(item, Rejected):
            loaded.leave_out(item, remember)
        else:
            kept.append([text_of(item.values.get(plan.activity.key or "")) or None, *read(item.values)])
    if not all(map(is_encodable, kept)):
        return False
    store.add_activities(kept)
    return True


# --- leads -----------------------------------------------------------------------------------------------------


def _scored(store: ScanStore, plan: Plan, leads: Input) -> bool:
    """Reads and scores the leads; False where the reader has to read them all."""
    counted = store.score()
    if counted is None or not counted.fits(store.leads, at_most(store.leads)):
        return False
    if plan.lead.key is None:
        return True
    others = _apart(leads, store.leads, store.odd_leads()) if isinstance(leads.table, JsonLines) else None
    keys = [] if others is None else list(_keys(plan, others))
    if not is_encodable(keys):
        return False
    return counted.odd + store.find_repeated(keys) <= at_most(store.leads)


def _keys(plan: Plan, given: Input) -> Iterator[str]:
    """The keys of rows that only the reader can read."""
    missing = Missing(frozenset(plan.missing))
    for row in given.table.rows(given.binding.label):
        with contextlib.suppress(BadValue):
            key = missing.text(row.values.get(plan.lead.key or ""))
            if key is not None:
                yield key
