"""A stored plan as a whole: every reference leads somewhere, everything is computed before it is read.

The steps are walked as an engine would walk them; each makes known what it computes. What passes here can be
compiled and run: names are known, operations take what they are given, nothing is circular.
"""

from collections.abc import Callable, Iterable, Mapping

from assay.plan.errors import PlanError
from assay.plan.nodes import (
    Aggregate,
    ConstSet,
    Decision,
    Expr,
    Field,
    Group,
    Op,
    Plan,
    Scalar,
    Step,
    Table,
    Value,
)
from assay.plan.validate_expressions import (
    Known,
    check_items,
    check_kind,
    check_offset,
    check_span,
    kind_of,
    order_of,
)
from assay.plan.validate_rules import check_bounds, check_condition, check_layout, check_rule, rule_at, within
from assay.values import fold

_FIXED = ("ignore", "exclude", "total", "grade", "disqualify", "stage", "promote", "route", "guarantee")
_KINDS = {"integer": "number", "one of": "text"}
_COUNTING = {"any": "boolean", "none": "boolean", "count": "number"}


def validate(plan: Plan) -> None:
    """Raises PlanError with the first thing that is wrong."""
    with within("this plan is damaged"):
        check_layout(plan)
        _check_zone(plan)
        _check_lists(plan)
        _check_index(plan)
        known = Known(_fields(plan.lead), _fields(plan.activity), {named.name: named for named in plan.lists})
        known.orders.update({**_orders("lead", plan.lead), **_orders("activity", plan.activity)})
        _check_steps(plan, known)


def _fields(table: Table) -> Mapping[str, str]:
    kinds = {field.name: _KINDS.get(field.kind, field.kind) for field in table.fields}
    if len(kinds) != len(table.fields):
        raise PlanError("two fields have one name")
    _check_named(table.key, table.fields, "key")
    _check_named(table.time, table.fields, "time")
    if table.time is not None and kinds[table.time] != "time":
        raise PlanError(f"`{table.time}` holds no times")
    return kinds


def _orders(noun: str, table: Table) -> dict[str, tuple[Scalar, ...]]:
    return {f"{noun} {f.name}": tuple(dict.fromkeys(map(fold, f.values))) for f in table.fields if f.kind == "one of"}


def _check_named(name: str | None, fields: Iterable[Field], noun: str) -> None:
    if name is not None and all(field.name != name for field in fields):
        raise PlanError(f"there is no field `{name}` for the {noun}")


def _check_zone(plan: Plan) -> None:
    moments, offsets = plan.zone.moments, plan.zone.offsets
    if not moments or len(moments) != len(offsets) or list(moments) != sorted(set(moments)):
        raise PlanError("the zone's changes are out of order")
    for offset in offsets:
        check_offset(offset)


def _check_lists(plan: Plan) -> None:
    if len({named.name for named in plan.lists}) != len(plan.lists):
        raise PlanError("two lists have one name")
    for named in plan.lists:
        with within(f"list `{named.name}`"):
            check_items(named.kind, named.items)


def _check_index(plan: Plan) -> None:
    fields = {field.name for field in plan.lead.fields}
    for entry in plan.index:
        if entry.field not in fields:
            raise PlanError(f"the index names a field `{entry.field}` that is not there")
    for place in (*plan.residual, *(p for entry in plan.index for p in (*entry.rules, *entry.joint))):
        rule_at(plan, place)


# --- steps -------------------------------------------------------------------------------------------------


def _check_steps(plan: Plan, known: Known) -> None:
    _check_schedule(plan)
    aggregates = {aggregate.id: aggregate for aggregate in plan.aggregates}
    values = {value.name: value for value in plan.values}
    groups = {group.name: group for group in plan.groups}
    ignored = False
    for step in plan.steps:
        with within(_place(step)):
            match step.kind:
                case "aggregate":
                    _check_aggregate(known, aggregates[step.name], ignored=ignored)
                case "value":
                    _check_value(known, values[step.name])
                case "group":
                    _check_group(plan, known, groups[step.name])
                case _:
                    _CHECKS[step.kind](plan, known)
        ignored = ignored or step.kind == "ignore"


def _place(step: Step) -> str:
    return f"{step.kind} `{step.name}`" if step.name else f"the step `{step.kind}`"


def _check_schedule(plan: Plan) -> None:
    """Each thing has one step, and the fixed steps are in their order."""
    if tuple(step.kind for step in plan.steps if step.kind in _FIXED) != _FIXED:
        raise PlanError("a step is missing, or out of order")
    for kind, names in (
        ("aggregate", [aggregate.id for aggregate in plan.aggregates]),
        ("value", [value.name for value in plan.values]),
        ("group", [group.name for group in plan.groups]),
    ):
        scheduled = [step.name for step in plan.steps if step.kind == kind]
        if sorted(scheduled) != sorted(set(names)) or len(names) != len(scheduled):
            raise PlanError(f"a step of the kind `{kind}` is missing, or one too many")


def _check_aggregate(known: Known, aggregate: Aggregate, *, ignored: bool) -> None:
    if aggregate.source == "kept" and not ignored:
        raise PlanError("it reads activities before it is known which to ignore")
    check_span(aggregate.within, "a window")
    if aggregate.where is not None:
        check_kind(known, aggregate.where, "boolean", activity=True)
    if (aggregate.value is None) != (aggregate.function in _COUNTING):
        raise PlanError(f"`{aggregate.function}` has no value, or one too many")
    if _kind_of_aggregate(known, aggregate) != aggregate.kind:
        raise PlanError(f"it does not give a {aggregate.kind}")
    if aggregate.key is not None:
        kind_of(known, aggregate.key, activity=True)
        _check_key(known, aggregate)
    name = f"aggregate:{aggregate.id}"
    known.vars[name] = (aggregate.kind, False)
    _learn_order(known, name, aggregate.value)


def _check_key(known: Known, aggregate: Aggregate) -> None:
    """What values are ordered by is there wherever they are."""
    match aggregate.key:
        case Op(op="fold", args=(value,)) if value == aggregate.value:
            return
        case Op(op="rank", args=(value, ConstSet(items=items))) if value == aggregate.value:
            if order_of(known, value) == items:
                return
    raise PlanError("it is ordered by something other than its value")


def _learn_order(known: Known, name: str, value: Expr | None) -> None:
    order = None if value is None else order_of(known, value)
    if order is not None:
        known.orders[name] = order


def _kind_of_aggregate(known: Known, aggregate: Aggregate) -> str:
    if aggregate.value is None:
        return _COUNTING[aggregate.function]
    kind = kind_of(known, aggregate.value, activity=True)
    if aggregate.function in ("sum", "average") and kind != "number":
        raise PlanError(f"`{aggregate.function}` takes numbers, not a {kind}")
    if kind in ("list", "stage"):
        raise PlanError(f"`{aggregate.function}` does not take a {kind}")
    return "number" if aggregate.function == "distinct" else kind


def _check_value(known: Known, value: Value) -> None:
    if ":" not in value.name or value.name.startswith(("aggregate:", "group:", "grade:")):
        raise PlanError("it has the name of something else")
    check_kind(known, value.value, value.kind, activity=value.scope == "activity")
    known.vars[value.name] = (value.kind, value.scope == "activity")
    _learn_order(known, value.name, value.value)


def _check_group(plan: Plan, known: Known, group: Group) -> None:
    for child in group.children:
        _check_computed(known, child)
    for place in group.rules:
        with within(f"rule {place}"):
            check_rule(plan, known, plan.rules[place])
    known.vars[f"group:{group.name}"] = ("number", False)


def _check_computed(known: Known, group: str) -> None:
    if f"group:{group}" not in known.vars:
        raise PlanError(f"group `{group}` is not computed before it")


# --- the fixed steps ---------------------------------------------------------------------------------------


def _check_decisions(known: Known, decisions: Iterable[Decision]) -> None:
    for decision in decisions:
        check_condition(known, decision.condition)


def _check_total(plan: Plan, known: Known) -> None:
    check_bounds(plan.total_minimum, plan.total_maximum)
    for group in plan.groups:
        _check_computed(known, group.name)
    known.vars["score"] = ("number", False)


def _check_grades(plan: Plan, known: Known) -> None:
    names = {group.name for group in plan.groups} | {"score"}
    for grade in plan.grades:
        bounds = [bound for _, bound in grade.bands]
        if grade.group not in names or not bounds or bounds[-1] is not None or None in bounds[:-1]:
            raise PlanError(f"the grade of `{grade.group}` has no last band, or no group")
        check_bounds(*bounds)
        known.vars[f"grade:{grade.group}"] = ("text", False)


def _check_disqualify(plan: Plan, known: Known) -> None:
    _check_decisions(known, plan.disqualifies)
    known.vars["disqualified"] = ("boolean", False)


def _check_stages(plan: Plan, known: Known) -> None:
    if len({stage.name for stage in plan.stages}) != len(plan.stages):
        raise PlanError("two stages have one name")
    for stage in plan.stages:
        check_condition(known, stage.condition)
    known.vars["stage_before"] = ("stage", False)


def _check_promotions(plan: Plan, known: Known) -> None:
    for promotion in plan.promotions:
        if not 0 <= promotion.stage < len(plan.stages):
            raise PlanError(f"there is no stage {promotion.stage}")
        check_condition(known, promotion.condition)
    known.vars["stage"] = ("stage", False)


def _check_routes(plan: Plan, known: Known) -> None:
    for route in plan.routes:
        check_span(route.within, "a response time", least=0)
        if route.condition is not None:
            check_condition(known, route.condition)
    known.vars["route"] = ("text", False)


def _check_guarantees(plan: Plan, known: Known) -> None:
    for guarantee in plan.guarantees:
        check_condition(known, guarantee.condition)
        if guarantee.condition.scope != "lead":
            raise PlanError("a guarantee is about the finished lead, not about an activity")


_CHECKS: dict[str, Callable[[Plan, Known], None]] = {
    "ignore": lambda plan, known: _check_decisions(known, plan.ignores),
    "exclude": lambda plan, known: _check_decisions(known, plan.excludes),
    "total": _check_total,
    "grade": _check_grades,
    "disqualify": _check_disqualify,
    "stage": _check_stages,
    "promote": _check_promotions,
    "route": _check_routes,
    "guarantee": _check_guarantees,
}
