"""Rows of `match`."""

from __future__ import annotations

from assay.syntax import ast
from tests.naive.expressions import State, compare, value_of
from tests.naive.expressions import is_within as in_list_or_range
from tests.naive.values import Value


def row_for(state: State, table: ast.Table, subject: Value) -> ast.Row | None:
    """The first row that takes the value. A missing one is taken by `missing` alone, never by `otherwise`."""
    for row in table.rows:
        if any(_takes(state, pattern, subject) for pattern in row.patterns):
            return row
    return None


def _takes(state: State, pattern: ast.Pattern, subject: Value) -> bool:
    match pattern:
        case ast.MissingRow():
            return subject is None
        case ast.Otherwise():
            return subject is not None
        case ast.Compare():
            return compare(state.world, pattern.op, subject, value_of(state, pattern.bound)) is True
        case ast.Between():
            return in_list_or_range(state, subject, pattern, None) is True
        case ast.InList():
            return in_list_or_range(state, subject, pattern.items, None) is True
    return compare(state.world, "==", subject, value_of(state, pattern)) is True
