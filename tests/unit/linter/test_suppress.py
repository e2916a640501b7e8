"""Comments that excuse a finding, baselines, and choosing lints."""

from pathlib import Path

import pytest

from assay.check import load_text
from assay.diagnostics import Diagnostic
from assay.linter import baseline
from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.linter.select import UnknownLint, selected
from assay.linter.settings import BadSettings, Settings, settings_for
from assay.linter.suppress import CODES as SUPPRESSION_CODES

TODAY = 20_778  # 2026-11-21
DEFAULT = [one for one in LINTS.values() if not one.opt_in]


def findings(text: str, lints: list[Lint] = DEFAULT) -> tuple[Diagnostic, ...]:
    model = load_text(text).model
    assert model is not None
    return lint(Context(model, TODAY), lints)


def codes(text: str) -> list[str]:
    return [d.code.code for d in findings(text)]


@pytest.mark.parametrize("code", [code.code for code in SUPPRESSION_CODES])
def test_bad_comments_are_found(code: str) -> None:
    documented = next(one for one in SUPPRESSION_CODES if one.code == code)
    assert code in codes(documented.bad)
    assert codes(documented.good) == []


def test_a_comment_above_excuses_the_next_line_only() -> None:
    zero = 'when a == "x" add 0\n'
    assert codes("# assay: ignore L301 sales wants to see it\n" + zero) == []
    assert codes("# assay: ignore L301 sales wants to see it\n\n" + zero) == ["L001", "L301"]


def test_a_comment_behind_a_rule_excuses_all_its_lines() -> None:
    rule = 'when a == "x"\n  and b == "y"\n  add 0\n  as "nothing"'
    assert codes(rule) == ["L301"]
    assert codes(rule + "  # assay: ignore L301 a heading\n") == []
    assert codes(rule + '\nwhen c == "z" add 5  # assay: ignore L301 not this one\n') == ["L301", "L001"]


def test_a_comment_excuses_only_what_it_names() -> None:
    assert codes('when a == "x" add 0  # assay: ignore L302, L301 both\n') == []
    assert codes('when a == "x" add 0  # assay: ignore L302 not this\n') == ["L301", "L001"]


def test_a_baseline_hides_what_was_there_and_not_what_came() -> None:
    old = 'when a == "x" add 0\n'
    kept = baseline.written(findings(old))
    assert baseline.without(findings("# moved down\n" + old), kept) == ()
    new = findings(old + 'when b == "y" add 0\n')
    assert [d.span.line for d in baseline.without(new, kept)] == [2]


def test_lints_are_chosen_by_code_family_and_name() -> None:
    lints = list(LINTS.values())
    usual = {one.code.code for one in selected(lints, (), ())}
    assert "L306" not in usual
    assert "L306" in {one.code.code for one in selected(lints, ("no-because",), ())}
    assert {one.code.code for one in selected(lints, (), ("L3",))} == {c for c in usual if not c.startswith("L3")}
    with pytest.raises(UnknownLint, match="L999"):
        selected(lints, ("L999",), ())


def test_settings_are_the_nearest_above_the_rules(tmp_path: Path) -> None:
    rules = tmp_path / "rules" / "deep"
    rules.mkdir(parents=True)
    assert settings_for(rules) == Settings()
    (tmp_path / "pyproject.toml").write_text('[tool.assay]\nignore = ["L301"]\nbaseline = "old.txt"\n')
    assert settings_for(rules).ignore == ("L301",)
    assert settings_for(rules).baseline == tmp_path.resolve() / "old.txt"
    (rules / "assay.toml").write_text('select = ["L306"]\n')
    assert settings_for(rules) == Settings(select=("L306",))


@pytest.mark.parametrize("text", ["selct = []\n", "select = 3\n", "select = [\n"])
def test_settings_that_cannot_be_used_say_where(tmp_path: Path, text: str) -> None:
    (tmp_path / "assay.toml").write_text(text)
    with pytest.raises(BadSettings, match=r"assay\.toml"):
        settings_for(tmp_path)


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("L301 until 2020-01-31 because old", ["L003", "L301"]),
        ("L301 until 2999-01-31 because old", []),
        ("L301 old until 2020-01-31, then look again", ["L003", "L301"]),
        ("L301 until sales has decided", []),
        ("L301 until 2020-99-99 is over", []),
        ("L301 until 2999-01-31", ["L002"]),
    ],
)
def test_a_date_counts_wherever_it_stands(comment: str, found: list[str]) -> None:
    assert sorted(codes(f'when a == "x" add 0  # assay: ignore {comment}\n')) == found


def test_a_setting_there_is_not_is_named_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text("selct = []\n")
    with pytest.raises(BadSettings, match="there is no setting `selct`; there are `select`, `ignore`"):
        settings_for(tmp_path)
