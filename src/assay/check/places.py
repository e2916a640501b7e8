"""Where an expression stands decides what it may read: results that are known by then, an activity or none."""

from dataclasses import dataclass

from assay.check.env import Env
from assay.check.errors import places as errors
from assay.check.walk import leaves
from assay.model import Expr, LetRef, Phase, Scope
from assay.syntax import ast


@dataclass(frozen=True, slots=True)
class Place:
    """`name` as messages say it, `phase` the latest result that is known there, `activity` whether a condition
    there may be about one activity."""

    name: str
    phase: Phase
    activity: bool
    may_read: str


_DATA = "the data and `let`s about it"
_GROUPS = "the data, `let`s and groups"
_GRADES = "the data, groups, `score` and grades"
_RESULTS = "the data, groups, `score`, grades and `disqualified`"
_STAGE = "everything but `route`"
_ALL = "everything"

IGNORE = Place("`ignore`", Phase.DATA, True, _DATA)
EXCLUDE = Place("`exclude`", Phase.DATA, True, _DATA)
RULE = Place("a rule", Phase.GROUPS, True, _GROUPS)
WHEN_POINTS = Place("the points of a `when`", Phase.GROUPS, False, _GROUPS)
EACH_POINTS = Place("the points of an `each`", Phase.GROUPS, True, _GROUPS)
MATCH = Place("`match`", Phase.GROUPS, False, _GROUPS)
DISQUALIFY = Place("`disqualify`", Phase.GRADE, True, _GRADES)
STAGE = Place("the condition of a stage", Phase.DISQUALIFIED, True, _RESULTS)
PROMOTE = Place("`promote`", Phase.STAGE, True, _STAGE)
ROUTE = Place("the condition of a route", Phase.STAGE, True, _STAGE)
NEVER = Place("`never`", Phase.ROUTE, False, _ALL)
ALWAYS = Place("`always`", Phase.ROUTE, False, _ALL)
EXPECT = Place("`expect`", Phase.ROUTE, True, _ALL)


def fits(expr: Expr, place: Place, env: Env) -> bool:
    """Whether an expression reads only what its place may; what it may not is reported."""
    early = expr.phase > place.phase
    outside = expr.scope is Scope.ACTIVITY and not place.activity
    if early:
        _report_early(expr, place, env)
    if outside:
        read = next(leaf for leaf in leaves(expr, into_aggregates=False) if leaf.scope is Scope.ACTIVITY)
        env.report(errors.activity_outside(read, place.name))
    return not (early or outside)


def _report_early(expr: Expr, place: Place, env: Env) -> None:
    seen: set[str] = set()
    for leaf in leaves(expr, into_aggregates=True):
        if leaf.phase <= place.phase or leaf.span.text in seen:
            continue
        seen.add(leaf.span.text)
        through = env.names.lets[leaf.name].name.span if isinstance(leaf, LetRef) else None
        env.report(errors.too_early(leaf, place.name, place.may_read, through))


def timed(clause: ast.Node, what: str, env: Env) -> None:
    """A clause that needs to know when activities happened."""
    if not env.has_time and env.names.activity is not None:
        env.report(errors.no_activity_time(clause.span, what, env.names.activity.span))
