"""A lead's key as results show it."""

from collections.abc import Callable
from decimal import Decimal

from assay.data.coerce import reader_of
from assay.engines.record.layout import Context
from assay.values import SCALE, date_of, utc_datetime


def key_reader(context: Context) -> Callable[[object], str | None]:
    """From the raw key to its text; None if the lead has none. May raise BadValue."""
    name = context.plan.lead.key
    field = next((one for one in context.plan.lead.fields if one.name == name), None)
    if field is None:
        return lambda _raw: None
    read, kind = reader_of(field, context.zone, frozenset(context.plan.missing)), field.kind
    return lambda raw: _shown(read(raw), kind)


def _shown(value: object, kind: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, int) and kind in ("number", "integer"):
        whole, rest = divmod(value, SCALE)
        return str(whole) if not rest else str((Decimal(value) / SCALE).normalize())
    if isinstance(value, int) and kind == "date":
        return date_of(value).isoformat()
    if isinstance(value, int) and kind == "time":
        return utc_datetime(value).isoformat()
    return str(value)
