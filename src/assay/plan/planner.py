"""From the checked model to the plan."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assay import model
from assay.plan import decisions
from assay.plan.conditions import condition
from assay.plan.context import Context, Place, at_place, collecting
from assay.plan.expressions import lower
from assay.plan.fingerprint import rules_version
from assay.plan.groups import lay_out
from assay.plan.index import index_of
from assay.plan.nodes import PLAN_VERSION, Condition, Expr, Plan
from assay.plan.schedule import schedule, stratified
from assay.plan.spellings import spellings
from assay.plan.tables import missing, table
from assay.plan.zones import zone_of
from assay.values import ZoneRules


@dataclass(frozen=True, slots=True)
class Probe:
    """An expression of the rules, and where it stands: names mean something else inside `ignore` and `promote`."""

    expr: model.Expr
    place: Place = "data"


def plan(checked: model.Model) -> Plan:
    """The evaluation plan of a rule set: the same model always gives the same plan."""
    collecting = gc.isenabled()
    gc.disable()  # a plan has no cycles, and collecting while it grows takes a third of the time
    try:
        return _planned(checked)[1]
    finally:
        if collecting:
            gc.enable()


def plan_for_examples(checked: model.Model) -> tuple[Plan, tuple[tuple[Condition, ...], ...]]:
    """One plan for all examples, and for each example its expectations as conditions over the finished result.

    What only expectations read is computed after everything else; `rules_version` is that of the rules alone.
    """
    planned, expectations, _ = plan_with_probes(checked, checked.examples)
    return planned, expectations


def plan_for_example(checked: model.Model, example: model.Example) -> tuple[Plan, tuple[Condition, ...]]:
    """The same for one example."""
    planned, expectations, _ = plan_with_probes(checked, (example,))
    return planned, expectations[0]


def plan_with_probes(
    checked: model.Model, examples: Sequence[model.Example], probes: Sequence[Probe] = ()
) -> tuple[Plan, tuple[tuple[Condition, ...], ...], tuple[Expr, ...]]:
    """The same, and pieces of the rules as expressions that can be asked of a finished trace."""
    context, planned = _planned(checked)
    with collecting(context):
        expectations = tuple(
            tuple(condition(context, e.condition) for e in example.expectations) for example in examples
        )
        asked = tuple(_probed(context, probe) for probe in probes)
        context.reads["expect"] = tuple(context.vars)
    return _scheduled(context, checked, planned), expectations, asked


def _probed(context: Context, probe: Probe) -> Expr:
    with at_place(context, probe.place):
        return lower(context, probe.expr)


def _planned(checked: model.Model) -> tuple[Context, Plan]:
    context = _context(checked)
    draft = _scheduled(context, checked, _lowered(context, checked))
    index, residual = index_of(draft.rules, draft.values, draft.lists)
    return context, replace(draft, index=index, residual=residual, rules_version=rules_version(draft))


def _context(checked: model.Model) -> Context:
    zone = zone_of(checked.zone)
    return Context(
        zone=ZoneRules(zone.moments, zone.offsets),
        stages={stage.name: place for place, stage in enumerate(checked.stages)},
        lets={let.name: let for let in checked.lets},
        activity_types={field.name: field.type for field in checked.activity.fields},
    )


def _lowered(context: Context, checked: model.Model) -> Plan:
    """Everything that decides, in the order of evaluation; what it is computed from collects in the context."""
    ignores = decisions.ignores(context, checked.ignores)
    excludes = decisions.excludes(context, checked.excludes)
    layout = lay_out(context, checked.groups)
    return Plan(
        version=PLAN_VERSION,
        name=checked.name,
        zone=zone_of(checked.zone),
        missing=missing(checked.missing),
        lead=table(checked.lead),
        activity=table(checked.activity),
        lists=(),
        ignores=ignores,
        aggregates=(),
        values=(),
        excludes=excludes,
        rules=tuple(layout.rules),
        choices=tuple(layout.choices),
        groups=tuple(layout.groups),
        total_minimum=checked.total_minimum,
        total_maximum=checked.total_maximum,
        grades=decisions.grades(checked.grades),
        disqualifies=decisions.disqualifies(context, checked.disqualifies),
        stages=decisions.stages(context, checked.stages),
        promotions=decisions.promotions(context, checked.promotions),
        routes=decisions.routes(context, checked.routes),
        guarantees=decisions.guarantees(context, checked.guarantees),
        steps=(),
        index=(),
        residual=(),
        rules_version="",
        spellings=spellings(checked),
    )


def _scheduled(context: Context, checked: model.Model, draft: Plan) -> Plan:
    """With its steps, and with the lists, values and aggregates these need."""
    found = schedule(context.reads, (group.name for group in checked.groups))
    return replace(
        draft,
        lists=tuple(context.lists.values()),
        values=tuple(context.values[key] for key in found.keys if key in context.values),
        aggregates=stratified(context.aggregates.values(), found.strata),
        steps=found.steps,
    )
