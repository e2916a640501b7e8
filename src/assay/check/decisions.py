"""Statements that decide something about a lead: from `exclude` to `always`."""

from collections.abc import Iterable

from assay.check.calls import is_gradable, some_time, window
from assay.check.clauses import fixed_number
from assay.check.constants import least_points
from assay.check.env import Env
from assay.check.errors import places as place_errors
from assay.check.errors import structure as errors
from assay.check.errors import values as value_errors
from assay.check.expressions import condition_at
from assay.check.names_in_rules import stage_exists
from assay.check.places import ALWAYS, NEVER, PROMOTE, ROUTE, STAGE, Place
from assay.check.walk import has_aggregate
from assay.model import (
    Const,
    Decision,
    Expr,
    Grade,
    Guarantee,
    Op,
    Phase,
    Promotion,
    Result,
    ResultRef,
    Route,
    Scope,
    Stage,
)
from assay.source import Span
from assay.syntax import ast, printer
from assay.types import BOOLEAN, NUMBER
from assay.values import trim


def reason(because: ast.Text | None, condition: ast.Expr, env: Env) -> str:
    """`because`, else the condition as printed."""
    if because is not None and trim(because.value):
        return because.value
    return "" if env.problems else printer.expression(condition)


def decision(written: ast.Exclude | ast.Disqualify | ast.Ignore, place: Place, env: Env) -> Decision | None:
    condition = condition_at(written.condition, place, env)
    if condition is None:
        return None
    return Decision(condition, reason(written.because, written.condition, env), written.span)


# --- grades ------------------------------------------------------------------------------------------------


def grade(written: ast.Grade, env: Env) -> Grade | None:
    """Bands that descend to `otherwise`."""
    known = is_gradable(written.group, env)
    bounds = [None if band.bound is None else fixed_number(band.bound, "a band", env) for band in written.bands]
    for band in written.bands:
        if not trim(band.letter.value):
            env.report(value_errors.empty_name(band.letter.span, "a band"))
    _check_bands(written, bounds, env)
    if not known:
        return None
    letters = [band.letter.value for band in written.bands]
    hundredths = [None if bound is None else least_points(bound) for bound in bounds]
    return Grade(written.group.name, tuple(zip(letters, hundredths, strict=True)), written.span)


def _check_bands(written: ast.Grade, bounds: list[Const | None], env: Env) -> None:
    otherwise: Span | None = None
    before: tuple[int, ast.Band] | None = None
    for band, bound in zip(written.bands, bounds, strict=True):
        if otherwise is not None:
            env.report(errors.after_otherwise(band.span, "band", otherwise))
            return
        if band.bound is None:
            otherwise = band.span
        elif bound is not None:
            if before is not None and least_points(bound) >= before[0]:
                env.report(
                    errors.band_not_descending(band.span, band.letter.value, before[1].letter.value, before[1].span)
                )
            before = least_points(bound), band
    if otherwise is None:
        env.report(errors.missing_otherwise(written.group.span))


# --- stages ------------------------------------------------------------------------------------------------


def stage(written: ast.Stage, env: Env) -> Stage | None:
    """A stage; `at N` is the condition `score >= N`."""
    if written.at is not None:
        return _stage_at(written, written.at, env)
    assert written.condition is not None
    condition = condition_at(written.condition, STAGE, env)
    return None if condition is None else _stage(written, condition, None, written.condition, env)


def _stage_at(written: ast.Stage, at: ast.Expr, env: Env) -> Stage | None:
    bound = fixed_number(at, "the threshold", env)
    if bound is None:
        return None
    score = ResultRef(NUMBER, Scope.LEAD, Phase.SCORE, at.span, Result.SCORE)
    condition = Op(BOOLEAN, Scope.LEAD, Phase.SCORE, at.span, ">=", (score, bound))
    name = ast.Name("score", span=at.span)
    text = ast.Binary(">=", name, at, span=at.span, op_span=at.span)
    return _stage(written, condition, least_points(bound), text, env)


def _stage(written: ast.Stage, condition: Expr, at: int | None, text: ast.Expr, env: Env) -> Stage:
    return Stage(
        written.name.name,
        written.sticky,
        condition,
        at,
        None if written.because is None else written.because.value,
        written.span,
        "" if env.problems else printer.expression(text),
    )


def promotion(written: ast.Promote, env: Env) -> Promotion | None:
    known = stage_exists(written.stage.name, written.stage.span, env)
    condition = condition_at(written.condition, PROMOTE, env)
    within = window(written.within, "`within`", env)
    if condition is None or not known:
        return None
    if written.within is not None and condition.scope is not Scope.ACTIVITY:
        env.report(place_errors.clause_on_lead(written.within.span, "`within`", has_aggregate(condition)))
    because = reason(written.because, written.condition, env)
    return Promotion(written.stage.name, condition, within, because, written.span)


# --- routes and guarantees -----------------------------------------------------------------------------------


def report_after_otherwise(routes: Iterable[ast.Route], env: Env) -> None:
    """None comes after `otherwise`."""
    otherwise: Span | None = None
    for written in routes:
        if otherwise is not None:
            env.report(errors.after_otherwise(written.span, "route", otherwise))
            return
        if written.condition is None:
            otherwise = written.span


def route(written: ast.Route, env: Env) -> Route | None:
    if not trim(written.to.value):
        env.report(value_errors.empty_name(written.to.span, "a route"))
    within = None if written.within is None else some_time(written.within, "`within`", env)
    condition = None if written.condition is None else condition_at(written.condition, ROUTE, env)
    if written.condition is not None and condition is None:
        return None
    because = None if written.because is None else written.because.value
    return Route(written.to.value, condition, within, because, written.span)


def guarantee(written: ast.Guarantee, env: Env) -> Guarantee | None:
    condition = condition_at(written.condition, NEVER if written.kind == "never" else ALWAYS, env)
    if condition is None:
        return None
    text = "" if env.problems else printer.guarantee(written)
    because = None if written.because is None else written.because.value
    return Guarantee(written.kind, condition, because or text, written.span)
