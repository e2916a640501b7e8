"""What a run writes and counts: by Python lead by lead, and by a database that has the results."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow
import pyarrow.parquet

from assay.batch import Scored, name_of
from assay.data.flat import shape_of
from assay.data.writing import results_to
from assay.outcomes import Results
from assay.plan.nodes import Plan
from assay.tally import Tally

ENDINGS = ("csv", "jsonl", "parquet")


@dataclass(frozen=True)
class Outputs:
    """`counted`: what the summary and the notes show."""

    csv: bytes
    json: bytes
    columns: pyarrow.Table
    counted: dict[str, object]


def by_python(folder: Path, plan: Plan, scored: Sequence[Scored], labels: tuple[str, ...] = ()) -> Outputs:
    tally, missing = Tally(tuple(one.name for one in plan.stages)), frozenset(plan.missing)
    for ending in ENDINGS:
        with results_to(folder / f"out.{ending}", shape_of(plan)) as write:
            for one in scored:
                write(one.result)
    for one in scored:
        tally.add(one.result, partial(name_of, one.row, labels, missing))
    return _read(folder, tally)


def by_database(folder: Path, results: Results) -> Outputs:
    for ending in ENDINGS:
        with results_to(folder / f"out.{ending}", shape_of(results.kept.plan)) as write:
            for batch in results.batches(write.form):
                write.batch(batch)
    found = _read(folder, results.tally())
    totals = results.totals()
    counted = found.counted
    assert (totals.leads, totals.future_activities) == (counted["leads"], counted["future_activities"])
    assert totals.broken == counted["broken"]
    return found


def _read(folder: Path, tally: Tally) -> Outputs:
    csv, jsonl, parquet = (folder / f"out.{ending}" for ending in ENDINGS)
    columns = pyarrow.parquet.read_table(parquet)
    return Outputs(csv.read_bytes(), jsonl.read_bytes(), columns, _counted(tally))


def _counted(tally: Tally) -> dict[str, object]:
    found: dict[str, object] = {
        name: getattr(tally, name) for name in Tally.__slots__ if name not in ("best", "rules", "stages")
    }
    found["rules"] = {name: (rule.fired, round(rule.points, 2)) for name, rule in tally.rules.items()}
    found["best"] = [(one.stage, one.score, one.name, one.result) for one in tally.top()]
    return found
