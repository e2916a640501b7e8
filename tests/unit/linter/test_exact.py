"""What lints know better where a solver is installed: rules that exclude each other."""

from datetime import date

import pytest

from assay.analysis import exact
from assay.check import load_text
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.values import days_of

pytest.importorskip("ortools")
TODAY = days_of(date(2026, 11, 21))
ONE_COUNTRY = 'lead { id text key  country text }\nwhen country == "NL" add 30\nwhen country == "BE" add 30\n'


def messages(text: str, code: str) -> list[str]:
    model = load_text(text).model
    assert model is not None
    return [d.message for d in lint(Context(model, TODAY), [LINTS[code]])]


CASES = {
    "L110": ONE_COUNTRY + "stage MQL at 50\n",
    "L111": 'lead { id text key  country text }\ngroup fit max 50 {\n  when country == "NL" add 30\n'
    '  when country == "BE" add 30\n}\n',
    "L117": ONE_COUNTRY + 'grade score { "A" from 60, "B" from 30, "C" otherwise }\n',
}


@pytest.mark.parametrize("code", CASES)
def test_only_one_of_two_countries_counts(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(messages(CASES[code], code)) == 1
    monkeypatch.setattr(exact, "is_installed", lambda: False)
    assert messages(CASES[code], code) == []


def test_what_can_be_reached_is_not_reported() -> None:
    assert messages(ONE_COUNTRY + "stage MQL at 30\n", "L110") == []


def test_rules_that_ended_may_have_run() -> None:
    """Whatever the day: a finding that comes and goes with the date would be none of the rules'."""
    text = ONE_COUNTRY + 'when country == "NL" add 30 until 2020-01-01\nstage MQL at 50\n'
    assert messages(text, "L110") == []
