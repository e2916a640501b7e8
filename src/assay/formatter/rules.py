"""Rules, rows and groups as entries and blocks."""

from typing import assert_never

from assay.formatter.clauses import (
    Clauses,
    amount,
    bound,
    clause,
    condition,
    decay,
    in_order,
    limit,
    meta,
    quota,
    sentence,
    times,
)
from assay.formatter.comments import Margins
from assay.formatter.doc import Doc, Leaf, Style, flat, last, moved, parts, separated, start, suffixed
from assay.formatter.expressions import pattern
from assay.formatter.items import WIDEST_CELL, Block, Entry, Item
from assay.syntax import ast, printer

_HANG = 4  # of a head whose body is indented by two


def rule(r: ast.Rule | ast.Group, margins: Margins) -> Item:
    """A rule or a group."""
    match r:
        case ast.When():
            return Entry(_when(r, margins))
        case ast.Each(table=None):
            return Entry(_each(r, margins))
        case ast.Each():
            return _each_table(r, margins)
        case ast.Match():
            head = condition("match", r.table.subject, r.span.start)
            return _table(head, r.table, meta(r.meta), margins)
        case ast.Choice():
            return _choice(r, margins)
        case ast.Group():
            return _group(r, margins)
        case _:
            assert_never(r)


def _when(r: ast.When, margins: Margins) -> Doc:
    head = condition("when", r.condition, r.span.start, r.times is not None)
    before = (*times(r.times), *clause("within", r.within))
    bounds = (*bound("max", r.maximum), *bound("min", r.minimum))
    return sentence(head, before, (*amount(r.amount), *bounds, *decay(r.decay), *meta(r.meta)), margins)


def _each(r: ast.Each, margins: Margins) -> Doc:
    head = condition("each", r.condition, r.span.start, r.quota is not None)
    points = () if r.amount is None else amount(r.amount)
    return sentence(head, _selection(r), (*points, *_bounds(r)), margins)


def _selection(r: ast.Each) -> Clauses:
    return (*quota(r.quota), *clause("within", r.within), *clause("once per", r.once_per), *limit(r.limit))


def _bounds(r: ast.Each) -> Clauses:
    return (*bound("max", r.maximum), *decay(r.decay), *meta(r.meta))


def _each_table(r: ast.Each, margins: Margins) -> Block:
    assert r.table is not None
    before, after = _around_table(r, r.table.span.start, r.table.span.end, margins)
    subject = condition("match", r.table.subject, r.table.span.start)
    each = condition("each", r.condition, r.span.start, r.quota is not None)
    return _table(parts((each, *before, subject), Style.FILL, _HANG), r.table, after, margins)


def _around_table(r: ast.Each, begin: int, end: int, margins: Margins) -> tuple[Clauses, Clauses]:
    """The clauses before and after the table. They stay as they are where a comment stands among them, or in a table
    over which one would have to go up."""
    before, after = _selection(r), _bounds(r)
    given = sorted((*before, *after), key=start)
    furthest = max(map(last, given), default=end)
    up = any(start(clause_) > end for clause_ in before)
    if margins.between(r.span.start, begin) or margins.between(begin if up else end, furthest):
        return tuple(c for c in given if start(c) < begin), tuple(c for c in given if start(c) > end)
    return before, after


def _table(head: Doc, table: ast.Table, after: Clauses, margins: Margins) -> Block:
    """The rows of `match` between its head and the clauses after it."""
    end = table.span.end - 1
    rows = tuple(_row(row, margins) for row in table.rows)
    return Block(suffixed(head, " {"), rows, _tail(end, in_order(end, after, margins)))


def _tail(at: int, clauses: Clauses) -> Doc:
    return parts((Leaf("}", at), *clauses), Style.FILL, 2)


def _row(r: ast.Row, margins: Margins) -> Entry:
    patterns = separated([pattern(p) for p in r.patterns])
    clauses = (*amount(r.amount), *clause("as", r.label), *clause("because", r.because))
    given = in_order(r.span.start, clauses, margins)
    cell = " ".join(map(flat, patterns))
    if len(cell) > WIDEST_CELL or margins.between(r.span.start, r.amount.span.start):
        return Entry(parts((parts(patterns, Style.FILL), *given), Style.HEAD, 2), "row")
    return Entry(moved(parts(given, Style.FILL), r.span.start), "row", (cell,))


def _choice(r: ast.Choice, margins: Margins) -> Block:
    """Of the closing brace no place is known: it is said to stand right before what the first clause says, so that
    a comment before either of them stays above it."""
    clauses = meta(r.meta)
    end = min(map(start, clauses), default=r.span.end) - 1
    body = tuple(rule(inner, margins) for inner in r.rules)
    return Block(Leaf(f"{r.kind} of {{", r.span.start), body, _tail(end, in_order(end, clauses, margins)))


def _group(r: ast.Group, margins: Margins) -> Block:
    clauses = (*bound("min", r.minimum), *bound("max", r.maximum), *_weight(r.weight), *decay(r.decay))
    given = in_order(r.span.start, clauses, margins)
    label = "" if r.label is None else f" {printer.text(r.label)}"
    head = parts((Leaf(f"group {printer.name(r.name)}{label}", r.span.start), *given), Style.FILL, _HANG)
    body = tuple(rule(inner, margins) for inner in r.body)
    return Block(suffixed(head, " {"), body, Leaf("}", r.span.end - 1))


def _weight(percent: ast.Number | None) -> Clauses:
    return () if percent is None else (Leaf(f"weight {printer.number(percent.value)}%", percent.span.start),)
