"""Tables of steps, which are searched by halving when they run, told from other expressions."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import Sql

_FEWEST = 4  # steps; fewer read well as they are


@dataclass(frozen=True, slots=True)
class Ladder:
    """`lowest` below the first bound; from a bound on, what belongs to it. Bounds ascend."""

    node: Sql
    value: Sql
    lowest: Sql
    steps: tuple[tuple[str, Sql], ...]


def ladders(query: Sql) -> Iterator[Ladder]:
    """Those of a query, the outermost of each; the query may be changed meanwhile at the ones that were given."""
    for node in list(query.find_all(exp.Case)):
        if not _is_within(node):
            value = _value(node)
            found = None if value is None else _flat(node, value)
            if value is not None and found is not None and len(found[1]) >= _FEWEST:
                yield Ladder(node, value, found[0], tuple(found[1]))


def _is_within(node: Sql) -> bool:
    """Whether it is a part of a larger one."""
    above = node.parent.parent if isinstance(node.parent, exp.If) else node.parent
    return isinstance(above, exp.Case) and _value(above) is not None and _value(above) == _value(node)


def _value(node: Sql) -> Sql | None:
    """What is compared, where a node is one step: `case when value >= number then … else … end`."""
    branches = node.args.get("ifs") or []
    if not isinstance(node, exp.Case) or len(branches) != 1 or node.args.get("default") is None:
        return None
    condition = branches[0].this
    return condition.this if isinstance(condition, exp.GTE) and isinstance(condition.expression, exp.Literal) else None


def _flat(node: Sql, value: Sql) -> tuple[Sql, list[tuple[str, Sql]]] | None:
    """The lowest and the steps above it; None where they are not all constants."""
    if not isinstance(node, exp.Case):
        return None if node.find(exp.Column) else (node, [])
    if _value(node) != value:
        return None
    branch = node.args["ifs"][0]
    below, above = _flat(node.args["default"], value), _flat(branch.args["true"], value)
    if below is None or above is None:
        return None
    return below[0], [*below[1], (branch.this.expression.name, above[0]), *above[1]]
