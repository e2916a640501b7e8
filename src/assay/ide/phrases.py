"""Which phrase of the language stands at an offset: `at least` before `at`, and the clause before the statement."""

import re

from assay.builtins import OPERATORS, Signature
from assay.ide.document import Document
from assay.ide.nodes import in_comment, innermost, nodes_at
from assay.ide.vocabulary import BY_WORDS, CLAUSES, OPTIONS, TYPES, Phrase
from assay.source import Source, Span
from assay.syntax import ast

_WORD = re.compile(r"[^\W\d]\w*|==|!=|<=|>=|[<>]")
_OF_CLAUSES = {phrase.words: phrase for phrase in CLAUSES}
_OF_FIELDS = {phrase.words: phrase for phrase in (*OPTIONS, *TYPES)}


def phrase_at(document: Document, offset: int) -> tuple[Span, Phrase | Signature] | None:
    """The documented words at an offset, and where they stand."""
    if in_comment(document, offset):
        return None
    words = _words_around(document.source, offset)
    path = nodes_at(document, offset)
    in_field = innermost(path, ast.FieldDecl) is not None
    starts = {node.span.start for node in path}
    for span in words:
        text = " ".join(span.text.split())
        if text == "at least" and isinstance(innermost(path, (ast.AtLeast, ast.Quota, ast.Times)), ast.Quota):
            text = "at least … per"
        found = _documented(text, in_field=in_field, starts=document.here(span.start) in starts)
        if found is not None:
            return span, found
    return None


def _documented(text: str, *, in_field: bool, starts: bool) -> Phrase | Signature | None:
    if in_field:
        return _OF_FIELDS.get(text)
    if not starts and text in _OF_CLAUSES:
        return _OF_CLAUSES[text]
    return OPERATORS.get(text) or BY_WORDS.get(text)


def _words_around(source: Source, offset: int) -> list[Span]:
    """The runs of one to three words of the line that hold the offset, the longest first."""
    line, _ = source.lines.position(offset)
    begin = source.lines.starts[line - 1]
    words = [(begin + m.start(), begin + m.end()) for m in _WORD.finditer(source.lines.line_text(line))]
    at = next((n for n, (start, end) in enumerate(words) if start <= offset <= end), None)
    if at is None:
        return []
    runs = [words[first : first + size] for size in (3, 2, 1) for first in range(max(at - size + 1, 0), at + 1)]
    return [Span(source, run[0][0], run[-1][1]) for run in runs if run and run[-1][1] >= offset]
