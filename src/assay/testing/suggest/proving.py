"""The solver's part (extra `prove`): a lead for what the search left open, or the proof that there is none.

A goal is put as one condition that is true of the leads that show it. What the solver finds is executed like any other
candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assay.analysis.solver import Goal as Asked
from assay.analysis.solver import Proof, Prover, Space, Witness
from assay.plan.forms import FALSE, TRUE, at_least, every, negated, op, some
from assay.plan.nodes import Condition, Expr
from assay.testing.coverage import Coverage, Goal, Point
from assay.testing.coverage.parts import Tree
from assay.testing.coverage.points import Compound
from assay.testing.suggest.drafts import Draft

_SECONDS = 2.0  # for one goal
_AT_FIRST = 15.0  # with all rules to be written down for the solver
_HANDED_OVER = ("stage", "promotion", "route")
Gap = tuple[Point, Goal]


@dataclass(slots=True)
class Solver:
    """Asks one prover about all gaps. `as_of` in microseconds."""

    coverage: Coverage
    as_of: int
    conditions: dict[Gap, Condition]
    prover: Prover = field(init=False)

    def __post_init__(self) -> None:
        self.prover = Prover([self.coverage.plan], self.as_of, also=tuple(self.conditions.values()))

    def find(self, gap: Gap) -> Draft | bool | None:
        """A lead that may show it; False: there is none, for all there can be; None: not known."""
        condition = self.conditions.get(gap)
        if condition is None:
            return None

        def literal(space: Space) -> int:
            return _literal(space, condition, gap)

        within = _SECONDS if self.prover.begun else _AT_FIRST
        found = self.prover.find(Asked(literal, lambda _: True), within=within)
        match found:
            case Witness():
                return Draft(found.lead, found.activities)
            case Proof():
                return False
        return None


def solver(coverage: Coverage, as_of: int, gaps: Sequence[Gap]) -> Solver:
    conditions = {gap: found for gap in gaps if (found := _condition(coverage, gap)) is not None}
    return Solver(coverage, as_of, conditions)


def _literal(space: Space, condition: Condition, gap: Gap) -> int:
    """Where the condition is come to, is true, and no guarantee is broken. Examples know of no earlier stage."""
    (point, goal), made, circuit = gap, space.plans[0], space.circuit
    wanted = [made.truth(condition).true, space.previous[""] if space.previous else made.truth(_ALWAYS).true]
    wanted += [~one for one in made.broken]
    if point.kind != "exclude":
        wanted.append(~made.excluded)
    if point.kind in _HANDED_OVER:
        wanted.append(~made.disqualified)
    if point.kind == "stage" and goal.want == "effect":
        wanted.append(made.stage[point.index])
    if point.kind == "route":
        wanted.append(circuit.any_of(one for at, one in made.route.items() if at is None or at >= point.index))
    return circuit.all_of(wanted)


_ALWAYS = Condition("lead", TRUE)


def _condition(coverage: Coverage, gap: Gap) -> Condition | None:
    """The goal as a condition; None where it is about none, or about activities that are ignored."""
    point, goal = gap
    if not point.compounds or point.compounds[0].over == "all":
        return None
    compound = point.compounds[goal.compound or 0]
    parts = coverage.probes[compound.first : compound.first + len(compound.parts)]
    wanted = _of_part(compound, parts, goal) if goal.part is not None else _of_whole(compound, parts, goal)
    if wanted is None or wanted in (TRUE, FALSE):
        return None
    return Condition("lead" if compound.over == "lead" else "activity", wanted, within=compound.within)


def _of_whole(compound: Compound, parts: Sequence[Expr], goal: Goal) -> Expr | None:
    """Of a condition about activities only that it is true: it is false where nothing makes it true."""
    whole = joined(compound.tree, parts)
    match goal.want:
        case "true" | "effect":
            return whole
        case "false" if compound.over == "lead":
            return negated(whole)
        case "undecided" if compound.over == "lead":
            return op("missing", whole)
    return None


def _of_part(compound: Compound, parts: Sequence[Expr], goal: Goal) -> Expr:
    assert goal.part is not None
    part = parts[goal.part]
    match goal.want:
        case "undecided":
            return op("missing", part)
        case "true" | "false":
            return part if goal.want == "true" else negated(part)
    with_true, with_false = (
        joined(compound.tree, [value if at == goal.part else one for at, one in enumerate(parts)])
        for value in (TRUE, FALSE)
    )
    turns = some([every([with_true, negated(with_false)]), every([negated(with_true), with_false])])
    return every([part if goal.want == "decides true" else negated(part), turns])


def joined(tree: Tree, parts: Sequence[Expr]) -> Expr:
    """The whole, as an expression over its parts."""
    if isinstance(tree, int):
        return parts[tree]
    args = [joined(arg, parts) for arg in tree.args]
    match tree.joint:
        case "and":
            return every(args)
        case "or":
            return some(args)
        case "not":
            return negated(args[0])
        case "at least":
            return at_least(tree.needed, args)
