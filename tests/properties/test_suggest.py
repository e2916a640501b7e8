"""Every suggested example is written right, passes as it stands, and shows what it was written for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.check import load_text
from assay.formatter import format_source
from assay.source import Source
from assay.testing.coverage import measure
from assay.testing.suggest import suggest
from tests.properties.agreement import EPOCH
from tests.properties.test_coverage import with_examples
from tests.strategies.rulesets import RuleSet


# Rules that are generated ask much that no lead can do, and all of it is looked for.
@pytest.mark.slow
@settings(max_examples=3)
@given(st.builds(with_examples, st.integers(0, 2**40), st.integers(1, 3)))
def test_suggested_examples_pass_and_show_something(rules: RuleSet) -> None:
    as_of = (rules.as_of - EPOCH) // EPOCH.resolution
    checked = load_text(rules.text)
    assert checked.model is not None
    before = measure(checked.model, as_of)
    found = suggest(checked, before, as_of)
    for one in found.examples:
        assert format_source(Source("x", one.text)).text == one.text
    together = rules.text + "\n" + "\n".join(one.text for one in found.examples)
    again = load_text(together)
    assert again.model is not None, together
    after = measure(again.model, as_of)
    suggested = after.reports[len(before.reports) :]
    assert [report.example.name for report in suggested] == [one.name for one in found.examples]
    assert [report.example.name for report in suggested if not report.passed] == [], together
    assert after.shown == before.shown + sum(len(one.shows) for one in found.examples), together
    assert not any(one.broken for report in suggested for one in report.trace.guarantees), together
