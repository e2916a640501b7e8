"""Lets as values: each is computed once, in each place where it means something else."""

from collections.abc import Iterator

from assay import model
from assay.plan.context import Context, Facts, collecting
from assay.plan.forms import vars_in
from assay.plan.kinds import kind_of
from assay.plan.lists import Lower
from assay.plan.nodes import Expr, Value
from assay.plan.parts import (
    ACTIVITY,
    LEAD,
    Reading,
    alone,
    form_key,
    is_sure,
    lead_may_be_unknown,
    possible,
    possible_alone,
    reads,
)


def let_key(context: Context, name: str) -> str:
    """The key of a let as it reads here: see `plan.nodes.Value`."""
    if context.place == "ignore":
        return f"ignore-let:{name}"
    if context.place == "promote" and context.lets[name].value.phase >= model.Phase.STAGE:
        return f"promote-let:{name}"
    return f"let:{name}"


def let(context: Context, lower: Lower, name: str) -> str:
    """The key of a let, lowered on first use; what it is built on first, however long the chain."""
    pending = [name]
    while pending:
        at = pending[-1]
        if let_key(context, at) in context.values:
            pending.pop()
        elif missing := [n for n in _lets_in(context.lets[at].value) if let_key(context, n) not in context.values]:
            pending.extend(missing)
        else:
            _lower_let(context, lower, context.lets[at])
    return let_key(context, name)


def _lets_in(expr: model.Expr | None) -> Iterator[str]:
    match expr:
        case model.LetRef(name=name):
            yield name
        case model.Op(args=parts) | model.ListValue(items=parts):
            for part in parts:
                yield from _lets_in(part)
        case model.Between(low=low, high=high):
            yield from _lets_in(low)
            yield from _lets_in(high)
        case model.Aggregate(value=value, where=where):
            yield from _lets_in(value)
            yield from _lets_in(where)


def _lower_let(context: Context, lower: Lower, named: model.Let) -> None:
    key = let_key(context, named.name)
    with collecting(context):
        value = lower(context, named.value)
        context.reads[key] = tuple(context.vars)
        context.let_inputs[key] = tuple(context.inputs.values())
    bits = reads(context, value)
    facts = Facts(activity=bool(bits & ACTIVITY), lead=bool(bits & LEAD), sure=is_sure(context, value))
    context.facts[key] = facts
    context.values[key] = Value(key, "activity" if facts.activity else "lead", value, kind_of(named.value.type))
    if facts.activity and context.values[key].kind == "boolean":
        with collecting(context):
            derive(context, key, value)


def derive(context: Context, key: str, value: Expr) -> None:
    """What conditions that read this let need to know of it beside its value."""
    unsure = lead_may_be_unknown(context, value)
    for want in (True, False):
        _derived(context, key, "alone", alone(context, value, want=want), want=want)
        if unsure:
            _derived(context, key, "possible-alone", possible_alone(context, value, want=want), want=want)
            _derived(context, key, "possible", possible(context, value, want=want), want=want)


def _derived(context: Context, key: str, reading: Reading, value: Expr | None, *, want: bool) -> None:
    if value is None:
        return
    name = form_key(key, reading, want=want)
    context.reads[name] = tuple(vars_in(value))
    context.values[name] = Value(name, "activity" if reading == "possible" else "lead", value, "boolean")
    context.facts[name] = Facts(activity=reading == "possible", sure=reading != "alone")
