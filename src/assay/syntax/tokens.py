"""Text into tokens. What is no token of the language still gets a kind, so that nothing is lost for messages."""

import re
from functools import cache
from typing import NamedTuple

from assay.source import Source, Span
from assay.syntax.ast import Comment
from assay.syntax.table import Table
from assay.syntax.words import KEYWORDS

END = "$END"
FUNC = "FUNC"
NAME = "NAME"


class Token(NamedTuple):
    """`kind` is a terminal of the grammar or one of the kinds of `_STRANGE`; offsets are code points."""

    kind: str
    text: str
    start: int
    end: int


# What people paste. None of these is a token of the grammar; each is answered by a message of its own.
_STRANGE = (
    ("UNCLOSED", r'"[^\n\r]*'),
    ("SINGLE", r"'[^'\n\r]*'"),
    (
        "CURLY",
        "[\u201c\u201d\u201e\u201f\u00ab\u2018\u201a][^\u201c\u201d\u201e\u201f\u00bb\u2019\u2018\n\r]*"
        "[\u201c\u201d\u201f\u00bb\u2019\u2018]",
    ),
    ("UNTICKED", r"`[^\n\r]*"),
    ("STRANGE", r"&&|\|\||<>|=>|=<|!|(?s:.)"),
)


@cache
def _scanner(table: Table) -> re.Pattern[str]:
    patterns = table.patterns
    symbols = "|".join(re.escape(symbol) for symbol in sorted(table.symbols, key=len, reverse=True))
    order = (NAME, "STRING", "TIME", "DATE", "NUMBER")
    groups = [f"(?P<{kind}>{patterns[kind]})" for kind in order]
    groups += [f"(?P<SYMBOL>{symbols})", f"(?P<COMMENT>{patterns['COMMENT']})"]
    groups += [f"(?P<{kind}>{pattern})" for kind, pattern in _STRANGE]
    return re.compile(r"[ \t\n\r\f\v\0]*+(?:" + "|".join(groups) + ")")


def scan(source: Source, table: Table) -> tuple[list[Token], list[Comment]]:
    """All tokens, `$END` last, and all comments."""
    text, words, symbols = source.text, table.words, table.symbols
    tokens: list[Token] = []
    comments: list[Comment] = []
    new = tuple.__new__
    for match in _scanner(table).finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        piece = text[start:end]
        if kind == NAME:
            kind = words.get(piece, NAME)
            if text[end : end + 1] == "(" and piece not in KEYWORDS and piece[0] != "`":
                kind = FUNC
        elif kind == "SYMBOL":
            kind = symbols[piece]
        elif kind == "COMMENT":
            comments.append(Comment(piece, Span(source, start, end)))
            continue
        elif kind == "STRANGE" and piece == "\ufeff" and start == 0:
            continue
        tokens.append(new(Token, (kind, piece, start, end)))  # half the time of Token(…)
    end = len(text)
    tokens.append(Token(END, "", end, end))
    return tokens, comments
