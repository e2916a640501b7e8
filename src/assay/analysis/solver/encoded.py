"""A whole plan as literals and sums, step by step in the plan's own order."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from assay.analysis.solver.abstract import exactly
from assay.analysis.solver.aggregates import add_aggregate
from assay.analysis.solver.amounts import MOST
from assay.analysis.solver.axes import Axis
from assay.analysis.solver.cells import NO_VALUE, Cell
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit, Sum, constant
from assay.analysis.solver.given import Given
from assay.analysis.solver.masks import places
from assay.analysis.solver.picks import Activities
from assay.analysis.solver.rules import choose, rule_given
from assay.analysis.solver.sharing import key_of
from assay.analysis.solver.truth import NO, Kleene, Numbers, Truths
from assay.plan.nodes import Choice, Condition, Expr, Group, Plan, Rule, Step, Var
from assay.values import POINT, SCALE, fold

_UNIT = SCALE // POINT
_WHOLE = 1_000_000
_SANE = 10**11  # hundredths


@dataclass(frozen=True, slots=True)
class Points:
    """Of a group: `earned` after weight and before bounds, `kept` after. Hundredths."""

    earned: Sum
    kept: Sum


@dataclass(slots=True)
class Encoded:
    """One plan over a space of leads. All results as the record engine gives them, for leads that are not excluded.

    `rules`: by index, what each gives after `first of` and `best of`. `stage`, `stage_before`, `route`: a literal for
    each place, and under None for none of them. `grades`: by group and letter. `broken`: by guarantee.
    """

    plan: Plan
    truths: Truths
    activities: Activities
    previous: Sequence[int]  # of the stages, and last of none
    excluded: int = FALSE
    rules: dict[int, Given] = field(default_factory=dict)
    groups: dict[str, Points] = field(default_factory=dict)
    total: Sum = field(default_factory=lambda: constant(0))
    score: Sum = field(default_factory=lambda: constant(0))
    grades: dict[str, dict[str, int]] = field(default_factory=dict)
    reasons: list[int] = field(default_factory=list)
    disqualified: int = FALSE
    stage_before: dict[int | None, int] = field(default_factory=lambda: {None: TRUE})
    stage: dict[int | None, int] = field(default_factory=lambda: {None: TRUE})
    route: dict[int | None, int] = field(default_factory=lambda: {None: TRUE})
    broken: list[int] = field(default_factory=list)
    shared: dict[Hashable, Given] = field(default_factory=dict)
    several: bool = True  # there are other plans

    def truth(self, condition: Condition) -> Kleene:
        """A condition over the finished results. Of one about activities `false` says only that it is not true."""
        if condition.scope == "lead":
            return self.truths.of(condition.test)
        fires = self.activities.fires(condition)
        return Kleene(fires, ~fires)

    def number(self, expr: Expr) -> Sum | None:
        found = self.truths.number(expr)
        return None if found is None else found.value


def encode(
    plan: Plan,
    truths: Truths,
    activities: Activities,
    previous: Sequence[int],
    shared: dict[Hashable, Given],
    *,
    may_be_idle: bool,
    several: bool,
) -> Encoded:
    """Works the plan's steps out in their order. `may_be_idle`: rules with dates may run or not, whatever the day."""
    made = Encoded(plan, truths, activities, previous, shared=shared, several=several)
    truths.results.truths["disqualified"] = NO
    for name in ("stage", "stage_before", "route"):  # where no step gives them
        _choose(made, name, [], TRUE)
    for step in plan.steps:
        _take(made, step, may_be_idle=may_be_idle)
    return made


def _take(made: Encoded, step: Step, *, may_be_idle: bool) -> None:
    plan, results = made.plan, made.truths.results
    match step.kind:
        case "ignore":
            _ignore(made)
        case "aggregate":
            add_aggregate(made.activities, next(one for one in plan.aggregates if one.id == step.name), results)
        case "exclude":
            made.excluded = made.truths.circuit.any_of(made.activities.fires(one.condition) for one in plan.excludes)
        case "group":
            _group(made, next(group for group in plan.groups if group.name == step.name), may_be_idle=may_be_idle)
        case "total":
            _total(made)
        case "grade":
            _grade(made)
        case "disqualify":
            made.reasons = [made.activities.fires(one.condition) for one in plan.disqualifies]
            made.disqualified = made.truths.circuit.any_of(made.reasons)
            results.truths["disqualified"] = Kleene(made.disqualified, ~made.disqualified)
        case "stage":
            _stage(made)
        case "promote":
            _promote(made)
        case "route":
            _route(made)
        case "guarantee":
            truths = [made.truth(one.condition) for one in plan.guarantees]
            made.broken = [
                found.true if one.kind == "never" else found.false
                for one, found in zip(plan.guarantees, truths, strict=True)
            ]


def _ignore(made: Encoded) -> None:
    for at, kind in enumerate(made.activities.kinds):
        ignored = [made.truths.of(one.condition.test, kind.cells).true for one in made.plan.ignores]
        made.activities.kept[at] = ~made.truths.circuit.any_of(ignored)


# --- points --------------------------------------------------------------------------------------------------------------


def _group(made: Encoded, group: Group, *, may_be_idle: bool) -> None:
    plan, circuit = made.plan, made.truths.circuit
    for index in group.rules:
        made.rules[index] = _rule(made, plan.rules[index], may_be_idle=may_be_idle)
    for choice in plan.choices:
        if choice.rules and choice.rules[0] in group.rules:
            made.rules |= dict(zip(choice.rules, _chosen(made, choice), strict=True))
    own = _added_up(made, [made.rules[index] for index in group.rules])
    total = circuit.named(circuit.added(own, *(made.groups[child].kept for child in group.children)))
    earned = total if group.weight is None else weighted(circuit, total, group.weight)
    made.groups[group.name] = Points(earned, circuit.clamped(earned, group.minimum, group.maximum))
    _name(made, f"group:{group.name}", made.groups[group.name].kept)


def _rule(made: Encoded, rule: Rule, *, may_be_idle: bool) -> Given:
    """A rule by itself; one that another plan has as well is what it is there."""
    key = key_of(made.truths.names, rule, made.activities.kept) if made.several and not rule.off else None
    if key is None:
        return rule_given(made.activities, rule, may_be_idle=may_be_idle)
    if key not in made.shared:
        made.shared[key] = rule_given(made.activities, rule, may_be_idle=may_be_idle)
    return made.shared[key]


def _chosen(made: Encoded, choice: Choice) -> list[Given]:
    given = [made.rules[index] for index in choice.rules]
    says = [(one.fired, *sorted(one.points.terms.items()), one.points.constant) for one in given]
    keys = [(choice.kind, at, *says) for at in range(len(given))]
    if keys[0] not in made.shared:
        made.shared |= dict(zip(keys, choose(made.activities, choice, given), strict=True))
    return [made.shared[key] for key in keys]


def _added_up(made: Encoded, given: Sequence[Given]) -> Sum:
    """The points of rules; those that follow from one field cell by cell."""
    circuit = made.truths.circuit
    factors: dict[Expr, tuple[Axis, list[int]]] = {}
    for one in given:
        if one.share is not None:
            axis = one.share.axis
            _, by_cell = factors.setdefault(axis.key, (axis, [0] * len(axis.cells)))
            for at in places(one.share.cells):
                by_cell[at] += one.share.points
    shared = (axis.weighted(by_cell) for axis, by_cell in factors.values())
    return circuit.added(*(one.points for one in given if one.share is None), *shared)


def weighted(circuit: Circuit, total: Sum, weight: int) -> Sum:
    """So many millionths of it, rounded half away from zero. Beyond `_SANE` no more is said of it than that."""
    if total.low >= -_SANE and total.high <= _SANE:
        return _weighted(circuit, total, weight)
    sane, low, high = (
        circuit.clamped(total, -_SANE, _SANE),
        ~circuit.reaches(total, -_SANE),
        circuit.reaches(total, _SANE + 1),
    )
    inside = _weighted(circuit, sane, weight)
    made = circuit.number(-MOST, MOST)
    circuit.hold(circuit.added(made, circuit.times(inside, -1)), 0, 0, [~low, ~high])
    circuit.hold(made, inside.high, MOST, [high if weight > 0 else low])
    circuit.hold(made, -MOST, inside.low, [low if weight > 0 else high])
    return made


def _weighted(circuit: Circuit, total: Sum, weight: int) -> Sum:
    scaled = circuit.times(total, 2 * weight)
    ends = sorted((_rounded(scaled.low), _rounded(scaled.high)))
    made = circuit.number(*ends)
    rest = circuit.added(scaled, circuit.times(made, -2 * _WHOLE))
    positive = circuit.reaches(scaled, 0)
    at = next(iter(made.terms), None)
    circuit.hold(rest, -_WHOLE, _WHOLE - 1, [positive], at)
    circuit.hold(rest, 1 - _WHOLE, _WHOLE, [~positive], at)
    return made


def _rounded(twice: int) -> int:
    size = (abs(twice) + _WHOLE) // (2 * _WHOLE)
    return size if twice >= 0 else -size


def _total(made: Encoded) -> None:
    circuit, plan = made.truths.circuit, made.plan
    made.total = circuit.added(*(made.groups[group.name].kept for group in plan.groups if group.parent is None))
    made.total = circuit.named(made.total)
    made.score = circuit.clamped(made.total, plan.total_minimum, plan.total_maximum)
    _name(made, "score", made.score)


def _name(made: Encoded, name: str, points: Sum) -> None:
    made.truths.results.numbers[name] = Numbers(TRUE, made.truths.circuit.times(points, _UNIT), _UNIT)


def _grade(made: Encoded) -> None:
    circuit = made.truths.circuit
    for grade in made.plan.grades:
        points, above = made.score if grade.group == "score" else made.groups[grade.group].kept, FALSE
        letters: dict[str, int] = {}
        for letter, bound in grade.bands:
            reached = TRUE if bound is None else circuit.reaches(points, bound)
            here = circuit.all_of((reached, ~above))
            letters[letter] = circuit.any_of((letters.get(letter, FALSE), here))
            above = circuit.any_of((above, reached))
        made.grades[grade.group] = letters
        _choose(made, f"grade:{grade.group}", [(fold(letter), literal) for letter, literal in letters.items()], FALSE)


def _choose(made: Encoded, name: str, found: Sequence[tuple[str | int, int]], none: int) -> None:
    """A result that is one of a few values: an axis."""
    by_value: dict[str | int, list[int]] = {}
    for value, literal in found:
        by_value.setdefault(value, []).append(literal)
    circuit = made.truths.circuit
    cells = (NO_VALUE, *(Cell(exactly(value), value, single=True) for value in by_value))
    marks = (none, *(circuit.any_of(literals) for literals in by_value.values()))
    made.truths.results.axes[name] = Axis(circuit, Var("var", name), cells, False, marks)


# --- decisions -------------------------------------------------------------------------------------------------------------


def _stage(made: Encoded) -> None:
    circuit, plan = made.truths.circuit, made.plan
    fires = [made.activities.fires(stage.condition) for stage in plan.stages]
    held = [FALSE] * len(plan.stages)
    for at, stage in enumerate(plan.stages):
        if stage.sticky:  # by any previous stage from it up to the next sticky one, and by those above as well
            held[at] = circuit.any_of(made.previous[at : len(plan.stages)])
    made.stage_before = _highest(
        circuit, [circuit.any_of(pair) for pair in zip(fires, held, strict=True)], ~made.disqualified
    )
    made.stage = made.stage_before
    _name_stage(made, "stage_before", made.stage_before)
    _name_stage(made, "stage", made.stage)


def _highest(circuit: Circuit, reached: Sequence[int], open: int) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    left = open
    for at in reversed(range(len(reached))):
        found[at] = circuit.all_of((left, reached[at]))
        left = circuit.all_of((left, ~reached[at]))
    found[None] = ~circuit.any_of(found.values())
    return found


def _name_stage(made: Encoded, name: str, stage: dict[int | None, int]) -> None:
    _choose(made, name, [(at, literal) for at, literal in stage.items() if at is not None], stage[None])


def _promote(made: Encoded) -> None:
    circuit, plan = made.truths.circuit, made.plan
    fires = [made.activities.fires(one.condition) for one in plan.promotions]
    reached = []
    for at in range(len(plan.stages)):
        raised = [literal for one, literal in zip(plan.promotions, fires, strict=True) if one.stage == at]
        reached.append(circuit.any_of((made.stage_before[at], *raised)))
    made.stage = _highest(circuit, reached, ~made.disqualified)
    _name_stage(made, "stage", made.stage)


def _route(made: Encoded) -> None:
    circuit, left = made.truths.circuit, ~made.disqualified
    made.route = {}
    for at, route in enumerate(made.plan.routes):
        fires = TRUE if route.condition is None else made.activities.fires(route.condition)
        made.route[at] = circuit.all_of((left, fires))
        left = circuit.all_of((left, ~fires))
    made.route[None] = ~circuit.any_of(made.route.values())
    _choose(
        made,
        "route",
        [(fold(made.plan.routes[at].to), literal) for at, literal in made.route.items() if at is not None],
        made.route[None],
    )
