"""Plan to query, in the order of evaluation."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sqlglot import exp

from assay.engines.sql.build import Sql, column, null_of
from assay.engines.sql.choices import chosen
from assay.engines.sql.conjunctions import conjoined, in_words
from assay.engines.sql.context import Context, Unsupported
from assay.engines.sql.counted import tallied
from assay.engines.sql.emit import ACTIVITIES, LEADS, Steps, emitted
from assay.engines.sql.expressions import lower
from assay.engines.sql.folds import Folds
from assay.engines.sql.groups import group, score
from assay.engines.sql.layout import Made, columns_of, layout_of
from assay.engines.sql.names import Names
from assay.engines.sql.partitions import numbered, partitioned
from assay.engines.sql.query import Column, Layout, Query, Table, Type
from assay.engines.sql.raw import is_raw
from assay.engines.sql.registry import Registry, columns_in
from assay.engines.sql.rules import Judged, judged, runs
from assay.engines.sql.spelling import SPELLINGS
from assay.engines.sql.strands import stranded, widest
from assay.engines.sql.verdict import broken, decisions, disqualified, grade, promotions, routes, stages
from assay.plan.nodes import Condition, Expr, Field, Group, Plan
from assay.values import ZoneRules, fold

OWN = ("n", "key", "lead_key", "previous_stage", "item", "place", "value", "moment", "by", "many", "ranked")
KEYS = ("once_key", "quota_key", "limit_key", "later", "l", "a", "f", "u", "rowid", LEADS, ACTIVITIES)
_NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})
_TYPES: Mapping[str, Type] = {"text": "TEXT", "one of": "TEXT", "boolean": "BOOLEAN", "list": "TEXT[]"}


def compiled(
    plan: Plan,
    dialect: str,
    as_of: int,
    *,
    lists: bool,
    previous: bool = False,
    activities: bool = True,
    beside: Sequence[Type] = (),
    common: Mapping[str, Sequence[str]] = _NOTHING,
) -> Query:
    """See `assay.engines.sql`. Raises Unsupported. `beside`: types of columns that the leads have besides and that come
    out as they are, last but for the activities to come. `common`: by field, text as many leads have it; it makes the
    query quicker and changes no result."""
    context = new_context(plan, dialect, as_of)
    others = [Column(context.registry.names.new(f"beside_{at}"), type_) for at, type_ in enumerate(beside)]
    for one in others:
        context.registry.read(one.name, "lead")
    context.by_place, context.raw_text = context.spelling.by_place, context.spelling.raw_text
    context.common, context.spelled = common, _spelled(context, common)
    context.reads_lists = lists and context.spelling.has_entries
    folded = folded_rules(context)
    ignores = ignored(context)
    made = evaluated(context, previous=previous, folded=folded)
    layout = layout_of(context, made, lists=lists, previous=previous)
    outputs = [column(name) for name in (*columns_of(layout), *(one.name for one in others))]
    return _query(context, layout, outputs, ignores, previous=previous, activities=activities, beside=others)


def _spelled(context: Context, common: Mapping[str, Sequence[str]]) -> Mapping[str, Column]:
    """For columns of text, those that say which of its common spellings it is."""
    found: dict[str, Column] = {}
    for one in context.plan.lead.fields if context.spelling.has_entries else ():
        if one.kind == "text" and one.name in common:
            name = context.registry.names.new(f"{one.name}_place")
            context.registry.read(name, "lead")
            spellings = sorted(common[one.name], key=lambda word: fold(word) not in context.plan.missing)
            found[context.lead_columns[one.name]] = Column(name, "BIGINT", one.name, spellings=("", *spellings))
    return found


def folded_rules(context: Context) -> Folds:
    """The rules that are looked up together; that is quicker, and harder to read."""
    by_name = {one.name: one for one in context.plan.groups}
    groups = [by_name[step.name] for step in context.plan.steps if step.kind == "group"]
    running = [index for one in groups for index in _running(context, one)]
    alone = partitioned(context, running)
    conjunctions = conjoined(context, [index for index in running if index not in alone])
    if not context.by_place:
        return Folds(alone, tallies=tallied(conjunctions, lambda index: context.plan.rules[index].group))
    folds = Folds(alone, in_words(conjunctions))
    numbered(context, _expressions(context, folds))
    return folds


def _running(context: Context, group: Group) -> list[int]:
    return [index for index in group.rules if runs(context, context.plan.rules[index])]


def _expressions(context: Context, folds: Folds) -> Iterator[Expr]:
    """What is asked besides the folded rules."""
    plan, folded = context.plan, folds.rules
    yield from (one.value for one in plan.values)
    decisions = (*plan.ignores, *plan.excludes, *plan.disqualifies)
    conditions: list[Condition | None] = [one.condition for one in decisions]
    conditions += [*(one.condition for one in plan.stages), *(one.condition for one in plan.promotions)]
    conditions += [*(one.condition for one in plan.guarantees), *(one.condition for one in plan.routes)]
    conditions += [rule.condition for at, rule in enumerate(plan.rules) if at not in folded]
    for one in conditions:
        parts = () if one is None else (one.test, one.alone, one.possible, one.possible_alone)
        yield from (part for part in parts if part is not None)


def evaluated(context: Context, *, previous: bool, folded: Folds) -> Made:
    """Every step of the evaluation after `ignore`, in the registry."""
    excluded = decisions(context, context.plan.excludes, "excluded")
    context.registry.begin("rules")
    rules = _rules(context, folded)
    context.registry.begin("score")
    score(context)
    return _verdict(context, excluded, rules, folded, previous=previous)


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


def ignored(context: Context) -> Sequence[Sql]:
    """`ignore`, whose conditions see all activities; from then on those are meant that it leaves."""
    context.registry.begin("data")
    ignores = [lower(context, one.condition.test) for one in context.plan.ignores]
    context.registry.kept_from = max((one.lead_depth for one in context.registry.reads(*ignores)), default=0)
    return ignores


def _rules(context: Context, folded: Folds) -> dict[int, Judged]:
    """All groups, inner ones and those that others read first."""
    made: dict[int, Judged] = {}
    not_judged = folded.rules
    by_name = {one.name: one for one in context.plan.groups}
    for step in context.plan.steps:
        if step.kind == "group":
            running = _running(context, by_name[step.name])
            _judge(context, [index for index in running if index not in not_judged], made)
            group(context, by_name[step.name], made, folded)
    return made


def _judge(context: Context, indexes: Iterable[int], made: dict[int, Judged]) -> None:
    own = {index: _judged(context, index) for index in indexes}
    for choice in context.plan.choices:
        if any(index in own for index in choice.rules):
            own |= chosen(context, choice, own)
    made |= own


def _judged(context: Context, index: int) -> Judged:
    context.registry.about = context.plan.rules[index].id
    return judged(context, index)


def _verdict(
    context: Context,
    excluded: list[Sql],
    rules: Mapping[int, Judged],
    folded: Folds,
    *,
    previous: bool,
) -> Made:
    registry, plan = context.registry, context.plan
    registry.begin("grades")
    grades = tuple((one.group, registry.held(grade(context, one), "grade")) for one in plan.grades)
    registry.begin("disqualified")
    out = decisions(context, plan.disqualifies, "disqualified")
    disqualified(context, out)
    registry.begin("stages")
    stages(context, previous="previous_stage" if previous else None)
    registry.begin("promotions")
    promotions(context)
    registry.begin("routes")
    route = routes(context)
    registry.begin("guarantees")
    return Made(excluded, rules, folded, grades, out, route, broken(context))


def _query(
    context: Context,
    layout: Layout,
    outputs: list[exp.Column],
    ignores: Sequence[Sql],
    *,
    previous: bool,
    activities: bool,
    beside: Sequence[Column] = (),
) -> Query:
    used = used_by(context, [*outputs, *ignores])
    leads, found = input_tables(context, used, previous=previous)
    acts = found if activities or context.registry.passes else None
    leads = replace(leads, columns=(*leads.columns, *beside))
    strands = strands_of(context)
    steps = Steps(context, leads, acts, ignores, used, strands=strands)
    names = [one.name for one in outputs]
    expression = emitted(steps, names, layout.future)
    return Query(expression, context.spelling.dialect, context.as_of, leads, acts, (*names, layout.future), layout)


def strands_of(context: Context) -> Mapping[str, int]:
    """Where a step holds only so many columns, those of the lead stand in several; those of an activity cannot."""
    most, registry = context.spelling.most_columns, context.registry
    if most is None:
        return {}
    strands = stranded(registry, most)
    homes = Counter(one.home for one in registry.columns.values())
    wide = max(widest(registry, strands), homes["activity"] + homes["both"])
    if wide > most:
        raise Unsupported(
            f"these rules need {wide:,} columns side by side, and {most:,} are the most there can be here"
        )
    return strands


def input_tables(context: Context, used: Collection[str], *, previous: bool) -> tuple[Table, Table]:
    """The tables of leads and activities with the columns that are read."""
    common = [Column("n", "BIGINT"), Column("key", "TEXT"), *([Column("previous_stage", "TEXT")] if previous else [])]
    places = [one for one in context.spelled.values() if one.name in used]
    leads = Table(LEADS, (*common, *_columns(context, context.plan.lead.fields, context.lead_columns, used), *places))
    if context.time is not None:
        used = {*used, context.time.name}
    activities = _columns(context, context.plan.activity.fields, context.activity_columns, used)
    return leads, Table(ACTIVITIES, (Column("lead_key", "TEXT"), *activities))


def used_by(context: Context, outputs: Sequence[Sql]) -> Mapping[str, int]:
    """Every column that is read somewhere, and how often."""
    registry = context.registry
    values = [one.sql for one in registry.columns.values() if one.sql is not None]
    for found in registry.passes.values():
        values += [one.sql for one in found.sums]
        values += [value for chain in found.chains for value in (chain.condition, *(value for _, value in chain.start))]
    return Counter(name for value in (*values, *outputs) for name in columns_in(value))


def _columns(
    context: Context, fields: Sequence[Field], names: Mapping[str, str], used: Collection[str]
) -> list[Column]:
    return [
        Column(names[one.name], _TYPES.get(one.kind, "BIGINT"), one.name, is_raw(context, names[one.name], one))
        for one in fields
        if names[one.name] in used
    ]
