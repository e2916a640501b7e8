"""Conditions as code: about the lead, or about its activities one at a time."""

from assay.engines.record.anchors import Anchor, test_anchor
from assay.engines.record.expressions import truth
from assay.engines.record.layout import Context
from assay.engines.record.operators import Scope
from assay.plan.nodes import Condition, Expr


def chosen(anchor: Anchor | None, context: Context) -> str:
    """The activities to try: all, or those the index gives."""
    if anchor is None:
        return "A"
    return f"I[{context.activity.index(anchor.view)}].get({context.names.bind(anchor.value)}, ())"


def windowed(test: Expr | None, within: int | None, scope: Scope) -> str:
    """Text that is truthy for an activity `a` inside the window of which the test is true."""
    parts = []
    if within is not None:
        time, start = scope.temporary(), scope.context.names.bind(scope.context.as_of - within)
        parts.append(f"({time} := a[0]) is not None and {time} > {start}")
    if test is not None:
        parts.append(truth(test, scope))
    return " and ".join(parts) or "True"


def holds(condition: Condition, scope: Scope) -> str:
    """Writes what is needed; gives text that is truthy if the condition is true."""
    if condition.scope == "lead":
        return truth(condition.test, scope)
    body, found = scope.body, scope.temporary()
    body.line(f"{found} = {truth(condition.alone, scope) if condition.alone is not None else 'False'}")
    with body.block(f"if not {found}:"), body.block(f"for a in {_source(condition, scope.context)}:"):
        test = windowed(condition.test, condition.within, scope)
        with body.block(f"if {test}:"):
            body.line(f"{found} = True")
            body.line("break")
    return found


def _source(condition: Condition, context: Context) -> str:
    return chosen(test_anchor(condition.test, context), context)
