"""From the score on: grades, disqualification, stages, sticky ones, promotions, routes and guarantees."""

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    coalesce,
    column,
    compare,
    is_known,
    negation,
    null_of,
    number,
    some,
    surely,
    text,
    truth,
    when,
)
from assay.engines.sql.conditions import outcome
from assay.engines.sql.context import Context
from assay.plan.nodes import Decision, Grade
from assay.values import fold

THRESHOLD, STICKY, PROMOTION = 0, 1, 2


def decisions(context: Context, made: tuple[Decision, ...], hint: str) -> list[Sql]:
    """Whether each `exclude` or `disqualify` is true, as columns."""
    return [context.registry.put(outcome(context, one.condition), f"{hint}_{one.reason}") for one in made]


def grade(context: Context, of: Grade) -> Sql:
    """The place of the first band whose bound the points reach; the last has none."""
    points = context.results["points:score" if of.group == "score" else f"points:group:{of.group}"]
    branches = [
        (truth(value=True) if bound is None else compare("ge", points.copy(), number(bound)), number(at))
        for at, (_, bound) in enumerate(of.bands)
    ]
    found = context.registry.put(case(branches), f"grade_{of.group}")
    letters = [(compare("eq", found.copy(), number(at)), text(fold(letter))) for at, (letter, _) in enumerate(of.bands)]
    context.results[f"grade:{of.group}"] = case(letters)
    return found


def disqualified(context: Context, true: list[Sql]) -> None:
    """Whether anything disqualifies."""
    found = [surely(one.copy()) for one in true]
    any_ = context.registry.held(some(found), "is_disqualified") if found else truth(value=False)
    context.results["disqualified"] = any_


def stages(context: Context, *, previous: str | None) -> None:
    """The highest stage whose condition is true, or the sticky one that holds the lead."""
    found = [(outcome(context, stage.condition), number(at)) for at, stage in enumerate(context.plan.stages)]
    reached = context.registry.held(_unless_disqualified(context, case(reversed(found))), "stage_reached")
    held = _held_by(context, previous)
    if held is None:
        context.results["stage_before"] = reached
        context.results["stage_by"] = when(is_known(reached.copy()), number(THRESHOLD))
        return
    held_at = context.registry.held(_unless_disqualified(context, held), "stage_held")
    higher = compare("gt", held_at, coalesce(reached.copy(), number(-1)))
    context.results["stage_before"] = context.registry.put(
        case([(higher, held_at.copy())], reached.copy()), "stage_before"
    )
    by = case([(higher.copy(), number(STICKY)), (is_known(reached.copy()), number(THRESHOLD))])
    context.results["stage_by"] = context.registry.put(by, "stage_by")


def _unless_disqualified(context: Context, value: Sql) -> Sql:
    flag = context.results["disqualified"]
    if isinstance(flag, exp.Boolean):
        return value
    return when(negation(flag.copy()), value)


def _held_by(context: Context, previous: str | None) -> Sql | None:
    """The sticky stage a previous stage holds the lead at: the highest one not above it."""
    if previous is None:
        return None
    branches: list[tuple[Sql, Sql]] = []
    sticky: int | None = None
    for at, stage in enumerate(context.plan.stages):
        sticky = at if stage.sticky else sticky
        if sticky is not None:
            branches.append((compare("eq", column(previous), text(stage.name)), number(sticky)))
    return case(branches) if branches else None


def promotions(context: Context) -> None:
    """The highest stage that any promotion gives, if it is above where the lead is."""
    before = context.results["stage_before"]
    context.results["stage"] = before
    if not context.plan.promotions:
        return
    tried = [(one.stage, outcome(context, one.condition)) for one in context.plan.promotions]
    branches = [(condition, number(stage)) for stage, condition in sorted(tried, key=lambda one: -one[0])]
    best = context.registry.put(_unless_disqualified(context, case(branches)), "promoted_to")
    raised = context.registry.put(compare("gt", best, coalesce(before.copy(), number(-1))), "promoted")
    by = context.results["stage_by"]
    context.results["stage"] = context.registry.put(case([(raised, best.copy())], before.copy()), "stage")
    context.results["stage_by"] = case([(raised.copy(), number(PROMOTION))], by.copy())


def routes(context: Context) -> Sql:
    """The place of the first route that takes the lead."""
    branches = [
        (truth(value=True) if route.condition is None else outcome(context, route.condition), number(at))
        for at, route in enumerate(context.plan.routes)
    ]
    taken = context.registry.held(_unless_disqualified(context, case(branches)), "route_taken")
    names = [
        (compare("eq", taken.copy(), number(at)), text(fold(one.to))) for at, one in enumerate(context.plan.routes)
    ]
    context.results["route"] = case(names) if names else null_of(context.spelling.text_type)
    return taken


def broken(context: Context) -> list[Sql]:
    """Whether each guarantee is broken; unknown is not."""
    found = []
    for one in context.plan.guarantees:
        came = outcome(context, one.condition)
        found.append(came if one.kind == "never" else negation(came))
    return found
