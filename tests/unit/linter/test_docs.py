"""The examples of every lint are its tests; the packs are clean."""

from datetime import date
from pathlib import Path

import pytest

from assay.check import load, load_text
from assay.linter import LINTS, Context, Lint, lint
from assay.values import days_of

TODAY = days_of(date(2026, 11, 21))
DEFAULT = [one for one in LINTS.values() if not one.opt_in]
PACKS = Path(__file__).parents[3] / "rules"


def found(text: str, lints: list[Lint]) -> list[str]:
    checked = load_text(text)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return [d.code.code for d in lint(Context(checked.model, TODAY), lints)]


@pytest.mark.parametrize("code", LINTS)
def test_bad_is_found_and_good_is_not(code: str) -> None:
    one = LINTS[code]
    lints = [*DEFAULT, one] if one.opt_in else DEFAULT
    assert found(one.code.bad, lints) == [code]
    assert found(one.code.good, lints) == []


@pytest.mark.parametrize("pack", ["b2b_saas", "bank_marketing", "ecommerce", "minimal"])
def test_packs_are_clean(pack: str) -> None:
    model = load(PACKS / pack).model
    assert model is not None
    assert [(d.code.code, d.span.line, d.message) for d in lint(Context(model, TODAY), DEFAULT)] == []


def test_lints_have_names_and_words_of_their_own() -> None:
    assert len({one.code.name for one in LINTS.values()}) == len(LINTS)
    assert all(one.code.why.endswith(".") for one in LINTS.values())


def test_brackets_that_are_there_are_seen() -> None:
    assert found('when (a == "x" and b == "y") or c == "z" add 1\n', DEFAULT) == []
    assert found('when c == "z" or ( # both\n a == "x" and b == "y") add 1\n', DEFAULT) == []
    assert found('when a == "x" and (b == "y" or c == "z") add 1\n', DEFAULT) == []
