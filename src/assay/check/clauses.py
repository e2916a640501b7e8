"""Parts that rules and groups share: points, bounds, decay, labels and dates."""

from typing import NamedTuple

from assay.check.calls import some_time
from assay.check.constants import points
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.errors import types as type_errors
from assay.check.errors import values as value_errors
from assay.check.expressions import check
from assay.check.kinds import conflict
from assay.check.places import Place, fits, timed
from assay.model import Amount, Const, Decay, Expr, Meta
from assay.syntax import ast
from assay.types import MOMENTS, NUMERIC
from assay.values import days_of, number_of, points_of, trim

_HUNDRED = 1_000_000  # percent, in ten-thousandths of a percent-unit


def amount(written: ast.Amount, place: Place, env: Env) -> Amount | None:
    """Points to add or take away."""
    value = number_at(written.value, "the points", place, env)
    if written.per is None or written.since is None:
        return None if value is None else Amount(written.sign, value)
    per = some_time(written.per, "`per`", env)
    since = _moment_at(written.since, place, env)
    if value is None or per is None or since is None:
        return None
    return Amount(written.sign, value, per, since)


def number_at(expr: ast.Expr, what: str, place: Place, env: Env) -> Expr | None:
    """A number that reads only what its place may."""
    value = check(expr, env)
    if value is None:
        return None
    if value.type.kind not in NUMERIC:
        env.report(conflict(value, "a number", expr.span, env) or type_errors.not_a_number(value, what))
        return None
    return value if fits(value, place, env) else None


def _moment_at(expr: ast.Expr, place: Place, env: Env) -> Expr | None:
    value = check(expr, env)
    if value is None:
        return None
    if value.type.kind not in MOMENTS:
        env.report(conflict(value, "a time", expr.span, env) or type_errors.not_a_moment(value))
        return None
    return value if fits(value, place, env) else None


def fixed_number(expr: ast.Expr, what: str, env: Env) -> Const | None:
    """A number that is the same for every lead. `what`: "`max`", "a band", …"""
    value = check(expr, env)
    if value is None:
        return None
    if value.type.kind not in NUMERIC:
        env.report(conflict(value, "a number", expr.span, env) or type_errors.not_a_number(value, what))
    elif not isinstance(value, Const):
        env.report(value_errors.not_constant(value, what))
    else:
        return value
    return None


class Bounds(NamedTuple):
    """In hundredths of a point; None: no bound."""

    minimum: int | None
    maximum: int | None


def bounds(minimum: ast.Expr | None, maximum: ast.Expr | None, env: Env) -> Bounds:
    """`min` and `max`, the right way round."""
    low = None if minimum is None else fixed_number(minimum, "`min`", env)
    high = None if maximum is None else fixed_number(maximum, "`max`", env)
    if low is not None and high is not None and points(low) > points(high):
        env.report(errors.reversed_bounds(high.span, low.span, high.span, "`min` is above `max`"))
    return Bounds(None if low is None else points(low), None if high is None else points(high))


def decay(written: ast.Decay | None, env: Env) -> Decay | None:
    """How points age."""
    if written is None:
        return None
    timed(written, "a decay", env)
    every = some_time(written.every, "a decay", env)
    size = _size(written, env) if written.amount is not None else 0
    if every is None or size is None:
        return None
    match written.kind:
        case "fading":
            return Decay("compounding" if written.compounding else "fading", every, percent=size)
        case "losing":
            return Decay("losing", every, losing=size)
        case "halving" | "expiring":
            return Decay(written.kind, every)


def _size(written: ast.Decay, env: Env) -> int | None:
    """Ten-thousandths of a percent-unit, or hundredths of a point."""
    assert written.amount is not None
    number = number_of(written.amount.value)
    if written.kind == "fading":
        if number is not None and 0 < number <= _HUNDRED:
            return number
        env.report(errors.percent_out_of_range(written.amount.span))
    elif number is None:
        env.report(value_errors.number_out_of_range(written.amount.span))
    elif points_of(number) == 0:
        env.report(errors.losing_nothing(written.amount.span))
    else:
        return points_of(number)
    return None


def meta(written: ast.Meta, outer: Meta, env: Env) -> Meta:
    """The clauses every rule takes. Of a `first of` or `best of` around it, the dates and `off` hold as well, and
    its texts where the rule has none."""
    _check_meta(written, env)
    return Meta(
        label=None if written.label is None else written.label.value,
        because=outer.because if written.because is None else written.because.value,
        owner=outer.owner if written.owner is None else written.owner.value,
        review_by=outer.review_by if written.review_by is None else days_of(written.review_by.value),
        starting=_latest(outer.starting, written.starting),
        until=_earliest(outer.until, written.until),
        off=outer.off or written.off,
    )


def _check_meta(written: ast.Meta, env: Env) -> None:
    if written.label is not None and not trim(written.label.value):
        env.report(value_errors.empty_name(written.label.span, "a label"))
    starting, until = written.starting, written.until
    if starting is not None and until is not None and starting.value > until.value:
        env.report(errors.reversed_bounds(until.span, starting.span, until.span, "`until` is before `starting`"))


def _latest(outer: int | None, own: ast.Date | None) -> int | None:
    if own is None:
        return outer
    return days_of(own.value) if outer is None else max(outer, days_of(own.value))


def _earliest(outer: int | None, own: ast.Date | None) -> int | None:
    if own is None:
        return outer
    return days_of(own.value) if outer is None else min(outer, days_of(own.value))
