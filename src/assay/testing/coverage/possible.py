"""Which goals some lead could show, as far as trying every class of values tells. In doubt it is possible."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assay.analysis.definitions import Definitions, definitions
from assay.analysis.leaves import Truth
from assay.analysis.ranges import as_numbers, ranges
from assay.analysis.rows import taker, within_rows
from assay.analysis.truth import outcomes, survey
from assay.plan.nodes import Amount, Condition, Const, Expr, Op, Plan, Rule, Var
from assay.testing.coverage.goals import Goal, shows
from assay.testing.coverage.parts import truth
from assay.testing.coverage.points import Compound, Point

_FALSE = Const("const", "boolean", False)
_SUBJECT_KNOWN = Op("op", "known", (Var("var", "subject"),))
Combinations = frozenset[tuple[Truth, ...]]


@dataclass(slots=True)
class Possible:
    """Asks the analysis once for each condition."""

    plan: Plan
    probes: Sequence[Expr]
    known: Definitions = field(init=False)
    combined: dict[int, Combinations | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups, _, score = ranges(self.plan)
        reach = {f"group:{name}": as_numbers(found.kept) for name, found in groups.items()}
        self.known = replace(definitions(self.plan), ranges=reach | {"score": as_numbers(score)})

    def __call__(self, point: Point, goal: Goal) -> bool:
        if goal.compound is not None:
            return self._of_part(point.compounds[goal.compound], goal)
        match point.kind:
            case "rule" | "row":
                return self._of_rule(point, goal)
            case "grade":
                return self._letter(point)
            case _:
                return self._of_condition(point, goal)

    def combinations(self, compound: Compound) -> Combinations | None:
        """What the parts can be together; None: not known."""
        if compound.first not in self.combined:
            parts = self.probes[compound.first : compound.first + len(compound.parts)]
            found = survey(self.known, parts)
            self.combined[compound.first] = None if found is None else frozenset(found)
        return self.combined[compound.first]

    def _of_part(self, compound: Compound, goal: Goal) -> bool:
        found = self.combinations(compound)
        return found is None or any(shows(compound, values, goal) for values in found)

    def _of_condition(self, point: Point, goal: Goal) -> bool:
        """Outcomes of what decides on the lead, or of one activity at a time."""
        if not point.compounds:
            return True
        whole = point.compounds[0]
        if whole.over != "lead" and point.kind not in ("ignore", "let"):
            return self._on_activities(self._condition(point), goal)
        found = self.combinations(whole)
        wanted = {"true": True, "effect": True, "false": False, "undecided": None}[goal.want]
        if found is None or (goal.want == "effect" and point.kind == "stage"):
            return True  # a lead may also be raised to a stage
        return any(truth(whole.tree, values) is wanted for values in found)

    def _condition(self, point: Point) -> Condition:
        plan = self.plan
        of_kind: dict[str, Sequence[Condition | None]] = {
            "exclude": [one.condition for one in plan.excludes],
            "disqualify": [one.condition for one in plan.disqualifies],
            "stage": [one.condition for one in plan.stages],
            "promotion": [one.condition for one in plan.promotions],
            "route": [one.condition for one in plan.routes],
            "rule": [one.condition for one in plan.rules],
        }
        found = of_kind[point.kind][point.index]
        assert found is not None
        return found

    def _on_activities(self, condition: Condition, goal: Goal) -> bool:
        """A lead that did nothing leaves it false, unless its own parts say otherwise."""
        match goal.want:
            case "undecided":
                ways = (condition.possible, condition.possible_alone)
                return any(way is not None and self._can_be(way, True) for way in ways)
            case "false":
                return condition.alone is None or self._can_be(condition.alone, False, None)
            case _:
                alone = condition.alone is not None and self._can_be(condition.alone, True)
                return alone or self._can_be(condition.test, True)

    def _can_be(self, expr: Expr, *wanted: Truth) -> bool:
        found = outcomes(self.known, expr)
        return found is None or any(one in found for one in wanted)

    # --- rules -------------------------------------------------------------------------------------------

    def _of_rule(self, point: Point, goal: Goal) -> bool:
        rule = self.plan.rules[point.index]
        if goal.want == "undecided" and _may_lack_points(rule):
            return True
        taken = self._rows_taken(rule) if rule.subject is not None else set()
        if rule.kind != "match" and point.kind == "rule":
            unrated = taken is None or (goal.want == "undecided" and "missing" in taken)
            return unrated or self._of_condition(point, goal)
        if taken is None:
            return True
        if point.kind == "row":
            return point.inner in taken
        return {"true": taken - {"none", "missing"} != set(), "false": "none" in taken}.get(
            goal.want, "missing" in taken
        )

    def _rows_taken(self, rule: Rule) -> set[int | str] | None:
        """The rows some value reaches; "none" where a value reaches none, "missing" where a missing one does not."""
        assert rule.subject is not None
        tests = [row.test or _FALSE for row in rule.rows]
        found = survey(within_rows(self.known, rule), [_SUBJECT_KNOWN, *tests])
        if found is None:
            return None
        taken: set[int | str] = set()
        for known, *truths in found:
            row = taker(rule.rows, truths, missing=known is False)
            taken.add(row if row is not None else "missing" if known is False else "none")
        return taken

    def _letter(self, point: Point) -> bool:
        """Whether the points can lie in the band."""
        grade = self.plan.grades[point.index]
        name = "score" if grade.group == "score" else f"group:{grade.group}"
        low, high = self.known.ranges[name]
        bound = grade.bands[point.inner][1]
        above = grade.bands[point.inner - 1][1] if point.inner else None
        reached = bound is None or high is None or high >= bound * 100
        return reached and (above is None or low is None or low < above * 100)


def _may_lack_points(rule: Rule) -> bool:
    """Whether an amount may be missing, or the age of the activity by which it fades."""
    dated = rule.limit is not None or (rule.quota is not None and rule.quota.period is not None)
    ages = rule.decay is not None and not dated and (rule.condition is None or rule.condition.within is None)
    return ages or any(not isinstance(amount.value, Const) for amount in _amounts(rule))


def _amounts(rule: Rule) -> list[Amount]:
    amounts = [row.amount for row in rule.rows]
    return amounts if rule.amount is None else [rule.amount, *amounts]
