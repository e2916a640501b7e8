"""The guarantees of a rule set, each proved for every lead there can be, or broken by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.analysis.solver import MANY, Answer, Proof, Prover, Unknown, Witness, broken
from assay.plan.nodes import Guarantee, Plan


@dataclass(frozen=True, slots=True)
class Judged:
    """A guarantee and what was found out about it."""

    guarantee: Guarantee
    answer: Answer


@dataclass(frozen=True, slots=True)
class Judgement:
    """`as_of`: the moment of scoring it holds for (microseconds). `assumed`: what was assumed of leads, in words;
    `free`: conditions that were taken to be anything, so that proofs hold all the same."""

    plan: Plan
    as_of: int
    judged: tuple[Judged, ...]
    assumed: tuple[str, ...]
    free: tuple[str, ...]

    @property
    def broken(self) -> int:
        return sum(isinstance(one.answer, Witness) for one in self.judged)

    @property
    def unknown(self) -> int:
        return sum(isinstance(one.answer, Unknown) for one in self.judged)


def prove(plan: Plan, as_of: int, seconds: float) -> Judgement:
    """Every `never` and `always`, each within so many seconds. Raises MissingSolver."""
    prover = Prover([plan], as_of)
    judged = tuple(
        Judged(guarantee, prover.find(broken(at), within=seconds)) for at, guarantee in enumerate(plan.guarantees)
    )
    free = dict.fromkeys(what for one in judged if isinstance(one.answer, Proof) for what in one.answer.free)
    return Judgement(plan, as_of, judged, tuple(_assumed(plan)), tuple(free))


def _assumed(plan: Plan) -> Iterator[str]:
    if any(one.condition is not None and one.condition.scope == "activity" for one in plan.rules) or plan.aggregates:
        yield f"any activities, but at most {MANY:,} of a kind"
    if any(stage.sticky for stage in plan.stages):
        yield "any stage in an earlier run"
    if any(rule.starting is not None or rule.until is not None for rule in plan.rules):
        yield "rules with dates run as they do at this moment"
