"""What a rule set is made of, taken apart into the pieces that a review speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from assay.analysis.difference import texts
from assay.source import Span
from assay.syntax import ast, printer

Kind = Literal[
    "rule",
    "choice",
    "group",
    "let",
    "list",
    "field",
    "grade",
    "stage",
    "promotion",
    "route",
    "disqualification",
    "exclusion",
    "ignored activity",
    "guarantee",
    "total",
    "model",
    "missing",
    "example",
]
_PARTS: dict[type, tuple[str, ...]] = {}
Place = tuple[int, int, int]  # the source's identity, start and end
Item = ast.Statement | ast.FieldDecl


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is how a person knows it (of a rule its id), `home` the groups and the choice or schema it stands in,
    outermost first. `text`: as the formatter prints it, on one line, without what is a part of its own."""

    kind: Kind
    name: str
    home: tuple[str, ...]
    node: Item
    text: str

    @property
    def span(self) -> Span:
        return self.node.span

    @property
    def file(self) -> str:
        return self.span.source.name

    @property
    def line(self) -> int:
        return self.span.line


def place_of(span: Span) -> Place:
    """A span as a key, the same for the tree and the model."""
    return id(span.source), span.start, span.end


def parts(statements: Iterator[ast.Statement], ids: dict[Place, str]) -> list[Part]:
    """All parts in the order written, outer before inner. `ids`: of the rules, by place."""
    return [part for statement in statements for part in _of(statement, (), ids)]


def _of(node: Item, home: tuple[str, ...], ids: dict[Place, str]) -> Iterator[Part]:
    match node:
        case ast.When() | ast.Each() | ast.Match():
            yield Part("rule", ids[place_of(node.span)], home, node, printer.rule(node))
        case ast.Group():
            yield Part("group", node.name.name, home, node, texts.group(node))
            for item in node.body:
                yield from _of(item, (*home, node.name.name), ids)
        case ast.Choice():
            yield from _of_choice(node, home, ids)
        case ast.Schema():
            for one in node.fields:
                yield Part("field", one.name.name, (node.table,), one, texts.field(one))
        case ast.Use() | ast.FieldDecl():
            return
        case _:
            yield _statement(node, home)


def _of_choice(node: ast.Choice, home: tuple[str, ...], ids: dict[Place, str]) -> Iterator[Part]:
    names = [ids[place_of(rule.span)] for rule in node.rules]
    name = f"{node.kind} of {texts.quoted(names[0])}, …" if names else f"{node.kind} of"
    yield Part("choice", name, home, node, f"{node.kind} of{printer.meta(node.meta)}")
    for one in node.rules:
        yield from _of(one, (*home, name), ids)


def _statement(node: ast.Statement, home: tuple[str, ...]) -> Part:
    text = texts.statement(node)
    match node:
        case ast.Let(name=name, value=ast.ListOf()) | ast.LetFile(name=name):
            return Part("list", name.name, home, node, text)
        case ast.Let(name=name):
            return Part("let", name.name, home, node, text)
        case ast.Grade(group=group):
            return Part("grade", group.name, home, node, text)
        case ast.Stage(name=name):
            return Part("stage", name.name, home, node, text)
        case ast.Promote():
            return Part("promotion", f"to {node.stage.name}: {_reason(node)}", home, node, text)
        case ast.Route(to=to):
            return Part("route", to.value, home, node, text)
        case ast.Example(name=name):
            return Part("example", name.value, home, node, text)
    return _unnamed(node, home, text)


def _unnamed(node: ast.Statement, home: tuple[str, ...], text: str) -> Part:
    match node:
        case ast.Disqualify():
            return Part("disqualification", _reason(node), home, node, text)
        case ast.Exclude():
            return Part("exclusion", _reason(node), home, node, text)
        case ast.Ignore():
            return Part("ignored activity", _reason(node), home, node, text)
        case ast.Guarantee():
            return Part("guarantee", text, home, node, text)
        case ast.Total():
            return Part("total", "total", home, node, text)
        case ast.ModelDecl():
            return Part("model", "model", home, node, text)
    return Part("missing", "missing", home, node, text)


def _reason(node: ast.Disqualify | ast.Exclude | ast.Ignore | ast.Promote) -> str:
    return node.because.value if node.because is not None else printer.expression(node.condition)


def names_in(node: object) -> Iterator[str]:
    """Every name in a part of the tree."""
    if isinstance(node, ast.Name):
        yield node.name
    elif isinstance(node, tuple):
        for one in node:
            yield from names_in(one)
    elif node is not None:
        for part in parts_of(type(node)):
            yield from names_in(getattr(node, part))


def parts_of(node: type) -> tuple[str, ...]:
    """The names of what a node of a tree is made of, but for its place; none of anything else."""
    if node not in _PARTS:
        is_node = is_dataclass(node) and node is not Span
        _PARTS[node] = tuple(one.name for one in fields(node) if one.name != "span") if is_node else ()
    return _PARTS[node]
