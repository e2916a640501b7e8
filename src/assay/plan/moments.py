"""Dates and times: a time compared with a date is cut to its local day, a date used as a moment is its midnight."""

from assay import model
from assay.plan.context import Context
from assay.plan.forms import constant, op
from assay.plan.lists import Lower, Placing
from assay.plan.nodes import Const, Expr
from assay.types import MOMENTS, Kind


def day(context: Context, moment: Expr) -> Expr:
    """The local day of a time."""
    if isinstance(moment, Const):
        return constant("date", context.zone.day(int(moment.value)))
    return op("day", moment)


def moment(context: Context, lower: Lower, expr: model.Expr) -> Expr:
    """A date or time as a moment."""
    raw = lower(context, expr)
    return midnight(context, raw) if expr.type.kind is Kind.DATE else raw


def midnight(context: Context, date: Expr) -> Expr:
    if isinstance(date, Const):
        return constant("time", context.zone.midnight(int(date.value)))
    return op("midnight", date)


def comparable(context: Context, lower: Lower, left: model.Expr, right: model.Expr) -> tuple[Expr, Expr]:
    """A date or a time on both sides: if one is a date, the other is cut to its day."""
    a, b = lower(context, left), lower(context, right)
    if left.type.kind is right.type.kind:
        return a, b
    if left.type.kind is Kind.TIME:
        return day(context, a), b
    return a, day(context, b)


def placing(context: Context, subject: model.Expr) -> Placing:
    """Where constants of a list go: a time is held against dates by its day, a date against times by theirs."""

    def place(value: Const) -> tuple[str, Const]:
        if subject.type.kind is Kind.TIME:
            return ("day" if value.kind == "date" else ""), value
        if value.kind == "time":
            return "", constant("date", context.zone.day(int(value.value)))
        return "", value

    return place


def is_moment(expr: model.Expr) -> bool:
    return expr.type.kind in MOMENTS


def shifted(name: str, start: Expr, by: Expr) -> Expr:
    """`shift` or `back`, done where both are constants."""
    if isinstance(start, Const) and isinstance(by, Const):
        return constant("time", int(start.value) + int(by.value) * (1 if name == "shift" else -1))
    return op(name, start, by)
