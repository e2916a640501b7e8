"""What a result says of the rules: which fired, which could not be decided, and for want of what."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import Sql, case, is_null, number, truth
from assay.engines.sql.context import Context
from assay.engines.sql.expressions import lower
from assay.engines.sql.masks import masks
from assay.engines.sql.query import RuleColumns
from assay.engines.sql.rules import Judged
from assay.plan.nodes import Input


@dataclass(frozen=True, slots=True)
class Rules:
    """The part of a Layout that is about rules."""

    rules: tuple[RuleColumns, ...] = ()
    fired: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()


def rules_of(context: Context, made: Mapping[int, Judged]) -> Rules:
    """In the order of the rules."""
    judged = [made[index] for index in sorted(made)]
    outcomes = [context.registry.held(one.outcome, f"rule_{context.plan.rules[one.index].id}") for one in judged]
    inputs = tuple(dict.fromkeys(given for one in judged for reason in one.reasons for given in reason.inputs))
    return Rules(
        tuple(_columns(context, one) for one in judged),
        tuple(masks(context, [one.copy() for one in outcomes], "fired")),
        tuple(masks(context, [is_null(one.copy()) for one in outcomes], "undecided")),
        inputs,
        tuple(masks(context, [is_null(lower(context, given.value)) for given in inputs], "missing")),
    )


def _columns(context: Context, one: Judged) -> RuleColumns:
    reasons = tuple(reason.inputs for reason in one.reasons)
    points = one.points if isinstance(one.points, int) else _name(context, one.points, "points")
    return RuleColumns(one.index, points, reasons, _reason(context, one))


def _reason(context: Context, one: Judged) -> str | None:
    if len(one.reasons) < 2:
        return None
    branches = [
        (truth(value=True) if reason.condition is None else reason.condition.copy(), number(at))
        for at, reason in enumerate(one.reasons)
    ]
    return _name(context, case(branches), "reason")


def _name(context: Context, value: Sql, hint: str) -> str:
    return value.name if isinstance(value, exp.Column) else context.registry.put(value, hint).name
