"""The effects a change can have on a lead, as goals of the solver: where a space of leads has one, and whether an
executed lead does."""

from collections.abc import Callable, Iterator, Sequence

from assay.analysis.difference.outcomes import EFFECTS, Effect, Ladder
from assay.analysis.difference.trial import Trial
from assay.analysis.made import Made
from assay.analysis.solver import Circuit, Encoded, Goal, Space
from assay.analysis.solver.circuit import FALSE, Sum
from assay.analysis.solver.leads import Candidate
from assay.plan.nodes import Group

_Literal = Callable[[Ladder, Circuit, Encoded, Encoded], int]


def goals(tried: Trial) -> dict[Effect, Goal]:
    """A goal for each effect; leads are scored by both versions as in the search."""
    tied: set[int] = set()
    return {effect: _goal(tried, effect, tied) for effect in EFFECTS}


def _goal(tried: Trial, effect: Effect, tied: set[int]) -> Goal:
    ladder = tried.ladder

    def literal(space: Space) -> int:
        old, new = space.plans
        if id(space) not in tied:
            tied.add(id(space))
            _tie(ladder, space.circuit, old, new)
        return _LITERALS[effect](ladder, space.circuit, old, new)

    def shown(lead: Candidate) -> bool:
        return effect in tried.effects(Made(lead.lead, tuple(lead.activities), lead.previous))

    return Goal(literal, None, shown)


# --- what is common ----------------------------------------------------------------------------------------


def _tie(ladder: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> None:
    """By how much the groups of both versions differ, as only the rules say that differ. It follows from the rest, but
    the solver is told, so that it need not find out that a thousand rules cancel."""
    heads = {group.name: group for group in new.plan.groups}
    for group in old.plan.groups:
        other = heads.get(ladder.groups.get(group.name, group.name))
        if other is not None and group.weight == other.weight:
            _tie_group(circuit, old, new, group, other)
    _equal(circuit, old.total, new.total, _apart(circuit, _tops(old), _tops(new)))


def _tie_group(circuit: Circuit, old: Encoded, new: Encoded, group: Group, other: Group) -> None:
    apart = _apart(circuit, _inside(old, group), _inside(new, other))
    before, after = old.groups[group.name], new.groups[other.name]
    if group.weight is None or apart.fixed == 0:
        _equal(circuit, before.earned, after.earned, apart)
    if apart.fixed == 0 and (group.minimum, group.maximum) == (other.minimum, other.maximum):
        _equal(circuit, before.kept, after.kept, apart)


def _inside(made: Encoded, group: Group) -> list[Sum]:
    rules = [made.rules[index].points for index in group.rules]
    return [*rules, *(made.groups[child].kept for child in group.children)]


def _tops(made: Encoded) -> list[Sum]:
    return [made.groups[group.name].kept for group in made.plan.groups if group.parent is None]


def _apart(circuit: Circuit, before: Sequence[Sum], after: Sequence[Sum]) -> Sum:
    """What is the same on both sides is gone from it."""
    return circuit.added(*after, circuit.times(circuit.added(*before), -1))


def _equal(circuit: Circuit, before: Sum, after: Sum, apart: Sum) -> None:
    rest = circuit.added(after, circuit.times(circuit.added(before, apart), -1))
    if rest.terms:
        circuit.hold(rest, 0, 0)


# --- effects -----------------------------------------------------------------------------------------------


def _both_scored(circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((~old.excluded, ~new.excluded))


def _qualified(circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((_both_scored(circuit, old, new), ~old.disqualified, ~new.disqualified))


def _excluded(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((~old.excluded, new.excluded))


def _included(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((old.excluded, ~new.excluded))


def _disqualified(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((_both_scored(circuit, old, new), ~old.disqualified, new.disqualified))


def _requalified(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return circuit.all_of((_both_scored(circuit, old, new), old.disqualified, ~new.disqualified))


def _up(ladder: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return _moved(ladder, circuit, old, new, up=True)


def _down(ladder: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    return _moved(ladder, circuit, old, new, up=False)


def _moved(ladder: Ladder, circuit: Circuit, old: Encoded, new: Encoded, *, up: bool) -> int:
    moves = [
        circuit.all_of((literal, other))
        for at, literal in old.stage.items()
        for to, other in new.stage.items()
        if (before := _old_stage(ladder, at)) != (after := _new_stage(ladder, to)) and ladder.rises(before, after) is up
    ]
    return circuit.all_of((_qualified(circuit, old, new), circuit.any_of(moves)))


def _old_stage(ladder: Ladder, at: int | None) -> str | None:
    return None if at is None else ladder.old[at]


def _new_stage(ladder: Ladder, at: int | None) -> str | None:
    return None if at is None else ladder.new[at]


def _rerouted(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    before, after = _routes(circuit, old), _routes(circuit, new)
    moved = [circuit.all_of((literal, ~after.get(key, FALSE))) for key, literal in before.items()]
    return circuit.all_of((_qualified(circuit, old, new), circuit.any_of(moved)))


def _routes(circuit: Circuit, plan: Encoded) -> dict[tuple[str, int | None] | None, int]:
    """By owner and the time to answer within."""
    found: dict[tuple[str, int | None] | None, list[int]] = {}
    for at, literal in plan.route.items():
        route = None if at is None else plan.plan.routes[at]
        found.setdefault(None if route is None else (route.to, route.within), []).append(literal)
    return {key: circuit.any_of(literals) for key, literals in found.items()}


def _graded(ladder: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    before = {ladder.groups.get(group, group): letters for group, letters in old.grades.items()}
    if before.keys() != new.grades.keys():
        return _both_scored(circuit, old, new)
    return circuit.all_of((_both_scored(circuit, old, new), circuit.any_of(_letters(circuit, before, new.grades))))


def _letters(circuit: Circuit, before: dict[str, dict[str, int]], after: dict[str, dict[str, int]]) -> Iterator[int]:
    for group, letters in before.items():
        for letter, literal in letters.items():
            yield circuit.all_of((literal, ~after[group].get(letter, FALSE)))


def _scored(_: Ladder, circuit: Circuit, old: Encoded, new: Encoded) -> int:
    by = circuit.added(new.score, circuit.times(old.score, -1))
    return circuit.all_of((_both_scored(circuit, old, new), _is_not_zero(circuit, by)))


def _is_not_zero(circuit: Circuit, by: Sum) -> int:
    return circuit.any_of((circuit.reaches(by, 1), circuit.reaches(circuit.times(by, -1), 1)))


_LITERALS: dict[Effect, _Literal] = {
    "newly excluded": _excluded,
    "no longer excluded": _included,
    "newly disqualified": _disqualified,
    "no longer disqualified": _requalified,
    "stage up": _up,
    "stage down": _down,
    "route": _rerouted,
    "grade": _graded,
    "score": _scored,
}
