"""`each`: how many activities of each kind count, and what they give."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from assay.analysis.solver.abstract import Abstract, Between
from assay.analysis.solver.amounts import EACH_MOST, MOST, Case, Points, cases
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit, Sum, constant
from assay.analysis.solver.given import NOTHING, Given
from assay.analysis.solver.kinds import MANY
from assay.analysis.solver.names import field_itself
from assay.analysis.solver.periods import Spell
from assay.analysis.solver.picks import Activities, Pick
from assay.plan.nodes import Amount, Expr, Rule


@dataclass(frozen=True, slots=True)
class Hit:
    """Activities of a kind that match: how many, what each gives (with its sign), and whether that may be missing."""

    pick: Pick
    count: Sum
    points: Points
    unsure: bool


def each_points(activities: Activities, rule: Rule) -> Given:
    """`open`: anything that its bounds allow."""
    circuit = activities.circuit
    if activities.open:
        return _anything(activities, rule)
    hits = [hit for pick in _picks(activities, rule) for hit in _hits(activities, rule, pick)]
    if not hits:
        return NOTHING
    counts = _counted(activities, rule, hits)
    total = circuit.added(
        *(_product(circuit, count, hit.points, _least(hit)) for hit, count in zip(hits, counts, strict=True))
    )
    fired = circuit.any_of(circuit.reaches(count, 1) for count in counts)
    if any(hit.unsure for hit in hits):
        fired = circuit.all_of((fired, circuit.literal()))
    return Given(fired, circuit.if_true(fired, _bounded(circuit, rule, circuit.named(total))))


def _anything(activities: Activities, rule: Rule) -> Given:
    circuit, fired = activities.circuit, activities.circuit.literal()
    return Given(fired, circuit.if_true(fired, _bounded(circuit, rule, circuit.number(-MOST, MOST))))


def _least(hit: Hit) -> int:
    return min(0, *hit.points) if hit.unsure else hit.points[0]


def _picks(activities: Activities, rule: Rule) -> list[Pick]:
    assert rule.condition is not None
    return activities.picked(rule.condition.test, rule.condition.within, activities.uses.get(f"rule:{rule.id}"))


# --- what one gives ------------------------------------------------------------------------------------------------


def _hits(activities: Activities, rule: Rule, pick: Pick) -> list[Hit]:
    """One for each amount that activities of the kind may give: which it is depends on the lead."""
    if rule.kind != "each match":
        assert rule.amount is not None
        return _of_amount(activities, rule, pick, rule.amount, TRUE)
    truths, left = activities.truths, TRUE
    assert rule.subject is not None
    known = truths.subject_known(rule.subject, pick.kind.cells)
    found: list[Hit] = []
    for row in rule.rows:
        takes = truths.circuit.all_of((left, truths.row_takes(rule.subject, row, known, pick.kind.cells)))
        left = truths.circuit.all_of((left, ~takes))
        if takes != FALSE:
            found += _of_amount(activities, rule, pick, row.amount, takes)
    if (idle := truths.circuit.all_of((left, ~known))) != FALSE:
        found += [_hit(activities, pick, Case(TRUE, None), 1, idle)]  # without a value it is a match that gives nothing
    return found


def _of_amount(activities: Activities, rule: Rule, pick: Pick, amount: Amount, here: int) -> list[Hit]:
    time = _time(activities, pick)
    found = cases(activities.truths, amount, rule.decay, time, pick.kind.cells)
    return [
        _hit(activities, pick, one, amount.sign, here)
        for one in found
        if activities.circuit.all_of((here, one.literal)) != FALSE
    ]


def _hit(activities: Activities, pick: Pick, one: Case, sign: int, here: int) -> Hit:
    circuit = activities.circuit
    count = circuit.if_true(circuit.all_of((here, one.literal)), activities.count_of(pick))
    low, high = (max(-EACH_MOST, min(EACH_MOST, end)) for end in one.points or (0, 0))
    return Hit(pick, count, (low, high) if sign > 0 else (-high, -low), one.unsure or one.points is None)


def _time(activities: Activities, pick: Pick) -> Abstract:
    cell = pick.time
    if activities.truths.strict and isinstance(cell.sample, int):
        return Abstract(Between(cell.sample, cell.sample))
    return cell.known


def _product(circuit: Circuit, count: Sum, points: Points, least: int) -> Sum:
    """So many times between the least and the most points."""
    low, high = min(least, points[0]), points[1]
    if low == high:
        return circuit.times(count, low)
    made = circuit.number(min(0, low) * count.high, max(0, high) * count.high)
    circuit.hold(circuit.added(made, circuit.times(count, -low)), 0, EACH_MOST * MANY * 2)
    circuit.hold(circuit.added(circuit.times(count, high), circuit.times(made, -1)), 0, EACH_MOST * MANY * 2)
    return made


def _bounded(circuit: Circuit, rule: Rule, total: Sum) -> Sum:
    sign = 1 if rule.amount is None else rule.amount.sign
    return circuit.times(circuit.clamped(circuit.times(total, sign), rule.minimum, rule.maximum), sign)


# --- how many count ----------------------------------------------------------------------------------------------------


def _counted(activities: Activities, rule: Rule, hits: Sequence[Hit]) -> list[Sum]:
    """How many of each count, after `once per`, `at least N times per` and `at most`."""
    counts = [hit.count for hit in hits]
    if rule.once_per is not None:
        counts = _one_per_value(activities, rule.once_per, hits, counts)
    if rule.quota is not None:
        field, period = rule.quota.field, rule.quota.period
        labels = [
            _value_label(activities, field, hit) if field is not None else _spell(activities, period, hit)
            for hit in hits
        ]
        counts = _represented(activities, hits, counts, labels, rule.quota.count)
    if rule.limit is not None:
        counts = _limited(activities, rule, hits, counts)
    return counts


Label = tuple[Hashable, bool] | None
"""A value or period, and whether there is only the one; None: there is none, and the activity does not count."""


def _value_label(activities: Activities, field: Expr, hit: Hit) -> Label:
    """Texts without a name are many; samples are one each."""
    names = activities.truths.names
    if field_itself(field) is None:
        return "any value", False
    cells = [hit.pick.kind.cells.get(one) for one in names.about(names.opened(field))]
    if any(cell is None or cell.missing for cell in cells):
        return None
    return tuple(id(cell) for cell in cells), activities.truths.strict or all(
        cell is not None and cell.single for cell in cells
    )


def _one_per_value(activities: Activities, field: Expr, hits: Sequence[Hit], counts: Sequence[Sum]) -> list[Sum]:
    return _represented(activities, hits, counts, [_value_label(activities, field, hit) for hit in hits], 1)


def _spell(activities: Activities, period: str | None, hit: Hit) -> Label:
    found = activities.calendar.spell(hit.pick.time, period, None)
    return None if found is None else (found.name, found.own)


def _represented(
    activities: Activities, hits: Sequence[Hit], counts: Sequence[Sum], labels: Sequence[Label], needed: int
) -> list[Sum]:
    """One for each value or period that has as many as are needed; which one stands for them is left open, but where
    every sample is a value of its own it is the latest."""
    circuit = activities.circuit
    found: list[Sum] = [constant(0)] * len(hits)
    by_label: dict[Hashable, list[int]] = {}
    single: dict[Hashable, bool] = {}
    for at, one in enumerate(labels):
        if one is not None:
            by_label.setdefault(one[0], []).append(at)
            single[one[0]] = one[1]
    for key, members in by_label.items():
        total = circuit.added(*(counts[at] for at in members))
        enough = circuit.reaches(total, needed)
        if single[key]:
            _latest_stands(activities, hits, counts, members, enough, found)
            continue
        for at in members:
            found[at] = circuit.number(0, max(0, counts[at].high))
            circuit.hold(circuit.added(counts[at], circuit.times(found[at], -1)), 0, counts[at].high)
        stand = circuit.added(*(found[at] for at in members))
        circuit.hold(circuit.added(total, circuit.times(stand, -needed)), 0, total.high)
        if needed == 1:
            circuit.hold(stand, 1, stand.high, [enough])
    return found


def _latest_stands(
    activities: Activities,
    hits: Sequence[Hit],
    counts: Sequence[Sum],
    members: Sequence[int],
    enough: int,
    found: list[Sum],
) -> None:
    circuit, later = activities.circuit, FALSE
    for group in _by_time(hits, members):
        present = {at: circuit.reaches(counts[at], 1) for at in group}
        here = circuit.all_of((enough, ~later, circuit.any_of(present.values())))
        if len(group) == 1:
            found[group[0]] = circuit.weighted([(here, 1)])
        else:  # at about the same time: any of them
            stands = {at: circuit.all_of((here, present[at], circuit.literal())) for at in group}
            circuit.exactly_one([*stands.values(), ~here])
            for at, literal in stands.items():
                found[at] = circuit.weighted([(literal, 1)])
        later = circuit.any_of((later, *present.values()))


def _by_time(hits: Sequence[Hit], members: Sequence[int]) -> list[list[int]]:
    """Latest first, those without a time last."""
    groups: dict[int | None, list[int]] = {}
    for at in members:
        moment = hits[at].pick.time.known.known
        groups.setdefault(moment.low if isinstance(moment, Between) else None, []).append(at)
    dated = sorted((low for low in groups if low is not None), reverse=True)
    return [groups[low] for low in [*dated, *([None] if None in groups else [])]]


def _limited(activities: Activities, rule: Rule, hits: Sequence[Hit], counts: Sequence[Sum]) -> list[Sum]:
    """At most so many in each period. Cells of time within one period share it; those that span several hold up to so
    many for each of them."""
    circuit, limit = activities.circuit, rule.limit
    assert limit is not None
    found: list[Sum] = [constant(0)] * len(hits)
    by_label: dict[Hashable, list[int]] = {}
    spells: dict[Hashable, Spell] = {}
    for at, hit in enumerate(hits):
        spell = activities.calendar.spell(hit.pick.time, limit.period, limit.every)
        if spell is not None:
            by_label.setdefault(spell.name, []).append(at)
            spells[spell.name] = spell
    for key, members in by_label.items():
        for at in members:
            found[at] = circuit.number(0, max(0, counts[at].high))
            circuit.hold(circuit.added(counts[at], circuit.times(found[at], -1)), 0, counts[at].high)
        total, kept = circuit.added(*(counts[at] for at in members)), circuit.added(*(found[at] for at in members))
        circuit.hold(kept, 0, limit.count * spells[key].most)
        if spells[key].own:
            circuit.hold(circuit.added(kept, circuit.times(circuit.clamped(total, None, limit.count), -1)), 0, 0)
    _something_is_kept(
        circuit,
        limit.count,
        [counts[at] for members in by_label.values() for at in members],
        [found[at] for members in by_label.values() for at in members],
    )
    return found


def _something_is_kept(circuit: Circuit, most: int, counts: Sequence[Sum], found: Sequence[Sum]) -> None:
    """Whatever the periods: as many as one of them allows, or all there are."""
    total, kept = circuit.added(*counts), circuit.added(*found)
    circuit.hold(circuit.added(kept, circuit.times(circuit.clamped(total, None, most), -1)), 0, max(kept.high, 0))
