"""Declared schemas: types of fields, and options that go with them."""

from assay.check.errors import structure as structure_errors
from assay.check.errors import values as value_errors
from assay.check.names import Names, keyword
from assay.diagnostics import Diagnostic
from assay.model import Field, Table
from assay.syntax import ast
from assay.types import (
    BOOLEAN,
    DATE,
    EXACT_TEXT,
    INTEGER,
    LIST_OF_TEXT,
    MOMENTS,
    NUMBER,
    NUMERIC,
    TEXT,
    TIME,
    Kind,
    Type,
)
from assay.values import fold, trim

_PLAIN = {"text": TEXT, "number": NUMBER, "integer": INTEGER, "boolean": BOOLEAN, "date": DATE, "time": TIME}
_KEYS = NUMERIC | {Kind.TEXT}
_MIXED = "text, numbers and whole numbers"


def declared_table(schema: ast.Schema, problems: list[Diagnostic]) -> Table:
    """The table of a `lead { … }` or `activity { … }`, the first of each name; mistakes go to `problems`."""
    fields: dict[str, Field] = {}
    for declared in schema.fields:
        field = _field(declared, problems)
        fields.setdefault(field.name, field)
    _one_key(schema, problems)
    return Table(tuple(fields.values()), declared=True, time=_time(fields) if schema.table == "activity" else None)


def _time(fields: dict[str, Field]) -> str | None:
    return next((f.name for f in fields.values() if f.type.kind is Kind.TIME), None)


def _field(declared: ast.FieldDecl, problems: list[Diagnostic]) -> Field:
    type_ = _type(declared, problems)
    _check_options(declared, type_, problems)
    return Field(
        declared.name.name,
        type_,
        declared.name.span,
        key=declared.key,
        column=_text(declared.column, "a column", problems),
        format=_text(declared.format, "`format`", problems),
        split_by=_separator(declared.split_by, problems),
    )


def _text(given: ast.Text | None, what: str, problems: list[Diagnostic]) -> str | None:
    if given is not None and not trim(given.value):
        problems.append(value_errors.empty_name(given.span, what))
    return None if given is None else given.value


def _separator(given: ast.Text | None, problems: list[Diagnostic]) -> str | None:
    if given is not None and not given.value:
        problems.append(value_errors.empty_name(given.span, "`split by`"))
    return None if given is None else given.value


def _type(declared: ast.FieldDecl, problems: list[Diagnostic]) -> Type:
    written = declared.type
    match written.kind:
        case "one of":
            return Type(Kind.ONE_OF, _values(written.values, problems))
        case "list of text":
            return Type(Kind.LIST, of=EXACT_TEXT) if declared.exact else LIST_OF_TEXT
        case "text":
            return EXACT_TEXT if declared.exact else TEXT
        case _:
            return _PLAIN[written.kind]


def _values(values: tuple[ast.Text, ...], problems: list[Diagnostic]) -> tuple[str, ...]:
    first: dict[str, ast.Text] = {}
    for value in values:
        if not trim(value.value):
            problems.append(value_errors.always_missing(value.span))
        elif (same := first.setdefault(fold(value.value), value)) is not value:
            problems.append(structure_errors.repeated(value.span, f'"{value.value}"', same.span))
    return tuple(value.value for value in first.values())


def _check_options(declared: ast.FieldDecl, type_: Type, problems: list[Diagnostic]) -> None:
    kind, name = type_.kind, declared.name
    if declared.exact and kind not in (Kind.TEXT, Kind.LIST):
        problems.append(value_errors.wrong_option(name.span, "exact", "text", name.name, type_))
    if declared.key and kind not in _KEYS:
        problems.append(value_errors.wrong_option(name.span, "key", _MIXED, name.name, type_))
    if declared.format is not None and kind not in MOMENTS:
        problems.append(value_errors.wrong_option(declared.format.span, "format", "dates and times", name.name, type_))
    if declared.split_by is not None and kind is not Kind.LIST:
        problems.append(value_errors.wrong_option(declared.split_by.span, "split by", "lists", name.name, type_))


def _one_key(schema: ast.Schema, problems: list[Diagnostic]) -> None:
    keys = [declared.name.span for declared in schema.fields if declared.key]
    problems.extend(structure_errors.second_key(key, keys[0]) for key in keys[1:])


def check_keys(names: Names, lead: Table | None, activity: Table | None) -> list[Diagnostic]:
    """Whether the activity's key can refer to the lead's, where both are declared."""
    if names.lead is None or lead is None or activity is None or (key := activity.key) is None:
        return []
    if lead.key is None:
        return [structure_errors.key_without_lead_key(key.span, keyword(names.lead))]
    if {lead.key.type.kind, key.type.kind} <= _KEYS and (lead.key.type.kind in NUMERIC) != (key.type.kind in NUMERIC):
        return [value_errors.mixed_keys(key.name, key.span, key.type, lead.key.span, lead.key.type)]
    return []
