"""Rules in plan form."""

from typing import TypedDict

from assay import model
from assay.plan.amounts import amount, decay
from assay.plan.conditions import condition
from assay.plan.context import Context
from assay.plan.nodes import Expr, Limit, Quota, Rule
from assay.plan.rows import matched
from assay.plan.texts import folded, is_exact
from assay.types import Kind


class _Common(TypedDict):
    id: str
    group: str
    text: str
    choice: int | None
    starting: int | None
    until: int | None
    off: bool
    because: str | None
    owner: str | None
    file: str
    line: int


def _common(rule: model.RuleBase, group: str, choice: int | None) -> _Common:
    meta = rule.meta
    return {
        "id": rule.id,
        "group": group,
        "text": rule.text,
        "choice": choice,
        "starting": meta.starting,
        "until": meta.until,
        "off": meta.off,
        "because": meta.because,
        "owner": meta.owner,
        "file": rule.span.source.name,
        "line": rule.span.line,
    }


def rule_of(
    context: Context, rule: model.When | model.Each | model.Match, group: str, choice: int | None = None
) -> Rule:
    common = _common(rule, group, choice)
    match rule:
        case model.When():
            return _when(context, rule, common)
        case model.Each():
            return _each(context, rule, common)
        case model.Match():
            subject, rows, inputs = matched(context, rule.subject, rule.rows)
            return Rule(kind="match", subject=subject, rows=rows, inputs=inputs, **common)


def _when(context: Context, rule: model.When, common: _Common) -> Rule:
    return Rule(
        kind="when",
        condition=condition(context, rule.condition, within=rule.within, per_activity=rule.times is not None),
        amount=amount(context, rule.amount),
        times=rule.times,
        maximum=rule.maximum,
        minimum=rule.minimum,
        decay=decay(rule.decay),
        **common,
    )


def _each(context: Context, rule: model.Each, common: _Common) -> Rule:
    given = condition(context, rule.condition, within=rule.within, per_activity=True)
    subject, rows, inputs = matched(context, rule.subject, rule.rows)
    return Rule(
        kind="each" if subject is None else "each match",
        condition=given,
        amount=None if rule.amount is None else amount(context, rule.amount),
        subject=subject,
        rows=rows,
        inputs=inputs,
        once_per=_activity_value(context, rule.once_per),
        limit=_limit(rule),
        quota=_quota(context, rule),
        maximum=rule.maximum,
        decay=decay(rule.decay),
        **common,
    )


def _activity_value(context: Context, name: str | None) -> Expr | None:
    """A field by whose values activities are told apart: texts by their folded form."""
    if name is None:
        return None
    raw = context.activity_field(name)
    type_ = context.activity_types[name]
    return folded(context, raw) if type_.kind is Kind.TEXT and not is_exact(type_) else raw


def _limit(rule: model.Each) -> Limit | None:
    if rule.limit is None:
        return None
    if isinstance(rule.limit_period, int):
        return Limit(rule.limit, None, rule.limit_period)
    return Limit(rule.limit, rule.limit_period)


def _quota(context: Context, rule: model.Each) -> Quota | None:
    if rule.quota is None:
        return None
    return Quota(rule.quota, rule.quota_period, _activity_value(context, rule.quota_field))
