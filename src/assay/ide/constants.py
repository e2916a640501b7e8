"""Constants as people write them."""

import datetime as dt

from assay.model import Const, ListValue
from assay.render.words_values import date, duration, number
from assay.types import Kind


def constant_text(constant: Const) -> str:
    """`30`, `"NL"`, `2 weeks`, `2026-11-01`; times in UTC."""
    value = constant.value
    match constant.type.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return number(int(value))
        case Kind.BOOLEAN:
            return "true" if value else "false"
        case Kind.DATE:
            return date(int(value))
        case Kind.TIME:
            moment = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=int(value))
            return f"{moment.isoformat(' ', 'minutes')} UTC"
        case Kind.DURATION:
            return duration(int(value))
        case Kind.STAGE:
            return str(value)
        case _:
            return f'"{value}"'


def items_text(items: ListValue, most: int) -> str:
    """The first items of a list and how many there are more."""
    texts = [constant_text(item) for item in items.items[:most] if isinstance(item, Const)]
    more = len(items.items) - most
    return ", ".join(texts) + (f" and {more:,} more" if more > 0 else "")
