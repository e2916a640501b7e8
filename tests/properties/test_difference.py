"""Differences between generated rule sets: what is shown happens, and what is said to happen to nobody does not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.analysis.difference.compare import compare
from assay.analysis.difference.comparison import Comparison, Given
from assay.analysis.difference.outcomes import Ladder, effects, fare
from assay.analysis.difference.versions import Version
from assay.check import Columns
from assay.check.build import check_merged
from assay.check.merge import merge_path
from assay.engines.record import BadRecord, Scorer
from assay.formatter import format_source
from assay.plan import plan
from assay.results import LeadResult
from assay.source import Source
from assay.values import microseconds_of
from tests.properties.agreement import EPOCH
from tests.strategies.cases import Case, cases
from tests.strategies.dice import Dice
from tests.strategies.records import Lead
from tests.strategies.rulesets import RuleSet

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
_AMOUNT = re.compile(r"\b(add|subtract) (\d+(?:\.\d+)?)")


@contextmanager
def version(rules: RuleSet, text: str) -> Iterator[Version | None]:
    """None where the text does not check."""
    columns = None
    if not rules.schema.declared:
        times = sorted((f.name for f in rules.schema.activity if f.kind == "time"), key=lambda name: name != "occurred")
        names = tuple(f.name for f in rules.schema.lead), tuple(f.name for f in rules.schema.activity)
        columns = Columns(*names, times[0] if times else None)
    with TemporaryDirectory() as folder:
        for name, content in {**rules.files, "rules.assay": text}.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode())
        merged = merge_path(Path(folder, "rules.assay"), "rules.assay")
        model = check_merged(merged, columns).model
        yield None if model is None else Version("rules.assay", merged, model, plan(model), columns)


def compared(rules: RuleSet, new: str) -> tuple[Comparison, Ladder] | None:
    moment = microseconds_of(rules.as_of - EPOCH)
    with version(rules, rules.text) as before, version(rules, new) as after:
        return None if before is None or after is None else compare(before, after, moment, within=1.0)


def mutated(dice: Dice, text: str) -> str:
    """One rule with other points, a statement left out, a number or a text of a condition replaced."""
    lines = text.split("\n")
    options = [
        *(("points", at) for at, line in enumerate(lines) if _AMOUNT.search(line)),
        *(("number", at) for at, line in enumerate(lines) if re.search(r"(?:[<>]=?|under|over) \d", line)),
        *(
            ("gone", at)
            for at, line in enumerate(lines)
            if re.match(r" *(?:when|each|disqualify|stage|route) .*[^{]$", line)
        ),
    ]
    if not options:
        return text
    what, at = dice.pick(options)
    match what:
        case "points":
            lines[at] = _AMOUNT.sub(lambda found: f"{found[1]} {float(found[2]) + 7:g}", lines[at], count=1)
        case "number":
            lines[at] = re.sub(r"((?:[<>]=?|under|over) )\d+(?:\.\d+)?", r"\g<1>3", lines[at], count=1)
        case "gone":
            del lines[at]
    return "\n".join(lines)


def results(found: Comparison, lead: Lead) -> tuple[LeadResult, LeadResult] | None:
    """None where the lead is a bad row."""
    try:
        old, new = (
            Scorer(one.plan, found.as_of).score(lead.values, lead.activities, lead.previous).result()
            for one in (found.old, found.new)
        )
    except BadRecord:
        return None
    return old, new


def cell(value: Given) -> object:
    """A value of a witness as a file would hold it."""
    return list(value) if isinstance(value, tuple) else str(value)


@FEW
@given(cases(leads=2))
def test_of_a_version_and_itself_nothing_is_said(case: Case) -> None:
    found = compared(case.rules, case.rules.text)
    assert found is not None
    assert (found[0].changes, found[0].verdict.kind) == ((), "same")


@FEW
@given(cases(leads=2))
def test_layout_says_nothing(case: Case) -> None:
    text = format_source(Source("rules.assay", case.rules.text)).text
    assert text is not None
    found = compared(case.rules, text)
    assert found is not None
    assert (found[0].changes, found[0].verdict.kind) == ((), "same")


@FEW
@given(cases(leads=2))
def test_labels_and_reasons_are_no_change_of_meaning(case: Case) -> None:
    renamed = re.sub(r'\b(as|because|owner) "([^"\\]*)"', r'\1 "\2 too"', case.rules.text)
    found = compared(case.rules, renamed)
    if found is not None:  # a reason may stand in a condition of its own kind
        assert found[0].verdict.kind == "same"
        assert not any(change.decides for change in found[0].changes)


@pytest.mark.slow
@settings(FEW, max_examples=6)
@given(cases(most_rules=5, leads=8), st.integers(0, 2**32))
def test_what_is_shown_happens_and_what_is_proved_does_not(case: Case, seed: int) -> None:
    both = compared(case.rules, mutated(Dice(seed), case.rules.text))
    if both is None:
        return
    found, ladder = both
    verdict = found.verdict
    for witness in verdict.witnesses:
        lead = {name: cell(value) for name, value in witness.lead.items()}
        did = tuple({name: cell(value) for name, value in one.items()} for one in witness.activities)
        scored = results(found, Lead(lead, did, witness.previous))
        assert scored is not None
        assert [replace(one, key=None) for one in scored] == [
            replace(one, key=None) for one in (witness.old, witness.new)
        ]
        assert set(witness.effects) <= effects(ladder, *map(fare, scored))
        assert witness.causes
    for one in case.leads:
        if (scored := results(found, one)) is not None:
            assert not effects(ladder, *map(fare, scored)) & set(verdict.never)
    if verdict.kind in ("same", "proved"):
        assert verdict.witnesses == ()
