"""What a name stands for, as hover and completion tell it."""

from collections.abc import Iterator

from assay.analysis.ranges import Range
from assay.ide.constants import constant_text, items_text
from assay.ide.expression_types import type_of
from assay.ide.reading import reads_activity
from assay.ide.scene import Scene, declaration_of
from assay.ide.symbols import Symbol
from assay.ide.wording import condition
from assay.ide.wording_rules import fading, sentences
from assay.model import Const, ListValue, Scope
from assay.render.words_values import points
from assay.syntax import ast, printer
from assay.types import Kind, described

_SHOWN = 12  # items of a list
_LONG = 300  # letters of a declaration
_WORKED_OUT = (ast.Binary, ast.Unary, ast.Name, ast.Call)


def _head(node: ast.Node) -> str:
    """A declaration as written, on one line; of a group what stands before its rules."""
    text = node.span.text
    if isinstance(node, ast.Group):
        text = text[: node.body[0].span.start - node.span.start] if node.body else text
        text = text.rpartition("{")[0] or text
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"


def about_symbol(symbol: Symbol, scene: Scene) -> str:
    """Markdown: the declaration in a line of code, then what it means."""
    head, *rest = _told(symbol, scene)
    return "\n\n".join([f"```assay\n{head}\n```", *rest])


def _told(symbol: Symbol, scene: Scene) -> Iterator[str]:
    match symbol.kind:
        case "lead field" | "activity field":
            yield from _field(symbol, scene)
        case "let":
            yield from _let(symbol.name, scene)
        case "group":
            yield from _group(symbol.name, scene)
        case "stage":
            yield from _stage(symbol.name, scene)


def detail(symbol: Symbol, scene: Scene) -> str:
    """The same in a few words, for a list of names."""
    match symbol.kind:
        case "lead field":
            field = scene.lead.get(symbol.name)
            return "a field of the lead" if field is None else f"lead: {described(field.type)}"
        case "activity field":
            field = scene.activity.get(symbol.name)
            return "a field of the activity" if field is None else f"activity: {described(field.type)}"
        case "let":
            return _let_kind(symbol.name, scene)
        case "group":
            return "the points of a group"
        case "stage":
            return "a stage"


# --- fields ----------------------------------------------------------------------------------------------


def _field(symbol: Symbol, scene: Scene) -> Iterator[str]:
    table = "lead" if symbol.kind == "lead field" else "activity"
    field = (scene.lead if table == "lead" else scene.activity).get(symbol.name)
    if field is None:
        yield symbol.name
        yield "A field nothing is known of yet."
        return
    declared = declaration_of(field, scene.names)
    name = field.name if declared is None else printer.name(declared.name)
    yield f"{name}  {described(field.type).removeprefix('a ')}"
    yield f"A field of the {table}{_notes(declared)}."
    if declared is None:
        yield "Not declared: the type is the one its uses imply."
    if field.type.kind is Kind.TEXT and not field.type.exact:
        yield "Compares ignoring case and surrounding blanks."


def _notes(declared: ast.FieldDecl | None) -> str:
    if declared is None:
        return ""
    notes = ["its key" if declared.key else "", "compared literally" if declared.exact else ""]
    notes += [f'from the column "{declared.column.value}"'] if declared.column is not None else []
    notes += [f'written as "{declared.format.value}"'] if declared.format is not None else []
    notes += [f'split at "{declared.split_by.value}"'] if declared.split_by is not None else []
    told = ", ".join(note for note in notes if note)
    return f": {told}" if told else ""


# --- lets ------------------------------------------------------------------------------------------------


def _let_kind(name: str, scene: Scene) -> str:
    let = scene.names.lets.get(name)
    if isinstance(let, ast.LetFile):
        return f'a list from "{let.path.value}"'
    if let is None:
        return "a `let`"
    checked = scene.env.lets.get(name)
    if reads_activity(let.value, scene) if checked is None else checked.scope is Scope.ACTIVITY:
        return "a kind of activity"
    found = type_of(let.value, scene) if checked is None else checked.type
    if found is None:
        return "a value"
    return "a condition" if found.kind is Kind.BOOLEAN else described(found)


def _let(name: str, scene: Scene) -> Iterator[str]:
    let = scene.names.lets.get(name)
    constant = scene.constant(name)
    if let is None:
        yield f"let {name}"
    elif isinstance(let, ast.LetFile):
        yield _head(let)
        yield _from_file(constant)
    else:
        yield _head(let)
        yield f"{_let_kind(name, scene).capitalize()}.{_in_words(let.value, scene)}"
        if isinstance(constant, Const) and isinstance(let.value, _WORKED_OUT):
            yield f"Its value is `{constant_text(constant)}`."


def _in_words(value: ast.Expr, scene: Scene) -> str:
    found = type_of(value, scene)
    if found is None or found.kind is not Kind.BOOLEAN:
        return ""
    return f" True where {condition(value, scene)}."


def _from_file(constant: Const | ListValue | None) -> str:
    if not isinstance(constant, ListValue):
        return "A list from a file."
    count = len(constant.items)
    return f"{count:,} value{'' if count == 1 else 's'}: {items_text(constant, _SHOWN)}."


# --- groups and stages --------------------------------------------------------------------------------------


def _group(name: str, scene: Scene) -> Iterator[str]:
    group = scene.names.groups.get(name)
    if group is None:
        yield f"group {name}"
        return
    yield _head(group)
    rules = sum(not isinstance(part, ast.Group) for part in group.body)
    inner = len(group.body) - rules
    groups = f" and {inner} inner group{'' if inner == 1 else 's'}" if inner else ""
    yield f"The sum of {rules} rule{'' if rules == 1 else 's'}{groups}, a number for later conditions."
    if scene.reach is not None and name in scene.reach.groups:
        yield f"Can reach {range_text(scene.reach.groups[name])}."
    if group.decay is not None:
        yield f"Points of activities age here: {fading(group.decay)}"


def _stage(name: str, scene: Scene) -> Iterator[str]:
    stage = scene.names.stages.get(name)
    if stage is None:
        yield f"stage {name}"
        return
    yield _head(stage)
    yield "  \n".join(sentences(stage, scene))
    names = list(scene.names.stages)
    place = names.index(name)
    before = f", above {names[place - 1]}" if place else ", the lowest"
    yield f"Stage {place + 1} of {len(names)}{before}."


def range_text(reach: Range) -> str:
    """ "-20 to 50 points"; an open end is said so."""
    if reach.low == reach.high and reach.low is not None:
        return f"{points(reach.low)} points, always"
    if reach.low is None and reach.high is None:
        return "any number of points"
    if reach.high is None:
        return f"{points(reach.low or 0)} points and more, without an upper end"
    if reach.low is None:
        return f"at most {points(reach.high)} points, without a lower end"
    return f"{points(reach.low)} to {points(reach.high)} points"
