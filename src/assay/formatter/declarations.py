"""Statements that declare something: schemas, names, bounds, grades."""

from typing import assert_never

from assay.formatter.clauses import bound, in_order
from assay.formatter.comments import Margins
from assay.formatter.doc import Doc, Leaf, Style, moved, parts, prefixed, separated, suffixed
from assay.formatter.expressions import amount, expression
from assay.formatter.items import Block, Entry, Item
from assay.syntax import ast, printer

Declaration = ast.ModelDecl | ast.Use | ast.MissingDecl | ast.Schema | ast.Let | ast.LetFile | ast.Total | ast.Grade


def declaration(s: Declaration, margins: Margins) -> Item:
    """A statement that declares something."""
    at = s.span.start
    match s:
        case ast.ModelDecl():
            zone = "" if s.timezone is None else f" timezone {printer.text(s.timezone)}"
            return Entry(Leaf(f"model {printer.text(s.name)}{zone}", at))
        case ast.Use():
            return Entry(Leaf(f"use {printer.text(s.path)}", at))
        case ast.MissingDecl():
            return Entry(prefixed("missing ", parts(_texts(s.spellings), Style.FILL), at))
        case ast.Schema():
            return Block(Leaf(f"{s.table} {{", at), tuple(map(_field, s.fields)), Leaf("}", s.span.end - 1))
        case ast.Let():
            return Entry(prefixed("= ", expression(s.value), at), "let", (f"let {printer.name(s.name)}",))
        case ast.LetFile():
            return Entry(Leaf(f"from {printer.text(s.path)}", at), "let", (f"let {printer.name(s.name)}",))
        case ast.Total():
            clauses = in_order(at, (*bound("min", s.minimum), *bound("max", s.maximum)), margins)
            return Entry(parts((Leaf("total", at), *clauses), Style.FILL, 2))
        case ast.Grade():
            return Entry(_bands(s), "grade", (f"grade {printer.name(s.group)}",))
        case _:
            assert_never(s)


def _texts(texts: tuple[ast.Text, ...]) -> list[Doc]:
    return separated([Leaf(printer.text(text), text.span.start) for text in texts])


def _bands(s: ast.Grade) -> Doc:
    bands = separated([_band(band) for band in s.bands])
    return suffixed(prefixed("{ ", parts(bands, Style.EACH), s.span.start), " }")


def _band(b: ast.Band) -> Doc:
    letter = printer.text(b.letter)
    if b.bound is None:
        return Leaf(f"{letter} otherwise", b.span.start)
    return prefixed(f"{letter} from ", amount(b.bound), b.span.start)


def _field(f: ast.FieldDecl) -> Entry:
    if f.type.kind == "one of":
        kind = prefixed("one of ", parts(_texts(f.type.values), Style.FILL))
    else:
        kind = Leaf(f.type.kind, f.type.span.start)
    return Entry(moved(suffixed(kind, _options(f)), f.span.start), "field", (printer.name(f.name),))


def _options(f: ast.FieldDecl) -> str:
    texts = (("from", f.column), ("format", f.format), ("split by", f.split_by))
    written = (f" {words} {printer.text(text)}" for words, text in texts if text is not None)
    return "".join((" exact" if f.exact else "", " key" if f.key else "", *written))
