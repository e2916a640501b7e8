"""One mistake, one error, at its exact place; and what is right beside it is there."""

from textwrap import dedent

import pytest

from assay.source import Source
from assay.syntax import ast, limits, parse
from tests.unit.syntax.reading import fixed


def errors(text: str) -> list[str]:
    """`line:column text code` of each."""
    found = parse(Source("rules.assay", text)).diagnostics
    return [f"{d.span.line}:{d.span.column} {d.span.text} {d.code.name}".replace("\n", "⏎") for d in found]


def statements(text: str) -> list[str]:
    return [type(statement).__name__ for statement in parse(Source("rules.assay", text)).file.statements]


CASES = [
    (
        """
        when country == add 5
        when employees > 200 add 6
        let limit = [1, 2
        each action == "demo" add 1
        stage MQL
        when country is add 1
        route to within 4 hours when a
        never
        group fit { when a add }
        when z add 1
        """,
        [
            "1:14 == unfinished", "3:13 [ unclosed-bracket", "5:7 MQL unfinished", "6:17 add does-not-fit",
            "7:10 within does-not-fit", "8:1 never unfinished", "9:20 add unfinished",
        ],
        ["When", "Each", "Group", "When"],
    ),
    (
        """
        group fit {
          when a == add 5
          when b add 6
          each add 5
          match employees { under 10 add over 20 add 5 }
          match employees {
            under 10 add 0
            foo bar add 3
            otherwise add 25
          }
          group inner { when a ad }
          first of { when a add 5  when b }
          when z add 1
        }
        when q add 1
        """,
        [
            "2:10 == unfinished", "4:3 each unfinished", "8:9 bar does-not-fit",
            "11:24 ad does-not-fit", "12:28 when no-points",
        ],
        ["Group", "When"],
    ),
    (
        """
        lead {
          id text key
          name
          country text from
          employees number
          5 text
          created time
        }
        when a add 5
        """,
        ["3:3 name unfinished", "4:16 from unfinished", "6:3 5 unknown-start"],
        ["Schema", "When"],
    ),
    (
        """
        example "x" {
          lead { a: 1, b 2 }
          activity { c: 1 } times
          expect
          expect score == 5
          foo
        }
        when a add 5
        """,
        ["2:18 2 does-not-fit", "3:21 times unfinished", "4:3 expect unfinished", "6:3 foo unknown-start"],
        ["Example", "When"],
    ),
    (
        """
        match x {
          "a" add 5
          "b" 6
          "c" add
          "d", add 5
          missing
        }
        when z add 1
        """,
        ["3:7 6 does-not-fit", "4:7 add unfinished", "5:6 , unfinished", "6:3 missing no-points"],
        ["When"],
    ),
    # braces
    ("group fit {\n  when a add 5\n", ["1:11 { unclosed-brace"], ["Group"]),
    ("group fit {\n  when a add 5\n\nstage MQL at 60\nwhen z add 1", ["1:11 { unclosed-brace"], ["Group", "Stage", "When"]),
    (
        "group fit {\n  when a add 5\n\ngroup interest {\n  when b add 5\n}\nstage MQL at 60\nwhen z add 1",
        ["1:11 { unclosed-brace"],
        ["Group", "Stage", "When"],
    ),
    (
        "lead {\n  id text key\n\nactivity {\n  action text\n}\nwhen z add 1",
        ["1:6 { unclosed-brace"],
        ["Schema", "Schema", "When"],
    ),
    ('match x {\n  "a" add 5\n\nwhen z add 1\nwhen y add 2', ["1:9 { unclosed-brace"], ["Match", "When", "When"]),
    ('example "e" {\n  expect a\n\nwhen z add 1', ["1:13 { unclosed-brace"], ["Example", "When"]),
    ("when a add 5\n}\nwhen b add 6", ["2:1 } stray-brace"], ["When", "When"]),
    ("group fit { when a add 5 } }\nwhen b add 6", ["1:28 } stray-brace"], ["Group", "When"]),
    ("group fit { when a add 1 }\nwhen b add 2\n}\nwhen c add 3", ["3:1 } stray-brace"], ["Group", "When", "When"]),
    ("{\nwhen a add 5\n}\nwhen b add 2", ["1:1 { unknown-start"], ["When", "When"]),
    ("group fit { { when a add 5 } }\nwhen b add 2", ["1:13 { unknown-start"], ["Group", "When"]),
    ("group fit when a add 5 }\nwhen b add 2", ["1:7 fit missing-brace"], ["Group", "When"]),
    ("when (a and b add 5\nwhen c add 2", ["1:6 ( unclosed-bracket"], ["When"]),
    ("when (a add 5)\nwhen c add 2", ["1:9 add does-not-fit"], ["When"]),
    ("when a) add 5\nwhen c add 2", ["1:7 ) stray-brace"], ["When", "When"]),
    ('when a in ["x", "y" add 6\nwhen c add 2', ["1:11 [ unclosed-bracket"], ["When"]),
    ("when count(a add 5\nwhen c add 2", ["1:11 ( unclosed-bracket"], ["When"]),
    (
        'example "e" {\n  lead { a: 1 } }\n  activity { b: 2 }\n  expect c\n}\nwhen b add 2',
        ["2:17 } stray-brace"],
        ["Example", "When"],
    ),
    ('group g {\n  match x { 1 add 2 } } as "l"\n  when a add 1\n}\nwhen b add 2', ["2:23 } stray-brace"], ["Group", "When"]),
    (
        'example "e" foo\n  lead { a: 1 }\n  activity { b: 2 }\n  expect c\n}\nwhen b add 2',
        ["1:13 foo does-not-fit"],
        ["When"],
    ),
    ('group g "Fit {\n  match x { 1 add 2 }\n  when a add 1\n}\nwhen b add 2', ['1:9 "Fit { unclosed-text'], ["When"]),
    ("match x { {\n  1 add 2\n}\nwhen b add 2", ["1:11 { unknown-start"], ["Match", "When"]),
    ('example "e" {\n  lead { a: 1\n  expect c\n}\nwhen b add 2', ["2:8 { unclosed-brace"], ["Example", "When"]),
    ("{\n  id text\n  name text\n}\nwhen b add 2", ["1:1 { unknown-start"], ["When"]),
    ("group g\n  match x { 1 add 2 }\n}\nwhen b add 2", ["1:7 g missing-brace"], ["Group", "When"]),
    ("match x\n  under 10 add 2\n  otherwise add 3\n}\nwhen b add 2", ["1:7 x missing-brace"], ["Match", "When"]),
    # guesses that what follows shows to be wrong are taken back
    ("when a add halving every 3 days\nwhen b add 2", ["1:20 every does-not-fit"], ["When"]),
    ('let x = ["a"foo "b"]\nwhen b add 2', ["1:13 foo does-not-fit"], ["When"]),
    ("when last( (a) max 4\nwhen b add 2", ["1:10 ( unclosed-bracket"], ["When"]),
    ("ignore activity if starts with \"/x\"\nwhen b add 2", ["1:27 with does-not-fit"], ["When"]),
    ('lead {\n  a one of "x", "y",\n  b list of text\n}\nwhen b add 2', ["2:20 , needless"], ["Schema", "When"]),
    # texts
    ('when a == "NL add 5\nwhen b add 6', ['1:11 "NL add 5 unclosed-text'], ["When"]),
    ('when a == "NL\n" add 5\nwhen b add 6', ['1:11 "NL unclosed-text'], ["When"]),
    ('when a == NL" add 5\nwhen b add 6', ['1:13 " add 5 unclosed-text'], ["When"]),
    ("when `a add 5\nwhen b add 6", ["1:6 `a add 5 unclosed-text"], ["When"]),
    ("let `` = 5\nwhen b add 6", ["1:5 `` reserved-name"], ["Let", "When"]),
    # several on a line
    ("when a foo 5 when b add 3 each c add 1", ["1:8 foo does-not-fit"], ["Each"]),
    ("when a = 1 add 5 when b = 2 add 3", ["1:8 = single-equals", "1:25 = single-equals"], ["When", "When"]),
    # what stands where
    (
        "group fit {\n  stage MQL at 5\n  when a add 5\n}\nwhen b add 3",
        ["2:3 stage outside-groups"],
        ["Group", "When"],
    ),
    ('group fit {\n  lead { id text }\n  when a add 5\n}', ["2:3 lead outside-groups"], ["Group"]),
    ("foo bar\nwhen a add 5", ["1:1 foo unknown-start"], ["When"]),
    ("when a add 5\nfoo bar\nwhen b add 5", ["2:1 foo unknown-start"], ["When", "When"]),
    ("when a\nwhen b add 5", ["1:1 when no-points"], ["When"]),
    ("when\nwhen b add 5", ["1:1 when unfinished"], ["When"]),
    ("let x =\nlet y = 5", ["1:7 = unfinished"], ["Let"]),
    ("let = 5\nlet y = 5", ["1:1 let unfinished"], ["Let"]),
    ("group { when a add 5 }\nwhen b add 1", ["1:1 group unfinished"], ["When"]),
    ("group fit foo { when a add 5 }\nwhen b add 1", ["1:11 foo foreign-quotes"], ["Group", "When"]),
    ("when a at most 3 times add 5\nwhen b add 1", ["1:24 add does-not-fit"], ["When"]),
    ("model B2B\nwhen b add 1", ["1:7 B2B foreign-quotes"], ["ModelDecl", "When"]),
    ("stage MQL\n  when score >\nstage SQL at 5", ["2:14 > unfinished"], ["Stage"]),
    ("when", ["1:1 when unfinished"], []),
    ("}", ["1:1 } stray-brace"], []),
    ("\"", ["1:1 \" unclosed-text"], []),
    ("when a add 5 add 6", ["1:14 add does-not-fit"], []),
    ("when (" * 3, ["1:6 ( unfinished"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "left"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_recovery(text: str, expected: list[str], left: list[str]) -> None:
    text = dedent(text).lstrip("\n")
    assert errors(text) == expected
    assert statements(text) == left


MISTAKES = [
    'when country = "NL" add 5', "when country == add 5", "when country add", 'wehn country == "NL" add 5',
    'when country == "NL add 5', "when (country add 5", "when country == 'NL' add 5", "foo", "let x 5", "let = 5",
    "stage MQL", "stage MQL at", "route to when a", "exclude a", "disqualify if", "total 5", "grade fit", "use file",
    'grade fit { "A" 5 }', "each a at most 3 add 5", "when a at least 3 add 5", "when a within 3 months add 5",
    "when a add 30%", "when a add 5 until 2026-02-30", "when a AND b add 5", "when a && b add 5", "never", "promote MQL",
    "when a add 5 max 3 max 4", "when a once per b add 5", "group fit { when a add }", "match x { 1 2 }", "model B2B",
    "lead { id }", 'example "x" { expect }', "group fit {", "}", "when a in (1, 5 add 5", "group fit\n  when a add 5",
    "when [ add 5", "ignore if a", 'missing x', "when a add 5 as label", "first of when a add 5", "when x is 5 add 3",
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_mistake_among_statements_is_one_error(mistake: str) -> None:
    text = f"when first_one add 1\n{mistake}\nwhen last_one add 1\nlet after = 3\n"
    found = parse(Source("rules.assay", text))
    assert len(found.diagnostics) == 1, [(d.span.text, d.message) for d in found.diagnostics]
    assert found.diagnostics[0].span.line in (2, 3)
    if found.diagnostics[0].fix is not None:
        assert not parse(Source("fixed.assay", fixed(text, found.diagnostics[0]))).diagnostics
    assert "first_one" in repr(found.file.statements[0])
    assert "last_one" in repr(found.file.statements)
    assert isinstance(found.file.statements[-1], ast.Let | ast.Group)


def test_five_mistakes_in_five_statements_are_five_errors() -> None:
    chosen = [mistake for mistake in MISTAKES if mistake not in ("}", "group fit {", "group fit\n  when a add 5")]
    for start in range(len(chosen)):
        five = (chosen + chosen)[start : start + 5]
        text = "".join(f"when ok{n} add 1\n{mistake}\n" for n, mistake in enumerate(five))
        found = parse(Source("rules.assay", text))
        assert [d.span.line for d in found.diagnostics] == [2, 4, 6, 8, 10], five
        assert all(f"ok{n}" in repr(found.file.statements) for n in range(5)), five


def test_five_mistakes_in_a_row() -> None:
    chosen = [mistake for mistake in MISTAKES if mistake not in ("}", "group fit {", "group fit\n  when a add 5")]
    for start in range(len(chosen)):
        five = (chosen + chosen)[start : start + 5]
        found = parse(Source("rules.assay", "\n".join(five)))
        assert [d.span.line for d in found.diagnostics] == [1, 2, 3, 4, 5], five


def test_mistakes_inside_a_group_leave_the_rest_of_it() -> None:
    for mistake in MISTAKES:
        if mistake.split()[0] in ("when", "each", "match"):
            text = f"group fit {{\n  when first_one add 1\n  {mistake}\n  when last_one add 1\n}}\nlet after = 3\n"
            found = parse(Source("rules.assay", text))
            assert [d.span.line for d in found.diagnostics] == [3], mistake
            group, after = found.file.statements
            assert isinstance(group, ast.Group)
            assert isinstance(after, ast.Let)
            assert "first_one" in repr(group.body[0])
            assert "last_one" in repr(group.body[-1])


def test_names_of_statements_left_out_are_told() -> None:
    text = "let x = [1\ngroup fit 5\n  when a add\nstage MQL\nlead {\n  id text\n  country 5\n}\n"
    assert {"x", "MQL", "country"} <= set(parse(Source("rules.assay", text)).file.declared)


def test_reading_stops_after_many_mistakes() -> None:
    found = parse(Source("rules.assay", "when a == add 5\n" * 5_000))
    assert len(found.diagnostics) == limits.MISTAKES + 1
    assert [d.code.name for d in found.diagnostics if d.code.name != "unfinished"] == ["too-many-mistakes"]
