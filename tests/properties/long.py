"""A long run from the command line: `python -m tests.properties.long --seconds 600 [--seed N] [--size N]`.

Prints how many rule sets and leads agreed, and every disagreement cut down; exit status 1 if there was one.
"""

import argparse
import itertools
import time
from dataclasses import dataclass

from tests.properties.agreement import Refused, explained, fails, ready
from tests.strategies.cases import make_case


@dataclass
class Tally:
    rule_sets: int = 0
    leads: int = 0
    in_a_row: int = 0
    failures: int = 0


def main() -> int:
    options = _options()
    tally, end = Tally(), time.monotonic() + options.seconds
    for seed in itertools.count(options.seed):
        if time.monotonic() > end or tally.failures >= options.failures or tally.rule_sets >= options.count:
            break
        _one(seed, options.size, tally)
        if tally.rule_sets % 500 == 0:
            print(f"… {tally}", flush=True)
    print(f"{tally.rule_sets} rule sets and {tally.leads} leads, {tally.failures} disagreements, next seed {seed}")
    return 1 if tally.failures else 0


def _one(seed: int, size: int, tally: Tally) -> None:
    case = make_case(seed, 1 + seed % size)
    problem = None
    try:
        ready(case.rules)
    except Refused as refused:
        problem = f"refused: {refused}"
    except Exception as error:
        problem = f"{type(error).__name__}: {error}\n{explained(case)}"
    if problem is None and fails(case):
        problem = explained(case)
    tally.rule_sets += 1
    tally.leads += len(case.leads)
    tally.in_a_row = 0 if problem else tally.in_a_row + 1
    if problem:
        tally.failures += 1
        print(f"--- seed {seed}: {problem}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="when to stop")
    parser.add_argument("--count", type=int, default=10**9, help="stop after so many rule sets")
    parser.add_argument("--seed", type=int, default=int(time.time()) * 1000, help="the first seed")
    parser.add_argument("--size", type=int, default=10, help="the most rules of a set, about")
    parser.add_argument("--failures", type=int, default=10, help="stop after so many")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
