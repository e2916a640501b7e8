"""A long run of a SQL engine against the record engine; `long_duckdb`, `long_postgres` and `long_spark` say how a query is run.

Prints how many rule sets the engine scored as the record engine does, and every disagreement cut down; exit status 1 if
there was one, or if fewer than `--count` were met. A set that was met before is left out. Sets that have no form in SQL are
counted, and so are those the checker refuses.
"""

import argparse
import itertools
import time
from dataclasses import dataclass, field

from assay.engines.sql import Unsupported
from tests.properties.agreement import Refused
from tests.properties.in_sql import Run, explained, judged
from tests.strategies.cases import make_case

MOST_WRONG = 10  # disagreements after which a run stops


@dataclass
class Tally:
    agreed: int = 0
    wrong: int = 0
    unsupported: int = 0
    refused: int = 0
    met: set[str] = field(default_factory=set)  # what they are written as


def main(dialect: str, run: Run) -> int:
    options = _options(dialect)
    tally, end = Tally(), time.monotonic() + options.seconds
    for seed in itertools.count(options.seed):
        done = options.count is not None and tally.agreed + tally.wrong >= options.count
        if done or time.monotonic() > end or tally.wrong >= MOST_WRONG:
            break
        _one(seed, options.size, dialect, run, tally)
    print(
        f"{dialect}: {tally.agreed} different rule sets agreed, {tally.wrong} did not, {tally.unsupported} have no form in SQL,"
        f" {tally.refused} were refused, next seed {seed}"
    )
    is_short = options.count is not None and tally.agreed + tally.wrong < options.count
    return 1 if tally.wrong or is_short else 0


def _one(seed: int, size: int, dialect: str, run: Run, tally: Tally) -> None:
    case = make_case(seed, 1 + seed % size, leads=12)
    written = repr((case.rules.text, case.rules.files))
    if written in tally.met:
        return
    tally.met.add(written)
    try:
        if judged(case, dialect, run) is None:
            tally.agreed += 1
            return
    except Unsupported:
        tally.unsupported += 1
        return
    except Refused:
        tally.refused += 1
        return
    tally.wrong += 1
    print(f"--- seed {seed}: {explained(case, dialect, run)}", flush=True)


def _options(dialect: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=f"{dialect} against the record engine, rule set after rule set")
    parser.add_argument("--seconds", type=float, default=60, help="when to stop")
    parser.add_argument(
        "--count", type=int, help="stop after so many rule sets; to have met fewer in the time is a failure"
    )
    parser.add_argument("--seed", type=int, default=1_000_000, help="the first seed")
    parser.add_argument("--size", type=int, default=10, help="the most rules of a set, about")
    return parser.parse_args()
