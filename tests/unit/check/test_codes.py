"""Every code's own examples: the bad file gives exactly that one error, the good one none."""

import pytest

from assay.check import CODES, load_text
from assay.diagnostics import Code, Diagnostic

_BY_CODE = [pytest.param(code, id=code.code) for code in CODES]


def _shown(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.code.code} {d.message}" for d in diagnostics]


@pytest.mark.parametrize("code", _BY_CODE)
def test_the_bad_file_gives_exactly_this_error(code: Code) -> None:
    checked = load_text(code.bad)
    assert [d.code for d in checked.diagnostics] == [code], _shown(checked.diagnostics)
    assert checked.model is None


@pytest.mark.parametrize("code", _BY_CODE)
def test_the_good_file_gives_none(code: Code) -> None:
    checked = load_text(code.good)
    assert _shown(checked.diagnostics) == []
    assert checked.model is not None


@pytest.mark.parametrize("code", _BY_CODE)
def test_codes_explain_themselves(code: Code) -> None:
    assert code.code[0] == "E"
    assert code.name == code.name.lower().replace(" ", "-")
    assert code.summary
    assert not code.summary.endswith(".")
    assert code.why.endswith(".")


def test_codes_and_names_are_used_once() -> None:
    assert len({code.code for code in CODES}) == len(CODES)
    assert len({code.name for code in CODES}) == len(CODES)
