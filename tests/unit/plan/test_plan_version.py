"""The fingerprint of the rules: what decides a result changes it, how it is written does not."""

import pytest

from assay.check import Columns, load_text
from assay.plan import plan
from tests.unit.plan.source import plan_of

BASE = """
group a "Label" max 10 {
  when country == "NL" add 5 as "Dutch" because "they buy" owner "Ann"
  match employees { under 10 add 1 otherwise add 2 }
}
stage MQL at 5
exclude if email ends with "@us.com" because "staff"
"""

SAME = [
    ("", ""),
    ("\n", "\n\n# a comment\n"),
    ('country == "NL"', 'country == " nl "'),
    ('because "they buy"', 'because "they buy more"'),
    ('owner "Ann"', 'owner "Bob" review by 2026-01-01'),
    ('a "Label"', 'a "Other"'),
    ("stage MQL at 5", "stage MQL when score >= 5"),
    ('country == "NL"', '"NL" == country'),
]
OTHER = [
    ('"NL" add', '"BE" add'),
    ("add 5", "add 6"),
    ("add 5", "subtract 5"),
    ("max 10", "max 11"),
    ('as "Dutch"', 'as "Belgian"'),
    ("under 10", "under 11"),
    ("otherwise", "missing add 0 otherwise"),
    ("at 5", "at 6"),
    ("MQL", "SQL"),
    ('"staff"', '"colleagues"'),
    ('country == "NL"', 'country != "NL"'),
    ('country == "NL"', 'code == "NL"'),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_how_rules_are_written_does_not_matter(old: str, new: str) -> None:
    assert plan_of(BASE.replace(old, new, 1)).rules_version == plan_of(BASE).rules_version


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_what_decides_a_result_matters(old: str, new: str) -> None:
    changed = BASE.replace(old, new, 1)
    assert changed != BASE
    assert plan_of(changed).rules_version != plan_of(BASE).rules_version


def test_it_is_twelve_hex_digits_and_always_the_same() -> None:
    version = plan_of(BASE).rules_version
    assert len(version) == 12
    assert set(version) <= set("0123456789abcdef")
    assert plan_of(BASE).rules_version == version


def test_columns_that_no_rule_reads_do_not_matter() -> None:
    versions = set()
    for columns in (("id", "country"), ("id", "country", "shoe size")):
        checked = load_text('when country == "NL" add 5', columns=Columns(columns, (), None))
        assert checked.model is not None
        versions.add(plan(checked.model).rules_version)
    assert len(versions) == 1
