"""Rules as literals and sums: whether each gave points, and how many."""

from collections.abc import Sequence
from dataclasses import replace

from assay.analysis.solver.abstract import Abstract, Between
from assay.analysis.solver.amounts import Case, cases, signed
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit
from assay.analysis.solver.each import each_points
from assay.analysis.solver.given import NOTHING, Given, Share
from assay.analysis.solver.names import TooLarge
from assay.analysis.solver.picks import Activities, Pick
from assay.analysis.solver.truth import Truths
from assay.plan.nodes import Choice, Expr, Rule


def rule_given(activities: Activities, rule: Rule, *, may_be_idle: bool) -> Given:
    """One rule by itself. `may_be_idle`: whether its dates let it run is left open."""
    if rule.off or not _is_running(activities.truths, rule, may_be_idle=may_be_idle):
        return NOTHING
    given = _given(activities, rule)
    if may_be_idle and (rule.starting is not None or rule.until is not None):
        runs = activities.circuit.literal()
        return Given(activities.circuit.all_of((runs, given.fired)), activities.circuit.if_true(runs, given.points))
    return given


def _is_running(truths: Truths, rule: Rule, *, may_be_idle: bool) -> bool:
    today = truths.setting.zone.day(truths.setting.as_of)
    early = rule.starting is not None and today < rule.starting
    late = rule.until is not None and today > rule.until
    return may_be_idle or not (early or late)


def _given(activities: Activities, rule: Rule) -> Given:
    match rule.kind:
        case "when":
            return _when(activities, rule)
        case "match":
            return _match(activities, rule)
    return each_points(activities, rule)


def _when(activities: Activities, rule: Rule) -> Given:
    condition, amount = rule.condition, rule.amount
    assert condition is not None
    assert amount is not None
    circuit, truths = activities.circuit, activities.truths
    if condition.scope == "lead" or rule.decay is None or activities.open:
        fires = activities.fires(condition) if rule.times is None else _times(activities, rule)
        decay, time = (None, None) if condition.scope == "lead" or rule.decay is None else (rule.decay, _ANY_TIME)
        found = cases(truths, amount, decay, time)
        given = from_cases(truths, rule, amount.sign, fires, found)
        return _shared(truths, rule, condition.test, given, found) if condition.scope == "lead" else given
    alone = FALSE if condition.alone is None or rule.times else truths.of(condition.alone).true
    parts = [_where(circuit, alone, one) for one in cases(truths, amount, None, None)] if alone != FALSE else []
    enough = TRUE if rule.times is None else _times(activities, rule)
    for first, time in _latest(
        activities, activities.picked(condition.test, condition.within, activities.uses.get(f"rule:{rule.id}"))
    ):
        here = circuit.all_of((enough, ~alone, first))
        parts += [_where(circuit, here, one) for one in cases(truths, amount, rule.decay, time)]
    return from_cases(truths, rule, amount.sign, circuit.any_of(one.literal for one in parts), parts)


_ANY_TIME = Abstract(Between(-(10**17), 10**17), missing=True)


def _shared(truths: Truths, rule: Rule, test: Expr, given: Given, found: Sequence[Case]) -> Given:
    points = found[0].points
    if len(found) > 1 or points is None or points[0] != points[1] or found[0].unsure:
        return given
    try:
        about_one = truths.masks(truths.names.opened(test))
    except TooLarge:
        return given
    if about_one is None:
        return given
    sign = 1 if rule.amount is None else rule.amount.sign
    fixed, _ = signed(points, sign, rule.minimum, rule.maximum)
    return replace(given, share=Share(about_one[0], about_one[1][0], fixed))


def _where(circuit: Circuit, here: int, one: Case) -> Case:
    return Case(circuit.all_of((here, one.literal)), one.points, one.unsure)


def _latest(activities: Activities, picks: Sequence[Pick]) -> list[tuple[int, Abstract]]:
    """For each class of times, that the latest of those picked is in it."""
    circuit = activities.circuit
    by_time: dict[int | None, list[Pick]] = {}
    for pick in picks:
        moment = pick.time.known.known
        by_time.setdefault(moment.low if isinstance(moment, Between) else None, []).append(pick)
    found, later = [], FALSE
    for low in sorted((one for one in by_time if one is not None), reverse=True):
        here = activities.some(by_time[low])
        moments = _hull([_time(activities, pick) for pick in by_time[low]])
        found.append((circuit.all_of((here, ~later)), moments))
        later = circuit.any_of((later, here))
    if None in by_time:
        found.append((circuit.all_of((activities.some(by_time[None]), ~later)), Abstract(None, missing=True)))
    return found


def _time(activities: Activities, pick: Pick) -> Abstract:
    cell = pick.time
    if activities.truths.strict and isinstance(cell.sample, int):
        return Abstract(Between(cell.sample, cell.sample))
    return cell.known


def _hull(times: Sequence[Abstract]) -> Abstract:
    spans = [one.known for one in times if isinstance(one.known, Between)]
    return Abstract(Between(min(one.low for one in spans), max(one.high for one in spans)))


def _times(activities: Activities, rule: Rule) -> int:
    assert rule.times is not None
    assert rule.condition is not None
    if activities.open:
        return activities.circuit.literal()
    kind, needed = rule.times
    count = activities.count(
        activities.picked(rule.condition.test, rule.condition.within, activities.uses.get(f"rule:{rule.id}"))
    )
    enough = activities.circuit.reaches(count, needed)
    return (
        enough
        if kind == "at least"
        else activities.circuit.all_of((enough, ~activities.circuit.reaches(count, needed + 1)))
    )


def _match(activities: Activities, rule: Rule) -> Given:
    """The first row that takes the subject; a missing one is taken by a `missing` row alone."""
    truths, circuit = activities.truths, activities.circuit
    assert rule.subject is not None
    subject = truths.subject_known(rule.subject)
    parts: list[Case] = []
    left = TRUE
    for row in rule.rows:
        takes = circuit.all_of((left, truths.row_takes(rule.subject, row, subject)))
        left = circuit.all_of((left, ~takes))
        for one in cases(truths, row.amount, None, None):
            literal = circuit.all_of((takes, one.literal))
            points = (
                None if one.points is None else one.points if row.amount.sign > 0 else (-one.points[1], -one.points[0])
            )
            parts.append(Case(literal, points, one.unsure))
    return from_cases(truths, rule, 1, circuit.any_of(one.literal for one in parts), parts)


def from_cases(truths: Truths, rule: Rule, sign: int, fires: int, found: Sequence[Case]) -> Given:
    """Points by case; a case without an amount leaves the rule undecided."""
    circuit = truths.circuit
    if len(found) == 1 and found[0].points is not None and not found[0].unsure:
        low, high = signed(found[0].points, sign, rule.minimum, rule.maximum)
        return Given(fires, circuit.if_true(fires, circuit.number(low, high)))
    fired, fixed, loose = [], [], []
    for one in found:
        if one.points is None:
            continue
        here = circuit.all_of((fires, one.literal))
        if one.unsure:
            here = circuit.all_of((here, circuit.literal()))
        fired.append(here)
        low, high = signed(one.points, sign, rule.minimum, rule.maximum)
        if low == high:
            fixed.append((here, low))
        else:
            loose.append(circuit.if_true(here, circuit.number(low, high)))
    return Given(circuit.any_of(fired), circuit.added(circuit.weighted(fixed), *loose))


def choose(activities: Activities, choice: Choice, given: Sequence[Given]) -> list[Given]:
    """`first of` and `best of`: what each rule gives once the choice is made."""
    circuit = activities.circuit
    found, before = [], FALSE
    for at, one in enumerate(given):
        if choice.kind == "first":
            takes = circuit.all_of((one.fired, ~before))
            before = circuit.any_of((before, one.fired))
        else:
            takes = circuit.all_of(
                (
                    one.fired,
                    *(_beats(activities, one, other, tie=at < rank) for rank, other in enumerate(given) if rank != at),
                )
            )
        found.append(Given(takes, circuit.if_true(takes, one.points) if takes != one.fired else one.points))
    return found


def _beats(activities: Activities, one: Given, other: Given, *, tie: bool) -> int:
    """Whether it gives more, or as much and stands first, or the other gives nothing."""
    circuit = activities.circuit
    difference = circuit.added(one.points, circuit.times(other.points, -1))
    return circuit.any_of((~other.fired, circuit.reaches(difference, 0 if tie else 1)))
