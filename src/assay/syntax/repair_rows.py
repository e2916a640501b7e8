"""Repairs in rows of `match`, and of small words and brackets that were left out."""

from collections.abc import Callable

from assay.source import Span
from assay.syntax import errors, spellings
from assay.syntax.site import Repair, Site, made
from assay.syntax.tokens import Token

Finder = Callable[[Site], Repair | None]

_TEXT_OPERATORS = {"EQ": "in", "NE": "not in", "CONTAINS": "", "WITH": "", "MENTIONS": ""}


def row_sign(site: Site) -> Repair | None:
    """`1-10`, `1..10`, `"a": 5`, `"a" -> 5`, `10+` and `<10` in a row."""
    if site.list_kind() != "rows":
        return None
    index, text = site.index, site.token.text
    double = site.touch(index, index + 1) and text + site.following.text in ("->", "..", "=>")
    stop = index + 2 if double or (text == "=>" and site.following.kind == "GT") else index + 1
    for kinds, right, signs in _SIGNS:
        if site.span(index, stop - 1).text in signs and site.accepts(*kinds) and site.fits(stop, *kinds):
            padded = right if not right.isalpha() else f" {right} "
            tokens = tuple(made(kind, word, site.token) for kind, word in zip(kinds, right.split(), strict=True))
            diagnostic = spellings.foreign_operator(site.span(index, stop - 1), padded)
            return Repair(diagnostic, index, stop, tokens)
    return None


_SIGNS: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (("TO",), "to", ("-", "–", "—", "..", "…")),
    (("ADD",), "add", (":", "->", "=>", "=", "→")),
    (("OR", "MORE"), " or more", ("+",)),
    (("UNDER",), "under", ("<",)),
    (("OVER",), "over", (">",)),
)


def row_bound(site: Site) -> Repair | None:
    """`>= 10` in a row."""
    endings = {">=": ("MORE", "or more"), "<=": ("LESS", "or less")}
    if site.list_kind() != "rows" or site.token.text not in endings or site.following.kind != "NUMBER":
        return None
    kind, words = endings[site.token.text]
    index, number = site.index, site.following
    if not site.accepts("NUMBER", "OR", kind):
        return None
    tokens = (number, made("OR", "or", number), made(kind, words[3:], number))
    span = site.span(index, index + 1)
    return Repair(spellings.foreign_operator(span, f"{number.text} {words}"), index, index + 2, tokens)


def word_missing(site: Site) -> Repair | None:
    """`route "EMEA"`, `exclude email …`, `stage MQL score …`, `let x 5`."""
    word = _SMALL.get(site.previous.text) or _SMALL.get(site.at(site.index - 2).text + " _")
    kind = site.machine.program.table.words.get(word or "", "EQUAL")
    if word == "when" and site.following.text in ("when", "if", "at", "sticky"):
        return None
    if word is None or not (site.fits(site.index, kind) and site.fits_before(site.index + 1, kind)):
        return None
    before = site.span(site.index - 1)
    inserted = Token(kind, word, before.end, before.end)
    return Repair(errors.word_missing(before, word), site.index, site.index, (inserted,))


# What follows a word, or a word and a name.
_SMALL = {
    "route": "to",
    "promote": "to",
    "exclude": "if",
    "disqualify": "if",
    "activity": "if",
    "stage _": "when",
    "let _": "=",
}


def bare_list(site: Site) -> Repair | None:
    """`title contains "CTO", "CEO"`."""
    first = site.index - 1
    operator = site.at(first - 1)
    if site.token.kind != "COMMA" or operator.kind not in _TEXT_OPERATORS or site.at(first).kind != "STRING":
        return None
    stop = site.index
    while site.at(stop).kind == "COMMA" and site.at(stop + 1).kind == "STRING":
        stop += 2
    if stop == site.index:
        return None
    closed = site.at(stop).kind == "RSQB"  # only the opening one is missing
    start, end = site.span(first), site.span(stop - 1)
    right = _TEXT_OPERATORS[operator.kind]
    closing = () if closed else ((Span(end.source, end.end, end.end), "]"),)
    more = (*closing, *(((site.span(first - 1), right),) if right else ()))
    fix = errors.replace("write a list", Span(start.source, start.start, start.start), "[", *more)
    kinds = {"in": ("IN",), "not in": ("NOT", "IN"), "": (operator.kind,)}[right]
    words = right.split() or [operator.text]
    tokens = (
        *(made(kind, word, operator) for kind, word in zip(kinds, words, strict=True)),
        made("LSQB", "[", site.at(first)),
        *site.tokens[first:stop],
        made("RSQB", "]", site.at(stop - 1)),
    )
    return Repair(spellings.list_in_brackets(start.to(end), fix), first - 1, stop + closed, tokens)
