"""What is the same in two versions, so that it is known without a search what cannot befall any lead."""

from collections.abc import Iterable, Iterator, Mapping

from assay.analysis.difference import directions
from assay.analysis.difference.directions import Directions
from assay.analysis.difference.matching import Matched
from assay.analysis.difference.meaning import Meanings
from assay.analysis.difference.outcomes import EFFECTS, Effect
from assay.analysis.difference.versions import Version
from assay.plan.nodes import Choice, Condition, Decision, Group, Plan, Promotion


def never(old: Version, new: Version, found: Matched) -> tuple[Effect, ...]:
    """The effects that no lead can see, because what decides about them is the same."""
    if not _fields_agree(old.plan, new.plan):
        return ()
    if old.plan.rules_version == new.plan.rules_version:
        return EFFECTS
    before, after = (_forms(one.plan, means) for one, means in zip((old, new), found.meanings, strict=True))
    same = {name for name, form in before.items() if after[name] == form}
    if not {"zone", "missing", "ignores"} <= same:
        return ()
    ways = {} if {"groups", "total"} <= same else directions.points(old.plan, new.plan, found)
    return tuple(_never(new.plan, same, ways))


def _never(plan: Plan, same: set[str], ways: Mapping[str, Directions]) -> Iterator[Effect]:
    """`ways`: in which direction points can go, where they are not the same."""
    points = {"groups", "total", "grades"} <= same
    disqualified = "disqualifies" in same and (
        points or not _read_results(plan, (one.condition for one in plan.disqualifies))
    )
    ladder = [*(one.condition for one in plan.stages), *(one.condition for one in plan.promotions)]
    ordered = disqualified and {"stages", "promotions"} <= same
    staged = ordered and (points or not _read_results(plan, ladder))
    routes = [one.condition for one in plan.routes if one.condition is not None]
    if "excludes" in same:
        yield from ("newly excluded", "no longer excluded")
    if disqualified:
        yield from ("newly disqualified", "no longer disqualified")
    if staged:
        yield from ("stage up", "stage down")
    elif ordered:
        yield from _moves(plan, ladder, ways)
    if disqualified and "routes" in same and ((points and staged) or not _read_results(plan, routes)):
        yield "route"
    if points or ("grades" in same and not plan.grades):
        yield "grade"
    if {"groups", "total"} <= same:
        yield "score"


def _read_results(plan: Plan, conditions: Iterable[Condition]) -> bool:
    return directions.reads_results(
        plan, (test for one in conditions for test in (one.test, one.alone) if test is not None)
    )


def _moves(plan: Plan, ladder: Iterable[Condition], ways: Mapping[str, Directions]) -> Iterator[Effect]:
    """What cannot happen to a stage that is reached by so many points, where those only rise or only fall."""
    possible = directions.of_conditions(plan, ladder, ways)
    if 1 not in possible:
        yield "stage up"
    if -1 not in possible:
        yield "stage down"


def _forms(plan: Plan, meanings: Meanings) -> dict[str, object]:
    """Digests of all that decides, without names, reasons and the order of what may stand in any."""
    ladder = zip(meanings.stages, plan.stages, strict=True)
    return {
        "zone": plan.zone.name,
        "missing": sorted(plan.missing),
        "ignores": _set(plan.ignores, meanings),
        "excludes": _set(plan.excludes, meanings),
        "groups": sorted(_group(plan, group, meanings) for group in plan.groups),
        "total": (plan.total_minimum, plan.total_maximum),
        "grades": sorted(
            f"{meanings.groups.get(one.group, one.group)} {meanings.of(one.bands)}" for one in plan.grades
        ),
        "disqualifies": _set(plan.disqualifies, meanings),
        "stages": [f"{name} {meanings.of(one)}" for name, one in ladder],
        "promotions": _set(plan.promotions, meanings),
        "routes": [meanings.of(route) for route in plan.routes],
    }


def _set(decisions: tuple[Decision, ...] | tuple[Promotion, ...], meanings: Meanings) -> set[str]:
    """All of which are asked, so that neither order nor repetition matters."""
    return {meanings.of(one) for one in decisions}


def _group(plan: Plan, group: Group, meanings: Meanings) -> str:
    rules = [plan.rules[at] for at in group.rules]
    single = sorted(meanings.of(rule) for rule in rules if rule.choice is None and not rule.off)
    chosen = sorted({rule.choice for rule in rules if rule.choice is not None})
    choices = sorted(_choice(plan, plan.choices[number], meanings) for number in chosen)
    parent = None if group.parent is None else meanings.groups.get(group.parent, group.parent)
    name = meanings.groups.get(group.name, group.name)
    return meanings.of((name, parent, meanings.of(group), tuple(single), tuple(choices)))


def _choice(plan: Plan, choice: Choice, meanings: Meanings) -> str:
    return meanings.of((choice.kind, tuple(meanings.of(plan.rules[at]) for at in choice.rules)))


def _fields_agree(old: Plan, new: Plan) -> bool:
    """Whether the fields that both know are read alike."""
    tables = ((old.lead, new.lead), (old.activity, new.activity))
    return all(
        mine == theirs
        for before, after in tables
        for mine in before.fields
        for theirs in after.fields
        if mine.name == theirs.name
    ) and all((before.key, before.time) == (after.key, after.time) for before, after in tables)
