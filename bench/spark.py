"""Spark: the compiled rules against the query one would write by hand, in one session, everybody in turn.

python -m bench.spark [--leads N] [--rounds N] [--rules N…] [--master URL]

By hand means one CASE a rule, added up in a balanced tree, in the session we score in: as Spark comes, such a query is
interpreted from some hundred rules on. Processor time of the driver, which does the work in local mode; on a cluster
the wall. Sums are compared before anything is timed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assay.check import load_text
from assay.engines.sql import Query, compiled
from assay.engines.sql.spark.running import Steps, session
from assay.plan import plan
from bench.model import NUMBERS, TEXTS, rules, source
from bench.sql_data import by_hand, made_leads

WANTED = {100: 0.6}  # of the query by hand
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


def _compare(spark: Any, path: Path, count: int, rounds: int, clock: Callable[[], float]) -> None:
    rules_ = rules(count)
    model = load_text(source(rules_)).model
    assert model is not None
    started = time.process_time()
    query = compiled(plan(model), "spark", 0, lists=False, activities=False)
    print(f"{count:,} rules: compiled in {time.process_time() - started:.2f} s, {len(query.sql()) / 1e3:.0f} kB of SQL")
    plain = by_hand(rules_, path, lists=False).replace(f"'{path}'", f"parquet.`{path}`")
    runs: dict[str, Callable[[], int]] = {
        "scan": lambda: _scanned(spark, path),
        "ours": lambda: _ours(spark, query, path),
        "by hand": lambda: int(spark.sql(plain).collect()[0][0]),
    }
    if count > BY_HAND_UP_TO:
        del runs["by hand"]
    sums = {name: run() for name, run in runs.items()}  # and everybody is warm
    assert "by hand" not in sums or sums["ours"] == sums["by hand"], sums
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            started = clock()
            run()
            found[name].append(clock() - started)
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, median in medians.items():
        print(f"  {name:<10}{median:8.2f} s", flush=True)
    if "by hand" in medians:
        ratio, wanted = medians["ours"] / medians["by hand"], WANTED.get(count)
        verdict = "" if wanted is None else f"   at most {wanted}: {'yes' if ratio <= wanted else 'NO'}"
        print(f"  {ratio:6.2f} of the query by hand{verdict}", flush=True)


def _scanned(spark: Any, path: Path) -> int:
    touched = [*(f"max(length({name}))" for name in ("id", *TEXTS)), *(f"max({name})" for name in NUMBERS)]
    return int(spark.sql(f"select {', '.join(touched)} from parquet.`{path}`").collect()[0][0])


def _ours(spark: Any, query: Query, path: Path) -> int:
    """As `assay score` runs it; typed columns, text trimmed on reading."""
    own = {"n": "id", "key": "id"}
    columns = [
        f"{own.get(one.name) or (f'trim({one.name})' if one.type == 'TEXT' else f'{one.name} * 10000')} as {one.name}"
        for one in query.leads.columns
    ]
    spark.sql(f"select {', '.join(columns)} from parquet.`{path}`").createOrReplaceTempView("leads")
    steps = Steps(spark, query)
    try:
        return int(steps.result().selectExpr(f"sum({query.layout.score})").collect()[0][0])
    finally:
        steps.close()


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
