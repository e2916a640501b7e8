"""Plans put together by hand, so that the trace is tested without parser, checker and planner."""

import datetime as dt
from collections.abc import Mapping, Sequence

from assay.engines.record.trace import Trace, trace
from assay.plan.nodes import (
    ActivityField,
    Aggregate,
    Amount,
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
    Rule,
    Stage,
    Step,
    Table,
    Value,
    Var,
    Zone,
)
from assay.values import DAY, SCALE, days_of, microseconds_of

AS_OF_TIME = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
AS_OF = microseconds_of(AS_OF_TIME - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
LEAD = (
    Field("id", "text", "id", key=True, exact=True),
    Field("country", "text", "country"),
    Field("title", "text", "title"),
    Field("email", "text", "email"),
    Field("employees", "number", "employees"),
    Field("band", "one of", "band", values=("Low", "Middle", "High")),
    Field("newsletter", "boolean", "newsletter"),
    Field("interests", "list", "interests"),
    Field("created", "time", "created"),
    Field("renewal", "date", "renewal"),
)
ACTIVITY = (
    Field("lead_id", "text", "lead_id", key=True, exact=True),
    Field("action", "text", "action"),
    Field("page", "text", "page"),
    Field("occurred", "time", "occurred"),
)


def op(name: str, *args: Expr) -> Op:
    return Op("op", name, args)


def lead(name: str) -> LeadField:
    return LeadField("lead", name)


def activity(name: str) -> ActivityField:
    return ActivityField("activity", name)


def var(name: str) -> Var:
    return Var("var", name)


def text(value: str) -> Const:
    return Const("const", "text", value)


def num(value: float) -> Const:
    return Const("const", "number", round(value * SCALE))


def duration(days: float) -> Const:
    return Const("const", "duration", round(days * DAY))


def day(value: dt.date) -> Const:
    return Const("const", "date", days_of(value))


def texts(*values: str) -> ConstSet:
    return ConstSet("set", "text", values)


def is_(field: Expr, value: str) -> Op:
    return op("eq", op("fold", field), text(value))


def about_lead(test: Expr, *inputs: str) -> Condition:
    return Condition("lead", test, inputs=tuple(Input(name, lead(name)) for name in inputs))


def about_activity(
    test: Expr,
    *inputs: str,
    alone: Expr | None = None,
    possible: Expr | None = None,
    possible_alone: Expr | None = None,
    within: int | None = None,
) -> Condition:
    named = tuple(Input(name, lead(name)) for name in inputs)
    return Condition("activity", test, alone, possible, possible_alone, within, named)


def add(points: float, *inputs: str) -> Amount:
    return Amount(1, num(points), tuple(Input(name, lead(name)) for name in inputs))


def rule(id: str, condition: Condition, amount: Amount | None = None, **clauses: object) -> Rule:
    kind = clauses.pop("kind", "when")
    given = add(10) if amount is None and "rows" not in clauses else amount
    return Rule(id, "g", id, kind, condition, given, **clauses)  # type: ignore[arg-type]


def stage(name: str, condition: Condition, *, sticky: bool = False) -> Stage:
    return Stage(name, sticky, condition, None, name)


def plan(*rules: Rule, aggregates: Sequence[Aggregate] = (), values: Sequence[Value] = (), **parts: object) -> Plan:
    """One group `g` with these rules; the steps in their usual order."""
    steps = [
        Step("ignore"),
        *(Step("aggregate", one.id) for one in aggregates),
        *(Step("value", one.name) for one in values),
        Step("exclude"),
        Step("group", "g"),
        *(Step(kind) for kind in ("total", "grade", "disqualify", "stage", "promote", "route", "guarantee")),
    ]
    group = Group("g", None, None, tuple(range(len(rules))), (), None, None, None)
    made: dict[str, object] = {
        "version": 1,
        "name": None,
        "zone": Zone("UTC", (0,), (0,)),
        "missing": (),
        "lead": Table(LEAD, True, "id"),
        "activity": Table(ACTIVITY, True, "lead_id", "occurred"),
        "lists": (),
        "ignores": (),
        "aggregates": tuple(aggregates),
        "values": tuple(values),
        "excludes": (),
        "rules": rules,
        "choices": (),
        "groups": (group,),
        "total_minimum": None,
        "total_maximum": None,
        "grades": (),
        "disqualifies": (),
        "stages": (),
        "promotions": (),
        "routes": (),
        "guarantees": (),
        "steps": tuple(steps),
        "index": (),
        "residual": (),
        "rules_version": "0" * 12,
    }
    return Plan(**(made | parts))  # type: ignore[arg-type]


def run(made: Plan, values: Mapping[str, object] | None = None, *activities: Mapping[str, object]) -> Trace:
    return trace(made, AS_OF, {"id": "L-1", **(values or {})}, activities)


def seen(action: str | None, days_ago: float | None = None, **more: object) -> dict[str, object]:
    """An activity so many days before the moment of scoring; None: without a time."""
    when = None if days_ago is None else AS_OF_TIME - dt.timedelta(days=days_ago)
    return {"lead_id": "L-1", "action": action, "occurred": when, **more}
