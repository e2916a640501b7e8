"""The record engine against other engines, in one run.

    python -m bench.record [RULES …] [--rounds N]

Process CPU time per lead, everybody in turn in every round, medians over the rounds. Of ours are asked: score,
groups, the fired rules with their points, the undecided rules with what was missing; of the others the score and
the names of the rules that fired. All answers are checked against ours before anything is timed.
"""

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from assay.check import load_text
from assay.engines.record import Scorer
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import Lead, Rule, leads, rules, source
from bench.peers import PEERS, Scoring

LEADS = 20_000
BUDGET = 0.15  # seconds of one contestant in one round, about
TARGETS = {"datalogic": 0.5, "zen-engine": 0.25, "rule-engine": 0.01}


@dataclass
class Contestant:
    name: str
    score: Callable[[Lead], object]
    leads: Sequence[Lead]
    times: list[float] = field(default_factory=list)

    def run(self) -> None:
        start = time.process_time()
        for lead in self.leads:
            self.score(lead)
        self.times.append((time.process_time() - start) / len(self.leads) * 1e6)

    @property
    def median(self) -> float:
        """Microseconds per lead."""
        return statistics.median(self.times)


def planned(made: list[Rule]) -> Plan:
    checked = load_text(source(made))
    assert checked.model is not None, checked.diagnostics
    return plan(checked.model)


def materialised(scorer: Scorer) -> Callable[[Lead], object]:
    """Everything about rules and groups, as tuples and dicts."""
    score = scorer.score

    def run(lead: Lead) -> object:
        outcome = score(lead)
        return outcome.score, outcome.groups, outcome.fired, outcome.undecided

    return run


def agrees(scorer: Scorer, peer: Scoring, made: list[Lead], order: dict[str, int]) -> None:
    """Raises if a peer scores a lead otherwise than we do."""
    for lead in made:
        outcome = scorer.score(lead)
        points, names = peer(lead)
        assert outcome.score == points * 100, (lead, outcome.score, points)
        assert sorted(order[one.id] for one in outcome.fired) == sorted(order[name] for name in names), lead


def contest(count: int, rounds: int) -> None:
    made, crowd = rules(count), leads(LEADS)
    scorer = Scorer(planned(made), 0)
    order = {rule.name: at for at, rule in enumerate(made)}
    field = [
        Contestant("assay, everything", materialised(scorer), crowd),
        Contestant("assay, score and groups", lambda lead: scorer.score(lead).groups, crowd),
    ]
    print(f"\n{count} rules, {LEADS} leads, {rounds} rounds")
    for name, package, build, limit in PEERS:
        if count > limit:
            print(f"  {name}: left out, too slow with so many rules")
        elif (peer := _built(name, package, build, made)) is not None:
            agrees(scorer, peer, crowd[:50], order)
            field.append(Contestant(name, peer, crowd[: _affordable(peer, crowd)]))
    _race(field, rounds)
    _report(field)


def _built(name: str, package: str, build: Callable[[list[Rule]], Scoring], made: list[Rule]) -> Scoring | None:
    try:
        version(package)
    except PackageNotFoundError:
        print(f"  {name}: not installed (pip install -r bench/requirements.txt)")
        return None
    return build(made)


def _affordable(peer: Scoring, crowd: Sequence[Lead]) -> int:
    """How many leads fit the budget of a round."""
    start = time.process_time()
    for lead in crowd[:20]:
        peer(lead)
    each = (time.process_time() - start) / 20
    return max(5, min(len(crowd), int(BUDGET / each)))


def _race(field: list[Contestant], rounds: int) -> None:
    gc.disable()
    for _ in range(rounds):
        for one in field:
            one.run()
        gc.collect()
    gc.enable()


def _report(field: list[Contestant]) -> None:
    ours = field[0].median
    for one in field:
        ratio = ours / one.median
        target = TARGETS.get(one.name)
        wanted = "" if target is None else f"   at most {target}: {'yes' if ratio <= target else 'NO'}"
        print(f"  {one.name:<26}{one.median:>12.2f} µs   ours is {ratio:8.4f} of it{wanted}")


def growth(rounds: int) -> None:
    """Ten thousand rules against a hundred, lists put off and lists asked for; time to build, memory of tables."""
    crowd = leads(LEADS)
    small, large = planned(rules(100)), planned(rules(10_000))
    scorers = [Scorer(small, 0), Scorer(large, 0)]
    lazy = [Contestant(str(at), lambda lead, one=one: one.score(lead).groups, crowd) for at, one in enumerate(scorers)]  # type: ignore[misc]
    full = [Contestant(str(at), materialised(one), crowd[:4000]) for at, one in enumerate(scorers)]
    _race([*lazy, *full], rounds)
    print("\n10,000 rules against 100")
    for name, (few, many) in {"score and groups": lazy, "everything": full}.items():
        print(f"  {name:<18}{few.median:>8.2f} µs {many.median:>10.2f} µs   {many.median / few.median:.1f} times")
    print(f"  build: {_build_time(large):.2f} s;  tables after {LEADS} leads: {_memory(large, crowd):.1f} MB")


def _build_time(large: Plan) -> float:
    start = time.process_time()
    Scorer(large, 0)
    return time.process_time() - start


def _memory(large: Plan, crowd: Sequence[Lead]) -> float:
    """Megabytes that a scorer holds, with its tables filled, beside the plan."""
    gc.collect()
    tracemalloc.start()
    scorer = Scorer(large, 0)
    for lead in crowd:
        outcome = scorer.score(lead)
        _ = outcome.fired, outcome.undecided
    del outcome, _
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*", type=int, default=[100])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--no-growth", action="store_true", help="leave out 10,000 rules against 100")
    chosen = parser.parse_args()
    print(f"Python {sys.version.split()[0]}; process CPU time, medians of {chosen.rounds} interleaved rounds")
    for count in chosen.rules:
        contest(count, chosen.rounds)
    if not chosen.no_growth:
        growth(max(3, chosen.rounds // 3))


if __name__ == "__main__":
    main()
