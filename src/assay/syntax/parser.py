"""Text to tree."""

import gc
from dataclasses import dataclass
from typing import cast

from assay.diagnostics import Diagnostic, in_order
from assay.source import Source
from assay.syntax import ast
from assay.syntax.build import Broken, Build
from assay.syntax.machine import Machine, program
from assay.syntax.recovery import parse_all
from assay.syntax.table import table
from assay.syntax.tokens import scan


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a source and what is wrong with its text, in order of place."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """The tree of a rule file. Never raises: mistakes are diagnostics, and the statements without any are there."""
    paused = gc.isenabled()
    gc.disable()  # the tree has no cycles, and collecting while it grows takes as long as parsing
    try:
        return _parse(source)
    finally:
        if paused:
            gc.enable()


def _parse(source: Source) -> Parsed:
    tokens, comments = scan(source, table())
    build = Build(source)
    machine = Machine(program(table()), tokens, build, "file")
    parse_all(machine)
    items = cast("list[ast.Statement | Broken]", machine.values[0]) if machine.values else []
    statements = tuple(item for item in items if not isinstance(item, Broken))
    return Parsed(ast.File(source, statements, tuple(comments)), in_order(build.diagnostics))
