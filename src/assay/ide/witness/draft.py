"""A lead being made up: the values it has so far, and what it did."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assay.syntax import printer
from assay.syntax.words import needs_backticks

# A value of an example: a timedelta is so long ago.
Value = str | Decimal | bool | dt.date | dt.datetime | dt.timedelta | tuple[str, ...]

_UNITS = (("day", dt.timedelta(days=1)), ("hour", dt.timedelta(hours=1)))
_MINUTE = dt.timedelta(minutes=1)


@dataclass(slots=True)
class Row:
    """`missing` are fields that must have no value."""

    values: dict[str, Value] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    times: int = 1

    def give(self, name: str, value: Value) -> bool:
        """Sets a value; False where the field has another, or must have none."""
        if name in self.missing:
            return False
        return self.values.setdefault(name, value) == value

    def leave_out(self, name: str) -> bool:
        """Sees to it that a field stays missing."""
        self.missing.add(name)
        return name not in self.values

    def copy(self) -> "Row":
        return Row(dict(self.values), set(self.missing), self.times)


@dataclass(slots=True)
class Draft:
    lead: Row = field(default_factory=Row)
    activities: list[Row] = field(default_factory=list)

    def copy(self) -> "Draft":
        return Draft(self.lead.copy(), [row.copy() for row in self.activities])


def written(row: Row) -> str:
    """The values as an example has them: `country: "NL", employees: 200`."""
    return ", ".join(f"{_name(name)}: {_text(value)}" for name, value in row.values.items())


def _name(name: str) -> str:
    return f"`{name}`" if needs_backticks(name) else name


def raw(row: Row, as_of: dt.datetime) -> Mapping[str, object]:
    """The values as an engine takes them."""
    return {name: _raw(value, as_of) for name, value in row.values.items()}


def _raw(value: Value, as_of: dt.datetime) -> object:
    match value:
        case dt.timedelta():
            return as_of - value
        case Decimal():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case Decimal():
            return f"-{printer.number(-value)}" if value < 0 else printer.number(value)
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            return f"{_length(value)} ago"
        case tuple():
            return f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _length(value: dt.timedelta) -> str:
    unit, size = next((one for one in _UNITS if value and value % one[1] == dt.timedelta()), ("minute", _MINUTE))
    count = value // size
    return f"{count} {unit}{'' if count == 1 else 's'}"
