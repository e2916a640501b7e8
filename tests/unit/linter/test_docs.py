"""The examples of every lint are its tests; the packs are clean."""

from datetime import date
from pathlib import Path

import pytest

from assay.check import load, load_text
from assay.cli.plans import columns_for
from assay.cli.profiling import profile_of
from assay.data.tables import open_table
from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.values import DAY, days_of

TODAY = days_of(date(2026, 11, 21))
DEFAULT = [one for one in LINTS.values() if not one.opt_in]
PACKS = Path(__file__).parents[3] / "rules"


def found(text: str, lints: list[Lint], sample: Path | None = None) -> list[str]:
    """The codes found in rules; about data only where there is a sample of it."""
    if sample is None:
        checked = load_text(text)
        assert checked.model is not None, [d.message for d in checked.diagnostics]
        return [d.code.code for d in lint(Context(checked.model, TODAY), lints)]
    with open_table(sample) as leads:
        checked = load_text(text, columns=columns_for(leads, None))
        assert checked.model is not None, [d.message for d in checked.diagnostics]
        profile = profile_of(checked.model, leads, None, TODAY * DAY)
    return [d.code.code for d in lint(Context(checked.model, TODAY, profile), lints)]


@pytest.mark.parametrize("code", LINTS)
def test_bad_is_found_and_good_is_not(code: str, tmp_path: Path) -> None:
    one = LINTS[code]
    sample = None
    if one.sample is not None:
        sample = tmp_path / "leads.csv"
        sample.write_text(one.sample)
    lints = [*DEFAULT, one] if one.opt_in else DEFAULT
    assert found(one.code.bad, lints, sample) == [code]
    assert found(one.code.good, lints, sample) == []


@pytest.mark.parametrize("code", [code for code, one in LINTS.items() if one.sample is not None])
def test_without_data_nothing_is_said_of_it(code: str) -> None:
    assert code not in found(LINTS[code].code.bad, DEFAULT)


def test_a_lint_about_data_has_data() -> None:
    assert {code for code, one in LINTS.items() if one.sample} == {f"L40{n}" for n in range(1, 7)}


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
