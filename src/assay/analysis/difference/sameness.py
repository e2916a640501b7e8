"""What is the same in two versions, so that it is known without a search what cannot befall any lead."""

from collections.abc import Iterable, Iterator, Mapping

from assay.analysis.difference.matching import Matched
from assay.analysis.difference.meaning import Meanings
from assay.analysis.difference.outcomes import EFFECTS, Effect
from assay.analysis.difference.versions import Version
from assay.plan.nodes import Choice, Condition, Decision, Group, Op, Plan, Promotion, Var

_RESULTS = ("group:", "grade:", "score", "stage", "disqualified", "route")


def never(old: Version, new: Version, found: Matched) -> tuple[Effect, ...]:
    """The effects that no lead can see, because what decides about them is the same."""
    if not _fields_agree(old.plan, new.plan):
        return ()
    if old.plan.rules_version == new.plan.rules_version:
        return EFFECTS
    before, after = _forms(old.plan, {}, {}), _forms(new.plan, found.groups, found.stages)
    same = {name for name, form in before.items() if after[name] == form}
    return tuple(_never(new.plan, same))


def _never(plan: Plan, same: set[str]) -> Iterator[Effect]:
    if not {"zone", "missing", "ignores"} <= same:
        return
    points = {"groups", "total", "grades"} <= same
    disqualified = "disqualifies" in same and (
        points or not _read_results(plan, (one.condition for one in plan.disqualifies))
    )
    ladder = (*(one.condition for one in plan.stages), *(one.condition for one in plan.promotions))
    staged = disqualified and {"stages", "promotions"} <= same and (points or not _read_results(plan, ladder))
    routes = [one.condition for one in plan.routes if one.condition is not None]
    if "excludes" in same:
        yield from ("newly excluded", "no longer excluded")
    if disqualified:
        yield from ("newly disqualified", "no longer disqualified")
    if staged:
        yield from ("stage up", "stage down")
    if disqualified and "routes" in same and ((points and staged) or not _read_results(plan, routes)):
        yield "route"
    if points:
        yield "grade"
    if {"groups", "total"} <= same:
        yield "score"


def _read_results(plan: Plan, conditions: Iterable[Condition]) -> bool:
    """Whether some condition, through names, reads what is only known once leads are scored."""
    values = {one.name: one.value for one in plan.values}
    aggregates = {f"aggregate:{one.id}": one for one in plan.aggregates}
    seen: set[str] = set()
    waiting = [part for one in conditions for part in (one.test, one.alone) if part is not None]
    while waiting:
        match waiting.pop():
            case Op(args=args):
                waiting += args
            case Var(name=name) if name.startswith(_RESULTS):
                return True
            case Var(name=name) if name in values and name not in seen:
                seen.add(name)
                waiting.append(values[name])
            case Var(name=name) if name in aggregates and name not in seen:
                seen.add(name)
                found = aggregates[name]
                waiting += [part for part in (found.value, found.where, found.key) if part is not None]
    return False


def _forms(plan: Plan, groups: Mapping[str, str], stages: Mapping[str, str]) -> dict[str, object]:
    """Digests of all that decides, without names, reasons and the order of what may stand in any."""
    meanings = Meanings(plan, groups, stages)
    ladder = zip(meanings.stages, plan.stages, strict=True)
    return {
        "zone": plan.zone.name,
        "missing": sorted(plan.missing),
        "ignores": _set(plan.ignores, meanings),
        "excludes": _set(plan.excludes, meanings),
        "groups": sorted(_group(plan, group, meanings) for group in plan.groups),
        "total": (plan.total_minimum, plan.total_maximum),
        "grades": sorted(f"{groups.get(one.group, one.group)} {meanings.of(one.bands)}" for one in plan.grades),
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
