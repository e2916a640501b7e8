"""Words that mean something in their place stay usable as names; reserved ones go into backticks."""

import pytest

from assay.source import Source
from assay.syntax import KEYWORDS, RESULTS, SOFT_KEYWORDS, ast, parse
from assay.syntax.table import table
from assay.syntax.words import UNITS_ELSEWHERE, needs_backticks

# Where a name can stand; W is the name, V another one.
PLACES = [
    "lead { W text }",
    "lead { W number key V text }",
    "lead { V text key W number }",
    "lead { V text exact W text exact }",
    'lead { V text from "c" W date }',
    'lead { V one of "a", "b" W one of "c" }',
    'lead { V list of text split by ";" W list of text }',
    'lead { V date format "x" W time }',
    "let W = 5",
    "let W = W",
    'let W from "f.txt"',
    "when W add 5",
    "when W > 5 add 5",
    "when V == W add 5",
    "when W is known add 5",
    "when not W add 5",
    "when W and W or W add W",
    "when W in W add W max W min W",
    "when W in W to W add 5",
    "when W within 3 days add W",
    "when W at least 2 times add W",
    'when W add W as "x"',
    "when [W, W] contains W add -W",
    "when (W) add (W) / W",
    "when any(W within 3 days) add sum(W where W within 2 days)",
    "when at least 2 of [W, W] add 5",
    "when W add W per 3 days since W",
    "each W once per W add W",
    "each W at most 3 per day add W max W",
    "each W at least 3 times per V add W",
    "each W match W { W add W }",
    "match W { W add W W add W }",
    "match W { W, W add W under W add W over W add W }",
    "match W { W to W add W W or more add W W or less add W }",
    "match W { in W add W in W add W }",
    'match W { "a" add W W add 3 otherwise add W }',
    'match W { "a" add 5 as "x" W add 3 because "y" W add 2 }',
    "match W { 1 add 5 per 3 days since W W add W }",
    "group W { when W add W }",
    'group W "Label" max W { when W add W }',
    'grade W { "A" from W, "B" otherwise }',
    "stage W at W",
    "stage W sticky at 5",
    "stage W when W",
    "promote to W when W within 3 days",
    'route to "x" when W',
    'exclude if W because "x"',
    "ignore activity if W",
    "total min W max W",
    "never W and W",
    'example "x" { lead { W: 1, W: 2 } activity { W: true } expect W }',
]


@pytest.mark.parametrize("place", PLACES)
def test_soft_keywords_are_names(place: str) -> None:
    right = parse(Source("x", place.replace("W", "zzz").replace("V", "other")))
    assert not right.diagnostics
    for word in sorted({*SOFT_KEYWORDS, *UNITS_ELSEWHERE, "score", "minute", "exact", "review"}):
        found = parse(Source("x", place.replace("W", word).replace("V", "other")))
        assert not found.diagnostics, (word, [d.message for d in found.diagnostics])
        renamed = repr(found.file.statements).replace(f"name='{word}'", "name='zzz'")
        assert renamed == repr(right.file.statements), word


@pytest.mark.parametrize("place", PLACES)
def test_reserved_words_are_names_in_backticks(place: str) -> None:
    right = parse(Source("x", place.replace("W", "`and`")))
    assert not right.diagnostics
    for word in sorted(KEYWORDS):
        found = parse(Source("x", place.replace("W", f"`{word}`")))
        assert not found.diagnostics, word
        assert repr(found.file.statements).replace(f"'{word}', quoted", "'and', quoted") == repr(right.file.statements)


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_a_reserved_word_as_a_name_is_an_error_with_a_fix(word: str) -> None:
    found = parse(Source("x", f"let {word} = 5\nwhen x add 1\n"))
    assert [d.code.name for d in found.diagnostics] == ["reserved-name"]
    assert found.diagnostics[0].span.text == word
    assert f"`{word}`" in found.diagnostics[0].message
    assert found.diagnostics[0].fix is not None
    assert found.diagnostics[0].fix.edits[0].text == f"`{word}`"


@pytest.mark.parametrize(
    ("written", "name", "quoted"),
    [
        ("country", "country", False),
        ("`country`", "country", False),
        ("`max`", "max", False),
        ("score", "score", False),
        ("`score`", "score", True),
        ("`and`", "and", True),
        ("`Lead Source`", "Lead Source", True),
        ("`emp.var.rate`", "emp.var.rate", True),
        ("`1st`", "1st", True),
        ("größe", "größe", False),
    ],
)
def test_backticks_are_kept_only_where_they_matter(written: str, name: str, quoted: bool) -> None:
    found = parse(Source("x", f"when {written} add 5"))
    assert not found.diagnostics
    (rule,) = found.file.statements
    assert isinstance(rule, ast.When)
    assert rule.condition == ast.Name(name, quoted, span=rule.span)


def test_the_word_lists_are_those_of_the_grammar() -> None:
    assert frozenset(table().words) == KEYWORDS | SOFT_KEYWORDS
    assert not KEYWORDS & SOFT_KEYWORDS
    assert all(needs_backticks(word) for word in KEYWORDS | RESULTS)


@pytest.mark.parametrize(
    "text",
    [
        "when a and(b) add 5",
        "when not(a) add 5",
        "when a or(b)and(c) add 5",
        "when a in(b) add 5",
        "if(a) add(5)",
        "when a add 5 max(10) min(3)",
        "when a add 5 per 30 days since(created)",
        "when a add 5 per 30 days since (created)",
        "when since(created) > 3 days add 5",
        "when grade(fit) == \"A\" add min(1, 2)",
        "when a add points max 3",
        "match x { 1 add points (-10) to 0 add 3 }",
    ],
)  # fmt: skip
def test_brackets_after_words(text: str) -> None:
    assert not parse(Source("x", text)).diagnostics
