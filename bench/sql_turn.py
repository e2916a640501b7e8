"""One turn of `bench.sql`, in a process of its own so that its peak memory is its own: what to do comes as JSON on
stdin, processor time, time, megabytes and the sum of the scores go out."""

import json
import resource
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlglot import exp

from assay.batch import Files, Input
from assay.check import load_text
from assay.data.bind import bind
from assay.data.delimited import Delimited
from assay.data.flat import shape_of
from assay.data.plain import Plain
from assay.data.sheets import SheetSource
from assay.data.spilling import Room
from assay.data.tables import open_table
from assay.data.writing import results_to
from assay.engines.sql import Query, compiled
from assay.engines.sql.build import cast, column
from assay.engines.sql.duck import connection, executed
from assay.engines.sql.output import Kept
from assay.engines.sql.scan import csv_source, lead_scan
from assay.engines.sql.spelling import SPELLINGS, WITHOUT_SIGMA
from assay.fed import loaded
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema
from assay.scans import opened
from bench.model import NUMBERS, TEXTS, rules, source
from bench.sql_data import ACTIVITY_RULES, AS_OF, bare_scan, by_hand


@dataclass(frozen=True, slots=True)
class Turn:
    """`what`: scan, hand, query (the compiled rules over the file) or run (the file read and checked, every
    lead scored and kept). `rules` 0: those about activities. `memory`: the most DuckDB may take. `output`: the ending of a
    file of results that is then written too."""

    what: str
    leads: str
    rules: int
    lists: bool = False
    activities: str | None = None
    memory: str | None = None
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of processors and of the clock, megabytes at the most, and what came out."""

    processor: float
    clock: float
    peak: float
    answer: int


def main() -> None:
    turn = Turn(**json.load(sys.stdin))
    planned = None if turn.what in ("scan", "hand") else _planned(turn.rules)
    plain = _plain(Path(turn.leads)) if turn.what == "query" else None
    begun, at = time.process_time(), time.monotonic()
    answer = _answer(turn, planned, plain)
    processor, clock = time.process_time() - begun, time.monotonic() - at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Took(processor, clock, peak, answer))))


def _planned(count: int) -> Plan:
    model = load_text(source(rules(count)) if count else ACTIVITY_RULES).model
    assert model is not None
    return plan(model)


def _plain(path: Path) -> Plain | None:
    """What a run finds out about a file of text before."""
    if path.suffix != ".csv":
        return None
    with Delimited(path) as table:
        return table.plain()


def _answer(turn: Turn, planned: Plan | None, plain: Plain | None) -> int:
    path = Path(turn.leads)
    if turn.what == "scan" and path.suffix == ".xlsx":
        return _cells(path)
    if turn.what == "run":
        assert planned is not None
        return _run(turn, planned)
    if turn.what == "query":
        assert planned is not None
        lists = turn.lists
        text = over(planned, path, lists=lists) if plain is None else over_text(planned, plain, lists=lists)
    else:
        text = bare_scan(path) if turn.what == "scan" else by_hand(rules(turn.rules), path, lists=turn.lists)
    row = executed(connection(), text).fetchone()
    assert row is not None
    return int(row[0])


def over(planned: Plan, path: Path, *, lists: bool) -> str:
    """The rules' query over columns of types; text is trimmed, as on reading."""
    query = compiled(planned, "duckdb", AS_OF, lists=lists, activities=False)
    encoded = {"n": "0", "key": "id"}
    columns = [
        f"{encoded.get(one.name) or (f'trim({one.name})' if one.type == 'TEXT' else f'{one.name} * 10000')} as {one.name}"
        for one in query.leads.columns
    ]
    return _summed(query, f"select {', '.join(columns)} from '{path}'", [])


def over_text(planned: Plan, plain: Plain, *, lists: bool) -> str:
    """The rules' query over a file of text, read as a run reads it: how far each row may be trusted comes out too."""
    text = {field: plain.common[field] for field in TEXTS if field in plain.common}
    query = compiled(planned, WITHOUT_SIGMA, AS_OF, lists=lists, activities=False, beside=["BIGINT"], common=text)
    names = ["id", *TEXTS, *NUMBERS]
    file = csv_source(plain, names, plain.numbers.intersection(NUMBERS))
    scan = lead_scan(planned, SPELLINGS[WITHOUT_SIGMA], query.leads, file, dict(zip(names, names, strict=True)), ())
    assert scan is not None
    trust = query.leads.columns[-1].name
    return _summed(query, scan.table(query.leads, trust).sql("duckdb"), [trust])


def _summed(query: Query, leads: str, beside: list[str]) -> str:
    layout = query.layout
    read = [f"max({name})" for name in (*layout.fired, *layout.undecided, *layout.missing, *beside)]
    view = f"create or replace temp view leads as {leads}"
    return f"{view}; select {', '.join([f'sum({layout.score})', *read])} from ({query.sql()})"


def _run(turn: Turn, planned: Plan) -> int:
    with ExitStack() as stack:
        leads = _input(stack, turn.leads, planned.lead)
        activities = None if turn.activities is None else _input(stack, turn.activities, planned.activity)
        files = Files(planned, AS_OF, leads, activities, (), room=Room(turn.memory))
        if (store := opened(files, lists=turn.lists)) is None:
            return _fed(files)
        stack.enter_context(store)
        assert activities is None or store.read_activities() is not None
        counted = store.score()
        assert counted is not None
        assert not counted.odd + store.find_repeated()
        if turn.output is not None:
            _write(store.kept(planned), Path(stack.enter_context(TemporaryDirectory()), f"results.{turn.output}"))
        return store.total()


def _fed(files: Files) -> int:
    """A file that the reader reads into DuckDB's tables."""
    found = loaded(files)
    assert found is not None
    assert not found.bad
    with found as results:
        kept = results.kept
        return int(
            str(kept.rows_of(kept.select([cast(exp.Sum(this=column(kept.query.layout.score)), "BIGINT")]))[0][0])
        )


def _cells(path: Path) -> int:
    """What the library reads of a sheet, nothing made of it."""
    return sum(1 for row in SheetSource(path).rows() for _ in row)


def _write(kept: Kept, path: Path) -> None:
    with results_to(path, shape_of(kept.plan)) as write:
        for batch in kept.batches(write.form):
            write.batch(batch)


def _input(stack: ExitStack, path: str, schema: Schema) -> Input:
    table = stack.enter_context(open_table(path))
    return Input(table, bind(schema, table.columns))


if __name__ == "__main__":
    main()
