"""A long run from the command line: `python -m tests.properties.long_duckdb --seconds 600 [--count N] [--seed N] [--size N]`.

Prints how many rule sets DuckDB scored as the record engine does, and every disagreement cut down; exit status 1 if
there was one. Sets that have no form in SQL are counted.
"""

import argparse
import itertools
import time

from assay.engines.sql import Query, Unsupported
from assay.engines.sql.duck import connection, rows
from tests.properties.agreement import Refused
from tests.properties.in_sql import Rows, explained, failure, prepared
from tests.strategies.cases import make_case

DATABASE = connection(threads=1)


def run(query: Query, leads: object, activities: object) -> Rows:
    return list(rows(DATABASE, query, {"leads": leads, "activities": activities}))


def main() -> int:
    options = _options()
    agreed = unsupported = wrong = 0
    end = time.monotonic() + options.seconds
    for seed in itertools.count(options.seed):
        if time.monotonic() > end or wrong >= 10 or agreed + wrong >= options.count:
            break
        case = make_case(seed, 1 + seed % options.size, leads=12)
        try:
            prepared(case, "duckdb")
        except Unsupported:
            unsupported += 1
            continue
        except Refused:
            continue
        if failure(case, "duckdb", run) is None:
            agreed += 1
        else:
            wrong += 1
            print(f"--- seed {seed}: {explained(case, 'duckdb', run)}", flush=True)
    print(f"{agreed} rule sets agreed, {wrong} did not, {unsupported} have no form in SQL, next seed {seed}")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="when to stop")
    parser.add_argument("--count", type=int, default=10**9, help="stop after so many rule sets")
    parser.add_argument("--seed", type=int, default=1_000_000, help="the first seed")
    parser.add_argument("--size", type=int, default=10, help="the most rules of a set, about")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
