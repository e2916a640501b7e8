"""Text to tree."""

import gc
import re
from dataclasses import dataclass
from typing import cast

from assay.diagnostics import Diagnostic, in_order
from assay.source import Source, Span
from assay.syntax import ast, errors, limits
from assay.syntax.build import Broken, Build
from assay.syntax.invisible import invisible_characters
from assay.syntax.machine import Machine, program
from assay.syntax.pieces import Reading
from assay.syntax.table import table
from assay.syntax.tokens import Scanned, scan

_LINE = re.compile(r"[^\n\r]+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a source and what is wrong with its text, in order of place."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """The tree of a rule file. Never raises: mistakes are diagnostics, and the statements without any are there."""
    too_long = _too_long(source)
    if too_long is not None:
        return Parsed(ast.File(source, ()), (too_long,))
    collecting = gc.isenabled()
    gc.disable()  # the tree has no cycles, and collecting while it grows takes as long as parsing
    try:
        return _parse(source)
    finally:
        if collecting:
            gc.enable()


def parse_expression(source: Source) -> tuple[ast.Expr | None, tuple[Diagnostic, ...]]:
    """A text that is one expression, such as a condition typed into a field; None if it is none."""
    too_long = _too_long(source)
    if too_long is not None:
        return None, (too_long,)
    scanned = scan(source, table())
    build = Build(source)
    machine = Machine(program(table()), scanned.tokens, build, "expression")
    failed = machine.run(0, len(scanned.tokens))
    if failed < len(scanned.tokens):
        from assay.syntax.explain import explain  # noqa: PLC0415
        from assay.syntax.site import Site  # noqa: PLC0415

        return None, (explain(Site(machine, failed), 0, "", at_end=False),)
    for diagnostic in invisible_characters(source, scanned.invisible):
        build.report(diagnostic)
    value = cast("ast.Expr", machine.values[0])
    return (None if build.spoiled else value), in_order(build.diagnostics)


def _too_long(source: Source) -> Diagnostic | None:
    if len(source.text) > limits.FILE:
        return errors.too_long(Span(source, 0, 0), "this file", limits.FILE)
    if len(source.text) > limits.LINE:
        for line in _LINE.finditer(source.text):
            if line.end() - line.start() > limits.LINE:
                return errors.too_long(Span(source, line.start(), line.start()), "this line", limits.LINE)
    return None


def parse_stretch(source: Source, start: int, end: int) -> Parsed:
    """The statements of a stretch of a file that begins and ends between statements: what an editor reads again
    after a key was pressed. Spans are those of the whole file."""
    return _parse(source, start, end)


def read(source: Source, closing: int = 0) -> Reading:
    """What `parse` finds, with the tokens. Never raises. `closing`: see Machine, for a text out of a longer one."""
    too_long = _too_long(source)
    if too_long is not None:
        return Reading(source, [], [], (), (too_long,))
    scanned = scan(source, table())
    tokens = scanned.tokens[:-1]  # a repair changes those of the scan
    file, problems = _tree(source, scanned, closing)
    return Reading(source, tokens, scanned.comments, file.statements, problems)


def _parse(source: Source, start: int = 0, end: int | None = None) -> Parsed:
    return Parsed(*_tree(source, scan(source, table(), start, end)))


def _tree(source: Source, scanned: Scanned, closing: int = 0) -> tuple[ast.File, tuple[Diagnostic, ...]]:
    build = Build(source)
    machine = Machine(program(table()), scanned.tokens, build, "file")
    machine.closing = closing
    failed = machine.run(0, len(scanned.tokens))
    if failed < len(scanned.tokens):
        from assay.syntax.recovery import recover  # noqa: PLC0415  (a third of the start-up, for nothing most days)

        recover(machine, failed)
    for diagnostic in invisible_characters(source, scanned.invisible):
        build.report(diagnostic)
    items = cast("list[ast.Statement | Broken]", machine.values[0] if machine.values else [])
    statements = tuple(item for item in items if not isinstance(item, Broken))
    file = ast.File(source, statements, tuple(scanned.comments), tuple(build.declared))
    return file, in_order(list(dict.fromkeys(build.diagnostics)))
