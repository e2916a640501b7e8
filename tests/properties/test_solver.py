"""The solver's circuits hold every lead there is, and what they find is a lead."""

import importlib.util

import pytest
from hypothesis import given, settings

from assay.analysis.solver import Encoded, Proof, Prover, Space, Witness, broken, reach
from assay.analysis.solver.circuit import Verdict
from assay.engines.record import BadRecord
from assay.engines.record.trace import Trace, trace
from tests.properties.agreement import ready
from tests.strategies.cases import Case, cases

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("ortools") is None, reason="needs the extra prove"),
]
FEW = settings(max_examples=8)  # a circuit takes seconds where a rule asks as much as these do


def outcome(space: Space, made: Encoded, found: Trace) -> list[int]:
    """Literals that are all true of a lead with this outcome."""
    circuit = space.circuit

    def is_(total: object, points: int) -> list[int]:
        return [circuit.reaches(total, points), ~circuit.reaches(total, points + 1)]  # type: ignore[arg-type]

    if found.excluded:
        return [made.excluded]
    literals = [~made.excluded, made.stage[found.stage], made.stage_before[found.stage_before]]
    literals += [made.disqualified if found.disqualified else ~made.disqualified]
    literals += is_(made.score, found.score or 0)
    for name, group in found.groups.items():
        literals += is_(made.groups[name].kept, group.kept)
    for index, rule in found.rules.items():
        fired = made.rules[index].fired
        literals += [fired if rule.fired else ~fired]
        literals += is_(made.rules[index].points, (rule.points or 0) if rule.fired else 0)
    taken = next((at for at, one in enumerate(found.routes) if one.taken), None)
    literals += [made.route[taken]]
    literals += [b if g.broken else ~b for b, g in zip(made.broken, found.guarantees, strict=True)]
    literals += [made.grades[one.group][one.letter] for one in found.grades]
    return literals


@FEW
@given(cases(most_rules=4, leads=3))
def test_every_lead_is_in_the_circuit(case: Case) -> None:
    rules = ready(case.rules)
    try:
        space = Prover([rules.plan], rules.moment).space()
    except OverflowError:
        return  # more points than the solver can count, which it says
    for lead in case.leads:
        try:
            found = trace(rules.plan, rules.moment, lead.values, lead.activities, lead.previous)
        except BadRecord:
            continue
        wanted = outcome(space, space.plans[0], found)
        solution = space.circuit.solve([(literal,) for literal in wanted], None, 20.0)
        assert solution.verdict is not Verdict.IMPOSSIBLE, explained(case, space, found, wanted)


def explained(case: Case, space: Space, found: Trace, wanted: list[int]) -> str:
    alone = [
        at
        for at, literal in enumerate(wanted)
        if space.circuit.solve([(literal,)], None, 5.0).verdict is Verdict.IMPOSSIBLE
    ]
    return f"{case!r}\n{case.rules.text}\nas of {case.rules.as_of}\n{found.lead}\n{[a.values for a in found.activities]}\n{found.previous}\nimpossible by themselves: {alone}\n{found.result()}"


@FEW
@given(cases(most_rules=4, leads=3))
def test_witnesses_are_leads_and_proofs_hold(case: Case) -> None:
    rules = ready(case.rules)
    plan = rules.plan
    prover = Prover([plan], rules.moment)
    for at in range(len(plan.guarantees)):
        answer = prover.find(broken(at), within=5.0)
        if isinstance(answer, Proof):
            for lead in case.leads:
                try:
                    found = trace(plan, rules.moment, lead.values, lead.activities, lead.previous)
                except BadRecord:
                    continue
                assert found.score is None or not found.guarantees[at].broken
        elif isinstance(answer, Witness):
            assert answer.traces[0].guarantees[at].broken


@settings(max_examples=5)
@given(cases(most_rules=3, leads=6))
def test_points_stay_within_reach(case: Case) -> None:
    """Ends that are exact have a lead that was scored; no other goes past any end."""
    rules = ready(case.rules)
    far = reach(Prover([rules.plan], rules.moment), within=2.0)
    for lead in case.leads:
        try:
            found = trace(rules.plan, rules.moment, lead.values, lead.activities, lead.previous)
        except BadRecord:
            continue
        if found.score is not None:
            within = [(far.groups[name], group.earned) for name, group in found.groups.items()]
            for reached, points in [*within, (far.score, found.total)]:
                low, high = reached.earned.low, reached.earned.high
                assert low is None or low <= points
                assert high is None or points <= high
