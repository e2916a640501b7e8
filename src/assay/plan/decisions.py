"""Everything that decides beside the rules: exclusions, stages, promotions, routes, guarantees."""

from assay import model
from assay.plan.conditions import condition
from assay.plan.context import Context, at_place, collecting
from assay.plan.nodes import Decision, Grade, Guarantee, Promotion, Route, Stage


def ignores(context: Context, decisions: tuple[model.Decision, ...]) -> tuple[Decision, ...]:
    """These alone see all activities up to the moment of scoring, and judge them one by one."""
    with at_place(context, "ignore"):
        return _decisions(context, "ignore", decisions)


def excludes(context: Context, decisions: tuple[model.Decision, ...]) -> tuple[Decision, ...]:
    return _decisions(context, "exclude", decisions)


def disqualifies(context: Context, decisions: tuple[model.Decision, ...]) -> tuple[Decision, ...]:
    return _decisions(context, "disqualify", decisions)


def _decisions(context: Context, step: str, decisions: tuple[model.Decision, ...]) -> tuple[Decision, ...]:
    with collecting(context):
        found = tuple(
            Decision(condition(context, d.condition, per_activity=step == "ignore"), d.reason, d.span.line)
            for d in decisions
        )
        context.reads[step] = tuple(context.vars)
    return found


def grades(given: tuple[model.Grade, ...]) -> tuple[Grade, ...]:
    return tuple(Grade(grade.group, grade.bands) for grade in given)


def stages(context: Context, given: tuple[model.Stage, ...]) -> tuple[Stage, ...]:
    with collecting(context):
        found = tuple(
            Stage(s.name, s.sticky, condition(context, s.condition), s.at, _text(s), s.because) for s in given
        )
        context.reads["stage"] = tuple(context.vars)
    return found


def _text(stage: model.Stage) -> str:
    return stage.text or " ".join(stage.condition.span.text.split())


def promotions(context: Context, given: tuple[model.Promotion, ...]) -> tuple[Promotion, ...]:
    with at_place(context, "promote"), collecting(context):
        found = tuple(_promotion(context, promotion) for promotion in given)
        context.reads["promote"] = tuple(context.vars)
    return found


def _promotion(context: Context, given: model.Promotion) -> Promotion:
    to = context.stages[given.stage]
    return Promotion(to, condition(context, given.condition, within=given.within), given.reason, given.span.line)


def routes(context: Context, given: tuple[model.Route, ...]) -> tuple[Route, ...]:
    with collecting(context):
        found = tuple(
            Route(r.to, None if r.condition is None else condition(context, r.condition), r.within) for r in given
        )
        context.reads["route"] = tuple(context.vars)
    return found


def guarantees(context: Context, given: tuple[model.Guarantee, ...]) -> tuple[Guarantee, ...]:
    with collecting(context):
        found = tuple(Guarantee(g.kind, condition(context, g.condition), g.text) for g in given)
        context.reads["guarantee"] = tuple(context.vars)
    return found
