"""Clauses of rules and statements, in the order of the reference.

Where a comment stands among them they keep the order in which they were written, so that it keeps its neighbours.
"""

from assay.formatter.comments import Margins
from assay.formatter.doc import Doc, Leaf, Style, last, parts, prefixed, start
from assay.formatter.expressions import amount as amount_of
from assay.formatter.expressions import bracketed
from assay.syntax import ast, printer

Clauses = tuple[Doc, ...]


def clause(word: str, value: ast.Text | ast.Date | ast.Duration | ast.Name | ast.Expr | None) -> Clauses:
    """`because "…"`, `within 3 days`, `once per visit`; nothing for None."""
    return () if value is None else (Leaf(f"{word} {printer.expression(value)}", value.span.start),)


def bound(word: str, value: ast.Expr | None) -> Clauses:
    """`max E`, `min E`."""
    return () if value is None else (prefixed(f"{word} ", amount_of(value)),)


def times(t: ast.Times | None) -> Clauses:
    return () if t is None else (Leaf(printer.times(t), t.span.start),)


def quota(q: ast.Quota | None) -> Clauses:
    return () if q is None else (Leaf(printer.quota(q), q.span.start),)


def limit(found: ast.Limit | None) -> Clauses:
    return () if found is None else (Leaf(printer.limit(found), found.span.start),)


def decay(d: ast.Decay | None) -> Clauses:
    return () if d is None else (Leaf(printer.decay(d), d.span.start),)


def meta(m: ast.Meta) -> Clauses:
    """The clauses every rule takes."""
    return (
        *clause("as", m.label),
        *clause("because", m.because),
        *clause("owner", m.owner),
        *clause("review by", m.review_by),
        *clause("starting", m.starting),
        *clause("until", m.until),
        *((Leaf("off", m.span.start if m.off_at is None else m.off_at.start),) if m.off else ()),
    )


def amount(a: ast.Amount) -> Clauses:
    """`add E`, and `per D since T` if there is one."""
    points = prefixed("add " if a.sign > 0 else "subtract ", amount_of(a.value), a.span.start)
    if a.per is None or a.since is None:
        return (points,)
    return (points, prefixed(f"per {printer.duration(a.per)} since ", amount_of(a.since), a.per.span.start))


def in_order(begin: int, clauses: Clauses, margins: Margins) -> Clauses:
    """The clauses as given, or in the order of the source if that is another and a comment stands among them.
    An amount that is two docs stays together because it stands together."""
    in_source = tuple(sorted(clauses, key=start))
    if in_source == clauses or not margins.between(begin, max(map(last, clauses))):
        return clauses
    return in_source


def sentence(head: Doc, beside: Clauses, rest: Clauses, margins: Margins) -> Doc:
    """What begins with a condition: `beside` stays on its line if there is room, the rest goes below it."""
    clauses = (*beside, *rest)
    given = in_order(start(head), clauses, margins)
    return parts((head, *given), Style.HEAD, 2, len(beside) if given == clauses else 0)


def condition(words: str, e: ast.Expr, at: int, counted: bool = False) -> Doc:
    """`when C`, `exclude if C`: the words before a condition, which say where the statement begins. `counted`: how
    often it must be true is said behind it."""
    return prefixed(f"{words} ", bracketed(e, counted and printer.is_joined(e)), at)
