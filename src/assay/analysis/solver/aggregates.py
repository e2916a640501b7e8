"""`any`, `count`, `last` and their like, over kinds of activities."""

from collections.abc import Sequence

from assay.analysis.solver.abstract import Abstract, Between, abstract, exactly
from assay.analysis.solver.axes import Axis
from assay.analysis.solver.cells import NO_VALUE, Cell, at_large
from assay.analysis.solver.circuit import TRUE, Sum
from assay.analysis.solver.kinds import MANY
from assay.analysis.solver.names import field_itself
from assay.analysis.solver.picks import Activities, Pick
from assay.analysis.solver.truth import Kleene, Numbers, Results
from assay.plan.nodes import Aggregate, Var
from assay.values import LIMIT, SCALE

_MUCH, _VAST = 10**11, 10**15  # a value beyond the first may make a sum anything up to the second
EXTREMES = frozenset({"first", "last", "highest", "lowest"})


def add_aggregate(activities: Activities, found: Aggregate, results: Results) -> None:
    """What later conditions read of it; one that is not looked into is left out, and they take it to be anything."""
    name = f"aggregate:{found.id}"
    if activities.open:
        return
    picks = activities.picked(found.where, found.within, activities.uses.get(name), all_of_them=found.source == "all")
    match found.function:
        case "any" | "none":
            some = activities.some(picks)
            results.truths[name] = Kleene(some, ~some) if found.function == "any" else Kleene(~some, some)
        case "count":
            total = activities.circuit.times(activities.count(picks), SCALE)
            results.numbers[name] = Numbers(TRUE, activities.circuit.named(total), SCALE)
        case _:
            _of_values(activities, found, picks, results)


def _of_values(activities: Activities, found: Aggregate, picks: Sequence[Pick], results: Results) -> None:
    assert found.value is not None
    name, known = f"aggregate:{found.id}", _known(activities, found, picks)
    if known is None:
        return
    match found.function:
        case "sum":
            results.numbers[name] = Numbers(TRUE, _sum(activities, known))
        case "distinct":
            results.numbers[name] = Numbers(TRUE, activities.circuit.times(_distinct(activities, known), SCALE), SCALE)
        case "first" | "last" | "highest" | "lowest" if field_itself(found.value) is not None:
            axis = _extreme(activities, found, known)
            if axis is not None:
                results.axes[name] = axis


Valued = list[tuple[Pick, Cell]]
"""Picked activities that have a value, each with the cell of it."""


def _known(activities: Activities, found: Aggregate, picks: Sequence[Pick]) -> Valued | None:
    """None: a value is computed from more than the activity, or may be missing for another reason."""
    names, strict = activities.truths.names, activities.truths.strict
    assert found.value is not None
    value, known = names.opened(found.value), []
    moment = field_itself(value)
    timely = moment == activities.time and found.function in ("first", "last")
    for pick in picks:
        cells = pick.kind.cells
        if timely and moment is not None:
            cells = {**cells, moment: pick.time}
        seen = {one: cell.known if moment is not None else at_large(cell) for one, cell in cells.items()}
        given = {one: exactly(cell.sample) if strict and cell.exact else seen[one] for one, cell in cells.items()}
        made = abstract(activities.truths.setting, value, given.get)
        if made.known is None:
            continue
        if made.missing or any(one not in cells for one in names.about(value)):
            return None
        known.append((pick, Cell(made, None)))
    return known


def _sum(activities: Activities, known: Valued) -> Sum:
    """Between the least and the most that the picked ones add up to; out of range it would be missing, which so many
    activities as are looked at do not come to."""
    circuit = activities.circuit
    parts = []
    for pick, cell in known:
        count = activities.count_of(pick)
        span = cell.known.known if isinstance(cell.known.known, Between) else Between(1 - LIMIT, LIMIT - 1)
        low, high = min(max(span.low, -_VAST), _MUCH), max(min(span.high, _VAST), -_MUCH)
        if low == high:
            parts.append(circuit.times(count, low))
            continue
        part = circuit.number(max(min(0, low) * MANY, -_VAST), min(max(0, high) * MANY, _VAST))
        if low > -_MUCH:
            circuit.hold(circuit.added(part, circuit.times(count, -low)), 0, 2 * _VAST)
        if high < _MUCH:
            circuit.hold(circuit.added(circuit.times(count, high), circuit.times(part, -1)), 0, 2 * _VAST)
        circuit.hold(part, 0, 0, [~pick.literal])
        parts.append(part)
    return circuit.named(circuit.added(*parts))


def _distinct(activities: Activities, known: Valued) -> Sum:
    """How many values: one for each that is named, and one to all for those that are not."""
    circuit, by_value = activities.circuit, dict[Abstract, list[Pick]]()
    for pick, cell in known:
        by_value.setdefault(cell.known, []).append(pick)
    parts = []
    for value, picks in by_value.items():
        some = activities.some(picks)
        if is_one_value(value) or activities.truths.strict:
            parts.append(circuit.weighted([(some, 1)]))
            continue
        many = circuit.number(0, MANY)
        circuit.hold(circuit.added(activities.count(picks), circuit.times(many, -1)), 0, MANY * len(picks))
        circuit.hold(many, 1, MANY, [some])
        parts.append(many)
    return circuit.named(circuit.added(*parts))


def is_one_value(value: Abstract) -> bool:
    return isinstance(value.known, Between) and value.known.low == value.known.high


def _extreme(activities: Activities, found: Aggregate, known: Valued) -> Axis | None:
    """The cell of the value at the end: of the greatest or smallest, or of those that happened first or last."""
    circuit = activities.circuit
    by_time = found.function in ("first", "last")
    descending = found.function in ("last", "highest")
    ordered: dict[int, list[tuple[Pick, Cell]]] = {}
    for pick, cell in known:
        span = pick.time.known.known if by_time else cell.known.known
        if isinstance(span, Between):
            ordered.setdefault(span.low, []).append((pick, cell))
        elif not by_time:
            return None
    before: list[int] = []
    by_cell: dict[Abstract, list[int]] = {}
    for rank in sorted(ordered, reverse=descending):
        here = circuit.any_of(pick.literal for pick, _ in ordered[rank])
        first = circuit.all_of((here, *(~one for one in before)))
        before = [circuit.any_of((*before, here))]
        chosen: dict[Abstract, list[int]] = {}
        for pick, cell in ordered[rank]:
            chosen.setdefault(cell.known, []).append(pick.literal)
        _one_of(activities, first, chosen, by_cell)
    none = ~circuit.any_of(before)
    cells = (NO_VALUE, *(Cell(value, None, exact=False) for value in by_cell))
    return Axis(
        circuit, Var("var", f"aggregate:{found.id}"), cells, False, (none, *map(circuit.any_of, by_cell.values()))
    )


def _one_of(
    activities: Activities, first: int, chosen: dict[Abstract, list[int]], by_cell: dict[Abstract, list[int]]
) -> None:
    """Of values that are all at the end, any may be the one, where some activity has it."""
    circuit = activities.circuit
    if len(chosen) == 1:
        by_cell.setdefault(next(iter(chosen)), []).append(first)
        return
    taken = []
    for value, literals in chosen.items():
        made = circuit.literal()
        circuit.require(*literals, given=[made])
        circuit.require(first, given=[made])
        by_cell.setdefault(value, []).append(made)
        taken.append(made)
    circuit.exactly_one([*taken, ~first])
