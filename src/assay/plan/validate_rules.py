"""Rules, groups and choices of a stored plan."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from assay.plan.errors import PlanError
from assay.plan.nodes import Amount, Condition, Decay, Input, Plan, Row, Rule
from assay.plan.validate_expressions import Known, check_kind, check_span, kind_of
from assay.values import LIMIT

_PARTS = {  # what each kind of rule has: a condition, an amount, a subject with rows
    "when": (True, True, False),
    "each": (True, True, False),
    "match": (False, False, True),
    "each match": (True, False, True),
}


@contextmanager
def within(place: str) -> Iterator[None]:
    """What is wrong inside is said with its place."""
    try:
        yield
    except PlanError as error:
        raise PlanError(f"{place}: {error}") from None


def check_condition(known: Known, condition: Condition) -> None:
    of_activity = condition.scope == "activity"
    check_kind(known, condition.test, "boolean", activity=of_activity)
    check_span(condition.within, "a window")
    for of_lead in (condition.alone, condition.possible_alone):
        if of_lead is not None:
            check_kind(known, of_lead, "boolean", activity=False)
    if condition.possible is not None:
        check_kind(known, condition.possible, "boolean", activity=of_activity)
    check_inputs(known, condition.inputs)


def check_inputs(known: Known, inputs: Iterable[Input]) -> None:
    for found in inputs:
        kind_of(known, found.value, activity=False)


def check_amount(known: Known, amount: Amount, *, activity: bool) -> None:
    check_kind(known, amount.value, "number", activity=activity)
    check_inputs(known, amount.inputs)


def check_bounds(*bounds: int | None) -> None:
    if any(bound is not None and not -LIMIT < bound < LIMIT for bound in bounds):
        raise PlanError("a bound is out of range")


def check_rule(plan: Plan, known: Known, rule: Rule) -> None:
    given = (rule.condition is not None, rule.amount is not None, rule.subject is not None)
    if given != _PARTS[rule.kind] or (rule.subject is not None) != bool(rule.rows):
        raise PlanError(f"a rule of the kind `{rule.kind}` lacks a part or has one too many")
    each = rule.kind.startswith("each")
    if rule.condition is not None:
        check_condition(known, rule.condition)
        if each and rule.condition.scope != "activity":
            raise PlanError("an `each` reads no activity")
    if rule.amount is not None:
        check_amount(known, rule.amount, activity=each)
    check_inputs(known, rule.inputs)
    _check_rows(known, rule, activity=each)
    _check_clauses(known, rule)
    if rule.choice is not None and not 0 <= rule.choice < len(plan.choices):
        raise PlanError("it belongs to a choice that is not there")


def _check_rows(known: Known, rule: Rule, *, activity: bool) -> None:
    if rule.subject is None:
        return
    kind = kind_of(known, rule.subject, activity=activity)
    in_rows = Known({}, {}, known.lists, {"subject": (kind, False)})
    for row in rule.rows:
        _check_row(in_rows, row)
        check_amount(known, row.amount, activity=activity)


def _check_row(in_rows: Known, row: Row) -> None:
    """Rows hold their subject against constants, and against nothing else."""
    if row.test is not None:
        check_kind(in_rows, row.test, "boolean", activity=False)


def _check_clauses(known: Known, rule: Rule) -> None:
    check_bounds(rule.maximum, rule.minimum)
    check_span(rule.times[1] if rule.times else None, "a count", least=0)
    _check_decay(rule.decay)
    if rule.once_per is not None:
        kind_of(known, rule.once_per, activity=True)
    if rule.limit is not None:
        check_span(rule.limit.count, "a limit", least=0)
        check_span(rule.limit.every, "a period")
        if (rule.limit.period is None) == (rule.limit.every is None):
            raise PlanError("a limit has no period, or two")
    if rule.quota is not None:
        check_span(rule.quota.count, "a count", least=0)
        if (rule.quota.period is None) == (rule.quota.field is None):
            raise PlanError("a count has neither a period nor a field, or both")
        if rule.quota.field is not None:
            kind_of(known, rule.quota.field, activity=True)


def _check_decay(decay: Decay | None) -> None:
    if decay is not None:
        check_span(decay.every, "a decay's step")
        check_span(decay.percent, "a decay's percentage", least=0)
        check_span(decay.losing, "a decay's loss", least=0)


# --- how rules, choices and groups hang together ------------------------------------------------------------


def check_layout(plan: Plan) -> None:
    """Each rule in one group, each rule of a choice in that choice, each inner group in one outer one."""
    _check_groups(plan)
    for number, choice in enumerate(plan.choices):
        for place in choice.rules:
            rule = rule_at(plan, place)
            if rule.choice != number or rule.kind != "when":
                raise PlanError(f"rule {place} does not belong to choice {number}")
    members = [place for choice in plan.choices for place in choice.rules]
    if sorted(members) != [place for place, rule in enumerate(plan.rules) if rule.choice is not None]:
        raise PlanError("a rule is in two choices, or in none")


def rule_at(plan: Plan, place: int) -> Rule:
    if not 0 <= place < len(plan.rules):
        raise PlanError(f"there is no rule {place}")
    return plan.rules[place]


def _check_groups(plan: Plan) -> None:
    groups = {group.name: group for group in plan.groups}
    if len(groups) != len(plan.groups):
        raise PlanError("two groups have one name")
    places = sorted(place for group in plan.groups for place in group.rules)
    if places != list(range(len(plan.rules))):
        raise PlanError("a rule is in two groups, or in none")
    for group in plan.groups:
        check_bounds(group.minimum, group.maximum, group.weight)
        if any(plan.rules[place].group != group.name for place in group.rules):
            raise PlanError(f"group `{group.name}` holds a rule of another group")
        if any(child not in groups or groups[child].parent != group.name for child in group.children):
            raise PlanError(f"group `{group.name}` holds a group that is not its own")
        if group.parent is not None and (
            group.parent not in groups or groups[group.parent].children.count(group.name) != 1
        ):
            raise PlanError(f"group `{group.name}` is not where it says")
