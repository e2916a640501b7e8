"""Every engine says of every lead what the naive evaluator says."""

import pytest
from hypothesis import given

from tests.properties.agreement import explained, fails, ready
from tests.strategies.cases import Case, cases


@given(cases())
def test_every_engine_agrees_with_the_naive_evaluator(case: Case) -> None:
    ready(case.rules)  # rules are generated without errors: the checker finds none
    assert not fails(case), explained(case)


@pytest.mark.slow
@given(cases(most_rules=40, leads=3))
def test_they_agree_on_many_rules(case: Case) -> None:
    ready(case.rules)
    assert not fails(case), explained(case)
