"""Schemas: the fields of leads and activities, of every type and option."""

import re
from dataclasses import dataclass, field

from tests.strategies import words
from tests.strategies.dice import Dice

RESERVED_LOOKS = {"when", "within", "score"}  # names a file must write in backticks


@dataclass(frozen=True)
class Field:
    """`kind`: text, number, integer, boolean, date, time, one of, list."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    exact: bool = False
    split_by: str | None = None
    format: str | None = None
    key: bool = False
    column: str | None = None

    @property
    def written(self) -> str:
        return quoted_name(self.name)


@dataclass(frozen=True)
class Schema:
    zone: str
    missing: tuple[str, ...]
    lead: tuple[Field, ...]
    activity: tuple[Field, ...]
    statements: tuple[str, ...] = field(default=())
    declared: bool = True  # else the rules have no schema: fields are the columns of the input, types follow from use

    @property
    def dated(self) -> bool:
        return any(f.kind == "time" for f in self.activity)


def quoted_name(name: str) -> str:
    plain = re.fullmatch(r"[^\W\d]\w*", name) is not None
    return name if plain and name not in RESERVED_LOOKS else f"`{name}`"


def text(value: str) -> str:
    """A string literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def make_schema(dice: Dice) -> Schema:
    declared = dice.chance(0.9)
    zone = dice.pick(words.ZONES)
    missing = tuple(dice.some(words.MISSING, 0, 3))
    lead = (Field("id", "text", exact=True, key=True), *_fields(dice, words.LEAD_NAMES, 2, 7, declared))
    activity = (Field("lead_id", "text", exact=True, key=True), *_activity_fields(dice, declared))
    statements = [f'model "Generated" timezone {text(zone)}' if zone != "UTC" or dice.chance(0.5) else 'model "G"']
    if missing:
        statements.append("missing " + ", ".join(map(text, missing)))
    if declared:
        statements += [_table("lead", lead, dice), _table("activity", activity, dice)]
    return Schema(zone, missing, lead, activity, tuple(statements), declared)


def _activity_fields(dice: Dice, declared: bool) -> list[Field]:
    action = Field("action", "one of", words.ACTIONS) if declared and dice.chance(0.7) else Field("action", "text")
    others = _fields(dice, tuple(n for n in words.ACTIVITY_NAMES if n != "action"), 1, 5, declared)
    if dice.chance(0.93):
        others.insert(dice.between(0, len(others)), Field("occurred", "time"))
    return [action, *others]


def _fields(dice: Dice, names: tuple[str, ...], low: int, high: int, declared: bool) -> list[Field]:
    make = _field if declared else _column
    return [make(dice, name) for name in dice.some(names, low, high)]


def _column(dice: Dice, name: str) -> Field:
    return Field(name, dice.pick(("text", "text", "number", "number", "boolean", "time")))


def _field(dice: Dice, name: str) -> Field:
    column = f"Col. {name}" if dice.chance(0.1) else None
    match dice.pick(
        ("text", "text", "text", "number", "number", "integer", "boolean", "date", "time", "one of", "list")
    ):
        case "text":
            return Field(name, "text", exact=dice.chance(0.25), column=column)
        case "one of":
            return Field(name, "one of", tuple(dice.some(words.VALUES, 2, 5)), column=column)
        case "list":
            return Field(name, "list", split_by=dice.pick((None, ";", "|")), exact=dice.chance(0.2), column=column)
        case "date":
            return Field(name, "date", format=dice.pick((None, None, "dd/mm/yyyy")), column=column)
        case kind:
            return Field(name, kind, column=column)


def _table(name: str, fields: tuple[Field, ...], dice: Dice) -> str:
    return f"{name} {{\n" + "\n".join(f"  {_declared(f, dice)}" for f in fields) + "\n}"


def _declared(f: Field, dice: Dice) -> str:
    kind = {"one of": "one of " + ", ".join(map(text, f.values)), "list": "list of text"}.get(f.kind, f.kind)
    options = [
        "key" if f.key else "",
        "exact" if f.exact else "",
        f"from {text(f.column)}" if f.column else "",
        f"format {text(f.format)}" if f.format else "",
        f"split by {text(f.split_by)}" if f.split_by else "",
    ]
    return " ".join([f.written, kind, *dice.shuffled([o for o in options if o])])
