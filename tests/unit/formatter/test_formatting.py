"""What the formatter promises: it proves itself, it leaves alone what it cannot read, it keeps up."""

import gc
import time
from pathlib import Path

import pytest

import assay
from assay.formatter import Formatted, MeaningChangedError, format_source, formatting
from assay.source import Source
from assay.syntax import parse
from tests.packs.packs import PACKS

FILES = [path for pack in PACKS for path in sorted(pack.expected.parent.glob("*.assay"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_packs_are_in_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert assay.format(text) == text


def test_mistakes_in_the_syntax_are_told_and_nothing_is_formatted() -> None:
    found = format_source(Source("r.assay", "when a = 1 add 5\n"))
    assert found.text is None
    assert [d.code.code for d in found.diagnostics] == ["E130"]
    with pytest.raises(assay.RulesError, match="does not compare"):
        assay.format("when a = 1 add 5\n")


def test_names_need_not_be_known() -> None:
    assert assay.format("when nobody_knows_me==1 add 5") == "when nobody_knows_me == 1 add 5\n"


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("when a == 1 add 6  # why\n", "what it means"),
        ("when a == 1 add 5\n", "its comments"),
        ("when a == 1 add\n", "what it means"),
        ("", "what it means"),
    ],
)
def test_a_change_of_meaning_is_refused(wrong: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "layout", lambda _file: wrong)
    with pytest.raises(MeaningChangedError, match=f"`r.assay` would have changed {what}"):
        format_source(Source("r.assay", "when a==1 add 5 # why"))
    assert gc.isenabled()


def test_a_text_in_style_is_given_back() -> None:
    assert format_source(Source("r.assay", "when a == 1 add 5\n")) == Formatted("when a == 1 add 5\n")


@pytest.mark.slow
def test_ten_thousand_rules_take_a_few_times_what_reading_them_takes() -> None:
    rule = 'when country in ["NL", "BE"] and employees>={} within 30 days add {} as "Rule {}" # why\n'
    text = "".join(rule.format(number, number % 50, number) for number in range(10_000))
    begin = time.process_time()
    parse(Source("r.assay", text))
    read = time.process_time()
    assert format_source(Source("r.assay", text)).text is not None
    assert time.process_time() - read < 6 * (read - begin)
