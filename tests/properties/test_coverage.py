"""Coverage as the trace has it is what the naive evaluator counts."""

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assay.check import load_text
from assay.model import Expr
from assay.source import Source
from assay.syntax import ast, parse, printer
from assay.testing.coverage import Coverage, Goal, Measured, measure
from assay.testing.coverage.possible import Possible
from tests.naive.coverage import Shown, parts_shown
from tests.naive.examples import of_example
from tests.naive.result import Result
from tests.properties.agreement import EPOCH
from tests.strategies.dice import Dice
from tests.strategies.rulesets import RuleSet, make_rule_set


def with_examples(seed: int, size: int) -> RuleSet:
    rules = make_rule_set(Dice(seed), size, examples=4)
    return rules if rules.schema.declared and not rules.files else with_examples(seed + 1, size)


RULE_SETS = st.builds(with_examples, st.integers(0, 2**40), st.integers(1, 8))
KINDS = ("exclude", "disqualify", "guarantee", "stage", "rule")


def measured(rules: RuleSet) -> tuple[Coverage, ast.File, dt.datetime]:
    checked = load_text(rules.text)
    assert checked.model is not None, rules.text
    file = parse(Source("rules.assay", rules.text)).file
    return measure(checked.model, (rules.as_of - EPOCH) // EPOCH.resolution), file, rules.as_of


def printed(part: Expr) -> str:
    """A part as the printer has it; its span is where it stands in the text."""
    parsed = parse(Source("part", f"when {part.span.text} add 1")).file.statements[0]
    assert isinstance(parsed, ast.When)
    return printer.expression(parsed.condition)


def claimed(one: Measured) -> set[tuple[str, str]]:
    """What coverage says was shown of the parts of a condition, in a naive count's words."""
    whole = one.point.compounds[0]
    return {(printed(whole.parts[g.part]), g.want) for g, by in goals(one) if by and g.part is not None}


def goals(one: Measured) -> list[tuple[Goal, tuple[int, ...]]]:
    return [(shown.goal, shown.by) for shown in one.goals if shown.goal.compound in (None, 0)]


@given(RULE_SETS)
def test_parts_are_counted_as_naively(rules: RuleSet) -> None:
    coverage, file, as_of = measured(rules)
    naive: Shown = parts_shown(file, as_of)
    for one in coverage.points:
        if one.point.kind not in KINDS or not one.point.compounds or len(one.point.compounds[0].parts) < 2:
            continue
        found = naive.get(_condition_start(one), None)
        if found is not None:
            asked = {
                (printed(one.point.compounds[0].parts[g.part]), g.want) for g, _ in goals(one) if g.part is not None
            }
            assert claimed(one) == found & asked, f"{rules.text}\n{one.point}"


def _condition_start(one: Measured) -> int:
    return min(part.span.start for part in one.point.compounds[0].parts)


@given(RULE_SETS)
def test_outcomes_are_counted_as_naively(rules: RuleSet) -> None:
    coverage, file, as_of = measured(rules)
    examples = [statement for statement in file.statements if isinstance(statement, ast.Example)]
    results = [of_example(file, example, as_of)[0] for example in examples]
    names = Counter((one.point.kind, one.point.name) for one in coverage.points)
    for one in coverage.points:
        for goal, by in goals(one) if names[one.point.kind, one.point.name] == 1 else ():
            expected = [at for at, result in enumerate(results) if _is_shown(one, result)]
            if goal.part is None and (one.point.kind, goal.want) in COUNTED:
                assert list(by) == expected, f"{rules.text}\n{one.point} {goal}"


COUNTED = {
    ("rule", "undecided"),
    ("stage", "effect"),
    ("exclude", "true"),
    ("disqualify", "true"),
    ("grade", "effect"),
    ("route", "effect"),
}


def _is_shown(one: Measured, result: Result) -> bool:
    point = one.point
    match point.kind:
        case "rule":
            return point.name in [rule.id for rule in result.undecided]
        case "stage":
            return result.stage == point.name
        case "exclude":
            return point.name in result.excluded
        case "disqualify":
            return point.name in result.disqualified
        case "grade":
            group, letter = point.name.split(" ", 1)
            return result.grades.get(group) == letter
        case _:
            return result.route == point.name


@given(RULE_SETS)
def test_what_was_shown_is_possible(rules: RuleSet) -> None:
    """The analysis that sorts out what no lead can show is held against leads that did."""
    coverage, _, _ = measured(rules)
    possible = Possible(coverage.plan, coverage.probes)
    for one in coverage.points:
        for shown in one.goals:
            if shown.by:
                assert possible(one.point, shown.goal), f"{rules.text}\n{one.point} {shown}"
