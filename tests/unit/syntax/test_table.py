"""The grammar has no conflicts, and the table in the repository is made from it."""

import json
import subprocess
import sys

import pytest
from lark import Lark
from lark.exceptions import GrammarError, LarkError

from assay.source import Source
from assay.syntax import parse, tablemaker
from assay.syntax.machine import program
from assay.syntax.table import from_data, grammar, table, to_text


def test_the_grammar_has_no_conflicts_and_no_colliding_terminals() -> None:
    # `strict` turns shift/reduce conflicts into errors; reduce/reduce ones always are.
    made = tablemaker.make(grammar(), strict=True)
    assert len(made.actions) > 300


def test_strict_would_find_a_conflict() -> None:
    ambiguous = grammar().replace(
        "conjunction: negation", "conjunction: negation\n | conjunction conjunction -> binary"
    )
    assert ambiguous != grammar()
    with pytest.raises(LarkError, match=r"[Cc]onflict|[Cc]ollision"):
        tablemaker.make(ambiguous, strict=True)


def test_strict_would_find_colliding_terminals() -> None:
    colliding = grammar().replace("COMMENT:", "OTHER: /[a-z]+x/\nCOMMENT:").replace("name: NAME", "name: NAME | OTHER")
    with pytest.raises((LarkError, GrammarError)):
        tablemaker.make(colliding, strict=True)


def test_the_table_is_made_from_the_grammar() -> None:
    kept, made = to_text(table()), to_text(tablemaker.make(grammar()))
    assert kept == made, "the grammar changed: run `python -m assay.syntax.tablemaker`"


def test_the_table_survives_its_file() -> None:
    text = to_text(table())
    assert to_text(from_data(json.loads(text))) == text


def test_every_reduction_is_known() -> None:
    plain = {"", "empty", "more", "one"}
    unknown = [
        rule.name
        for rule, step in zip(table().rules, program(table()).steps, strict=True)
        if rule.name not in plain and step[3].__name__ == "_pass"
    ]
    assert unknown == []
    passing = [rule for rule in table().rules if not rule.name and rule.length != 1 and len(rule.keep) != 1]
    assert passing == []


def test_parsing_needs_no_lark() -> None:
    script = (
        "import sys; from assay.source import Source; from assay.syntax import parse;"
        "assert not parse(Source('x', 'when a add 1')).diagnostics; assert 'lark' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 0


def test_lark_itself_reads_the_language() -> None:
    """Lark's own lexer and parser, without soft words, take a file that needs none."""
    lark = Lark(grammar(), parser="lalr", lexer="basic", start=["file", "expression"], strict=True)
    text = 'group fit { when a in 1 to 5 and not b add 10 max 5 as "x" }\nstage MQL at 60\n'
    assert lark.parse(text, start="file").data == "file"
    assert not parse(Source("x", text)).diagnostics
