"""The rows of a `match`: tests on its subject."""

from dataclasses import replace

from assay import model
from assay.plan.amounts import amount
from assay.plan.conditions import inputs_before, inputs_since
from assay.plan.context import Context
from assay.plan.expressions import SUBJECT, lower
from assay.plan.forms import among, some
from assay.plan.nodes import Const, ConstSet, Expr, Input, Op, Row, Scalar, Var
from assay.plan.texts import folded, is_exact
from assay.types import Kind

_SUBJECT = Var("var", "subject")


def matched(
    context: Context, subject: model.Expr | None, rows: tuple[model.Row, ...]
) -> tuple[Expr | None, tuple[Row, ...], tuple[Input, ...]]:
    """The subject, its rows (whose patterns are constants), and what the subject reads of the lead."""
    if subject is None:
        return None, (), ()
    outer = inputs_before(context)
    value, is_folded = _subject(context, subject)
    context.subject, context.subject_folded = _SUBJECT, is_folded
    lowered = tuple(_row(context, subject, row) for row in rows)
    context.subject = None
    return value, lowered, inputs_since(context, outer)


def _subject(context: Context, subject: model.Expr) -> tuple[Expr, bool]:
    """A text is folded once, for all rows."""
    raw = lower(context, subject)
    if subject.type.kind is not Kind.TEXT or is_exact(subject.type):
        return raw, False
    return folded(context, raw), True


def _row(context: Context, subject: model.Expr, row: model.Row) -> Row:
    stand_in = model.LetRef(subject.type, subject.scope, subject.phase, subject.span, SUBJECT)
    tests = [lower(context, _on(stand_in, subject, test)) for test in row.tests]
    return Row(
        test=_any_of(tests),
        missing=row.missing,
        otherwise=row.otherwise,
        amount=amount(context, row.amount),
        text=row.text,
        label=row.label,
        because=row.because,
    )


def _on(stand_in: model.LetRef, subject: model.Expr, test: model.Expr) -> model.Expr:
    """The test with its subject, the first of its arguments, replaced."""
    if test == subject:
        return stand_in
    if isinstance(test, model.Op):
        first, *rest = test.args
        return replace(test, args=(_on(stand_in, subject, first), *rest))
    return test


def _any_of(tests: list[Expr]) -> Expr | None:
    """Any of the tests; equalities with constants become one set."""
    if len(tests) < 2:
        return tests[0] if tests else None
    sets: dict[tuple[Expr, str], dict[Scalar, None]] = {}
    others: list[Expr] = []
    for test in tests:
        match test:
            case Op(op="eq", args=(side, Const(kind=kind, value=value))):
                sets.setdefault((side, kind), {})[value] = None
            case _:
                others.append(test)
    merged = [among(side, ConstSet("set", kind, tuple(items))) for (side, kind), items in sets.items()]
    return some([*merged, *others])
