"""Whatever is written, with comments wherever they can stand: the same tree, the same comments, and the same text
when it is formatted again."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.formatter import format_source
from assay.formatter.doc import flat
from assay.formatter.expressions import expression
from assay.source import Source
from assay.syntax import RESULTS, SOFT_KEYWORDS, ast, parse, printer
from assay.syntax.table import table
from assay.syntax.tokens import END, FUNC, scan
from tests.packs.packs import PACKS
from tests.properties.test_parser_roundtrip import expressions as any_expressions
from tests.properties.test_parser_roundtrip import rules as any_rules
from tests.strategies.cases import make_case

MARKS = (" # {}\n", "\n# {}\n", " # {}\n\n\n", "\n\n\n   # {}  \n\n", "#{}\n# {}\n")


def commented(text: str, seed: int, share: float) -> str:
    """The text with comments, each its own, after this share of its tokens: beside them, below them, in twos."""
    dice, number, before = random.Random(seed), 0, 0
    pieces: list[str] = []
    for token in scan(Source("plain", text), table()).tokens:
        pieces.append(text[before : token.end])
        before = token.end
        if token.kind not in (FUNC, END) and dice.random() < share:  # `(` follows its function directly
            pieces.append(dice.choice(MARKS).format(f"c{number}", f"d{number}"))
            number += 1
    return "".join((*pieces, text[before:]))


def formatted(text: str) -> str:
    found = format_source(Source("rules.assay", text))
    assert found.text is not None, [d.message for d in found.diagnostics]
    return found.text


def assert_holds(text: str) -> None:
    """Nothing here relies on the formatter's own check of itself."""
    after = formatted(text)
    one, other = parse(Source("before", text)).file, parse(Source("after", after)).file
    assert other == one
    assert [c.text.rstrip() for c in other.comments] == [c.text.rstrip() for c in one.comments]
    assert formatted(after) == after


shares = st.sampled_from([1.0, 0.3, 0.05, 0.01])


@given(st.integers(0, 2**40), st.integers(1, 8), shares)
@settings(deadline=None)
def test_rule_sets_with_comments_everywhere(seed: int, size: int, share: float) -> None:
    assert_holds(commented(make_case(seed, size).rules.text, seed, share))


@given(st.integers(0, 2**40), st.integers(1, 8))
@settings(deadline=None)
def test_rule_sets_without_comments(seed: int, size: int) -> None:
    assert_holds(make_case(seed, size).rules.text)


FILES = [path for pack in PACKS for path in sorted(pack.expected.parent.glob("*.assay"))]


@pytest.mark.parametrize("share", [1.0, 0.2])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_packs_with_comments_everywhere(path: Path, share: float) -> None:
    assert_holds(commented(path.read_text(), 7, share))


@given(st.lists(any_rules, min_size=1, max_size=3), st.integers(0, 2**40), shares)
@settings(deadline=None)
def test_any_rules(trees: list[ast.Rule], seed: int, share: float) -> None:
    written = "\n".join(printer.rule(tree) for tree in trees)
    assert_holds(written)
    assert_holds(commented(written, seed, share))


@given(any_expressions)
@settings(deadline=None)
def test_on_one_line_expressions_are_what_ids_say(tree: ast.Expr) -> None:
    assert flat(expression(tree)) == printer.expression(tree)


# Names that mean something else in another place, with the backticks that an author could leave out.
names = st.sampled_from(sorted({*SOFT_KEYWORDS, *RESULTS, "x", "Lead Source", "when", "k"})).map("`{}`".format)
types = st.sampled_from(["text", "number", "date", "time", 'one of "a", "b"', "list of text"])
options = st.lists(st.sampled_from(["key", "exact", 'from "C"', 'format "d"', 'split by ";"']), unique=True, max_size=3)
fields = st.builds(lambda name, kind, found: " ".join((name, kind, *found)), names, types, options)
statements = st.one_of(
    st.lists(fields, max_size=4).map(lambda found: f"lead {{ {' '.join(found)} }}"),
    st.builds("let {} = {} == {}".format, names, names, names),
    st.builds("group {} max {} min {} {{ when {} max {} add {} min {} off }}".format, *[names] * 7),
    st.builds('grade {} {{ "A" from {}, "B" otherwise }}'.format, names, names),
    st.builds("stage {} at {}".format, names, names),
    st.builds("promote to {} within 2 days when {}".format, names, names),
    st.builds('example "x" {{ expect {} lead {{ {}: 1, {}: 2 ,}} activity {{ }} }}'.format, names, names, names),
    st.builds("each {} once per {} match {} {{ {} add {} {} to {} subtract 1 }}".format, *[names] * 7),
)


@given(st.lists(statements, min_size=1, max_size=4), st.integers(0, 2**40), st.sampled_from([0.0, 0.2, 1.0]))
@settings(deadline=None)
def test_any_names(found: list[str], seed: int, share: float) -> None:
    assert_holds(commented("\n".join(found), seed, share))
