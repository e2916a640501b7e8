"""Braces that are missing or too many. One brace is one message, wherever its absence shows."""

from assay.syntax import ast, errors
from assay.syntax.boundaries import is_rule, starts_statement
from assay.syntax.build import Build
from assay.syntax.explain import explain
from assay.syntax.machine import Machine
from assay.syntax.site import Repair, Site, first_on_line, indent, made
from assay.syntax.tokens import END, Token

_INSIDE = {
    "rules": "a group",
    "rows": "`match { … }`",
    "fields": "`lead { … }` and `activity { … }`",
    "items": "an example",
}


def missing_brace(site: Site, begun: int) -> Repair | None:
    """A block whose `{` is missing, or has something before it that does not belong there."""
    index = site.index
    if site.token.kind == "LBRACE" or not site.accepts("LBRACE") or index == begun:
        return None
    brace = _brace_on_line(site)
    if brace is not None:
        return Repair(explain(site, begun, "", at_end=False), index, brace, ())
    colon = site.token.kind == "COLON"
    first = index + 1 if colon else index
    empty = site.at(first).kind == END and site.accepts("LBRACE", "RBRACE")
    if not (empty or site.fits(first, "LBRACE")):
        return None
    header = site.span(index if colon else index - 1)
    opened = made("LBRACE", "{", site.previous)
    if site.machine.unmatched(first) > _open(site):
        sure = first_on_line(site.source, site.at(first))
        return Repair(errors.missing_brace(header, colon, None), index, first, (opened,), sure)
    stop = _indented(site, first, begun)
    closing = site.span(stop)
    tokens = (opened, *site.tokens[first:stop], made("RBRACE", "}", site.at(stop)))
    return Repair(errors.missing_brace(header, colon, type(closing)(closing.source, closing.start, closing.start)),
                  index, stop, tokens)  # fmt: skip


def _brace_on_line(site: Site) -> int | None:
    line = site.span(site.index - 1).line
    at = site.index
    while site.tokens[at].kind not in (END, "RBRACE") and site.span(at).line == line:
        if site.tokens[at].kind == "LBRACE":
            return at
        at += 1
    return None


def _indented(site: Site, first: int, begun: int) -> int:
    """The end of the lines that are indented further than the item began."""
    margin, at = indent(site.source, site.at(begun)), first
    while site.tokens[at].kind != END:
        token = site.tokens[at]
        if first_on_line(site.source, token) and indent(site.source, token) <= margin:
            break
        at += 1
    return at


def edge(site: Site, kind: str) -> Repair | None:
    """At the beginning of an item that is none: a `}` too many, or one too few before a statement or the end."""
    token, index = site.token, site.index
    if token.kind == "RBRACE" and kind == "statements":
        return Repair(errors.stray_brace(site.span(index)), index, index + 1, ())
    if token.kind == "LBRACE":
        return _bare_block(site, kind)
    if kind == "statements" or not (token.kind == END or _outer(site, kind)):
        return None
    if site.machine.unmatched(index) >= _open(site):
        return None
    opened = _opened(site)
    diagnostic = errors.unclosed_brace(type(site.span(index))(site.source, opened.start, opened.end), site.span(index))
    return Repair(diagnostic, index, index, (Token("RBRACE", "}", token.start, token.start),))


def _bare_block(site: Site, kind: str) -> Repair:
    """Braces around what needs none; or a block whose first word is missing, which is passed over."""
    diagnostic = errors.unknown_start(site.span(site.index), kind)
    if site.machine.unmatched(site.index + 1) <= _open(site):  # it is never closed
        return Repair(diagnostic, site.index, site.index + 1, ())
    depth, at = 1, site.index + 1
    while site.tokens[at].kind != END and depth:
        depth += {"LBRACE": 1, "RBRACE": -1}.get(site.tokens[at].kind, 0)
        at += 1
    inside = site.tokens[site.index + 1 : at - 1]
    if inside and (inside[0].text in ("when", "if") or starts_statement(site, site.index + 1)):
        return Repair(diagnostic, site.index, at, tuple(inside))
    while site.tokens[at].kind not in (END, "RBRACE") and not first_on_line(site.source, site.tokens[at]):
        at += 1
    return Repair(diagnostic, site.index, at, ())


def _outer(site: Site, kind: str) -> bool:
    if kind == "items" and site.token.text in ("lead", "activity"):
        return False
    return starts_statement(site, site.index) and not (kind == "rules" and is_rule(site.token))


def reopened(site: Site) -> tuple[int, Repair] | None:
    """A `}` too many, seen only at what follows: it closed a block that goes on. Gives how deep the list of that block
    is, and a repair that begins at the block."""
    machine = site.machine
    if site.token.kind == "RBRACE" or machine.unmatched(site.index) <= _open(site):
        return None
    for depth in machine.open_lists():
        begun = machine.begun.get(depth + 1, site.index) if depth < len(machine.values) else site.index
        closed = site.index - 1 if begun < site.index and site.previous.kind == "RBRACE" else begun - 1
        start = begun if closed > begun else _start_of_last(site, depth, closed)
        if start is not None and site.at(closed).kind == "RBRACE" and _goes_on(site, start, closed):
            tokens = tuple(site.tokens[start:closed])
            return depth, Repair(errors.stray_brace(site.span(closed)), start, closed + 1, tokens)
    return None


def _goes_on(site: Site, start: int, closed: int) -> bool:
    """Whether, without the `}` at `closed`, the block that began at `start` can be read past the misfit."""
    rest = [*site.tokens[start:closed], *site.tokens[closed + 1 : site.index + 8], site.tokens[-1], site.tokens[-1]]
    stop = min(site.index + 2 - start, len(rest) - 2)
    trial = Machine(site.machine.program, rest, Build(site.source, muted=True), "file")
    return trial.run(0, stop) >= stop


def _start_of_last(site: Site, depth: int, at: int) -> int | None:
    """Where the last item of the list began, if it ended with the token at `at`."""
    items = site.machine.values[depth - 1]
    last = items[-1] if isinstance(items, list) and items else None
    if not isinstance(last, ast.Node) or last.span.end != site.at(at).end:
        return None
    return next((n for n in range(at, -1, -1) if site.at(n).start == last.span.start), None)


def misplaced(site: Site, kind: str) -> Repair | None:
    """A statement inside braces where it cannot stand; the braces are right."""
    if kind == "statements" or not _outer(site, kind):
        return None
    opened = _opened(site)
    span = type(site.span(site.index))(site.source, opened.start, opened.end)
    diagnostic = errors.outside_groups(site.span(site.index), _INSIDE[kind], span)
    return Repair(diagnostic, site.index, site.index, ())


def _opened(site: Site) -> Token:
    braces = (value for value in reversed(site.machine.values) if isinstance(value, Token) and value.kind == "LBRACE")
    return next(braces, site.token)


def _open(site: Site) -> int:
    return site.machine.opened(len(site.machine.values))
