"""Plan to query, in the order of evaluation."""

from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from assay.engines.sql.build import Sql, column, null_of
from assay.engines.sql.choices import chosen
from assay.engines.sql.context import Context
from assay.engines.sql.emit import ACTIVITIES, LEADS, Steps, emitted, read_by
from assay.engines.sql.expressions import lower
from assay.engines.sql.groups import group, score
from assay.engines.sql.masks import masks
from assay.engines.sql.names import Names
from assay.engines.sql.outputs import Rules, rules_of
from assay.engines.sql.query import Column, Layout, Query, Table, Type
from assay.engines.sql.registry import Registry
from assay.engines.sql.rules import Judged, judged, runs
from assay.engines.sql.spelling import SPELLINGS
from assay.engines.sql.verdict import broken, decisions, disqualified, grade, promotions, routes, stages
from assay.plan.nodes import Field, Plan
from assay.values import ZoneRules

OWN = ("n", "key", "lead_key", "previous_stage", "item", "place", "value", "moment", "by", "many", "ranked", "numbered")
KEYS = ("once_key", "quota_key", "limit_key", "later", "l", "a", "f", "u", LEADS, ACTIVITIES)
_TYPES: Mapping[str, Type] = {"text": "TEXT", "one of": "TEXT", "boolean": "BOOLEAN", "list": "TEXT[]"}


def compiled(
    plan: Plan, dialect: str, as_of: int, *, lists: bool, previous: bool = False, activities: bool = True
) -> Query:
    """See `assay.engines.sql`. Raises Unsupported."""
    context = new_context(plan, dialect, as_of)
    ignores = _data(context)
    excluded = decisions(context, plan.excludes, "excluded")
    context.registry.begin("rules")
    rules = _rules(context)
    context.registry.begin("score")
    score(context)
    layout, outputs = _verdict(context, excluded, rules, lists=lists, previous=previous)
    context.registry.begin("result")
    return _query(
        context, layout, [column(name) for name in outputs], ignores, previous=previous, activities=activities
    )


def new_context(plan: Plan, dialect: str, as_of: int) -> Context:
    names = Names()
    for own in (*OWN, *KEYS):
        names.new(own)
    registry = Registry(names)
    leads = {one.name: names.new(one.name) for one in plan.lead.fields}
    activities = {one.name: names.new(one.name) for one in plan.activity.fields}
    for name in (*leads.values(), "n", "key", "previous_stage"):
        registry.read(name, "lead")
    for name in activities.values():
        registry.read(name, "activity")
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    context = Context(
        plan,
        SPELLINGS[dialect],
        as_of,
        registry,
        zone,
        leads,
        activities,
        {one.name: one for one in plan.lead.fields},
        {one.name: one for one in plan.activity.fields},
        {one.id: one for one in plan.aggregates},
        {one.name: one for one in plan.values},
        {one.name: one for one in plan.lists},
    )
    _nothing_yet(context)
    return context


def _nothing_yet(context: Context) -> None:
    """Results before their step came; they stay so where the plan has no such step."""
    stage = null_of("BIGINT")
    context.results |= {"stage": stage, "stage_before": stage, "disqualified": exp.false()}
    context.results["route"] = null_of(context.spelling.text_type)


def _data(context: Context) -> Sequence[Sql]:
    """`ignore`, whose conditions see all activities; from then on those are meant that it leaves."""
    context.registry.begin("data")
    ignores = [lower(context, one.condition.test) for one in context.plan.ignores]
    context.registry.kept_from = max((one.lead_depth for one in context.registry.reads(*ignores)), default=0)
    return ignores


def _rules(context: Context) -> dict[int, Judged]:
    """All groups, inner ones and those that others read first."""
    made: dict[int, Judged] = {}
    by_name = {one.name: one for one in context.plan.groups}
    for step in context.plan.steps:
        if step.kind == "group":
            _group(context, by_name[step.name].rules, made)
            group(context, by_name[step.name], made)
    return made


def _group(context: Context, indexes: Iterable[int], made: dict[int, Judged]) -> None:
    own = {index: judged(context, index) for index in indexes if runs(context, context.plan.rules[index])}
    for choice in context.plan.choices:
        if any(index in own for index in choice.rules):
            own |= chosen(context, choice, own)
    made |= own


def _verdict(
    context: Context, excluded: Sequence[Sql], made: Mapping[int, Judged], *, lists: bool, previous: bool
) -> tuple[Layout, list[str]]:
    plan, registry = context.plan, context.registry
    held = registry.held
    registry.begin("grades")
    grades = tuple((one.group, held(grade(context, one), "grade").name) for one in plan.grades)
    registry.begin("disqualified")
    out = disqualified(context, decisions(context, plan.disqualifies, "disqualified"))
    registry.begin("stages")
    stages(context, previous="previous_stage" if previous else None)
    registry.begin("promotions")
    promotions(context)
    registry.begin("routes")
    route = routes(context)
    registry.begin("guarantees")
    not_kept = masks(context, broken(context), "broken")
    rules = rules_of(context, made) if lists else Rules()
    put = registry.put
    layout = Layout(
        key="key",
        score=put(context.results["points:score"], "score").name
        if not isinstance(context.results["points:score"], exp.Column)
        else context.results["points:score"].name,
        groups=tuple(_group_columns(context, one.name) for one in plan.groups),
        grades=grades,
        stage=_as_column(context, context.results["stage"], "stage"),
        stage_by=_as_column(context, context.results["stage_by"], "stage_by"),
        route=_as_column(context, route, "route"),
        excluded=tuple(masks(context, excluded, "excluded")),
        disqualified=tuple(out),
        broken=tuple(not_kept),
        future=registry.names.new("future_activities"),
        previous="previous_stage" if previous else None,
        rules=rules.rules,
        fired=rules.fired,
        undecided=rules.undecided,
        inputs=rules.inputs,
        missing=rules.missing,
    )
    return layout, _outputs(layout)


def _group_columns(context: Context, name: str) -> tuple[str, str, str]:
    earned, kept = context.results[f"earned:{name}"], context.results[f"points:group:{name}"]
    return name, _as_column(context, earned, name), _as_column(context, kept, name)


def _as_column(context: Context, value: Sql, hint: str) -> str:
    return value.name if isinstance(value, exp.Column) else context.registry.put(value, hint).name


def _outputs(layout: Layout) -> list[str]:
    """The columns of the result, each once."""
    names = ["n", layout.key, layout.score]
    names += [name for _, earned, kept in layout.groups for name in (earned, kept)]
    names += [name for _, name in layout.grades]
    names += [layout.stage, layout.stage_by, layout.route, *layout.excluded, *layout.disqualified, *layout.broken]
    names += [*layout.fired, *layout.undecided, *layout.missing]
    names += [one.points for one in layout.rules if isinstance(one.points, str)]
    names += [one.reason for one in layout.rules if one.reason is not None]
    names += [] if layout.previous is None else [layout.previous]
    return list(dict.fromkeys(names))


def _query(
    context: Context,
    layout: Layout,
    outputs: list[exp.Column],
    ignores: Sequence[Sql],
    *,
    previous: bool,
    activities: bool,
) -> Query:
    used = _used(context, [*outputs, *ignores])
    common = [Column("n", "BIGINT"), Column("key", "TEXT"), *([Column("previous_stage", "TEXT")] if previous else [])]
    leads = Table(LEADS, (*common, *_columns(context.plan.lead.fields, context.lead_columns, used)))
    key = Column("lead_key", "TEXT")
    if context.time is not None:
        used.add(context.time.name)
    acts = Table(ACTIVITIES, (key, *_columns(context.plan.activity.fields, context.activity_columns, used)))
    has_activities = activities or bool(context.registry.passes)
    steps = Steps(context, leads, acts if has_activities else None, ignores, used)
    names = [one.name for one in outputs]
    expression = emitted(steps, names, layout.future)
    shown = acts if has_activities else None
    return Query(expression, context.spelling.dialect, context.as_of, leads, shown, (*names, layout.future), layout)


def _used(context: Context, outputs: Sequence[Sql]) -> set[str]:
    """Every column that is read somewhere."""
    registry = context.registry
    values = [one.sql for one in registry.columns.values() if one.sql is not None]
    for found in registry.passes.values():
        values += [one.sql for one in found.sums]
        values += [value for chain in found.chains for value in (chain.condition, *(value for _, value in chain.start))]
    return read_by([*values, *outputs])


def _columns(fields: Sequence[Field], names: Mapping[str, str], used: set[str]) -> list[Column]:
    return [
        Column(names[one.name], _TYPES.get(one.kind, "BIGINT"), one.name) for one in fields if names[one.name] in used
    ]
