"""What the snippets write is well-formed, its clauses in the formatter's order."""

import json
import re
from pathlib import Path

import pytest

from assay.formatter import format_source
from assay.source import Source
from assay.syntax import parse
from tests.editors.vocabulary import vocabulary

FILE = Path(__file__).parents[2] / "editors" / "vscode" / "snippets" / "assay.json"
SNIPPETS: dict[str, dict[str, str | list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
WITHOUT = {"always", "if", "missing", "model", "total", "use"}  # as short as a snippet for them would be


def bodies(snippet: dict[str, str | list[str]]) -> list[str]:
    """The text with its first suggestions, once for each choice."""
    body = snippet["body"]
    text = body if isinstance(body, str) else "\n".join(body)
    choices = re.search(r"\$\{\d+\|([^|]+)\|\}", text)
    texts = [text.replace(choices[0], choice) for choice in choices[1].split(",")] if choices else [text]
    return [re.sub(r"\$\{\d+:([^}]*)\}|\$\d", r"\1", text) + "\n" for text in texts]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_well_formed(name: str) -> None:
    for text in bodies(SNIPPETS[name]):
        assert [d.message for d in parse(Source("snippet", text)).diagnostics] == [], text


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_has_the_order_of_the_formatter(name: str) -> None:
    for text in bodies(SNIPPETS[name]):
        tidy = format_source(Source("snippet", text)).text
        assert tidy is not None
        assert text.split() == tidy.split()


def test_every_statement_has_a_snippet() -> None:
    begun = {bodies(snippet)[0].split()[0] for snippet in SNIPPETS.values()}
    assert begun == set(vocabulary().starts) - WITHOUT
