"""Text into tokens. What is no token of the language still gets a kind, so that nothing is lost for messages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from assay.source import Source, Span
from assay.syntax import limits
from assay.syntax.ast import Comment
from assay.syntax.table import Table
from assay.syntax.words import KEYWORDS, MISTAKEN, UNITS_ELSEWHERE, is_shouted

END = "$END"
FUNC = "FUNC"
NAME = "NAME"
UNITISH = "UNITISH"  # after a number, a word that other languages take for a unit: `months`, `k`
FOREIGN_WORD = "FOREIGN_WORD"  # `else`, `null`
CAPITALS = "CAPITALS"  # a reserved word in capitals
TOO_LONG = "TOO_LONG"  # a text or a number past its bound
TOO_DEEP = "TOO_DEEP"  # a bracket past the bound


class Token(NamedTuple):
    """`kind` is a terminal of the grammar, or a kind of this module; offsets are code points."""

    kind: str
    text: str
    start: int
    end: int


_BOUNDED = {"STRING": limits.TEXT, "NUMBER": limits.DIGITS}


@dataclass(frozen=True, slots=True)
class Scanned:
    """All tokens, `$END` last; all comments; the places of characters nobody sees."""

    tokens: list[Token]
    comments: list[Comment]
    invisible: list[int]


BLANKS = " \t\n\r\f\v\0"
# Blanks of word processors and chats, and characters without width. They separate nothing or look like a blank.
INVISIBLE = (
    "\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u3000\ufe0e\ufe0f\ufeff"
)
NO_WIDTH = frozenset("\xad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff")

# Pasted operators that begin like one of ours, and then everything else.
_FOREIGN = r"&&|\|\||<>|=>|=<|={3,}|!=="
_DATES = r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}|[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}|[0-9]{4}(?:[-–—‑−][0-9]{1,2}){2}"
_ZONE = r"Z|[+-][0-9]{2}:?[0-9]{2}"
# Double ones, perhaps closed by a straight one; single ones, an apostrophe inside; straight closed by curly.
_CURLY = r'[“”„‟«][^“”„‟»«"\n\r]*[“”‟»"]' + r"|[‘‚’](?:[^‘’\n\r]|(?<=\w)’(?=\w))*[‘’]" + r'|"[^“”"\\\n\r]*”'
_STRANGE = (
    ("SINGLE", r"'(?:[^'\\\n\r]|\\.|(?<=\w)'(?=\w))*'"),
    ("CURLY", _CURLY),
    ("UNCLOSED", r'"[^\n\r]*'),
    ("UNTICKED", r"`[^\n\r]*"),
    ("STRANGE", r"(?s:.)"),
)


@cache
def _scanner(table: Table) -> re.Pattern[str]:
    patterns = table.patterns
    symbols = "|".join(re.escape(symbol) for symbol in sorted(table.symbols, key=len, reverse=True))
    groups = [
        *(f"(?P<{kind}>{patterns[kind]})" for kind in (NAME, "STRING")),
        rf"(?P<BADTIME>{patterns['TIME']}(?:\.[0-9]+(?:{_ZONE})?|{_ZONE}))",
        *(f"(?P<{kind}>{patterns[kind]})" for kind in ("TIME", "DATE")),
        rf"(?P<BADDATE>(?<![\w./)\]-])(?:{_DATES})(?![\w./-]))",
        f"(?P<NUMBER>{patterns['NUMBER']})",
        f"(?P<FOREIGN>{_FOREIGN})",
        f"(?P<SYMBOL>{symbols})",
        f"(?P<COMMENT>{patterns['COMMENT']})",
        f"(?P<INVISIBLE>[{INVISIBLE}])",
        *(f"(?P<{kind}>{pattern})" for kind, pattern in _STRANGE),
        r"(?P<END>\Z)",  # so that blanks at the end are passed over once, not from each of them
    ]
    return re.compile(rf"[{BLANKS}]*+(?:" + "|".join(groups) + ")")


_BOUND = re.compile(r"\s*([-(]|[\w`]+)")


def scan(source: Source, table: Table, begin: int = 0, stop: int | None = None) -> Scanned:
    """The tokens of a text, whatever it is; or those of a stretch of it that begins and ends between tokens."""
    text, words, symbols = source.text, table.words, table.symbols
    tokens: list[Token] = []
    comments: list[Comment] = []
    invisible: list[int] = []
    depth = 0
    new = tuple.__new__
    for match in _scanner(table).finditer(text, begin, len(text) if stop is None else stop):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        piece = text[start:end]
        if kind == NAME:
            kind = words.get(piece) or _kind_of_name(piece)
            if text[end : end + 1] == "(" and piece not in KEYWORDS and piece[0] != "`":
                kind = FUNC
            elif piece in UNITS_ELSEWHERE and tokens and tokens[-1][0] == "NUMBER":
                kind = kind if piece == "min" and _is_bound(text, end, words) else UNITISH
        elif kind == "SYMBOL":
            kind = symbols[piece]
            if piece in "([{":
                depth += 1
                kind = kind if depth <= limits.NESTING else TOO_DEEP
            elif piece in ")]}":
                depth = max(depth - 1, 0)
        elif kind in _BOUNDED:
            kind = kind if end - start <= _BOUNDED[kind] else TOO_LONG
        elif kind == "COMMENT":
            comments.append(Comment(piece, Span(source, start, end)))
            continue
        elif kind == "INVISIBLE":
            if start or piece != "\ufeff":
                invisible.append(start)
            continue
        elif kind == "END":
            tokens.append(Token(END, "", end, end))
            break
        tokens.append(new(Token, (kind, piece, start, end)))  # half the time of Token(…)
    return Scanned(_joined(tokens, text, words) if invisible else tokens, comments, invisible)


def _is_bound(text: str, after: int, words: Mapping[str, str]) -> bool:
    """Whether `min` goes on as a bound does, `max 50 min 0`, and not as minutes do, `30 min add 5`."""
    following = _BOUND.match(text, after)
    return following is not None and following[1] not in words


def _kind_of_name(piece: str) -> str:
    if piece in MISTAKEN:
        return FOREIGN_WORD
    return CAPITALS if is_shouted(piece) else NAME


def _joined(tokens: list[Token], text: str, words: Mapping[str, str]) -> list[Token]:
    """Words that a character without width fell into are one word."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.end < token.start
            and before.text.isidentifier()
            and token.text.replace("_", "a").isalnum()
            and NO_WIDTH.issuperset(text[before.end : token.start])
        ):
            word = before.text + token.text
            joined[-1] = Token(words.get(word) or _kind_of_name(word), word, before.start, token.end)
        else:
            joined.append(token)
    return joined
