"""The tree-sitter grammar, compiled and run; and what the parser of `assay` says of the same text."""

import ctypes
import dataclasses
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tree_sitter import Language, Parser, Query, QueryCursor, Tree

from assay.source import Source
from assay.syntax import ast
from assay.syntax.build import Build
from assay.syntax.machine import Machine, program
from assay.syntax.table import table
from assay.syntax.tokens import scan
from tests.editors import needs

__all__ = ["Parser", "Query", "QueryCursor"]

GRAMMAR = Path(__file__).parents[2] / "editors" / "tree-sitter-assay"
_WARNINGS = ("-Wall", "-Wextra", "-Werror")

Place = tuple[str, int, int]  # a kind of node; where it begins and ends, in code points


@cache
def language() -> Language:
    """The grammar, compiled by the machine's C compiler."""
    compiler = needs.program("cc")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "grammar.so"
        sources = [str(GRAMMAR / "src" / name) for name in ("parser.c", "scanner.c")]
        options = ["-std=c11", "-O1", *_WARNINGS, "-shared", "-fPIC", "-I", str(GRAMMAR / "src")]
        subprocess.run([compiler, *options, *sources, "-o", str(built)], check=True)
        make = ctypes.CDLL(str(built)).tree_sitter_assay
    make.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return Language(capsule(make(), b"tree_sitter.Language", None))


def read(text: str) -> Tree:
    return Parser(language()).parse(text.encode())


def named(text: str) -> Iterator[Place]:
    """Every named node of the tree."""
    offsets = [at for at, letter in enumerate(text) for _ in letter.encode()] + [len(text)]
    waiting = [read(text).root_node]
    while waiting:
        node = waiting.pop()
        if node.is_named:
            yield node.type, offsets[node.start_byte], offsets[node.end_byte]
        waiting += node.children


def accepted(text: str) -> bool:
    """Whether a text is a sentence of the grammar, by the machine that runs `grammar/assay.lark`."""
    source = Source("text", text)
    scanned = scan(source, table())
    machine = Machine(program(table()), scanned.tokens, Build(source), "file")
    return machine.run(0, len(scanned.tokens)) == len(scanned.tokens) and not scanned.invisible


def placed(tree: object) -> Iterator[Place]:
    """Every node of the tree of `assay`, by its class."""
    if isinstance(tree, tuple):
        for item in tree:
            yield from placed(item)
    elif isinstance(tree, ast.Node):
        yield type(tree).__name__, tree.span.start, tree.span.end
        for part in dataclasses.fields(tree):
            yield from placed(getattr(tree, part.name))
