"""The activities under a rule: what each gave, or why it does not count; and the arithmetic of age."""

from collections import Counter

from assay.engines.record.trace import Trace
from assay.engines.record.trace.nodes import Aging, Contribution, RuleTrace
from assay.engines.record.trace.traced import points as as_points
from assay.plan.nodes import Decay, Expr, Rule
from assay.render.explaining_conditions import described
from assay.render.explanation import ExplainedActivity
from assay.render.words import Words
from assay.render.words_values import age, counted, duration, moment, number, points
from assay.values import points_of

SHOWN = 5  # activities under a rule


def aged(aging: Aging) -> str:
    """ "30 points, 75 days old, halving every 90 days: 16.84"."""
    if aging.age is None or aging.after is None:
        return f"{number(aging.before)} points, of unknown age"
    return f"{number(aging.before)} points, {age(aging.age)}, {_decay(aging.decay, aging)}: {points(aging.after)}"


def _decay(decay: Decay, aging: Aging) -> str:
    every = duration(decay.every)
    steps = f" ({counted(aging.steps, 'full step')})" if aging.steps else ""
    match decay.kind:
        case "halving":
            return f"halving every {every}"
        case "expiring":
            expired = aging.age is not None and aging.age >= decay.every
            return f"{'expired' if expired else 'expiring'} after {every}"
        case "losing":
            return f"losing {points(decay.losing)} every {every}{steps}"
        case "compounding":
            return f"fading {number(decay.percent)}% every {every} compounding{steps}"
        case _:
            return f"fading {number(decay.percent)}% every {every}{steps}"


def activities_of(words: Words, trace: Trace, rule: RuleTrace) -> tuple[tuple[ExplainedActivity, ...], int]:
    """The latest ones that count, then those that do not; and how many more there are."""
    if rule.rule.kind not in ("each", "each match"):
        return _when(words, trace, rule), 0
    ranked = sorted(rule.contributions, key=lambda one: (one.standing != "counted", -(one.time or 0)))
    alike = Counter(_activity(words, trace, rule.rule, one) for one in ranked)
    shown = tuple(one.model_copy(update={"times": times}) for one, times in list(alike.items())[:SHOWN])
    return shown, len(ranked) - sum(one.times for one in shown)


def _when(words: Words, trace: Trace, rule: RuleTrace) -> tuple[ExplainedActivity, ...]:
    """For a `when` about activities, the latest that made it true."""
    found = rule.condition
    if found is None or not found.matched or not rule.fired:
        return ()
    latest = max(
        (trace.state.places[place] for place in found.matched),
        key=lambda activity: (activity.time is not None, activity.time or 0),
    )
    more = f"the latest of {len(found.matched)}" if len(found.matched) > 1 else None
    what = described(words, trace, (found.condition.test,), latest)
    when = None if latest.time is None else moment(latest.time, words.zone)
    return (ExplainedActivity(what=what, when=when, points=None, counts=True, note=more),)


def _activity(words: Words, trace: Trace, rule: Rule, one: Contribution) -> ExplainedActivity:
    assert one.place is not None
    activity = trace.state.places[one.place]
    exprs = tuple(expr for expr in (rule.condition.test if rule.condition else None, rule.subject) if expr is not None)
    counts = one.standing == "counted" and one.points is not None
    note = standing(words, rule, one)
    if (
        note is None
        and one.aging is not None
        and one.points is not None
        and abs(one.points) != points_of(one.aging.before)
    ):
        note = aged(one.aging)
    return ExplainedActivity(
        what=described(words, trace, exprs, activity),
        when=None if one.time is None else moment(one.time, words.zone),
        points=as_points(one.points) if counts and one.points is not None else None,
        counts=counts,
        note=note,
    )


def standing(words: Words, rule: Rule, one: Contribution) -> str | None:
    """Why an activity does not count."""
    match one.standing:
        case "counted":
            return None if one.points is not None else "its amount is missing"
        case "once per":
            return f"a later one with the same {_name(words, rule.once_per)} counts"
        case "limit":
            return f"over the limit of {_limit(rule)}"
        case "too few":
            return f"fewer than {rule.quota.count if rule.quota else 0} in the same {period_name(words, rule)}"
        case "represented":
            return f"counted with a later one of the same {period_name(words, rule)}"
        case "no value":
            return f"{_name(words, rule.once_per or (rule.quota.field if rule.quota else None))} is missing"
        case "no period":
            return "it has no time"
        case "no row":
            subject = "" if rule.subject is None else words.shown(rule.subject, one.subject)
            return f"no row for {subject}"


def _name(words: Words, expr: Expr | None) -> str:
    return "value" if expr is None else words.value(expr)


def _limit(rule: Rule) -> str:
    if rule.limit is None:
        return "none"
    return f"{rule.limit.count} per {rule.limit.period or duration(rule.limit.every or 0)}"


def period_name(words: Words, rule: Rule) -> str:
    if rule.quota is None:
        return "period"
    return rule.quota.period or _name(words, rule.quota.field)
