"""A text in the one style, checked against the text it came from."""

import gc
from dataclasses import dataclass

from assay.diagnostics import Diagnostic
from assay.formatter.comments import margins
from assay.formatter.layout import written
from assay.formatter.statements import statement
from assay.source import Source
from assay.syntax import ast, parse


class MeaningChangedError(Exception):
    """What the formatter wrote does not say what it read: a mistake of ours. Nothing of it may be used."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """`text` is None where the source has syntax errors, which are the diagnostics."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def format_source(source: Source) -> Formatted:
    """The text of a source in the one style. Raises MeaningChangedError rather than change what it means."""
    collecting = gc.isenabled()
    gc.disable()  # trees have no cycles, and looking for some takes as long as laying them out
    try:
        return _formatted(source)
    finally:
        if collecting:
            gc.enable()


def _formatted(source: Source) -> Formatted:
    parsed = parse(source)
    if parsed.diagnostics:
        return Formatted(None, parsed.diagnostics)
    text = layout(parsed.file)
    if text != source.text:
        _compare(parsed.file, parse(Source(source.name, text)).file, source.name)
    return Formatted(text)


def layout(file: ast.File) -> str:
    """The text of a tree that has no errors, its comments in place."""
    found = margins(file)
    return written([statement(s, found) for s in file.statements], found)


def _compare(before: ast.File, after: ast.File, name: str) -> None:
    if before != after:
        raise MeaningChangedError(f"formatting `{name}` would have changed what it means")
    if _comments(before) != _comments(after):
        raise MeaningChangedError(f"formatting `{name}` would have changed its comments")


def _comments(file: ast.File) -> list[str]:
    return [comment.text.rstrip() for comment in file.comments]
