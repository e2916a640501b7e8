"""What findings in generated rules rest on: the lead that is shown, pasted as an example, is given what is said."""

import re

from hypothesis import HealthCheck, given, settings

from assay.check import load_text
from assay.diagnostics import with_evidence
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.testing import run_examples
from assay.values import DAY, microseconds_of
from tests.properties.agreement import EPOCH
from tests.strategies.cases import Case, cases

LOGIC = [one for one in LINTS.values() if one.family == "logic"]
_GAVE = re.compile(r"(?:^|and )`((?:[^`]|`[^`]*`)+?)` gives (-?[\d.]+)")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_rules=8, leads=1))
def test_a_lead_that_is_shown_is_given_what_is_said(case: Case) -> None:
    model = load_text(case.rules.text).model
    if model is None:  # it takes in other files
        return
    today = microseconds_of(case.rules.as_of - EPOCH) // DAY
    for found in with_evidence(lint(Context(model, today), LOGIC)):
        for one in found.evidence.shown:
            example = f'\nexample "shown" {{ {one.lead} expect true }}\n'
            pasted = load_text(case.rules.text + example)
            assert pasted.model is not None, [d.message for d in pasted.diagnostics]
            result = run_examples(pasted.model, today * DAY)[-1].trace.result()
            gave = {rule.id: rule.points for rule in result.rules}
            for id, points in _GAVE.findall(one.given):
                assert id not in gave or gave[id] == float(points), (one, gave)
