"""Conditions about activities taken apart: what the lead alone makes of them, and what they could be.

The reading of "undecided" (LANGUAGE.md, fine print 4): were the missing values of the lead known, could the
condition be true? A part about the lead alone that is unknown could be true, and so could its negation; a part
about the activity alone that is unknown never will be; a part about both could be where everything it takes
from the activity is there. A tree about the lead alone, or about the activity alone, is one part: in
three-valued logic it comes to the same.

All forms are linear in the size of the condition, because a `let` is not opened up: its forms are values too.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from assay.plan.context import Context
from assay.plan.forms import FALSE, TRUE, at_least, every, joined, op, signed, some, vars_in
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Var
from assay.plan.operations import OPERATIONS
from assay.values import SCALE

Reading = Literal["alone", "possible", "possible-alone"]

LEAD, ACTIVITY = 1, 2
_NEVER_MISSING = frozenset({"known", "missing", "presume"})


def reads(context: Context, expr: Expr) -> int:
    """LEAD and ACTIVITY, added up."""
    match expr:
        case Op(args=args):
            found = 0
            for arg in args:
                found |= reads(context, arg)
            return found
        case LeadField():
            return LEAD
        case ActivityField():
            return ACTIVITY
        case Var(name=name):
            facts = context.facts_of(name)
            return LEAD * facts.lead + ACTIVITY * facts.activity
    return 0


def is_sure(context: Context, expr: Expr) -> bool:
    """Whether a value can never be missing, whatever the lead and the activity."""
    match expr:
        case Const() | ConstSet():
            return True
        case Var(name=name):
            return context.facts_of(name).sure
        case Op(op=name, args=args):
            if name in _NEVER_MISSING:
                return True
            return OPERATIONS[name].total and all(is_sure(context, arg) for arg in args)
    return False


def lead_may_be_unknown(context: Context, expr: Expr) -> bool:
    """Whether some part reads a value of the lead that may be missing."""
    bits = reads(context, expr)
    if not bits & ACTIVITY:
        return not is_sure(context, expr)
    if not bits & LEAD or (isinstance(expr, Op) and expr.op in _NEVER_MISSING):
        return False
    if isinstance(expr, Var):
        named = context.values[expr.name]
        if named.kind == "boolean":
            return form_key(expr.name, "possible", want=True) in context.values
        return lead_may_be_unknown(context, named.value)
    assert isinstance(expr, Op)
    return any(lead_may_be_unknown(context, arg) for arg in expr.args)


# --- the lead alone ----------------------------------------------------------------------------------------


def alone(context: Context, expr: Expr, *, want: bool = True) -> Expr | None:
    """True where the condition (its negation, unless `want`) is true with every part about the activity unknown.
    None: never."""
    return _without_activity(context, expr, "alone", lambda part: part, want=want)


def possible_alone(context: Context, expr: Expr, *, want: bool = True) -> Expr | None:
    """The same, were the lead's missing values known. Never missing."""
    return _without_activity(context, expr, "possible-alone", lambda part: presumed(context, part, TRUE), want=want)


def _without_activity(
    context: Context, expr: Expr, reading: Reading, of_lead: Callable[[Expr], Expr], *, want: bool
) -> Expr | None:
    if not reads(context, expr) & ACTIVITY:
        return of_lead(signed(expr, want=want))
    match expr:
        case Op(op="not", args=(inner,)):
            return _without_activity(context, inner, reading, of_lead, want=not want)
        case Op(op="and" | "or" as name, args=args):
            parts = [_without_activity(context, arg, reading, of_lead, want=want) for arg in args]
            return _join_possible(name, parts, want=want)
        case Op(op="at_least", args=(Const(value=count), *args)):
            parts = [_without_activity(context, arg, reading, of_lead, want=want) for arg in args]
            needed = _needed(int(count), len(args), want=want)
            kept = [part for part in parts if part is not None]
            return at_least(needed, kept) if len(kept) >= needed else None
        case Var(name=name):
            return _of_let(context, name, reading, want=want)
    return None


def _join_possible(name: str, parts: list[Expr | None], *, want: bool) -> Expr | None:
    """`and` needs all of them, `or` takes what there is."""
    kept = [part for part in parts if part is not None]
    if (name == "and") == want:
        return every(kept) if len(kept) == len(parts) else None
    return some(kept) if kept else None


def _needed(count: int, of: int, *, want: bool) -> int:
    """`at least K of N` is false where at least N - K + 1 are false."""
    return count // SCALE if want else of - count // SCALE + 1


def _of_let(context: Context, name: str, reading: Reading, *, want: bool) -> Expr | None:
    """A let that waits for nothing has no form of its own for what it could be: it could be what it is."""
    key = form_key(name, reading, want=want)
    if key not in context.values and reading == "possible-alone":
        key = form_key(name, "alone", want=want)
    return context.var(key) if key in context.values else None


def form_key(name: str, reading: Reading, *, want: bool) -> str:
    """The key of a form of a let: no name can be mistaken for it, for it stands in front of the name."""
    return f"{reading}{'' if want else '-not'}:{name}"


# --- one activity ------------------------------------------------------------------------------------------------


def possible(context: Context, expr: Expr, *, want: bool = True) -> Expr:
    """Whether the condition (its negation, unless `want`) could be true of the activity at hand. Never missing."""
    bits = reads(context, expr)
    if not bits & ACTIVITY or not bits & LEAD:
        return presumed(context, signed(expr, want=want), FALSE if bits & ACTIVITY else TRUE)
    match expr:
        case Op(op="not", args=(inner,)):
            return possible(context, inner, want=not want)
        case Op(op="and" | "or" as name, args=args):
            return joined(name, [possible(context, arg, want=want) for arg in args], want=want)
        case Op(op="at_least", args=(Const(value=count), *args)):
            needed = _needed(int(count), len(args), want=want)
            return at_least(needed, [possible(context, arg, want=want) for arg in args])
        case Var(name=name):
            found = _of_let(context, name, "possible", want=want)
            return found or presumed(context, signed(expr, want=want), FALSE)
    return _possible_part(context, expr, want=want)


def _possible_part(context: Context, part: Expr, *, want: bool) -> Expr:
    """A comparison of the lead with the activity: true, or unknown for what is missing on the lead's side alone
    (not because both are there and a quotient has no value)."""
    if is_sure(context, part):
        return signed(part, want=want)
    here, there = dict.fromkeys(_sides(context, part, ACTIVITY)), dict.fromkeys(_sides(context, part, LEAD))
    for name in (name for side in [*here, *there] for name in vars_in(side)):
        context.var(name)
    why: list[Expr] = [op("missing", part), *(op("known", side) for side in here)]
    if not _meet_totally(context, part):
        why.insert(1, some([op("missing", side) for side in there]) if there else FALSE)
    return some([presumed(context, signed(part, want=want), FALSE), every(why)])


def _meet_totally(context: Context, expr: Expr) -> bool:
    """Whether lead and activity meet only in operations that give a value wherever both are there."""
    match expr:
        case Op(op=name, args=args) if reads(context, expr) == LEAD | ACTIVITY:
            return OPERATIONS[name].total and all(_meet_totally(context, arg) for arg in args)
        case Var(name=name) if reads(context, expr) == LEAD | ACTIVITY:
            return _meet_totally(context, context.values[name].value)
    return True


def _sides(context: Context, expr: Expr, bits: int) -> Iterator[Expr]:
    """The largest pieces that read the activity alone, or the lead alone, and may be missing."""
    read = reads(context, expr)
    if read == bits:
        if not is_sure(context, expr):
            yield expr
    elif read & bits and isinstance(expr, Op):
        for arg in expr.args:
            yield from _sides(context, arg, bits)
    elif read & bits and isinstance(expr, Var):
        yield from _sides(context, context.values[expr.name].value, bits)


def presumed(context: Context, part: Expr, instead: Const) -> Expr:
    """The part, or a constant where it is unknown."""
    return part if is_sure(context, part) else op("presume", part, instead)
