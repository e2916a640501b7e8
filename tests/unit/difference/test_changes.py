"""What is said of two versions: each change once, by its smallest name, in words."""

import pytest

from assay.analysis.difference.outcomes import EFFECTS
from tests.unit.difference.comparing import said, wrote

SAID = [
    # points, conditions, clauses
    ('when title mentions "VP" add 15 as "VP"', 'when title mentions "VP" add 20 as "VP"', ["changed rule VP: +20 was +15"]),
    (
        'when employees >= 100 and country == "NL" add 5 as "Fit"',
        'when employees >= 200 and country == "NL" add 5 as "Fit"',
        ["changed rule Fit: employees >= 200 was >= 100"],
    ),
    ("when employees >= 100 add 5", "when employees >= 200 add 5", ["changed rule employees >= 200: employees >= 200 was >= 100"]),
    ("when employees >= 100 add 5", "when employees >= 100 subtract 5", ["changed rule employees >= 100: -5 was +5"]),
    (
        'when country in ["NL", "BE"] add 5 as "A"',
        'when country in ["NL", "LU"] add 5 as "A"',
        ['changed rule A: country in …: "LU" added; country in …: "BE" removed'],
    ),
    (
        'when country == "NL" add 5 as "A"',
        'when country == "NL" and employees > 9 add 5 as "A"',
        ["changed rule A: and employees > 9 added"],
    ),
    (
        'when country == "NL" or title == "VP" or employees > 9 add 5 as "A"',
        'when country == "NL" or employees > 9 add 5 as "A"',
        ['changed rule A: or title == "VP" removed'],
    ),
    (
        'when action == "demo" within 30 days add 5 halving every 90 days as "A"',
        'when action == "demo" within 60 days add 5 as "A"',
        ["changed rule A: within 60 days was 30 days; halving every 90 days removed"],
    ),
    (
        'each action == "view" at most once per day add 5 max 20 as "A"',
        'each action == "view" at most 2 per day add 5 max 30 as "A"',
        ["changed rule A: at most 2 per day was at most once per day; max 30 was 20"],
    ),
    (
        'when any(action == "a") add 5 as "A"',
        'when any(action == "b") add 5 as "A"',
        ['changed rule A: in any(…): action == "b" was == "a"'],
    ),
    (
        'match employees { under 10 add 0  otherwise add 5 } as "Size"',
        'match employees { under 10 add 1  10 to 20 add 3  otherwise add 5 } as "Size"',
        ["changed rule Size: under 10: +1 was +0; row 10 to 20 add 3 added"],
    ),
    ('when country == "NL" add 5 as "A"', 'when country == "NL" add 5 as "A" off', ["changed rule A: off added"]),
    # what is no change of meaning
    ('when country == "NL" add 5 as "A"', 'when country == "NL" add 5 as "B"', ['renamed rule B: called "B" was "A"']),
    (
        'when country == "NL" add 5 as "A"',
        'when country == "nl" add 5 as "A" because "x" owner "me"',
        ['reworded rule A: country == "nl" was == "NL"; because "x" added; owner "me" added'],
    ),
    (
        'let points = 5\nwhen country == "NL" add 5 as "A"',
        'let points = 5\nwhen country == "NL" add points as "A"',
        ["reworded rule A: +points was +5"],
    ),
    (
        'let near = country == "NL"\nwhen near add 5 as "A"',
        'let close = country == "NL"\nwhen close add 5 as "A"',
        ["renamed let close: called close was near", "reworded rule A: close was near"],
    ),
    ("group fit { when true add 5 }", "group profile { when true add 5 }", ["renamed group profile: called profile was fit"]),
    (
        "group fit { when true add 5 }\nstage MQL when fit > 5",
        "group profile { when true add 5 }\nstage SAL when profile > 5",
        ["renamed group profile: called profile was fit", "renamed stage SAL: called SAL was MQL; profile > 5 was fit > 5"],
    ),
    # through what they read
    (
        'let size = 5\nwhen country == "NL" add size as "A"\nwhen country == "BE" add size as "B"',
        'let size = 6\nwhen country == "NL" add size as "A"\nwhen country == "BE" add size as "B"',
        ["changed let size: 6 was 5"],
    ),
    ('let near = ["NL"]\nwhen country in near add 5', 'let near = ["NL", "BE"]\nwhen country in near add 5', ['changed list near: "BE" added']),
    # groups, moves
    (
        'group a max 50 { when country == "NL" add 5 }',
        'group a "A" min 0 max 60 weight 50% { when country == "NL" add 5 }',
        ['changed group a: called "A" added; min 0 added; max 60 was 50; weight 50% added'],
    ),
    (
        "group a { when employees > 1 add 1 as \"1\"\n when employees > 2 add 2 as \"2\"\n when employees > 3 add 3 as \"3\" }",
        "group a { when employees > 3 add 3 as \"3\"\n when employees > 1 add 1 as \"1\"\n when employees > 2 add 2 as \"2\" }",
        ["moved rule 3: moved up"],
    ),
    (
        'group a { when employees > 1 add 1 as "1"\n when employees > 2 add 2 as "2" }\ngroup b { when employees > 3 add 3 as "3" }',
        'group a { when employees > 1 add 1 as "1" }\ngroup b { when employees > 2 add 2 as "2"\n when employees > 3 add 3 as "3" }',
        ["moved rule 2: in b, was in a"],
    ),
    (
        'first of { when employees > 9 add 5 as "1"\n when employees > 5 add 3 as "2" }',
        'best of { when employees > 9 add 5 as "1"\n when employees > 5 add 3 as "2" }',
        ["changed choice best of “1”, …: best of was first of"],
    ),
    # decisions and results
    (
        'disqualify if budget == "none" because "poor"',
        'disqualify if budget in ["none", "low"] because "poor"',
        ['changed disqualification poor: budget in ["none", "low"] was == "none"'],
    ),
    ('disqualify if budget == "none"', "", ['removed disqualification budget == "none"']),
    ("stage MQL at 50", "stage MQL sticky at 60", ["changed stage MQL: at 60 was at 50; sticky added"]),
    ("stage MQL at 50\nstage SQL at 60", "stage SQL at 60\nstage MQL at 50", ["moved stage SQL: moved up"]),
    (
        'stage MQL at 50\npromote to MQL when action == "demo" because "asked"',
        'stage MQL at 50\npromote to MQL when action == "demo" within 9 days because "asked"',
        ["changed promotion to MQL: asked: within 9 days added"],
    ),
    (
        'route to "A" within 4 hours when employees > 9\nroute to "B" otherwise',
        'route to "A" within 1 day when employees > 9\nroute to "B" otherwise',
        ["changed route A: within 1 day was 4 hours"],
    ),
    ('grade score { "A" from 50, "B" otherwise }', 'grade score { "A" from 60, "B" otherwise }', ['changed grade score: "A" from 60 was from 50']),
    ("total max 100", "total min 0 max 100", ["changed total total: min 0 added"]),
    ('never budget == "none"', 'never budget == "low"', ['changed guarantee never budget == "low": budget == "low" was == "none"']),
    ('missing "x"', 'missing "x", "y"', ['changed missing missing: "y" added']),
    ('exclude if title == "t" because "test"', 'exclude if title == "t" because "a test"', ['reworded exclusion a test: because "a test" was because "test"']),
    ('example "e" { lead { country: "NL" } expect score == 0 }', "", ["removed example e"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), SAID)
def test_what_is_said(old: str, new: str, expected: list[str]) -> None:
    assert [said(change) for change in wrote(old, new).changes] == expected


@pytest.mark.parametrize("text", sorted({text for old, new, _ in SAID for text in (old, new)}))
def test_of_a_version_and_itself_nothing_is_said(text: str) -> None:
    found = wrote(text, text)
    assert found.changes == ()
    assert found.never == EFFECTS


@pytest.mark.parametrize(("old", "new", "expected"), SAID)
def test_what_keeps_the_meaning_is_the_same(old: str, new: str, expected: list[str]) -> None:
    found = wrote(old, new)
    silent = all(word.startswith(("renamed", "reworded", "changed guarantee")) for word in expected)
    if silent:
        assert found.never == EFFECTS
        assert not any(change.decides for change in found.changes)


def test_a_let_says_how_many_rules_mean_something_else_through_it() -> None:
    lets = "let a = {}\nlet b = employees > a\n"
    rules = 'when b add 1\nwhen employees > a add 2\nwhen country == "NL" add 3'
    found = wrote(lets.format(5) + rules, lets.format(6) + rules)
    assert [(change.name, change.readers) for change in found.changes] == [("a", 2)]


def test_places_are_those_of_both_versions() -> None:
    found = wrote('when country == "NL" add 5 as "A"', '\n\n  when country == "NL" add 6 as "A"')
    (change,) = found.changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.line, change.new.line, change.new.span.column) == (3, 5, 3)


def test_a_rule_among_many_is_found_by_likeness() -> None:
    rules = [f'when country == "C{n}" and employees > {n} add {n}' for n in range(200)]
    edited = [*rules[:50], 'when country == "C50" and employees > 51 add 50', *rules[51:150], *rules[151:]]
    found = wrote("\n".join(rules), "\n".join(edited))
    assert [said(change) for change in found.changes] == [
        'changed rule country == "C50" and employees > 51: employees > 51 was > 50',
        'removed rule country == "C150" and employees > 150',
    ]


def test_two_rules_with_one_text_are_told_apart() -> None:
    found = wrote("when employees > 1 add 1\nwhen employees > 1 add 2", "when employees > 1 add 2")
    assert [said(change) for change in found.changes] == ["removed rule employees > 1"]
