"""Examples: an expectation holds, fails or is unknown as the naive evaluator says."""

from hypothesis import given
from hypothesis import strategies as st

from assay.check import load_text
from assay.syntax import ast
from assay.testing import run_examples
from tests import naive
from tests.properties.agreement import EPOCH, ready
from tests.strategies.dice import Dice
from tests.strategies.rulesets import RuleSet, make_rule_set


def with_examples(seed: int, size: int) -> RuleSet:
    rules = make_rule_set(Dice(seed), size, examples=3)
    return rules if rules.schema.declared and not rules.files else with_examples(seed + 1, size)


@given(st.builds(with_examples, st.integers(0, 2**40), st.integers(1, 8)))
def test_expectations_come_out_as_the_naive_evaluator_has_them(rules: RuleSet) -> None:
    checked = load_text(rules.text)
    assert checked.model is not None, rules.text
    file = ready(rules).file
    reports = run_examples(checked.model, (rules.as_of - EPOCH) // EPOCH.resolution)
    examples = [statement for statement in file.statements if isinstance(statement, ast.Example)]
    for report, example in zip(reports, examples, strict=True):
        if not report.trace.excluded:
            holds = [one.holds for one in report.expectations]
            assert holds == naive.expectations(file, example, rules.as_of), rules.text
