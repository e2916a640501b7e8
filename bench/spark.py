"""Spark: the compiled rules against two queries one would write by hand, in one session, everybody in turn.

python -m bench.spark [--leads N] [--rounds N] [--rules N…] [--master URL]

By hand means one CASE a rule, added up in a balanced tree: `plain` compares text as it is, and says otherwise than the
rules where capitals or blanks differ; `folded` compares `lower(trim(…))`. Both run in the session we score in: as Spark
comes, such queries are interpreted from some hundred rules on. Processor time of the driver, which does the work in local
mode; on a cluster the wall. Ours reads the table as `assay score` does, but for keys that come twice. Sums are compared
before anything is timed.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assay.check import load_text
from assay.data.bind import bind
from assay.engines.sql import compiled
from assay.engines.sql.spark.cells import value_of
from assay.engines.sql.spark.running import Steps, session
from assay.engines.sql.spark.sampling import common_spellings
from assay.engines.sql.values import habits_of
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import NUMBERS, TEXTS, rules, source
from bench.sql_data import by_hand, made_leads

WANTED = {100: 0.6}  # of the plain query
BY_HAND_UP_TO = 100  # Spark cannot compile what it makes of a thousand
_TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {"spark.ui.enabled": "false", "spark.driver.memory": "2g", "spark.sql.shuffle.partitions": "2"}
    spark = session(options.master, settings)
    clock = _clock(spark) if options.master.startswith("local") else time.perf_counter
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = made_leads(Path(folder), options.leads, "parquet")
            print(f"{options.leads:,} leads from Parquet, {options.master}, median of {options.rounds}", flush=True)
            for count in options.rules:
                _compare(spark, path, count, options.rounds, clock)
        print(f"peak of the driver: {_peak(spark):,} MB, of 2 GB that it may take")
    finally:
        spark.stop()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rules", type=int, nargs="*", default=[100, 1_000, 5_000])
    parser.add_argument("--master", default="local[2]")
    return parser.parse_args(arguments)


def _clock(spark: Any) -> Callable[[], float]:
    """Seconds of processor time of the JVM."""
    stat = Path(f"/proc/{spark._jvm.ProcessHandle.current().pid()}/stat")

    def seconds() -> float:
        fields = stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    return seconds


def _peak(spark: Any) -> int:
    """Megabytes that were resident."""
    status = Path(f"/proc/{spark._jvm.ProcessHandle.current().pid()}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) // 1024


def _compare(spark: Any, path: Path, count: int, rounds: int, clock: Callable[[], float]) -> None:
    rules_ = rules(count)
    model = load_text(source(rules_)).model
    assert model is not None
    planned, started = plan(model), time.process_time()
    query = compiled(planned, "spark", 0, lists=False, activities=False)
    print(f"{count:,} rules: compiled in {time.process_time() - started:.2f} s, {len(query.sql()) / 1e3:.0f} kB of SQL")
    plain = by_hand(rules_, path, lists=False).replace(f"'{path}'", f"parquet.`{path}`")
    folded = re.sub(r"\b(text_\d)\b", r"lower(trim(\1))", plain)
    runs: dict[str, Callable[[], int]] = {
        "scan": lambda: _scanned(spark, path),
        "ours": lambda: _ours(spark, planned, path, lists=False),
        "listed": lambda: _ours(spark, planned, path, lists=True),
        "plain": lambda: int(spark.sql(plain).collect()[0][0]),
        "folded": lambda: int(spark.sql(folded).collect()[0][0]),
    }
    if count > BY_HAND_UP_TO:
        del runs["plain"], runs["folded"]
    sums = {name: run() for name, run in runs.items()}
    assert len({value for name, value in sums.items() if name != "scan"}) == 1, sums
    for run in runs.values():
        run()  # and everybody is warm
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            started = clock()
            run()
            found[name].append(clock() - started)
    _told(count, {name: statistics.median(times) for name, times in found.items()})


def _told(count: int, medians: dict[str, float]) -> None:
    for name, median in medians.items():
        print(f"  {name:<10}{median:8.2f} s", flush=True)
    for hand in ("plain", "folded"):
        if hand in medians:
            ratio, wanted = medians["ours"] / medians[hand], WANTED.get(count) if hand == "plain" else None
            verdict = "" if wanted is None else f"   at most {wanted}: {'yes' if ratio <= wanted else 'NO'}"
            print(
                f"  {ratio:6.2f} of the {hand} query, {medians['listed'] / medians[hand]:.2f} listed{verdict}",
                flush=True,
            )


def _scanned(spark: Any, path: Path) -> int:
    touched = [*(f"max(length({name}))" for name in ("id", *TEXTS)), *(f"max({name})" for name in NUMBERS)]
    return int(spark.sql(f"select {', '.join(touched)} from parquet.`{path}`").collect()[0][0])


def _ours(spark: Any, planned: Plan, path: Path, *, lists: bool) -> int:
    """Score and groups, or with every list of rules as well, which are added up so that they are worked out."""
    frame = spark.read.parquet(str(path))
    common = common_spellings(frame, bind(planned.lead, frame.columns), planned.lead)
    query = compiled(planned, "spark", 0, lists=lists, activities=False, common=common)
    wanted, fields = query.leads.columns, {one.name: one for one in planned.lead.fields}
    cells = [
        value_of(
            fields[one.field], frame[one.field], frame.schema[one.field].dataType, habits_of(planned), is_raw=one.raw
        ).value.alias(one.name)
        for one in wanted
        if one.field is not None
    ]
    own = [frame["id"].alias(one.name) for one in wanted if one.field is None]
    frame.select(*own, *cells).createOrReplaceTempView("leads")
    steps, layout = Steps(spark, query), query.layout
    groups = [name for _, earned, kept in layout.groups for name in (earned, kept)]
    masks = [*layout.fired, *layout.undecided, *layout.missing]
    summed = [f"sum({one})" for one in (layout.score, *dict.fromkeys(groups))] + [f"bit_xor({one})" for one in masks]
    try:
        return int(steps.result().selectExpr(*summed).collect()[0][0])
    finally:
        steps.close()


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
