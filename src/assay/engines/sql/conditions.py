"""Conditions as they come out for a lead: true, false, or null where they are undecided."""

from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.activities import counted, selected, time_or_null
from assay.engines.sql.build import Sql, case, compare, every, number, some, surely, truth, when
from assay.engines.sql.context import Context
from assay.engines.sql.expressions import lower
from assay.plan.nodes import Condition

Times = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Came:
    """`outcome`: three-valued. `alone`: true where the lead's parts alone make it true (two-valued; None: never).
    `latest`: the time of the latest activity that makes it true, null if that has none; None: not asked for."""

    outcome: Sql
    alone: Sql | None = None
    latest: Sql | None = None


def outcome(context: Context, condition: Condition) -> Sql:
    """How a condition comes out."""
    return came_out(context, condition).outcome


def came_out(context: Context, condition: Condition, times: Times | None = None, *, aging: bool = False) -> Came:
    """The same with what a rule needs besides. `aging`: the latest matching activity is asked for."""
    test = lower(context, condition.test)
    if condition.scope == "lead":
        return Came(test)
    chosen = selected(context, test, condition.within)
    summed = context.registry.summed
    matched = summed("kept", counted(chosen), "matching", number(0))
    could = _could(context, condition, chosen)
    latest = None
    if aging:
        latest = summed("kept", exp.Max(this=when(chosen.copy(), time_or_null(context))), "latest")
    if times is not None:
        return Came(_counted(times, matched, could), None, latest)
    alone = None if condition.alone is None else surely(lower(context, condition.alone))
    return Came(_some_or_alone(context, condition, matched, could, alone), alone, latest)


def possible(context: Context, condition: Condition, chosen: Sql) -> Sql | None:
    """Under which an activity could be meant, were the lead's missing values known; None where that is the same."""
    if condition.possible is None:
        return None
    could = selected(context, surely(lower(context, condition.possible)), condition.within)
    return some([surely(chosen.copy()), could])


def _could(context: Context, condition: Condition, chosen: Sql) -> Sql | None:
    could = possible(context, condition, chosen)
    return None if could is None else context.registry.summed("kept", counted(could), "possible", number(0))


def _counted(times: Times, matched: Sql, could: Sql | None) -> Sql:
    kind, needed = times
    met = compare("ge" if kind == "at least" else "eq", matched, number(needed))
    if could is None:
        return met
    fewer = compare("lt", matched.copy(), number(needed))
    undecided = every([fewer, compare("ge", could, number(needed))])
    return case([(met, truth(value=True)), (undecided, exp.Null())], truth(value=False))


def _some_or_alone(context: Context, condition: Condition, matched: Sql, could: Sql | None, alone: Sql | None) -> Sql:
    met = compare("gt", matched, number(0))
    true = met if alone is None else some([met, alone.copy()])
    open_ = [] if could is None else [compare("gt", could, number(0))]
    if condition.possible_alone is not None:
        open_.append(surely(lower(context, condition.possible_alone)))
    if not open_:
        return true
    return case([(true, truth(value=True)), (some(open_), exp.Null())], truth(value=False))
