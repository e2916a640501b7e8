"""What a suggested example is called, and what it expects."""

from collections.abc import Iterator

from assay.engines.record.trace import Trace
from assay.plan import words
from assay.plan.nodes import Plan
from assay.testing.coverage import Goal, Point
from assay.testing.suggest.drafts import Draft
from assay.testing.suggest.literals import Literals, name, text
from assay.values import POINT

_MOST = 3  # facts in a name
_LONGEST = 60


def title(literals: Literals, draft: Draft, point: Point, goal: Goal, missing: list[str]) -> str:
    """ "country is missing, so `emea` is undecided". Without double quotes, which a name would have to mask."""
    undecided = goal.want == "undecided"
    facts = _missing(missing) if undecided and missing else words.listed(_facts(literals, draft, undated=undecided))
    return f"{facts}, so {_outcome(point, goal)}".replace('"', "'")


def _missing(names: list[str]) -> str:
    return f"{words.listed(names)} {'is' if len(names) == 1 else 'are'} missing"


def _facts(literals: Literals, draft: Draft, *, undated: bool) -> list[str]:
    """What is special about the lead: its fields, then what it did; `undated`: and that it has no time."""
    kinds = {field.name: field for field in literals.lead.fields}
    found = [f"{one} {literals.value(kinds[one], value)}" for one, value in draft.lead.items() if value is not None]
    did = [literals.did(one, undated=undated) for one in draft.activities]
    found += [f"{one} ({did.count(one)} times)" if did.count(one) > 1 else one for one in dict.fromkeys(did)]
    if not found:
        return ["nothing is known"]
    more = len(found) - _MOST
    return found if more <= 1 else [*found[:_MOST], f"{more} more"]


def _outcome(point: Point, goal: Goal) -> str:
    if goal.compound is not None and goal.part is not None:
        return _of_part(point, point.compounds[goal.compound].parts[goal.part].span.text, goal)
    match goal.want:
        case "true" | "effect":
            return _acting(point)
        case "false":
            return _idle(point)
        case _:
            return f"{_called(point)} is undecided"


def _of_part(point: Point, written: str, goal: Goal) -> str:
    part = _cut(written)
    match goal.want:
        case "decides true":
            return f"`{part}` decides {_called(point)} by being true"
        case "decides false":
            return f"`{part}` decides {_called(point)} by being false"
        case "undecided":
            return f"`{part}` is undecided"
        case _:
            return f"`{part}` is {goal.want}"


def _cut(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _called(point: Point) -> str:
    label = _cut(point.name)
    match point.kind:
        case "ignore" | "exclude" | "disqualify":
            return f"{point.kind} ({label})"
        case "stage":
            return f"stage {label}"
        case "promotion":
            return f"the promotion to {label}"
        case "route":
            return f"the route to {label}"
        case _:
            return f"`{label}`"


def _acting(point: Point) -> str:
    label = _cut(point.name)
    match point.kind:
        case "ignore":
            return f"the activity is ignored ({label})"
        case "exclude":
            return f"it is not ours to score ({label})"
        case "disqualify":
            return f"it is disqualified ({label})"
        case "rule":
            return f"`{label}` counts"
        case "row":
            rule, _, row = point.name.rpartition(": ")
            return f"`{_cut(rule)}` takes its row `{_cut(row)}`"
        case "grade":
            return f"the grade is {label}"
        case "stage":
            return f"the stage is {label}"
        case "promotion":
            return f"it is promoted to {label}"
        case "route":
            return f"it goes to {label}"
        case _:
            return f"`{label}` is true"


def _idle(point: Point) -> str:
    label = _cut(point.name)
    match point.kind:
        case "rule":
            return f"`{label}` does not count"
        case "guarantee":
            return f"`{label}` is kept"
        case "let":
            return f"`{label}` is false"
        case _:
            return f"{_called(point)} is not for it"


# --- expectations ------------------------------------------------------------------------------------------


def expectations(plan: Plan, trace: Trace, point: Point) -> list[str]:
    """What the example shows, as far as results tell it, and where the lead ends up."""
    if trace.excluded:
        return ["score is missing"]
    return list(dict.fromkeys([*_special(plan, trace, point), *_ends_up(plan, trace)]))


def _special(plan: Plan, trace: Trace, point: Point) -> Iterator[str]:
    match point.kind:
        case "rule" | "row":
            yield _points(trace, plan.rules[point.index].group)
        case "grade":
            grade = plan.grades[point.index]
            yield f"grade({name(grade.group)}) == {text(trace.grades[point.index].letter)}"
        case "route":
            taken = next((one.route.to for one in trace.routes if one.taken), None)
            yield "route is missing" if taken is None else f"route == {text(taken)}"
        case _:
            yield f"score == {words.decimal(trace.score or 0, POINT)}"


def _points(trace: Trace, group: str) -> str:
    """Rules outside any group are told by the score."""
    if group == "ungrouped":
        return f"score == {words.decimal(trace.score or 0, POINT)}"
    return f"{name(group)} == {words.decimal(trace.groups[group].kept, POINT)}"


def _ends_up(plan: Plan, trace: Trace) -> Iterator[str]:
    if trace.disqualified:
        yield "disqualified"
    elif plan.stages:
        yield "stage is missing" if trace.stage is None else f"stage == {name(plan.stages[trace.stage].name)}"
    elif plan.disqualifies:
        yield "not disqualified"
