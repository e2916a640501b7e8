"""What a finding rests on: leads that show it, scored by the record engine, and why there is no other lead.

One way for all lints. Who finds something says which conditions a lead is to meet and what its outcome is to be; a lead
that does not come out so is not shown. Proofs are told in the words of how they were made: every combination of values
was tried, sets of values were held against each other, points were added up, or a solver went through all leads.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assay.analysis.definitions import Definitions
from assay.analysis.ranges import Range
from assay.analysis.rows import bands, within_rows
from assay.analysis.truth import tried, variables
from assay.diagnostics import Evidence, Shown
from assay.linter.lint import Context
from assay.plan import nodes as p
from assay.plan.words import counted, decimal, listed
from assay.values import POINT

if TYPE_CHECKING:
    from assay.analysis.leads import Found, Wish
    from assay.engines.record import Outcome
    from assay.engines.record.trace import Trace

_SHOWN = 4  # names in a proof
BY_VALUES = "the values that each of them allows were held against each other, field by field"


def evidence(context: Context, found: "Found | None", given: "Callable[[Outcome], str]", proof: str | None) -> Evidence:
    """A lead, if one was found, and a proof, if there is one."""
    shown = () if found is None else (Shown(context.leads.written(found.made), given(found.outcome)),)
    return Evidence(shown, proof)


# --- rules ---------------------------------------------------------------------------------------------------


def both_fire(
    context: Context, first: p.Rule, second: p.Rule, example: "Mapping[p.LeadField, p.Scalar | None] | None"
) -> Evidence:
    """A lead for which two rules fire. `example`: what it may be made of, if that is known."""
    leads = context.leads
    wish = leads.of_conditions(*_conditions(first, second)) if not example else leads.of_values(example.items())
    ids = {first.id, second.id}
    found = leads.found(wish, lambda outcome: ids <= {one.id for one in outcome.fired})
    compared = first.kind == "when" and all(one.scope == "lead" for one in _conditions(first, second))
    proof = BY_VALUES if compared else "both ask for the very same"
    return evidence(context, found, lambda outcome: gave(outcome, first.id, second.id), proof)


def _conditions(*rules: p.Rule) -> Sequence[p.Condition]:
    return [rule.condition for rule in rules if rule.condition is not None]


def gave(outcome: "Outcome", *ids: str) -> str:
    """What rules that fired gave, in words."""
    points = {one.id: one.points for one in outcome.fired}
    return listed([f"`{id}` gives {_points(points[id])}" for id in ids])


def standing(outcome: "Outcome") -> str:
    """Where a lead ended, in words."""
    score = f"score {_points(outcome.score or 0)}"
    route = "" if outcome.route is None else f', goes to "{outcome.route}"'
    if outcome.disqualified:
        return f"is disqualified: {outcome.disqualified[0]}"
    return (
        f"has {score} and is in no stage{route}"
        if outcome.stage is None
        else f"is in `{outcome.stage}` with {score}{route}"
    )


def _points(points: int) -> str:
    return decimal(points, POINT)


def left_out(context: Context, rule: p.Rule, value: int) -> Evidence:
    """A lead, or one that did something, of a value that no row of a `match` takes."""
    wish = _with_subject(context, rule, value)

    def holds(outcome: "Outcome") -> bool:
        taken = {one.id for one in outcome.fired} | {one.id for one in outcome.undecided}
        return not outcome.excluded and rule.id not in taken

    found = context.leads.found(wish, holds, alone=True)
    return evidence(context, found, lambda _: f"`{rule.id}` gives nothing", None)


def of_row(context: Context, rule: p.Rule, row: int) -> Shown | None:
    """A lead that a row of a `match` takes."""
    value = next((band.value for band in bands(context.logic.known, rule) if band.row == row), None)
    amount = rule.rows[row].amount
    return of_value(context, rule, value) if value is not None and isinstance(amount.value, p.Const) else None


def of_value(context: Context, rule: p.Rule, value: int) -> Shown | None:
    """A lead of a value that a `match` gives points for."""
    found = context.leads.found(
        _with_subject(context, rule, value), lambda outcome: rule.id in {one.id for one in outcome.fired}, alone=True
    )
    return None if found is None else Shown(context.leads.written(found.made), gave(found.outcome, rule.id))


def of_rows(context: Context, rule: p.Rule, rows: Sequence[int]) -> Evidence:
    """A lead for each row."""
    shown = [of_row(context, rule, row) for row in rows]
    return Evidence(tuple(one for one in shown if one is not None))


def _with_subject(context: Context, rule: p.Rule, value: int) -> "Wish | None":
    subject = within_rows(context.logic.known, rule).subject
    if subject is None:
        return None
    return context.leads.of_values([(subject, value)])


# --- conditions ----------------------------------------------------------------------------------------------


def meeting(
    context: Context, conditions: Sequence[p.Condition], holds: "Callable[[Outcome], bool] | None" = None
) -> "Found | None":
    """A lead that meets all of some conditions, and whose outcome holds."""

    def confirms(trace: "Trace") -> bool:
        return all(trace.holds(one) is True for one in conditions)

    leads = context.leads
    return leads.found(leads.of_conditions(*conditions), holds or _is_scored, confirms)


def even_without_data(context: Context, condition: p.Condition, proof: str) -> Evidence:
    """For a condition that every lead meets: one of which as little is known as can be."""
    leads = context.leads
    found = leads.found(leads.of_conditions(), lambda _: True, lambda trace: trace.holds(condition) is True, alone=True)
    return evidence(context, found, lambda _: "meets it, and nothing is known of it", proof)


def _is_scored(outcome: "Outcome") -> bool:
    return not outcome.excluded


def farthest(context: Context, name: str, *, high: bool) -> Evidence:
    """A lead that has as many points of a group (before its bounds), or of the score, as there are, or as few."""
    exact = _ranges(context, name)[0]
    end = exact.high if high else exact.low

    def points(outcome: "Outcome") -> int:
        return (outcome.score or 0) if name == "score" else outcome.groups[name][0]

    def holds(outcome: "Outcome") -> bool:
        return not outcome.excluded and end is not None and points(outcome) == end

    found = None if end is None else context.leads.found(context.leads.of_conditions(), holds)
    most = "the most there are" if high else "the least there are"
    return evidence(context, found, lambda outcome: f"{most}: {_points(points(outcome))}", by_points(context, name))


# --- proofs --------------------------------------------------------------------------------------------------


def by_cases(known: Definitions, *tests: p.Expr) -> str:
    """Every combination was tried."""
    count, variables = tried(known, tests)
    if not variables:
        return "it is so whatever the lead, since it reads nothing of it"
    names = list(dict.fromkeys(f"`{_name(known, one)}`" for one in variables))
    more = [counted(len(names) - _SHOWN, "other value")] if len(names) > _SHOWN else []
    ways = "the one case" if count == 1 else f"all {count:,} cases"
    return f"{ways} that can be told apart by {listed([*names[:_SHOWN], *more])} were tried"


def _name(known: Definitions, variable: p.Expr) -> str:
    match variable:
        case p.LeadField(name=name) | p.ActivityField(name=name):
            return name
        case p.Var(name=name) if name in known.aggregates:
            return known.aggregates[name].text
        case p.Var(name=name):
            return name.removeprefix("group:").removeprefix("let:").removeprefix("grade:")
        case p.Op(args=(first, *_)):
            return _name(known, first)
    return "a value"


def by_points(context: Context, name: str) -> str:
    """How it is known how far a group or the score reaches. `name`: of a group, or "score"."""
    exact, added = _ranges(context, name)
    what = "the score is" if name == "score" else f"`{name}` is"
    span = f"{what} from {_end(exact.low, 'any low number')} to {_end(exact.high, 'any high number')}"
    if exact != added:
        return f"a solver went through all leads there can be: {span}"
    return f"the least and the most that each rule gives, added up: {span}"


def points_read(context: Context, condition: p.Condition) -> list[str]:
    """The groups and the score that a condition is about."""
    found = variables(context.logic.known, condition.test)
    names = sorted(one.name for one in found if isinstance(one, p.Var))
    return [name.removeprefix("group:") for name in names if name == "score" or name.startswith("group:")]


def _ranges(context: Context, name: str) -> tuple[Range, Range]:
    if name == "score":
        return context.reach.score, context.logic.score
    return context.reach.groups[name].earned, context.logic.groups[name].earned


def _end(end: int | None, none: str) -> str:
    return none if end is None else decimal(end, POINT)
