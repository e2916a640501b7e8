"""Every name a set of rules declares, collected before anything is looked up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assay.check.errors import names as name_errors
from assay.check.errors import structure as errors
from assay.diagnostics import Diagnostic
from assay.source import Span
from assay.syntax import ast

RESULTS = ("score", "stage", "route", "disqualified")
UNGROUPED = "ungrouped"

_FIELD_OF = {"lead": "a field of the lead", "activity": "a field of the activity"}
Rule = ast.When | ast.Each | ast.Match | ast.Choice


@dataclass(slots=True)
class Names:
    """What is declared, the first of each name. `groups` holds nested ones too, `grades` goes by group."""

    model: ast.ModelDecl | None = None
    lead: ast.Schema | None = None
    activity: ast.Schema | None = None
    total: ast.Total | None = None
    ungrouped: Rule | None = None  # the first rule outside any group
    lets: dict[str, ast.Let | ast.LetFile] = field(default_factory=dict)
    groups: dict[str, ast.Group] = field(default_factory=dict)
    stages: dict[str, ast.Stage] = field(default_factory=dict)
    grades: dict[str, ast.Grade] = field(default_factory=dict)
    routes: list[str] = field(default_factory=list)
    taken: dict[str, tuple[str, Span]] = field(default_factory=dict)  # what the first of a name is, and where
    problems: list[Diagnostic] = field(default_factory=list)


_DECLARING = frozenset(
    {ast.When, ast.Each, ast.Match, ast.Choice, ast.Let, ast.LetFile, ast.Group, ast.Stage, ast.Route, ast.Grade}
    | {ast.Schema, ast.ModelDecl, ast.Total}
)


def collect(statements: Iterable[ast.Statement]) -> Names:
    """The names of a set of rules; repeated and reserved ones are among its `problems`."""
    names = Names()
    for statement in statements:
        if type(statement) in _DECLARING:  # most statements declare nothing
            _collect(statement, names)
    return names


def _collect(statement: ast.Statement, names: Names) -> None:
    match statement:
        case ast.When() | ast.Each() | ast.Match() | ast.Choice():
            names.ungrouped = names.ungrouped or statement
        case ast.Let() | ast.LetFile():
            if _claim(statement.name, "a `let`", names):
                names.lets[statement.name.name] = statement
        case ast.Group():
            _group(statement, names)
        case ast.Stage():
            if _claim(statement.name, "a stage", names):
                names.stages[statement.name.name] = statement
        case ast.Route():
            names.routes.append(statement.to.value)
        case ast.Grade():
            _grade(statement, names)
        case ast.Schema():
            _schema(statement, names)
        case ast.ModelDecl() | ast.Total():
            _single(statement, names)
        case _:
            pass


def _single(statement: ast.ModelDecl | ast.Total, names: Names) -> None:
    match statement:
        case ast.ModelDecl() if names.model is not None:
            names.problems.append(errors.second_model(statement.span, names.model.span))
        case ast.ModelDecl():
            names.model = statement
        case ast.Total() if names.total is not None:
            names.problems.append(errors.second_block(statement.span, "`total`", names.total.span))
        case ast.Total():
            names.total = statement


def _grade(grade: ast.Grade, names: Names) -> None:
    group = grade.group.name
    if (first := names.grades.get(group)) is not None:
        names.problems.append(errors.second_block(grade.group.span, f"the grade of `{group}`", first.group.span))
    else:
        names.grades[group] = grade


def _schema(schema: ast.Schema, names: Names) -> None:
    first = names.lead if schema.table == "lead" else names.activity
    if first is not None:
        names.problems.append(errors.second_block(keyword(schema), f"`{schema.table}`", keyword(first)))
        return
    if schema.table == "lead":
        names.lead = schema
    else:
        names.activity = schema
    own: dict[str, ast.Name] = {}
    for declared in schema.fields:
        _field(declared.name, schema.table, own, names)


def _field(name: ast.Name, table: str, own: dict[str, ast.Name], names: Names) -> None:
    first = own.setdefault(name.name, name)
    if first is not name:
        names.problems.append(errors.duplicate_name(name, _FIELD_OF[table], first.span))
    elif name.name not in names.taken or names.taken[name.name][0] not in _FIELD_OF.values():
        _claim(name, _FIELD_OF[table], names)


def keyword(schema: ast.Schema) -> Span:
    """The range of the word that begins a schema."""
    return Span(schema.span.source, schema.span.start, schema.span.start + len(schema.table))


def _group(group: ast.Group, names: Names) -> None:
    if group.name.name in (*RESULTS, UNGROUPED):
        names.problems.append(name_errors.reserved_name(group.name))
    elif _claim(group.name, "a group", names):
        names.groups[group.name.name] = group
    for inner in inner_groups(group):
        _group(inner, names)


def inner_groups(group: ast.Group) -> Iterator[ast.Group]:
    return (part for part in group.body if isinstance(part, ast.Group))


def _claim(name: ast.Name, what: str, names: Names) -> bool:
    """True if the name is free; it is taken from then on."""
    if name.name == UNGROUPED:
        names.problems.append(name_errors.reserved_name(name))
    elif name.name in RESULTS and not name.quoted:
        names.problems.append(name_errors.needs_backticks(name))
    if (first := names.taken.get(name.name)) is not None:
        names.problems.append(errors.duplicate_name(name, *first))
        return False
    names.taken[name.name] = (what, name.span)
    return True
