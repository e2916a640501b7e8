"""`match`: a subject, and rows that test it."""

import itertools
from typing import NamedTuple

from assay.check.clauses import amount
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.errors import types as type_errors
from assay.check.errors import values as value_errors
from assay.check.expressions import beside, check
from assay.check.operators import between, comparison, membership
from assay.check.places import Place, fits
from assay.model import Amount, Const, Expr, ListValue, Row
from assay.source import Span
from assay.syntax import ast, printer
from assay.values import trim

_OF_ALL_ROWS = frozenset({type_errors.MIXED_TYPES, type_errors.NUMBER_FOR_DURATION, type_errors.CONFLICTING_USE})


class Table(NamedTuple):
    subject: Expr
    rows: tuple[Row, ...]


class _Subject(NamedTuple):
    written: ast.Expr
    checked: Expr


def table(written: ast.Table, place: Place, points_place: Place, env: Env) -> Table | None:
    """A checked `match`; `place` is that of the subject, `points_place` that of the points in its rows."""
    subject = check(written.subject, env)
    if subject is not None and not fits(subject, place, env):
        subject = None
    _check_order(written.rows, env)
    amounts = [amount(row.amount, points_place, env) for row in written.rows]
    if subject is None:
        return None
    tests = _tests(written.rows, _Subject(written.subject, subject), env)
    rows = [_row(row, test, points) for row, test, points in zip(written.rows, tests, amounts, strict=True)]
    known = tuple(row for row in rows if row is not None)
    return Table(subject, known) if len(known) == len(rows) else None


def _row(row: ast.Row, tests: list[Expr | None], points: Amount | None) -> Row | None:
    known = tuple(test for test in tests if test is not None)
    if points is None or len(known) < len(tests):
        return None
    return Row(
        known,
        missing=any(isinstance(pattern, ast.MissingRow) for pattern in row.patterns),
        otherwise=any(isinstance(pattern, ast.Otherwise) for pattern in row.patterns),
        amount=points,
        text=", ".join(map(printer.pattern, row.patterns)),
        label=None if row.label is None else row.label.value,
        because=None if row.because is None else row.because.value,
        span=row.span,
    )


# --- order of rows ---------------------------------------------------------------------------------------


def _check_order(rows: tuple[ast.Row, ...], env: Env) -> None:
    """`missing` once, and nothing else after `otherwise`: the first that stands there is told of."""
    patterns = [pattern for row in rows for pattern in row.patterns]
    missing = [pattern for pattern in patterns if isinstance(pattern, ast.MissingRow)]
    for again in missing[1:]:
        env.report(errors.repeated(again.span, "`missing`", missing[0].span))
    others = [pattern for pattern in patterns if not isinstance(pattern, ast.MissingRow)]
    for otherwise, after in itertools.pairwise(others):
        if isinstance(otherwise, ast.Otherwise):
            env.report(errors.after_otherwise(after.span, "row", otherwise.span))
            return


# --- patterns ----------------------------------------------------------------------------------------------


def _tests(rows: tuple[ast.Row, ...], subject: _Subject, env: Env) -> list[list[Expr | None]]:
    """The tests of each row. Where no pattern at all is of the subject's kind, the mistake is the subject: it is told
    once."""
    before = len(env.problems)
    tests = [[_test(p, subject, env) for p in row.patterns if _is_test(p)] for row in rows]
    found = env.problems[before:]
    if all(test is None for row in tests for test in row) and all(p.code in _OF_ALL_ROWS for p in found):
        del env.problems[before + 1 :]
    return tests


def _is_test(pattern: ast.Pattern) -> bool:
    return not isinstance(pattern, ast.MissingRow | ast.Otherwise)


def _test(pattern: ast.Pattern, subject: _Subject, env: Env) -> Expr | None:
    match pattern:
        case ast.Compare():
            return _compared(pattern.op, pattern.bound, pattern.span, subject, env)
        case ast.Between():
            low, high = _fixed(pattern.low, subject, env), _fixed(pattern.high, subject, env)
            ends = None if low is None or high is None else between(pattern, low, high, env)
            written = _binary("in", subject, pattern, pattern.span)
            return None if ends is None else membership(written, subject.checked, ends, env)
        case ast.InList():
            return _in_list(pattern, subject, env)
        case ast.MissingRow() | ast.Otherwise():
            return None
        case ast.Text() if not trim(pattern.value):
            env.report(value_errors.empty_row(pattern.span))
            return None
        case _:
            return _compared("==", pattern, pattern.span, subject, env)


def _binary(op: ast.BinaryOp, subject: _Subject, right: ast.Expr, span: Span) -> ast.Binary:
    """The condition a pattern stands for."""
    return ast.Binary(op, subject.written, right, span=span, op_span=span)


def _compared(op: ast.BinaryOp, bound: ast.Expr, span: Span, subject: _Subject, env: Env) -> Expr | None:
    value = _fixed(bound, subject, env)
    if value is None:
        return None
    return comparison(_binary(op, subject, bound, span), subject.checked, value, env)


def _fixed(bound: ast.Expr, subject: _Subject, env: Env) -> Const | None:
    """A value that is the same for every lead."""
    value = beside(bound, subject.checked, env)
    if value is None or isinstance(value, Const):
        return value
    if isinstance(value, ListValue):
        env.report(type_errors.list_as_row(value))
    else:
        env.report(value_errors.not_constant(value, "a row of `match`"))
    return None


def _in_list(pattern: ast.InList, subject: _Subject, env: Env) -> Expr | None:
    items = beside(pattern.items, subject.checked, env)
    if items is None:
        return None
    if not isinstance(items, ListValue):
        env.report(value_errors.row_needs_list(items))
        return None
    if not all(isinstance(item, Const) for item in items.items):
        env.report(value_errors.not_constant(items, "a row of `match`"))
        return None
    return membership(_binary("in", subject, pattern.items, pattern.span), subject.checked, items, env)
