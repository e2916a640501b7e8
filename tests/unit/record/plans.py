"""Plans put together by hand, small enough to see through."""

from collections.abc import Mapping

from assay.engines.record import Outcome, Scorer
from assay.plan.nodes import (
    ActivityField,
    Aggregate,
    Amount,
    Choice,
    Condition,
    Const,
    ConstSet,
    Expr,
    Field,
    Group,
    Input,
    LeadField,
    Op,
    Plan,
    Row,
    Rule,
    Step,
    Table,
    Value,
    Var,
    Zone,
)
from assay.values import DAY, SCALE

AS_OF = 20_000 * DAY  # 2024-10-04
LEAD = (
    Field("id", "text", "id", key=True, exact=True),
    Field("country", "text", "country"),
    Field("code", "text", "code", exact=True),
    Field("email", "text", "email"),
    Field("title", "text", "title"),
    Field("employees", "number", "employees"),
    Field("visits", "number", "visits"),
    Field("vip", "boolean", "vip"),
    Field("interests", "list", "interests"),
    Field("created", "time", "created"),
    Field("born", "date", "born"),
)
ACTIVITY = (
    Field("lead_id", "text", "lead_id", key=True, exact=True),
    Field("action", "text", "action"),
    Field("page", "text", "page"),
    Field("amount", "number", "amount"),
    Field("occurred", "time", "occurred"),
)


def lead(name: str) -> LeadField:
    return LeadField("lead", name)


def activity(name: str) -> ActivityField:
    return ActivityField("activity", name)


def var(name: str) -> Var:
    return Var("var", name)


def op(name: str, *args: Expr) -> Op:
    return Op("op", name, args)


def number(value: float) -> Const:
    return Const("const", "number", round(value * SCALE))


def text(value: str) -> Const:
    return Const("const", "text", value)


def texts(*values: str) -> ConstSet:
    return ConstSet("set", "text", values)


def fold(expr: Expr) -> Op:
    return op("fold", expr)


def country(value: str) -> Op:
    return op("eq", fold(lead("country")), text(value))


def action(value: str) -> Op:
    return op("eq", fold(activity("action")), text(value))


def inputs(*names: str) -> tuple[Input, ...]:
    return tuple(Input(name, lead(name)) for name in names)


def about_lead(test: Expr, *names: str) -> Condition:
    return Condition("lead", test, inputs=inputs(*names))


def about_activities(test: Expr, *names: str, **more: object) -> Condition:
    return Condition("activity", test, inputs=inputs(*names), **more)  # type: ignore[arg-type]


def add(value: Expr | float, *names: str) -> Amount:
    return Amount(1, number(value) if isinstance(value, int | float) else value, inputs(*names))


def subtract(value: Expr | float, *names: str) -> Amount:
    return Amount(-1, number(value) if isinstance(value, int | float) else value, inputs(*names))


def when(id: str, condition: Condition, amount: Amount, **more: object) -> Rule:
    return Rule(id, "fit", id, "when", condition=condition, amount=amount, **more)  # type: ignore[arg-type]


def each(id: str, condition: Condition, amount: Amount, **more: object) -> Rule:
    return Rule(id, "fit", id, "each", condition=condition, amount=amount, **more)  # type: ignore[arg-type]


def row(test: Expr | None, amount: Amount, missing: bool = False, otherwise: bool = False) -> Row:
    return Row(test, missing, otherwise, amount, "")


def group(name: str, rules: tuple[int, ...], **more: object) -> Group:
    defaults = {"parent": None, "children": (), "minimum": None, "maximum": None, "weight": None}
    return Group(name, None, rules=rules, **(defaults | more))  # type: ignore[arg-type]


def plan_of(
    *rules: Rule,
    groups: tuple[Group, ...] | None = None,
    values: tuple[Value, ...] = (),
    aggregates: tuple[Aggregate, ...] = (),
    before: tuple[Step, ...] | None = None,
    **more: object,
) -> Plan:
    """A plan in which the rules stand in the group `fit`; aggregates and values come before the groups."""
    made = groups if groups is not None else (group("fit", tuple(range(len(rules)))),)
    first = before
    if first is None:
        first = (
            Step("ignore"),
            *(Step("aggregate", one.id) for one in aggregates),
            *(Step("value", one.name) for one in values),
            Step("exclude"),
        )
    last = ("total", "grade", "disqualify", "stage", "promote", "route", "guarantee")
    steps = (*first, *(Step("group", one.name) for one in made), *(Step(kind) for kind in last))  # type: ignore[arg-type]
    parts: dict[str, object] = {
        "version": 1,
        "name": None,
        "zone": Zone("UTC", (), (0,)),
        "missing": ("n/a",),
        "lead": Table(LEAD, True, "id"),
        "activity": Table(ACTIVITY, True, "lead_id", "occurred"),
        "lists": (),
        "ignores": (),
        "aggregates": aggregates,
        "values": values,
        "excludes": (),
        "rules": rules,
        "choices": (),
        "groups": made,
        "total_minimum": None,
        "total_maximum": None,
        "grades": (),
        "disqualifies": (),
        "stages": (),
        "promotions": (),
        "routes": (),
        "guarantees": (),
        "steps": steps,
        "index": (),
        "residual": (),
        "rules_version": "0" * 12,
    }
    return Plan(**(parts | more))  # type: ignore[arg-type]


def scored(
    plan: Plan, lead: Mapping[str, object], *activities: Mapping[str, object], previous: str | None = None
) -> Outcome:
    """One lead, scored at AS_OF."""
    return Scorer(plan, AS_OF).score(lead, activities, previous)


def verdict(test: Expr, lead: Mapping[str, object], *activities: Mapping[str, object]) -> bool | None:
    """How a condition about the lead comes out: through a rule of its own, and as a part of other code, where it
    cannot be looked up in a table."""
    names = sorted({one.name for one in LEAD})
    tabled = when("tabled", about_lead(test, *names), add(1))
    plain = when("plain", about_lead(test, *names), add(1), choice=0)
    outcome = scored(plan_of(tabled, plain, choices=(Choice("first", (1,)),)), lead, *activities)
    found = [
        True if one in [fired.id for fired in outcome.fired] else None
        for one in ("tabled", "plain")
        if one in [fired.id for fired in outcome.fired] or one in [waits.id for waits in outcome.undecided]
    ]
    assert len(set(found)) <= 1, "tables and plain code differ"
    assert len(found) in (0, 2), "tables and plain code differ"
    return found[0] if found else False
