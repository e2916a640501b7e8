"""What examples have not shown yet, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.plan.nodes import Condition, Input, Plan, Rule
from assay.plan.words import listed
from assay.testing.coverage.goals import Goal, Want
from assay.testing.coverage.measure import Coverage, Measured
from assay.testing.coverage.points import Kind, Point

_LONGEST = 60
_EFFECTS: dict[Kind, str] = {
    "row": "never taken",
    "grade": "never given",
    "stage": "no lead ends up in it",
    "promotion": "raises no lead",
    "route": "never taken",
}
_KINDS: dict[Kind, str] = {
    "ignore": "ignore activity",
    "exclude": "exclude",
    "let": "let",
    "rule": "",
    "row": "row",
    "grade": "grade",
    "disqualify": "disqualify",
    "stage": "stage",
    "promotion": "promote to",
    "route": "route to",
    "guarantee": "",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What one place lacks. `part`: the text of a part of its condition, None for the place itself."""

    part: str | None
    lacks: str


def titled(point: Point) -> str:
    """The place as a table names it: `disqualify: no budget`, `let emea`."""
    name, kind = " ".join(point.name.split()), _KINDS[point.kind]
    if point.kind in ("ignore", "exclude", "disqualify"):
        return f"{kind}: {name}"
    return f"{kind} {name}".strip()


def gaps(coverage: Coverage, measured: Measured) -> Iterator[Gap]:
    """The place itself first, then the parts of its condition."""
    lacking = [one.goal for one in measured.goals if one.lacking]
    own = [_own(coverage.plan, measured.point, goal) for goal in lacking if goal.part is None]
    if own:
        yield Gap(None, ", ".join(own))
    parts: dict[tuple[int, int], set[Want]] = {}
    for goal in lacking:
        if goal.compound is not None and goal.part is not None:
            parts.setdefault((goal.compound, goal.part), set()).add(goal.want)
    for (compound, part), wants in parts.items():
        yield Gap(part_text(measured.point, compound, part), ", ".join(_of_part(wants)))


def _own(plan: Plan, point: Point, goal: Goal) -> str:
    match goal.want:
        case "effect":
            return _EFFECTS[point.kind]
        case "undecided":
            missing = listed([one.name for one in inputs(plan, point)], "or")
            return f"never undecided ({missing} missing)" if missing else "never undecided"
        case _:
            return f"never {goal.want}"


def _of_part(wants: set[Want]) -> Iterator[str]:
    """Of a truth that was not seen, it goes without saying that it decided nothing."""
    yield from (f"never {want}" for want in ("true", "false", "undecided") if want in wants)
    undeciding = [truth for truth in ("true", "false") if f"decides {truth}" in wants and truth not in wants]
    if len(undeciding) == 2:
        yield "never decides"
    elif undeciding:
        yield f"never decides when {undeciding[0]}"


def part_text(point: Point, compound: int, part: int) -> str:
    """A part as it is written, on one line; a long one is cut."""
    text = " ".join(point.compounds[compound].parts[part].span.text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def inputs(plan: Plan, point: Point) -> tuple[Input, ...]:
    """What leaves a point undecided where it is missing."""
    match point.kind:
        case "exclude":
            return plan.excludes[point.index].condition.inputs
        case "disqualify":
            return plan.disqualifies[point.index].condition.inputs
        case "rule":
            return _of_rule(plan.rules[point.index])
        case "stage":
            return plan.stages[point.index].condition.inputs
        case "promotion":
            return plan.promotions[point.index].condition.inputs
        case "route":
            return _of_condition(plan.routes[point.index].condition)
        case "guarantee":
            return plan.guarantees[point.index].condition.inputs
    return ()


def _of_rule(rule: Rule) -> tuple[Input, ...]:
    return rule.inputs or _of_condition(rule.condition)


def _of_condition(condition: Condition | None) -> tuple[Input, ...]:
    return () if condition is None else condition.inputs
