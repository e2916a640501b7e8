"""Aggregates as code: one loop over the activities of the window, into a slot.

Those that an equality on the activity anchors, and that read nothing that has to be worked out before, are only run
for leads that have such an activity; for the others their slots already hold what they come to over none.
"""

from assay.engines.record.anchors import Anchor, test_anchor
from assay.engines.record.conditions import windowed
from assay.engines.record.expressions import value
from assay.engines.record.layout import Context
from assay.engines.record.operators import Scope
from assay.plan.nodes import Aggregate, Scalar
from assay.values import SCALE, divide, in_range

_ENDS = {"highest": "max", "last": "max", "lowest": "min", "first": "min"}


def average(total: int, count: int) -> int | None:
    return in_range(divide(total, count)) if count else None


def over_none(what: Aggregate) -> Scalar | None:
    """The value over no activities."""
    return {"any": False, "none": True, "count": 0, "sum": 0, "distinct": 0}.get(what.function)


def anchor_of_aggregate(what: Aggregate, context: Context) -> Anchor | None:
    """Aggregates inside `ignore` see all activities, which have no index."""
    return test_anchor(what.where, context) if what.source == "kept" else None


def write_aggregate(what: Aggregate, scope: Scope, source: str) -> None:
    """Writes `S[slot] = …`, over the activities that the text `source` gives."""
    if what.function in ("any", "none", "count"):
        _write_counted(what, scope, source)
    elif what.function in _ENDS:
        _write_end(what, scope, source)
    else:
        _write_summed(what, scope, source)


def _slot(what: Aggregate, scope: Scope) -> str:
    return f"S[{scope.context.slot(f'aggregate:{what.id}')}]"


def _write_counted(what: Aggregate, scope: Scope, source: str) -> None:
    body, count = scope.body, scope.temporary()
    body.line(f"{count} = 0")
    with body.block(f"for a in {source}:"):
        test = windowed(what.where, what.within, scope)
        with body.block(f"if {test}:"):
            body.line(f"{count} += 1")
            if what.function != "count":
                body.line("break")
    result = {"any": f"{count} > 0", "none": f"{count} == 0"}.get(what.function, f"{count} * {SCALE}")
    body.line(f"{_slot(what, scope)} = {result}")


def _write_values(what: Aggregate, scope: Scope, source: str, dated: bool) -> str:
    """A list of the values that are not missing; with what they are ordered by before them, where that matters."""
    assert what.value is not None
    body, values, name = scope.body, scope.temporary(), scope.temporary()
    body.line(f"{values} = []")
    with body.block(f"for a in {source}:"):
        test = windowed(what.where, what.within, scope)
        with body.block(f"if {test}{' and a[0] is not None' if dated else ''}:"):
            body.line(f"{name} = {value(what.value, scope)}")
            with body.block(f"if {name} is not None:"):
                body.line(f"{values}.append({_ordered(what, scope, name, dated)})")
    return values


def _ordered(what: Aggregate, scope: Scope, name: str, dated: bool) -> str:
    parts = ["a[0]"] if dated else []
    if what.key is not None and what.function in _ENDS:
        parts.append(value(what.key, scope))
    return f"({', '.join([*parts, name])})" if parts else name


def _write_end(what: Aggregate, scope: Scope, source: str) -> None:
    dated = what.function in ("first", "last")
    values = _write_values(what, scope, source, dated)
    last = "[-1]" if dated or what.key is not None else ""
    pick = f"{_ENDS[what.function]}({values}){last}"
    scope.body.line(f"{_slot(what, scope)} = {pick} if {values} else None")


def _write_summed(what: Aggregate, scope: Scope, source: str) -> None:
    values, bind = _write_values(what, scope, source, dated=False), scope.context.names.bind
    match what.function:
        case "sum":
            result = f"{bind(in_range)}(sum({values}))"
        case "average":
            result = f"{bind(average)}(sum({values}), len({values}))"
        case _:
            result = f"len(set({values})) * {SCALE}"
    scope.body.line(f"{_slot(what, scope)} = {result}")
