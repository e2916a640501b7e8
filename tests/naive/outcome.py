"""One lead from raw values to result, in the order of evaluation the language gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from assay.syntax import ast
from tests.naive.aggregates import aggregate, when
from tests.naive.decisions import broken, grade, reasons, settle_route, settle_stage
from tests.naive.expressions import State
from tests.naive.groups import Rules
from tests.naive.possibility import true_of
from tests.naive.reading import read
from tests.naive.result import Result
from tests.naive.values import Moment
from tests.naive.world import World, world_of
from tests.naive.zone import moment_of


def evaluate(
    file: ast.File,
    lead: Mapping[str, object],
    activities: Sequence[Mapping[str, object]],
    as_of: dt.datetime,
    previous: str | None = None,
) -> Result:
    """Scores one lead: raw values by field name, `as_of` with an offset. Raises Unreadable for a bad value."""
    return scored(file, lead, activities, as_of, previous)[0]


def scored(
    file: ast.File,
    lead: Mapping[str, object],
    activities: Sequence[Mapping[str, object]],
    as_of: dt.datetime,
    previous: str | None = None,
) -> tuple[Result, State]:
    """The result, and the state in which expectations can be asked."""
    world = world_of(file)
    state, future = _state(world, lead, activities, moment_of(as_of))
    _ignore(file, state)
    excluded = reasons(file, state, ast.Exclude)
    if excluded:
        return Result(excluded=excluded, future_activities=future), state
    rules = Rules(file, state)
    result = Result(score=rules.score(), future_activities=future)
    result.groups, result.fired, result.undecided = rules.groups, rules.fired(), rules.undecided()
    grade(file, state, result)
    result.disqualified = reasons(file, state, ast.Disqualify)
    state.results["disqualified"] = bool(result.disqualified)
    settle_stage(file, state, result, previous)
    settle_route(file, state, result)
    result.broken = tuple(broken(file, state))
    return result, state


# --- reading and ignoring -------------------------------------------------------------------------------


def _state(
    world: World, lead: Mapping[str, object], activities: Sequence[Mapping[str, object]], as_of: Moment
) -> tuple[State, int]:
    values = {name: read(f, lead.get(name), world.zone, world.missing) for name, f in world.lead.items()}
    rows = [
        {name: read(f, row.get(name), world.zone, world.missing) for name, f in world.activity.items()}
        for row in activities
    ]
    state = State(world, values, [], [], as_of, aggregate)
    happened = [row for row in rows if (moment := when(state, row)) is None or moment <= as_of]
    state.everything = state.kept = happened
    return state, len(rows) - len(happened)


def _ignore(file: ast.File, state: State) -> None:
    """Every `ignore` sees all activities up to as_of, also through a `let`."""
    state.ignoring = True
    conditions = [s.condition for s in file.statements if isinstance(s, ast.Ignore)]
    state.kept = [a for a in state.everything if not any(true_of(state, c, a) for c in conditions)]
    state.ignoring = False
