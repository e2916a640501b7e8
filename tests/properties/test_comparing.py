"""Runs over files compared with an earlier run: DuckDB writes and counts what Python does, lead by lead."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from assay.batch import Batch, Files, Input, Scored, load_activities, name_of
from assay.changes import Comparison
from assay.check import load_text
from assay.cli.kept_news import news_of
from assay.data.bind import bind
from assay.data.flat import shape_of
from assay.data.previous import Before, PreviousRun
from assay.data.tables import open_table
from assay.data.writing import results_to
from assay.engines.record import Scorer
from assay.fed import loaded
from assay.news import News
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.render.news import news_page
from assay.scans import Scanned, scanned
from tests.properties.outputs import ENDINGS
from tests.properties.test_scanning import ACTIVITY, AS_OF, LEAD, Rows, rows_of
from tests.properties.test_scanning import RULES as SCANNED

DAY = 86_400_000_000
RULES = SCANNED.replace("KEY", "integer").replace(
    "stage MQL at 10\n",
    """stage `Low, "very"` at 5
stage MQL sticky at 10
stage SQL when score >= 18 and name is known
disqualify if name == "ben" because "rival"
exclude if size == 2.5 because "ours"
route to "Desk, A" within 4 hours when stage >= MQL and size > 3
route to "=B" when stage >= MQL
never stage == SQL and size == 7
""",
)
TOLD = st.sets(st.sampled_from(["score", "route", "disqualified", "excluded"])).map(frozenset)
Leads = Mapping[str, Before]


def earlier_runs() -> st.SearchStrategy[PreviousRun]:
    befores = st.builds(
        Before,
        st.sampled_from([None, 'Low, "very"', "MQL", "SQL"]),
        st.sampled_from([None, 0, 500, 1_050, 2_000]),
        st.sampled_from([None, "=B", "Desk, A", 'gone "desk"']),
        st.booleans(),
        st.booleans(),
    )
    leads = st.dictionaries(st.sampled_from(["7", "12", "8", "99", "1"]), befores, max_size=5)
    moments = st.sampled_from([None, AS_OF - 400 * DAY, AS_OF - 3 * DAY, AS_OF, AS_OF + DAY])
    return st.builds(_run, leads, TOLD, moments, st.booleans())


def _run(leads: Leads, told: frozenset[str], moment: int | None, same_rules: bool) -> PreviousRun:
    found = {key: replace(before, told=told) for key, before in leads.items()}
    return PreviousRun(found, moment, PLAN.rules_version if same_rules else "another")


def _plan() -> Plan:
    checked = load_text(RULES)
    assert checked.model is not None, checked.diagnostics
    return plan(checked.model)


PLAN = _plan()


@pytest.mark.slow
@settings(max_examples=14, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows_of(LEAD, 1), rows_of(ACTIVITY, 0), earlier_runs(), st.booleans(), st.booleans())
def test_compared(
    tmp_path: Path, leads: Rows, activities: Rows, run: PreviousRun, only_changed: bool, inside: bool
) -> None:
    """`inside`: every other activity stands in the records of leads."""
    paths = tmp_path / ("leads.jsonl" if inside else "leads.csv"), tmp_path / "activities.csv"
    keys = ("7", "12", "008", "1", "5.0", "", "12")
    leads = [[keys[(at * 3 + len(row[1])) % len(keys)], *row[1:]] for at, row in enumerate(leads)]
    if inside:
        paths[0].write_text(_as_lines(leads, activities[::2]), encoding="utf-8")
        activities = activities[1::2]
    for path, names, rows in zip(paths, (LEAD, ACTIVITY), (leads, activities), strict=True):
        if path.suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([names, *rows])
    by_python = _by_python(*paths, replace(run, leads=dict(run.leads)), only_changed)
    for all_at_once in (scanned, loaded):
        by_database = _by_database(*paths, replace(run, leads=dict(run.leads)), only_changed, all_at_once)
        assert by_database is not None or all_at_once is scanned
        for found, expected in zip(by_database or (), by_python if by_database else (), strict=True):
            assert found == expected


def _as_lines(leads: Rows, activities: Rows) -> str:
    """All keys have what one of them did."""
    did = [dict(zip(ACTIVITY, row, strict=True)) for row in activities]
    records = [dict(zip(LEAD, row, strict=True)) | {"activities": did[at:][:2]} for at, row in enumerate(leads)]
    return "".join(json.dumps(one) + "\n" for one in records)


Told = tuple[object, ...]


def _by_database(
    leads: Path, activities: Path, run: PreviousRun, only_changed: bool, all_at_once: Callable[[Files], Scanned | None]
) -> Told | None:
    with open_table(leads) as table, open_table(activities) as acts:
        given_, did = Input(table, bind(PLAN.lead, table.columns)), Input(acts, bind(PLAN.activity, acts.columns))
        found = all_at_once(Files(PLAN, AS_OF, given_, did, ("name",), 100, earlier=run))
        if found is None:
            return None
        with found as results:
            for ending in ENDINGS:
                with results_to(leads.parent / f"out.{ending}", shape_of(PLAN, compared=True)) as write:
                    for batch in results.batches(write.form, only_changed=only_changed):
                        write.batch(batch)
            return *_read(leads.parent), _counted(news_of(results))


def _by_python(leads: Path, activities: Path, run: PreviousRun, only_changed: bool) -> Told:
    comparison = Comparison(PLAN, AS_OF, run)
    news, results = News(comparison.stages), []
    with open_table(leads) as table, open_table(activities) as acts:
        loaded = load_activities(PLAN, Input(acts, bind(PLAN.activity, acts.columns)), 100)
        given_ = Input(table, bind(PLAN.lead, table.columns))
        for item in Batch(PLAN, Scorer(PLAN, AS_OF), given_, loaded.kept, run):
            if isinstance(item, Scored):
                result, change = comparison.take(item)
                news.add(result, change, partial(name_of, item.row, ("name",), frozenset(PLAN.missing)))
                results.append(result)
    news.missed(run.leads)
    for ending in ENDINGS:
        with results_to(leads.parent / f"out.{ending}", shape_of(PLAN, compared=True)) as write:
            for result in results:
                if result.changes or not only_changed:
                    write(result)
    return *_read(leads.parent), _counted(news)


def _read(folder: Path) -> Told:
    texts = [(folder / f"out.{ending}").read_bytes() for ending in ENDINGS[:2]]
    return *texts, pyarrow.parquet.read_table(folder / "out.parquet")


def _counted(news: News) -> tuple[object, str]:
    """What is counted, and the page."""
    counts = {name: getattr(news, name) for name in News.__slots__ if name not in ("risers", "fallers", "stages")}
    console = Console(width=200, file=io.StringIO())
    with console.capture() as page:
        console.print(news_page(news, "Changes"))
    return counts, page.get()
