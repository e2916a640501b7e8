"""No text makes the parser raise, run away or lose its place."""

import gc
import random
import re
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.source import Source
from assay.syntax import CODES, KEYWORDS, SOFT_KEYWORDS, Parsed, parse
from assay.syntax.parser import parse_expression
from assay.syntax.table import table
from assay.syntax.tokens import INVISIBLE

PACKS = sorted((Path(__file__).parents[2] / "rules").glob("*/*.assay"))
PROGRAMS = [path.read_text(encoding="utf-8") for path in PACKS]
PROGRAMS += [text for code in CODES for text in (code.bad, code.good) if len(text) < 500]

PIECES = [
    *sorted({*KEYWORDS, *SOFT_KEYWORDS, *table().symbols}),
    '"a"', '"', "`", "`x y`", "'b'", "'", "“c”", "‘", "10", "2.5", "1,000", "10k", "2026-11-01", "2026-11-01 14:30",
    "2026-02-30", "2026-11-01 25:61", "01/02/2026", "#", "\n", "\n  ", "\r\n", "\r", "\t", "x", "employees", "count(",
    "&&", "||", "!", "<>", "=>", "≥", "–", "🎉", "👩‍👩‍👧", "is not", "like", "between", "months", "then", "else", "null", "AND",
    "\\", ";", ".", "@", "$", "%", "٣", "x" * 300, "(" * 30, "not " * 30, "\ud800", *INVISIBLE,
]  # fmt: skip


def checked(text: str) -> Parsed:
    """Parses, and holds what is true of every result."""
    source = Source("fuzz.assay", text)
    found = parse(source)
    for diagnostic in found.diagnostics:
        span = diagnostic.span
        assert span.source is source
        assert 0 <= span.start <= span.end <= len(text)
        assert diagnostic.message
        assert "\n" not in diagnostic.message
        for edit in diagnostic.fix.edits if diagnostic.fix is not None else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(text)
    assert len({(d.code.code, d.span) for d in found.diagnostics}) == len(found.diagnostics)
    if not found.diagnostics:
        assert not found.file.declared
    for statement in found.file.statements:
        assert statement.span.start < statement.span.end or found.diagnostics
    assert parse(source) == found or parse(source).diagnostics == found.diagnostics
    return found


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    checked(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
@settings(max_examples=500, deadline=None)
def test_any_words(pieces: list[str], between: str) -> None:
    checked(between.join(pieces))


@given(st.integers(0, 2**32))
@settings(max_examples=500, deadline=None)
def test_mutations_of_programs(seed: int) -> None:
    dice = random.Random(seed)
    program = dice.choice(PROGRAMS)
    start = dice.randrange(len(program) + 1)
    tokens = re.findall(r'\s+|\w+|"[^"\n]*"|.', program[max(0, start - 800) : start + 800])
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(tokens)) if tokens else 0
        match dice.randrange(4):
            case 0:
                del tokens[at : at + 1]
            case 1:
                tokens.insert(at, f" {dice.choice(PIECES)} ")
            case 2:
                tokens[at : at + 1] = [dice.choice(PIECES)]
            case _:
                tokens[at:at] = tokens[at : at + dice.randint(1, 5)]
    checked("".join(tokens))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_programs_cut_short(seed: int) -> None:
    dice = random.Random(seed)
    program = dice.choice(PROGRAMS)
    checked(program[: dice.randrange(len(program) + 1)])


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_expression(pieces: list[str]) -> None:
    tree, diagnostics = parse_expression(Source("fuzz", " ".join(pieces)))
    assert (tree is None) <= bool(diagnostics)


LONG = [
    "(" * 100_000,
    "when " + "(" * 100_000 + "a" + ")" * 100_000 + " add 1",
    "when " + "not " * 50_000 + "a add 1",
    "when a add " + "-" * 100_000 + "1",
    "when " + "a or " * 40_000 + "a add 1",
    "when " + "a implies " * 20_000 + "a add 1",
    "when a add " + "1 + " * 40_000 + "1",
    "when " + "f(" * 50_000,
    "[" * 100_000 + "]" * 100_000,
    "group x { " * 20_000,
    "group x { " * 20_000 + "}" * 20_000,
    "{" * 100_000,
    "}" * 100_000,
    "lead { " * 20_000,
    "match a { " * 20_000,
    "each a match b { 1 add 2 " * 20_000,
    "when a = 1 add 2 " * 10_000,
    "first of { " * 10_000,
    "let x = [" + "'a', " * 20_000 + "]",
    "let x = [" + "a b, " * 20_000 + "]",
    "match x { " + "-1 add 2 " * 10_000 + "}",
    "when a between 1 and " * 10_000,
    "when a not like " * 10_000,
    "add 5 when a " * 10_000,
    '"' * 100_000,
    "`" * 100_000,
    "'" * 100_000,
    "“" * 50_000,
    "\u00a0" * 100_000,
    "🎉" * 100_000,
    "x" * 100_000,
    "9" * 100_000,
    "9_" * 50_000,
    "\n" * 200_000,
    "\r" * 200_000,
    "\r\n" * 100_000,
    "#" * 100_000,
    'when a add 1 as "' + "x" * 100_000 + '"',
    "a." * 50_000,
    "1,000," * 30_000,
    "missing " + '"a", ' * 30_000,
    "lead { " + "a text, " * 20_000 + "}",
    "group a:\n  when b add 1\n" * 5_000,
    "when a add 1 else add 2 " * 5_000,
    "when a == null add 1\n" * 5_000,
    "x" * 6_000_000,
]


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG, ids=[f"{text[:20]}…".encode("unicode_escape").decode() for text in LONG])
def test_nothing_runs_away(text: str) -> None:
    limit = sys.getrecursionlimit()
    collecting = gc.isenabled()
    start = time.process_time()
    found = parse(Source("long.assay", text))
    assert time.process_time() - start < 30
    assert sys.getrecursionlimit() == limit
    assert gc.isenabled() == collecting
    assert repr(found.file.statements)
    assert found.file == found.file
