"""The plan on paper: what happens to a lead, step by step, and how the engine goes about it."""

from collections.abc import Callable, Sequence

from assay.plan import words
from assay.plan.describe import describe
from assay.plan.nodes import Aggregate, Decision, Field, Grade, Group, Plan, Table, Value
from assay.plan.pages import heading, labelled, ranges, table, wrapped
from assay.plan.show_rules import bounds, condition_lines, rule_lines

_READING = """
Each step below says in words what is done and, on the labelled lines, what exactly is evaluated.
  test            must be true. Text is compared by `fold(…)`, without regard to case and surrounding blanks,
                  unless its field is exact; dates are days in the zone above; lists are {…} or named.
  of an activity  a test about activities: true if it is true of at least one, or if `lead alone` is true.
  could be        not true, but true were the missing values of the lead known: then the rule is undecided.
  waits for       what is named when the rule is undecided and these are missing.
"""
_LOGIC = (
    "A comparison with a missing value is unknown; `and`, `or`, `not` and `at_least` reckon with true, false and "
    "unknown; `is known` and `is missing` are never unknown; whatever else is computed from a missing value is missing. "
    "`presume(x, true)` is x, or true where x is unknown. Only what is true acts: unknown is not false, and not zero. "
    "[3] is a rule's number, which is what the index calls it. Aggregates of stratum 0 read data alone, those of "
    "stratum 1 also what stratum 0 and groups gave, and so on."
)


def show(plan: Plan) -> str:
    """Plain text, to be read from top to bottom."""
    reading = [*_READING.strip("\n").split("\n"), *wrapped(_LOGIC, 0)]
    parts = [_title(plan), reading, _schemas(plan), *_steps(plan), _lists(plan), _index(plan)]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts if part) + "\n"


def _title(plan: Plan) -> list[str]:
    name = f"Plan of {words.text(plan.name)}" if plan.name else "Plan"
    count = words.counted(len(plan.rules), "rule")
    spellings = "".join(f", {words.text(spelling)}" for spelling in plan.missing)
    return [
        *heading(name, f"{count}, version {plan.rules_version}, format {plan.version}"),
        f"Zone {plan.zone.name}. Read as missing: empty and blank{spellings}.",
    ]


def _schemas(plan: Plan) -> list[str]:
    lines: list[str] = []
    for noun, schema in (("lead", plan.lead), ("activity", plan.activity)):
        if schema.fields:
            lines += [_about(noun, schema), *table(map(_field, schema.fields), 2)]
    return lines


def _about(noun: str, schema: Table) -> str:
    said = [f"Read of each {noun}"]
    if not schema.declared:
        said.append("taken from the columns and from use")
    if noun == "activity" and schema.key:
        said.append(f"`{schema.key}` says whose it is")
    if schema.time:
        said.append(f"`{schema.time}` says when it happened")
    return ", ".join(said) + ":"


def _field(field: Field) -> tuple[str, str]:
    options = [
        "one of " + ", ".join(map(words.text, field.values)) if field.values else field.kind,
        "key" if field.key else "",
        "exact" if field.exact else "",
        f"from column {words.text(field.column)}" if field.column != field.name else "",
        f"format {words.text(field.format)}" if field.format else "",
        f"split by {words.text(field.split_by)}" if field.split_by else "",
    ]
    return field.name, ", ".join(filter(None, options))


# --- steps ---------------------------------------------------------------------------------------------------


def _steps(plan: Plan) -> list[list[str]]:
    """The steps that do something, numbered."""
    parts = _parts(plan)
    shown: list[list[str]] = []
    for step in plan.steps:
        found = parts.get((step.kind, step.name))
        lines = _FIXED[step.kind](plan) if found is None else _part(plan, found)
        if lines:
            shown.append([f"{len(shown) + 1}. {lines[0]}", *lines[1:]])
    return shown


def _parts(plan: Plan) -> dict[tuple[str, str], Aggregate | Value | Group]:
    """What has a step of its own."""
    return {
        **{("aggregate", aggregate.id): aggregate for aggregate in plan.aggregates},
        **{("value", value.name): value for value in plan.values},
        **{("group", group.name): group for group in plan.groups},
    }


def _part(plan: Plan, part: Aggregate | Value | Group) -> list[str]:
    match part:
        case Aggregate():
            return _aggregate(plan, part)
        case Value():
            return _value(plan, part)
        case Group():
            return _group(plan, part)


def _names(plan: Plan) -> list[str]:
    return [stage.name for stage in plan.stages]


def _aggregate(plan: Plan, aggregate: Aggregate) -> list[str]:
    which = "all activities" if aggregate.source == "all" else "the activities that were kept"
    lines = heading(f"{aggregate.id} = {aggregate.text}", f"over {which}, stratum {aggregate.stratum}")
    for label, form in (("value", aggregate.value), ("ordered by", aggregate.key), ("where", aggregate.where)):
        if form is not None:
            lines += labelled(label, describe(form, _names(plan)), 3)
    if aggregate.within is not None:
        lines += labelled("window", f"the last {words.duration(aggregate.within)}", 3)
    return lines


def _value(plan: Plan, value: Value) -> list[str]:
    what = "yes or no" if value.kind == "boolean" else f"a {value.kind}"
    of = "for the lead" if value.scope == "lead" else "for each activity"
    return [*heading(value.name, f"{what}, {of}"), *wrapped(describe(value.value, _names(plan)), 3, 5)]


def _group(plan: Plan, group: Group) -> list[str]:
    label = f" {words.text(group.label)}" if group.label else ""
    weight = f"{words.percent(group.weight)} of the sum" if group.weight is not None else None
    limits = ", ".join(filter(None, [weight, bounds(group.minimum, group.maximum)]))
    inside = f", within {group.parent}" if group.parent else ""
    lines = heading(f"Group {group.name}{label}{inside}: the sum of its rules", limits)
    if group.children:
        lines.append(f"   and of the groups {words.listed(list(group.children))}")
    for place in group.rules:
        lines += rule_lines(plan, place, 3)
    return lines


def _decisions(plan: Plan, title: str, decisions: Sequence[Decision]) -> list[str]:
    if not decisions:
        return []
    lines = [title]
    for decision in decisions:
        lines += heading(decision.reason, f"line {decision.line}" if decision.line else "", 3)
        lines += condition_lines(decision.condition, _names(plan), 9)
    return lines


def _total(plan: Plan) -> list[str]:
    top = [group.name for group in plan.groups if group.parent is None]
    limits = bounds(plan.total_minimum, plan.total_maximum)
    return heading(f"Score: the sum of {words.listed(top) or 'nothing'}", limits or "")


def _grades(plan: Plan) -> list[str]:
    return ["Grades", *(line for grade in plan.grades for line in _grade(grade))] if plan.grades else []


def _grade(grade: Grade) -> list[str]:
    bands = [
        f"{words.text(letter)} otherwise" if bound is None else f"{words.text(letter)} from {words.points(bound)}"
        for letter, bound in grade.bands
    ]
    return labelled(grade.group, ", ".join(bands), 3)


def _stages(plan: Plan) -> list[str]:
    if not plan.stages:
        return []
    lines = ["Stage: the highest of these whose test is true; none for a disqualified lead"]
    for stage in plan.stages:
        lines += heading(f"{stage.name}: {stage.text}", "sticky: kept once reached" if stage.sticky else "", 3)
        lines += condition_lines(stage.condition, _names(plan), 9)
    return lines


def _promotions(plan: Plan) -> list[str]:
    if not plan.promotions:
        return []
    lines = ["Promotions: at least that stage, never past a disqualification (stage_before: the stage before them)"]
    for promotion in plan.promotions:
        aside = f"line {promotion.line}" if promotion.line else ""
        lines += heading(f"to {plan.stages[promotion.stage].name}: {promotion.reason}", aside, 3)
        lines += condition_lines(promotion.condition, _names(plan), 9)
    return lines


def _routes(plan: Plan) -> list[str]:
    if not plan.routes:
        return []
    lines = ["Route: the first of these whose test is true"]
    for route in plan.routes:
        aside = f"answer within {words.duration(route.within)}" if route.within is not None else ""
        lines += heading(f"{words.text(route.to)}{'' if route.condition else ' otherwise'}", aside, 3)
        lines += condition_lines(route.condition, _names(plan), 9) if route.condition else []
    return lines


def _guarantees(plan: Plan) -> list[str]:
    if not plan.guarantees:
        return []
    lines = ["Guarantees: what is broken is listed; unknown is not broken"]
    for guarantee in plan.guarantees:
        lines += wrapped(guarantee.text, 3, 5)
        lines += condition_lines(guarantee.condition, _names(plan), 9)
    return lines


_FIXED: dict[str, Callable[[Plan], list[str]]] = {
    "ignore": lambda plan: _decisions(plan, "Ignore an activity if one of these is true of it", plan.ignores),
    "exclude": lambda plan: _decisions(
        plan, "Exclude the lead, with all reasons that are true: nothing below is done for it", plan.excludes
    ),
    "total": _total,
    "grade": _grades,
    "disqualify": lambda plan: _decisions(
        plan, "Disqualify the lead, with all reasons that are true: it keeps its score", plan.disqualifies
    ),
    "stage": _stages,
    "promote": _promotions,
    "route": _routes,
    "guarantee": _guarantees,
}


# --- what stands behind ------------------------------------------------------------------------------------


def _lists(plan: Plan) -> list[str]:
    if not plan.lists:
        return []
    rows = [(named.name, words.counted(len(named.items), "item"), _items(named.items)) for named in plan.lists]
    return ["Lists", *table(rows, 2)]


def _items(items: Sequence[str | int | bool]) -> str:
    shown = ", ".join(words.text(item) if isinstance(item, str) else str(item) for item in items[:8])
    return shown + (", …" if len(items) > 8 else "")


def _index(plan: Plan) -> list[str]:
    if not plan.rules:
        return []
    rows = [(f"lead.{entry.field}", entry.how, "rules", ranges(entry.rules)) for entry in plan.index if entry.rules] + [
        (f"lead.{entry.field}", "equality", "and more", ranges(entry.joint)) for entry in plan.index if entry.joint
    ]
    lines = ["Index: a value of the lead leads to the rules it decides; the others are not looked at", *table(rows, 2)]
    about_activities = [
        place for place, rule in enumerate(plan.rules) if rule.condition and rule.condition.scope == "activity"
    ]
    for label, places in (("tried for every lead", plan.residual), ("tried on activities", about_activities)):
        if places:
            lines += wrapped(f"{label}: {ranges(places)}", 2, 4)
    return lines
