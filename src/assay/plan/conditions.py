"""Conditions with their reading of activities spelled out."""

from assay import model
from assay.plan.context import Context
from assay.plan.expressions import lower
from assay.plan.nodes import Condition, Input
from assay.plan.parts import alone, lead_may_be_unknown, possible, possible_alone


def condition(
    context: Context, expr: model.Expr, *, within: int | None = None, per_activity: bool = False
) -> Condition:
    """`per_activity`: activities are counted or judged one by one, so that the lead's parts alone decide nothing."""
    inputs = inputs_before(context)
    test = lower(context, expr)
    read = inputs_since(context, inputs)
    if expr.scope is not model.Scope.ACTIVITY:
        return Condition("lead", test, within=within, inputs=read)
    unsure = lead_may_be_unknown(context, test)
    return Condition(
        "activity",
        test,
        alone=None if per_activity else alone(context, test),
        possible=possible(context, test) if unsure else None,
        possible_alone=possible_alone(context, test) if unsure and not per_activity else None,
        within=within,
        inputs=read,
    )


def inputs_before(context: Context) -> dict[str, Input]:
    """Starts collecting the inputs of a piece; give the result to `inputs_since`."""
    outer = context.inputs
    context.inputs = {}
    return outer


def inputs_since(context: Context, outer: dict[str, Input]) -> tuple[Input, ...]:
    found = tuple(context.inputs.values())
    context.inputs = outer
    return found
