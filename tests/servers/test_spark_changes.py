"""Two runs on Spark, the second compared with the first: what changed is what the record engine says."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Ran, Run, run  # noqa: F401  a fixture

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow

RULES = """
lead { id text exact key  kind text  size number }
activity { lead_id text exact key  action text  occurred time }
group interest {
  when size > 2 add 10 as "Large"
  each action == "visit" add 10 fading 10% every D1 as "Visit"
  when action == "demo" add 40 as "Demo"
}
exclude if kind == "staff" because "ours"
disqualify if kind == "shop" because "not served"
stage IQL at 10
stage MQL sticky at 30
stage SQL at 60
route to "Field" within 4 hours when stage >= SQL
route to "Inside" when stage >= MQL
""".replace("D1", "1 day")
RUN = ("as_of", "rules_version")  # not in the files of a partition
FIRST, SECOND = "2026-11-01", "2026-11-04"
# By key: kind and size in the first run, in the second (None: not there), and what the lead did on which day.
LEADS: dict[str, tuple[tuple[str, int] | None, tuple[str, int] | None, list[tuple[str, int]]]] = {
    "same": (("", 1), ("", 1), []),
    "rose": (("", 3), ("", 3), [("demo", 3)]),
    "time": (("", 1), ("", 1), [("visit", 1)]),
    "held": (("", 1), ("", 1), [("visit", 1), ("visit", 1), ("visit", 1)]),
    "data": (("", 1), ("", 5), []),
    "both": (("", 1), ("", 5), [("demo", 2), ("visit", 1)]),
    "new": (None, ("", 3), [("demo", 2), ("visit", 3), ("visit", 3)]),
    "newest": (None, ("shop", 3), []),
    "gone": (("", 9), None, [("demo", 1)]),
    "went": (("", 1), None, []),
    "hired": (("", 3), ("staff", 3), [("demo", 1)]),
    "left us": (("staff", 3), ("", 3), []),
    "closed": (("", 3), ("shop", 3), [("demo", 1)]),
    "opened": (("shop", 3), ("", 3), [("demo", 1), ("visit", 3)]),
    "down": (("", 9), ("", 1), [("demo", 1), ("visit", 1)]),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    for at, name in ((0, "first"), (1, "second")):
        rows = {key: given[:2][at] for key, given in LEADS.items()}
        there = {key: given for key, given in rows.items() if given is not None}
        kinds, sizes = [kind for kind, _ in there.values()], [float(size) for _, size in there.values()]
        names = [f"Ann {key.title()}" for key in there]
        table = pa.table({"id": list(there), "kind": kinds, "size": sizes, "Full Name": names})
        pq.write_table(table, tmp_path / f"{name}.parquet")
    acts = [
        (key, action, dt.datetime(2026, 11, day, tzinfo=dt.UTC))
        for key, (*_, did) in LEADS.items()
        for action, day in did
    ]
    acts.append(("nobody", "demo", dt.datetime(2026, 11, 1, tzinfo=dt.UTC)))
    keys, actions, moments = zip(*acts, strict=True)
    table = pa.table({"lead_id": keys, "action": actions, "occurred": pa.array(moments, pa.timestamp("us", "UTC"))})
    pq.write_table(table, tmp_path / "acts.parquet")
    return tmp_path


def scored(run: Run, folder: Path, leads: str, as_of: str, *more: object) -> Ran:  # noqa: F811
    given = ["score", folder / "rules.assay", folder / f"{leads}.parquet", "--activities", folder / "acts.parquet"]
    ran = run(*given, "--as-of", as_of, *more)
    assert "Traceback" not in ran.err
    assert ran.status == 0, ran.err
    return ran


def on(spark: "SparkSession") -> list[object]:
    return ["--engine", "spark", "--master", spark.sparkContext.master]


def kept(place: Path) -> dict[str, dict[str, Any]]:
    rows = pq.read_table(place).to_pylist()
    return {str(row["key"]): {column: value for column, value in row.items() if column not in RUN} for row in rows}


def told(ran: Ran) -> list[str]:
    """What is printed, without the name of the file."""
    return [line.rstrip() for line in ran.err.splitlines() if " scored into " not in line]


def test_what_changed_is_what_the_record_engine_says(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    scores = folder / "scores"
    scored(run, folder, "first", FIRST, "-o", folder / "record1.parquet", "--engine", "record")
    scored(run, folder, "first", FIRST, "-o", scores, *on(spark))
    before = ["--previous", folder / "record1.parquet"]
    record = scored(run, folder, "second", SECOND, "-o", folder / "record2.parquet", "--engine", "record", *before)
    found = scored(run, folder, "second", SECOND, "-o", scores, "--previous", scores, *on(spark))
    (second,) = (path for path in scores.glob("as_of=2026-11-04*/rules_version=*"))
    expected = kept(folder / "record2.parquet")
    assert kept(second) == expected
    assert {row["cause"] for row in expected.values()} == {"time", "activities", "data", None}
    assert any(row["stage_by"] == "sticky" for row in expected.values())
    assert told(found) == told(record)
    assert "Ann Rose" in found.err

    # The same again, now that the folder holds this run too; and only what changed.
    scored(run, folder, "second", SECOND, "-o", scores, "--previous", scores, *on(spark))
    assert kept(second) == expected
    scored(run, folder, "second", SECOND, "-o", folder / "new", "--previous", scores, "--only-changed", *on(spark))
    (changed,) = (folder / "new").glob("as_of=*/rules_version=*")
    assert kept(changed) == {key: row for key, row in expected.items() if row["changes"]}
