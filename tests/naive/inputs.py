"""Which inputs of an undecided rule were missing, by the names a reader of the rules knows."""

from __future__ import annotations

from assay.syntax import ast, printer
from tests.naive.expressions import State, value_of
from tests.naive.world import is_lead_field, leaves


def missing_inputs(state: State, *exprs: ast.Expr | None) -> tuple[str, ...]:
    """Lead fields by name and aggregates as printed, those that are missing, in order of appearance, each once."""
    names: list[str] = []
    for expr in exprs:
        for leaf in leaves(state.world, expr) if expr is not None else ():
            name = _name(state, leaf)
            if name is not None and name not in names and value_of(state, leaf) is None:
                names.append(name)
    return tuple(names)


def _name(state: State, leaf: ast.Name | ast.Call) -> str | None:
    if isinstance(leaf, ast.Call):
        return printer.expression(leaf)
    return leaf.name if is_lead_field(state.world, leaf) else None
