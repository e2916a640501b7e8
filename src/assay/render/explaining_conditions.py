"""Why a condition came out as it did, in facts about the lead: "country is FR", "no activity where …"."""

from collections.abc import Iterator

from assay.engines.record.trace import Trace
from assay.engines.record.trace.next import conjuncts
from assay.engines.record.trace.nodes import ActivityTrace, ConditionTrace, Part, Seen
from assay.engines.record.trace.reading import reading_of
from assay.plan.nodes import ActivityField, Const, Expr, LeadField, Op, Var
from assay.render.words import Words
from assay.render.words_values import counted, duration, line, listed

ORDERED = frozenset({"lt", "le", "gt", "ge"})


def fact(words: Words, trace: Trace, seen: Seen) -> str:
    """What a comparison saw: "employees is 150", "email is missing"."""
    subject = words.value(seen.expr)
    if seen.value is None and subject in ("stage", "route"):
        return f"there is no {subject}"
    if seen.value is None:
        missing = next((name for name in _fields(seen.expr) if trace.lead.get(name) is None), None)
        return f"{missing or subject} is missing"
    if isinstance(seen.expr, Var) and words.kind(seen.expr) == "boolean":
        text = words.condition(seen.expr, negated=seen.value is False)
        return f"there is {text}" if text.startswith(("an activity ", "no activity ")) else text
    return f"{subject} is {words.shown(seen.expr, seen.value)}"


def lacking(names: tuple[str, ...]) -> str:
    """What was missing where something could not be told: "title and country are missing"."""
    results = [f"there is no {name}" for name in names if name in ("stage", "route")]
    fields = [line(name) for name in names if name not in ("stage", "route")]
    if fields:
        results.append(f"{listed(fields, 'and')} {'is' if len(fields) == 1 else 'are'} missing")
    return " and ".join(results) or "something is missing"


def _fields(expr: Expr) -> Iterator[str]:
    if isinstance(expr, LeadField):
        yield expr.name
    if isinstance(expr, Op):
        for arg in expr.args:
            yield from _fields(arg)


def deciding(part: Part) -> Part:
    """The first part that made a condition what it is: of a false `and` the first that is false, and so on."""
    while part.parts:
        inner = part.parts
        if isinstance(part.expr, Op) and part.expr.op == "at_least":
            wanted = part.value
            part = next((one for one in inner if one.value is wanted), inner[0])
        elif isinstance(part.expr, Op) and part.expr.op == "not":
            part = inner[0]
        else:
            part = next((one for one in inner if one.value is part.value), inner[0])
    return part


def facts_against(words: Words, trace: Trace, part: Part) -> str:
    """Why a condition about the lead is false."""
    leaf = deciding(part)
    known = dict.fromkeys(fact(words, trace, seen) for seen in leaf.seen)
    return " and ".join(known) or f"not {words.condition(part.expr)}"


def facts_for(words: Words, trace: Trace, part: Part) -> str:
    """Why a condition about the lead is true, with the numbers: "score is 60 or more (65) and fit is over 0 (35)"."""
    return " and ".join(dict.fromkeys(_for(words, trace, part, negated=False)))


def _for(words: Words, trace: Trace, part: Part, *, negated: bool) -> Iterator[str]:
    expr = part.expr
    if isinstance(expr, Op) and expr.op == "not":
        yield from _for(words, trace, part.parts[0], negated=not negated)
    elif part.parts:
        true = [one for one in part.parts if one.value is not None and one.value is not negated]
        every = isinstance(expr, Op) and (expr.op == "and") is not negated
        for one in true if every else true[:1] or list(part.parts[:1]):
            yield from _for(words, trace, one, negated=negated)
    else:
        yield words.condition(expr, negated=negated) + _numbers(words, part)


def _numbers(words: Words, part: Part) -> str:
    """The value an ordered comparison or a list saw, where the clause does not tell it."""
    op = part.expr.op if isinstance(part.expr, Op) else ""
    telling = ORDERED | {"in_set", "mentions", "like", "ne"}
    if op.removesuffix("_any") not in telling | {"contains", "starts_with", "ends_with"} or len(part.seen) != 1:
        return ""
    return f" ({words.shown(part.seen[0].expr, part.seen[0].value)})"


# --- activities ----------------------------------------------------------------------------------------------


def against_activities(words: Words, trace: Trace, found: ConditionTrace, needed: int = 1) -> str:
    """Why no activity, or too few, made a condition true."""
    if found.matched:
        return f"{counted(len(found.matched), 'activity')} of the {needed} needed"
    condition = found.condition
    within = "" if condition.within is None else f" in the last {duration(condition.within)}"
    reading = reading_of(trace)
    parts = list(conjuncts(trace, condition.test))
    for part in parts:
        if not reading.on_activity(part) and trace.part(part).value is False:
            return facts_against(words, trace, trace.part(part))
    if not found.looked:
        return f"no activities{within}"
    about = [part for part in parts if reading.on_activity(part)]
    return _first_never_met(words, trace, about) + within


def _first_never_met(words: Words, trace: Trace, parts: list[Expr]) -> str:
    for part in parts:
        if not any(trace.part(part, activity).value is True for activity in trace.state.kept):
            return f"no activity where {words.condition(part)}"
    return "no single activity meets all of it" if len(parts) > 1 else "no such activity"


def described(words: Words, trace: Trace, exprs: tuple[Expr, ...], activity: ActivityTrace) -> str:
    """An activity by the values a rule looks at: "page_view /pricing"."""
    names = dict.fromkeys(name for expr in exprs for name in _activity_fields(trace, expr))
    table = trace.plan.activity
    shown = [name for name in names if name not in (table.time, table.key)] or [
        field.name for field in table.fields if field.name not in (table.time, table.key)
    ][:2]
    values = [(name, activity.values.get(name)) for name in shown]
    texts = [words.shown(ActivityField("activity", name), value) for name, value in values if value is not None]
    return " ".join(texts) or "activity"


def _activity_fields(trace: Trace, expr: Expr) -> Iterator[str]:
    match expr:
        case ActivityField():
            yield expr.name
        case Op():
            for arg in expr.args:
                yield from _activity_fields(trace, arg)
        case Var() if expr.name in trace.state.lets:
            yield from _activity_fields(trace, trace.state.lets[expr.name].value)
        case _:
            return


def constant_amount(expr: Expr) -> int | None:
    """The amount where it is the same for everyone."""
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, int) else None
