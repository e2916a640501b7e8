"""Spark: the compiled rules against two queries one would write by hand, in one session, everybody in turn.

python -m bench.spark [--leads N] [--rounds N] [--rules N…] [--master URL] [--scratch FOLDER] [--runs NAME…]

By hand means one CASE a rule, added up in a balanced tree: `plain` compares text as it is, and says otherwise than the
rules where capitals or blanks differ; `folded` compares `lower(trim(…))`. Both run in the session we score in: as Spark
comes, such queries are interpreted from some hundred rules on. Processor time of the driver, its Java and its Python, which do
the work in local mode; on a cluster the wall. Of it the threads that run tasks, whose time grows with the leads, and those
that compile Java, whose does not. Ours reads the table as `assay score` does, sample included, but for keys that come
twice. Sums are compared before anything is timed.
"""

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
from bench.model import NUMBERS, TEXTS, Rule, rules, source
from bench.sql_data import by_hand, made_leads

WANTED = {100: 0.6}  # of the plain query
RUNS = ("scan", "ours", "listed", "plain", "folded")
BY_HAND_UP_TO = 100  # Spark cannot compile what it makes of a thousand
_TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {"spark.ui.enabled": "false", "spark.driver.memory": "2g", "spark.sql.shuffle.partitions": "2"}
    spark = session(options.master, settings)
    clock = _clock(spark) if options.master.startswith("local") else _wall
    try:
        with tempfile.TemporaryDirectory() as folder:
            scratch = options.scratch or Path(folder)
            scratch.mkdir(parents=True, exist_ok=True)
            path = made_leads(scratch, options.leads, "parquet")
            print(f"{options.leads:,} leads from Parquet, {options.master}, median of {options.rounds}", flush=True)
            for count in options.rules:
                _compare(spark, path, count, options.rounds, clock, frozenset(options.runs))
        print(f"peak of the driver: {_peak(spark):,} MB, of 2 GB that it may take")
    finally:
        spark.stop()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rules", type=int, nargs="*", default=[100, 1_000, 5_000])
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--scratch", type=Path, help="where the leads are made, and found again")
    parser.add_argument("--runs", nargs="*", default=RUNS, choices=RUNS, help="who takes turns")
    return parser.parse_args(arguments)


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds: all, those of threads that run tasks, and those of threads that compile Java."""

    all: float
    tasks: float = 0.0
    compiling: float = 0.0

    def since(self, before: "Time") -> "Time":
        return Time(self.all - before.all, self.tasks - before.tasks, self.compiling - before.compiling)


def _wall() -> Time:
    return Time(time.perf_counter())


def _clock(spark: Any) -> Callable[[], Time]:
    """Processor time of the JVM and of this process; a thread that ends is counted in `all` alone."""
    process = Path(f"/proc/{spark._jvm.ProcessHandle.current().pid()}")

    def now() -> Time:
        threads = [_of(found) for found in process.glob("task/*/stat")]
        tasks = sum(seconds for name, seconds in threads if name.startswith("Executor task"))
        compiling = sum(seconds for name, seconds in threads if name.startswith(("C1 Comp", "C2 Comp")))
        return Time(_of(process / "stat")[1] + time.process_time(), tasks, compiling)

    return now


def _of(stat: Path) -> tuple[str, float]:
    """Name and processor time of a process or thread; nothing of one that has just ended."""
    try:
        name, fields = stat.read_text().split("(", 1)[1].rsplit(")", 1)
    except OSError:
        return "", 0.0
    return name, sum(map(int, fields.split()[11:13])) / _TICKS


def _peak(spark: Any) -> int:
    """Megabytes that were resident."""
    status = Path(f"/proc/{spark._jvm.ProcessHandle.current().pid()}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) // 1024


def _compare(spark: Any, path: Path, count: int, rounds: int, clock: Callable[[], Time], asked: frozenset[str]) -> None:
    rules_ = rules(count)
    model = load_text(source(rules_)).model
    assert model is not None
    planned, started = plan(model), time.process_time()
    query = compiled(planned, "spark", 0, lists=False, activities=False)
    print(f"{count:,} rules: compiled in {time.process_time() - started:.2f} s, {len(query.sql()) / 1e3:.0f} kB of SQL")
    runs = {name: run for name, run in _runs(spark, planned, rules_, path).items() if name in asked}
    sums = {name: run() for name, run in runs.items()}
    assert len({value for name, value in sums.items() if name != "scan"}) == 1, sums
    for run in runs.values():
        run()  # and everybody is warm
    found: dict[str, list[Time]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            before = clock()
            run()
            found[name].append(clock().since(before))
    _told(count, {name: sorted(times, key=lambda one: one.all)[len(times) // 2] for name, times in found.items()})


def _runs(spark: Any, planned: Plan, rules_: list[Rule], path: Path) -> dict[str, Callable[[], int]]:
    """By the names of RUNS; nobody writes a thousand rules by hand, nor can Spark compile what it makes of them."""
    plain = by_hand(rules_, path, lists=False).replace(f"'{path}'", f"parquet.`{path}`")
    folded = re.sub(r"\b(text_\d)\b", r"lower(trim(\1))", plain)
    ours: dict[str, Callable[[], int]] = {
        "scan": lambda: _scanned(spark, path),
        "ours": lambda: _ours(spark, planned, path, lists=False),
        "listed": lambda: _ours(spark, planned, path, lists=True),
    }
    if len(rules_) > BY_HAND_UP_TO:
        return ours
    by_query = {"plain": plain, "folded": folded}
    return ours | {name: partial(_added_up, spark, query) for name, query in by_query.items()}


def _added_up(spark: Any, query: str) -> int:
    return int(spark.sql(query).collect()[0][0])


def _told(count: int, medians: dict[str, Time]) -> None:
    for name, one in medians.items():
        print(f"  {name:<10}{one.all:8.2f} s, {one.tasks:.2f} in tasks, {one.compiling:.2f} compiling Java", flush=True)
    for hand in {"plain", "folded"} & medians.keys():
        for name in ("ours", "listed"):
            if name in medians:
                print(
                    f"  {_ratio(medians[name], medians[hand])} {name} of {hand}{_verdict(count, name, hand, medians)}"
                )


def _ratio(one: Time, other: Time) -> str:
    in_tasks = f" ({one.tasks / other.tasks:.2f} in tasks)" if other.tasks else ""
    return f"{one.all / other.all:.2f}{in_tasks}"


def _verdict(count: int, name: str, hand: str, medians: dict[str, Time]) -> str:
    if (name, hand) != ("ours", "plain") or (wanted := WANTED.get(count)) is None:
        return ""
    return f"   at most {wanted}: {'yes' if medians[name].all <= wanted * medians[hand].all else 'NO'}"


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
