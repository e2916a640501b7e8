"""A lead's key as results show it: literally, as the leads have it, so that 7 and 007 are two leads, also in a field of
numbers."""

from collections.abc import Callable, Mapping

from assay.data.cells import Missing
from assay.plan.nodes import Plan


def key_reader(plan: Plan) -> Callable[[object], str | None]:
    """From the raw key to its text, trimmed; None if the lead has none. May raise BadValue."""
    return (lambda _raw: None) if plan.lead.key is None else Missing(frozenset(plan.missing)).text


def key_text(plan: Plan) -> Callable[[Mapping[str, object]], str | None]:
    """From a lead's record to the text of its key."""
    name, read = plan.lead.key or "", key_reader(plan)
    return lambda record: read(record.get(name))
