"""A fingerprint of what decides results: two rule sets with the same one score every lead alike."""

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from operator import attrgetter

from assay.plan import nodes
from assay.plan.nodes import Plan, Table

# What is shown beside a result or says where a rule stands, but decides nothing.
_LEFT_OUT = {
    nodes.Rule: {"text", "because", "owner", "file", "line"},
    nodes.Row: {"text", "label", "because"},
    nodes.Aggregate: {"text", "stratum"},
    nodes.Group: {"label"},
    nodes.Decision: {"line"},
    nodes.Promotion: {"line"},
    nodes.Stage: {"at", "text", "because"},
    nodes.Zone: {"moments", "offsets"},
    nodes.Plan: {"version", "name", "steps", "index", "residual", "rules_version", "spellings"},
}
_NODES: list[type] = [node for node in vars(nodes).values() if isinstance(node, type) and is_dataclass(node)]


_Getter = tuple[str, Callable[[object], tuple[object, ...]]]


def _getter(node: type) -> Callable[[object], tuple[object, ...]]:
    names = [f.name for f in fields(node) if f.name not in _LEFT_OUT.get(node, ()) and f.name != "node"]
    if len(names) == 1:
        get = attrgetter(names[0])
        return lambda value: (get(value),)
    return attrgetter(*names)


_GETTERS: dict[type, _Getter] = {node: (f"{node.__name__}(", _getter(node)) for node in _NODES}


def rules_version(plan: Plan) -> str:
    """12 hex digits over everything that decides a result, or is part of one."""
    used = replace(plan, lead=_as_used(plan.lead), activity=_as_used(plan.activity))
    pieces: list[str] = []
    _write(used, pieces.append)
    return hashlib.sha256("".join(pieces).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _as_used(table: Table) -> Table:
    """A schema taken from the columns of the input holds fields that no rule reads."""
    return table if table.declared else replace(table, fields=())


def _write(value: object, write: Callable[[str], object]) -> None:
    """One text per value and none for two: every text carries its length."""
    if type(value) is tuple:
        opening, closing, parts = "[", "]", value
    else:
        opening, get = _GETTERS[type(value)]
        closing, parts = ")", get(value)
    write(opening)
    for part in parts:
        if part is None:
            write("-")
        elif type(part) is str:
            write(f"{len(part)}'{part}")
        elif type(part) is int or type(part) is bool:
            write(f"{part!r},")
        else:
            _write(part, write)
    write(closing)
