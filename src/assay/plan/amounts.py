"""Amounts of rules and rows."""

from assay import model
from assay.plan.conditions import inputs_before, inputs_since
from assay.plan.context import Context
from assay.plan.expressions import lower
from assay.plan.forms import AS_OF, calculated, constant, op
from assay.plan.moments import moment
from assay.plan.nodes import Amount, Decay, Expr


def amount(context: Context, given: model.Amount) -> Amount:
    if type(given.value) is model.Const and given.since is None:
        return Amount(given.sign, lower(context, given.value))
    inputs = inputs_before(context)
    value = _value(context, given)
    return Amount(given.sign, value, inputs_since(context, inputs))


def _value(context: Context, given: model.Amount) -> Expr:
    """`add E per D since T` is E times the full periods of D from T to the moment of scoring."""
    value = lower(context, given.value)
    if given.since is None or given.per is None:
        return value
    context.vars.setdefault("as_of", AS_OF)
    start = moment(context, lower, given.since)
    return calculated("mul", value, op("periods", start, constant("duration", given.per)))


def decay(given: model.Decay | None) -> Decay | None:
    return None if given is None else Decay(given.kind, given.every, given.percent, given.losing)
