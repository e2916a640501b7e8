"""What to say of a token that fits nowhere and resembles nothing: what is missing, or what would have fitted."""

import re

from assay.diagnostics import Diagnostic
from assay.source import Span
from assay.syntax import errors, limits, spellings
from assay.syntax.machine import Machine
from assay.syntax.site import Site, first_on_line
from assay.syntax.tokens import END, NAME, TOO_DEEP

_CONDITIONS = frozenset({"WHEN", "IF", "EACH", "NEVER", "ALWAYS", "AND", "OR", "NOT", "IMPLIES", "EXPECT", "WHERE"})
_CLOSERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
_CLOSING_TEXT = {"LPAR": ")", "LSQB": "]"}

_AFTER_TEXT = re.compile(r"[ \t]+(?:add|subtract|and|or|as|because|within|at (?:least|most)|max|owner|\{|\})|[\]),}]")

# What could follow, as a message names it, the likeliest first. All kinds of a row must fit.
_NAMED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("NUMBER", NAME), "a value"),
    ((NAME, "LBRACE"), "a name"),
    ((NAME,), "a name"),
    (("DAYS",), "a unit such as `days`"),
    (("BOOLEAN", "INTEGER"), "a type such as `text`"),
    (("STRING",), "a text in double quotes"),
    (("DATE",), "a date such as `2026-11-30`"),
    (("NUMBER",), "a number"),
    (("EQ",), "a comparison such as `==`"),
    (("ADD",), "`add`"),
    (("TIMES",), "`times`"),
    (("PER",), "`per`"),
    (("PERCENT",), "`%`"),
    (("EVERY",), "`every`"),
    (("EQUAL",), "`=`"),
    (("COLON",), "`:`"),
    (("LBRACE",), "`{`"),
    (("RPAR",), "`)`"),
    (("RSQB",), "`]`"),
    (("OF",), "`of`"),
    (("BY",), "`by`"),
    (("TO",), "`to`"),
    (("KNOWN",), "`known` or `missing`"),
    (("WITH",), "`with`"),
    (("FROM",), "`from`"),
    (("OTHERWISE",), "`otherwise`"),
    (("WITHIN", "AS"), "a clause such as `within`"),
    (("BECAUSE",), "`because`"),
    (("IF", "WHEN"), "`if` or `when`"),
    (("AND",), "`and`"),
    (("COMMA",), "`,`"),
    (("RBRACE",), "`}`"),
)


def explain(site: Site, begun: int, kind: str, *, at_end: bool) -> Diagnostic:
    """The message for the token at `site`, of an item that began at `begun` in a list of `kind`; `at_end`: the item
    ends before that token, so that something is missing rather than wrong."""
    strange = None if at_end else _strange(site)
    if strange is not None:
        return strange
    if site.index <= begun:
        if site.token.kind in ("ADD", "SUBTRACT") and kind in ("statements", "rules"):
            return errors.points_alone(site.span(site.index))
        return errors.unknown_start(site.span(site.index), kind)
    opened = _unclosed(site, begun)
    before = site.span(site.index - 1)
    if opened is not None:
        kind_ = site.at(opened).kind
        if kind_ == "LBRACE":
            return errors.unclosed_brace(site.span(opened), site.span(site.index))
        place = before if site.token.kind != "COMMA" else None
        return errors.unclosed_bracket(site.span(opened), _CLOSING_TEXT[kind_], place)
    if site.expects_value():
        missing = errors.condition_missing if site.previous.kind in _CONDITIONS else errors.value_missing
        return missing(before)
    if at_end:
        return _unfinished(site, begun, before, kind)
    if site.accepts(NAME) and not site.accepts("LBRACE"):
        return errors.name_missing(before)
    return errors.unexpected(site.span(site.index), site.previous.text, named(site.machine))


def _unfinished(site: Site, begun: int, before: Span, kind: str) -> Diagnostic:
    if site.accepts("ADD"):
        return errors.no_points(site.span(begun), "row" if kind == "rows" else f"`{site.at(begun).text}` rule")
    if site.accepts("PER") and site.at(site.index - 3).text + site.at(site.index - 2).text == "atmost":
        return errors.limit_without_period(before)
    return errors.unfinished(before, named(site.machine))


def _strange(site: Site) -> Diagnostic | None:
    """Tokens that are wrong wherever they stand."""
    span = site.span(site.index)
    match site.token.kind:
        case "UNCLOSED":
            return errors.unclosed_text(span, _closing_place(span))
        case "UNTICKED":
            return errors.unclosed_name(span)
        case "BADDATE":
            return spellings.wrong_date(span, None, "is no date here")
        case "TOO_LONG":
            return errors.too_long(span, "this", limits.TEXT if span.text[0] == '"' else limits.DIGITS)
    return errors.too_deep(span) if site.token.kind == TOO_DEEP else None


def _closing_place(span: Span) -> Span:
    """Where the closing quote of a text was forgotten: most likely before the next word of a rule."""
    found = _AFTER_TEXT.search(span.text)
    end = span.start + (found.start() if found is not None else len(span.text.rstrip()))
    return Span(span.source, end, end)


def _unclosed(site: Site, begun: int) -> int | None:
    """The innermost bracket still open, if closing it is what this place waits for."""
    opened: list[int] = []
    for at in range(begun, site.index):
        kind = site.at(at).kind
        if kind in _CLOSERS:
            opened.append(at)
        elif kind in ("RPAR", "RSQB", "RBRACE") and opened:
            opened.pop()
    if not opened or not site.accepts(_CLOSERS[site.at(opened[-1]).kind]):
        return None
    bracket = site.at(opened[-1]).kind
    if bracket == "LBRACE":
        return opened[-1] if first_on_line(site.source, site.token) else None
    return None if _closed_on_line(site, bracket) else opened[-1]


def _closed_on_line(site: Site, bracket: str) -> bool:
    """Whether what closes a bracket stands further on in the line, so that something else is wrong."""
    depth, at = 1, site.index
    while site.at(at).kind not in ("", END) and (at == site.index or not first_on_line(site.source, site.at(at))):
        depth += (site.at(at).kind == bracket) - (site.at(at).kind == _CLOSERS[bracket])
        if not depth:
            return True
        at += 1
    return False


def named(machine: Machine) -> list[str]:
    """At most three things that would fit, in words."""
    fitting = frozenset(machine.expected())
    words = [words for kinds, words in _NAMED if fitting.issuperset(kinds)]
    if "EACH" in fitting and "`if` or `when`" in words and len(words) > 1:
        words.remove("`if` or `when`")  # the next rule: nothing need follow
    return list(dict.fromkeys(words))[:3]
