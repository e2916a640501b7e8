"""A lead's key as results show it."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from assay.data.coerce import reader_of
from assay.engines.record.layout import Context
from assay.plan.nodes import Plan
from assay.values import SCALE, ZoneRules, date_of, utc_datetime


def key_reader(context: Context) -> Callable[[object], str | None]:
    """From the raw key to its text; None if the lead has none. May raise BadValue."""
    return _reader(context.plan, context.zone)


def key_text(plan: Plan) -> Callable[[Mapping[str, object]], str | None]:
    """From a lead's record to the text of its key."""
    name, read = plan.lead.key or "", _reader(plan, ZoneRules(plan.zone.moments, plan.zone.offsets))
    return lambda record: read(record.get(name))


def _reader(plan: Plan, zone: ZoneRules) -> Callable[[object], str | None]:
    field = next((one for one in plan.lead.fields if one.name == plan.lead.key), None)
    if field is None:
        return lambda _raw: None
    read, kind = reader_of(field, zone, frozenset(plan.missing)), field.kind
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
