"""The record engine against other engines, in one run.

    python -m bench.record [RULES …] [--rounds N]

Process CPU time per lead. In every round everybody has a turn of some milliseconds, so that
what else the machine does hits all alike; printed are medians over the rounds, and the median of the ratios of each
round. Of ours are asked: score, groups, the fired rules with their points, the undecided rules with what was
missing; of the others the score and the names of the rules that fired. All answers are checked against ours before
anything is timed.
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

LEADS = 60_000  # of which WARM go first, so that each is met once, as in a file
WARM = 20_000
FEW = 4_000  # that fill the tables whose memory is measured
TURN = 0.01  # seconds of one contestant in one round, about
LONGEST = 400  # leads in one turn
WARMING = 20  # of them run before the clock starts, for the processor's caches
TARGETS = {"datalogic": 0.5, "zen-engine": 0.25, "rule-engine": 0.01}


@dataclass
class Contestant:
    """`leads`: how many of the crowd in one turn."""

    name: str
    score: Callable[[Lead], object]
    leads: int
    times: list[float] = field(default_factory=list)

    def run(self, crowd: Sequence[Lead], turn: int) -> None:
        """Microseconds per lead, on the next ones of the crowd."""
        first = turn * self.leads % (len(crowd) - self.leads + 1)
        some, score = crowd[first : first + self.leads], self.score
        for lead in some[:WARMING]:
            score(lead)
        start = time.process_time()
        for lead in some:
            score(lead)
        self.times.append((time.process_time() - start) / len(some) * 1e6)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def ratio(self, other: "Contestant") -> float:
        """The median of what each round says of this one against another."""
        return statistics.median(a / b for a, b in zip(self.times, other.times, strict=True))


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
        _contestant("assay, everything", materialised(scorer), crowd),
        _contestant("assay, score and groups", lambda lead: scorer.score(lead).groups, crowd),
    ]
    print(f"\n{count:,} rules, {len(crowd):,} leads, {rounds} rounds")
    for name, package, build, limit in PEERS:
        if count > limit:
            print(f"  {name}: left out, too slow with so many rules")
        elif (peer := _built(name, package, build, made)) is not None:
            agrees(scorer, peer, crowd[:50], order)
            field.append(_contestant(name, peer, crowd))
    _race(field, crowd, rounds)
    _report(field)


def _built(name: str, package: str, build: Callable[[list[Rule]], Scoring], made: list[Rule]) -> Scoring | None:
    try:
        version(package)
    except PackageNotFoundError:
        print(f"  {name}: not installed (pip install -r bench/requirements.txt)")
        return None
    return build(made)


def _contestant(name: str, score: Callable[[Lead], object], crowd: Sequence[Lead]) -> Contestant:
    """With as many leads in a turn as fit into it."""
    start = time.process_time()
    for lead in crowd[:20]:
        score(lead)
    each = (time.process_time() - start) / 20
    return Contestant(name, score, max(2, min(LONGEST, int(TURN / each))))


def _race(field: list[Contestant], crowd: Sequence[Lead], rounds: int) -> None:
    for lead in crowd[:WARM]:
        field[0].score(lead)  # tables fill with use
    crowd = crowd[WARM:]
    gc.disable()
    for turn in range(rounds):
        for one in field:
            one.run(crowd, turn)
        gc.collect(0)
    gc.enable()


def _report(field: list[Contestant]) -> None:
    for one in field:
        ratio, target = field[0].ratio(one), TARGETS.get(one.name)
        wanted = "" if target is None else f"   at most {target}: {'yes' if ratio <= target else 'NO'}"
        print(f"  {one.name:<26}{one.median:>12.2f} µs   ours is {ratio:8.4f} of it{wanted}")


def growth(rounds: int) -> None:
    """Ten thousand rules against a hundred, lists put off and lists asked for; time to build, memory of tables."""
    crowd = leads(LEADS)
    small, large = planned(rules(100)), planned(rules(10_000))
    few, many = Scorer(small, 0), Scorer(large, 0)
    print("\n10,000 rules against 100")
    for name, asked in {"score and groups": _groups, "everything": materialised}.items():
        pair = [_contestant(name, asked(one), crowd) for one in (many, few)]
        _race(pair, crowd, rounds)
        wanted = f"   at most 15: {'yes' if pair[0].ratio(pair[1]) <= 15 else 'NO'}" if asked is _groups else ""
        print(
            f"  {name:<18}{pair[1].median:>8.2f} µs {pair[0].median:>10.2f} µs   {pair[0].ratio(pair[1]):.1f} times{wanted}"
        )
    print(f"  build: {_build_time(large):.2f} s")
    held = _memory(large, crowd[:FEW])
    print(f"  tables after {FEW:,} leads: {held:.1f} MB   at most 30: {'yes' if held <= 30 else 'NO'}")


def _groups(scorer: Scorer) -> Callable[[Lead], object]:
    return lambda lead: scorer.score(lead).groups


def _build_time(large: Plan) -> float:
    start = time.process_time()
    Scorer(large, 0)
    return time.process_time() - start


def _memory(large: Plan, crowd: Sequence[Lead]) -> float:
    """Megabytes that a scorer holds, with its tables filled and all reasons asked for, beside the plan."""
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
    parser.add_argument("--rounds", type=int, default=101)
    parser.add_argument("--no-growth", action="store_true", help="leave out 10,000 rules against 100")
    chosen = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, process CPU time")
    for count in chosen.rules:
        contest(count, chosen.rounds)
    if not chosen.no_growth:
        growth(chosen.rounds)


if __name__ == "__main__":
    main()
