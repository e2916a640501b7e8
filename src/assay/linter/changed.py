"""Which findings a change of the rules can have brought about: those at changed lines, and those at statements that
read, through whatever lies between, something that a changed statement decides.

The text is looked at in units: statements, the rules of a group one by one, the fields of a schema one by one. A unit
decides names and reads names; besides those of the rules there are a few made-up ones, for what is read without being
named: what a group's head says of its rules, the sequences of stages, grades, routes and disqualifications.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from assay.diagnostics import Diagnostic, Severity
from assay.source import Source, Span
from assay.syntax import ast

_RESULTS = frozenset({"score", "grade", "stage", "route", "disqualified"})
_EVERYTHING = "everything "  # no name ends in a blank
_WORD = re.compile(r"[^\W\d]\w*")
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of one file. `lines` are there now and were not; after each line of `removed_after` something was
    taken out, and `removed` is the text that is gone. `whole`: the file is new or cannot be compared."""

    lines: frozenset[int] = frozenset()
    removed_after: frozenset[int] = frozenset()
    removed: str = ""
    whole: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether the lines from first to last are not what they were."""
        if self.whole or any(first <= line <= last for line in self.lines):
            return True
        return any(first <= line < last for line in self.removed_after)


@dataclass(frozen=True, slots=True)
class _Unit:
    span: Span
    decides: frozenset[str]
    reads: frozenset[str]
    inner: tuple[Span, ...] = ()  # parts that are units of their own

    def touched(self, changes: Changes) -> bool:
        first, last = _lines(self.span)
        if not self.inner or changes.whole:
            return changes.touch(first, last)
        own = set(range(first, last + 1))
        for span in self.inner:
            begin, end = _lines(span)
            own -= set(range(begin, end + 1))
        within = [line for line in changes.removed_after if first <= line < last]
        gaps = [line for line in within if not any(_lines(s)[0] <= line < _lines(s)[1] for s in self.inner)]
        return bool(own & changes.lines) or bool(gaps)


def influenced(
    found: Sequence[Diagnostic], files: Sequence[ast.File], changes: Mapping[Source, Changes]
) -> tuple[Diagnostic, ...]:
    """The findings that may come of the changes. Errors all stay: with one, no rule works. No entry for a source: it
    is as it was."""
    units = [unit for file in files for unit in _units(file)]
    reached = [unit.span for unit in _reached(units, changes)]
    return tuple(d for d in found if d.severity is Severity.ERROR or _concerns(d, reached, changes))


def _concerns(d: Diagnostic, reached: Sequence[Span], changes: Mapping[Source, Changes]) -> bool:
    return any(
        _changed(span, changes) or any(_meet(span, unit) for unit in reached)
        for span in (d.span, *(label.span for label in d.labels))
    )


def _changed(span: Span, changes: Mapping[Source, Changes]) -> bool:
    return span.source in changes and changes[span.source].touch(*_lines(span))


def _meet(span: Span, unit: Span) -> bool:
    """A comment right above speaks of the unit."""
    if span.source is not unit.source:
        return False
    (first, last), (begin, end) = _lines(span), _lines(unit)
    above = last == begin - 1 and span.text.startswith("#")
    return above or (first <= end and begin <= last)


def _lines(span: Span) -> tuple[int, int]:
    return span.line, span.source.lines.position(max(span.start, span.end - 1))[0]


def _reached(units: Sequence[_Unit], changes: Mapping[Source, Changes]) -> list[_Unit]:
    """Units that changed, and those that read what these decide, again and again."""
    gone = {word for one in changes.values() for word in _WORD.findall(one.removed)}
    names = set(_RESULTS) if any(_says_something(one.removed) for one in changes.values()) else set[str]()
    waiting, reached = list(units), list[_Unit]()
    for unit in units:
        if unit.span.source in changes and unit.touched(changes[unit.span.source]):
            names |= unit.decides
    while fresh := [unit for unit in waiting if _EVERYTHING in names or unit.reads & names]:
        waiting = [unit for unit in waiting if not (_EVERYTHING in names or unit.reads & names)]
        names |= {name for unit in fresh for name in unit.decides}
        reached += fresh
    # What was read by text that is gone may now be read by nobody.
    return reached + [unit for unit in waiting if unit.decides & gone - _RESULTS]


def _says_something(removed: str) -> bool:
    return any(line.strip() and not line.strip().startswith("#") for line in removed.splitlines())


def _units(file: ast.File) -> Iterator[_Unit]:
    for statement in file.statements:
        yield from _of(statement)


def _of(statement: ast.Statement) -> Iterator[_Unit]:
    reads = frozenset(_names(statement))
    match statement:
        case ast.Let() | ast.LetFile():
            yield _Unit(statement.span, frozenset({statement.name.name}), reads - {statement.name.name})
        case ast.Schema():
            yield from (_Unit(one.span, frozenset({one.name.name}), _NOTHING) for one in statement.fields)
        case ast.Group():
            yield from _of_group(statement, _NOTHING, _NOTHING)
        case ast.When() | ast.Each() | ast.Match() | ast.Choice():
            yield _Unit(statement.span, frozenset({"score", "ungrouped"}), reads)
        case ast.ModelDecl() | ast.MissingDecl() | ast.Use() | ast.Ignore():
            yield _Unit(statement.span, frozenset({_EVERYTHING}), reads)
        case _:
            yield _Unit(statement.span, _decided(statement), reads | _read_unnamed(statement))


def _of_group(group: ast.Group, outer: frozenset[str], heads: frozenset[str]) -> Iterator[_Unit]:
    """The head with its bounds decides for the rules inside; what it bounds, it reads."""
    decides, head = outer | {group.name.name}, f"head of {group.name.name} "
    inner = tuple(item.span for item in group.body)
    said = frozenset(_names((group.minimum, group.maximum, group.decay)))
    yield _Unit(group.span, decides | {head, "score"}, heads | said, inner)
    # In a unit of its own, so that a rule that changed reaches the bounds, and not through them all other rules.
    yield _Unit(_head(group), outer | {"score"}, frozenset({group.name.name}))
    for item in group.body:
        if isinstance(item, ast.Group):
            yield from _of_group(item, decides, heads | {head})
        else:
            yield _Unit(item.span, decides | {"score"}, frozenset(_names(item)) | heads | {head})


def _head(group: ast.Group) -> Span:
    start, end = group.span.start, group.body[0].span.start if group.body else group.span.end
    return Span(group.span.source, start, start + len(group.span.source.text[start:end].rstrip()))


def _decided(statement: ast.Statement) -> frozenset[str]:
    match statement:
        case ast.Total():
            return frozenset({"score"})
        case ast.Grade():
            return frozenset({"grade"})
        case ast.Stage() | ast.Promote():
            return frozenset({"stage"})
        case ast.Exclude() | ast.Disqualify():
            return frozenset({"disqualified"})
        case ast.Route():
            return frozenset({"route"})
        case _:
            return _NOTHING


def _read_unnamed(statement: ast.Statement) -> frozenset[str]:
    """What decides about a statement without standing in it: its place among others of its kind."""
    decided = _decided(statement)
    return decided | {"score"} if isinstance(statement, ast.Stage | ast.Example) else decided


def _names(part: object) -> Iterator[str]:
    """Every name in a part of the tree."""
    if isinstance(part, ast.Name):
        yield part.name
    elif isinstance(part, tuple):
        for one in part:
            yield from _names(one)
    elif is_dataclass(part) and not isinstance(part, Span):
        for one in fields(part):
            yield from _names(getattr(part, one.name))
