"""Statements other than rules and groups as entries and blocks."""

from assay.formatter.clauses import clause, condition, in_order, sentence
from assay.formatter.comments import Margins
from assay.formatter.declarations import declaration
from assay.formatter.doc import Doc, Leaf, Style, flat, moved, parts, prefixed, start
from assay.formatter.examples import example
from assay.formatter.expressions import amount, expression
from assay.formatter.items import Entry, Item
from assay.formatter.rules import rule
from assay.syntax import ast, printer


def statement(s: ast.Statement, margins: Margins) -> Item:
    """One statement of a file."""
    match s:
        case ast.When() | ast.Each() | ast.Match() | ast.Choice() | ast.Group():
            return rule(s, margins)
        case ast.Exclude():
            return _decision("exclude if", s, margins)
        case ast.Disqualify():
            return _decision("disqualify if", s, margins)
        case ast.Ignore():
            return _decision("ignore activity if", s, margins)
        case ast.Guarantee():
            return _decision(s.kind, s, margins)
        case ast.Stage():
            return Entry(_stage(s, margins))
        case ast.Promote():
            return Entry(_promote(s, margins))
        case ast.Route():
            return _route(s, margins)
        case ast.Example():
            return example(s, margins)
        case _:
            return declaration(s, margins)


def _decision(words: str, s: ast.Exclude | ast.Disqualify | ast.Ignore | ast.Guarantee, margins: Margins) -> Entry:
    return Entry(sentence(condition(words, s.condition, s.span.start), (), clause("because", s.because), margins))


def _stage(s: ast.Stage, margins: Margins) -> Doc:
    words = f"stage {printer.name(s.name)}{' sticky' if s.sticky else ''}"
    at = s.span.start
    if s.condition is not None:
        head = condition(f"{words} when", s.condition, at)
    else:
        assert s.at is not None
        head = prefixed(f"{words} at ", amount(s.at), at)
    return sentence(head, (), clause("because", s.because), margins)


def _promote(s: ast.Promote, margins: Margins) -> Doc:
    to, when = f"promote to {printer.name(s.stage)}", prefixed("when ", expression(s.condition))
    within, because = clause("within", s.within), clause("because", s.because)
    clauses = (when, *within, *because)
    given = in_order(s.span.start, clauses, margins)
    if given != clauses:
        return parts((Leaf(to, s.span.start), *given), Style.FILL, 2)
    return sentence(prefixed(f"{to} ", when, s.span.start), within, because, margins)


def _route(s: ast.Route, margins: Margins) -> Entry:
    """Routes one below the other are a table: to whom, how soon, when."""
    to, at = f"route to {printer.text(s.to)}", s.span.start
    within, because = clause("within", s.within), clause("because", s.because)
    cells = (to, flat(within[0]) if within else None)
    if s.condition is None:  # nothing says where `otherwise` stood, so there is nothing to keep it beside
        return Entry(Leaf(" ".join(("otherwise", *map(flat, because))), at), "route", cells)
    when = prefixed("when ", expression(s.condition))
    clauses = (*within, when, *because)
    given = in_order(at, clauses, margins)
    if given != clauses or margins.between(at, start(when)):
        return Entry(parts((Leaf(to, at), *given), Style.FILL, 2), "route")
    return Entry(sentence(moved(when, at), (), because, margins), "route", cells)
