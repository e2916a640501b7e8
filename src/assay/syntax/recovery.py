"""After an error: where the next item begins, so that one mistake costs one item and one message."""

from assay.source import Source
from assay.syntax import errors
from assay.syntax.build import BROKEN
from assay.syntax.machine import Machine
from assay.syntax.tokens import END, Token

_CLOSERS = {"statements": END, "rules": "RBRACE", "rows": "RBRACE", "fields": "RBRACE", "items": "RBRACE"}
_ALONE = frozenset({"each", "let", "exclude", "disqualify", "promote", "never", "always"})
_BEFORE_TEXT = frozenset({"model", "use", "missing", "example"})
_BEFORE_BRACE = frozenset({"lead", "activity"})


def parse_all(machine: Machine) -> None:
    """Runs to the end of the tokens; every error is reported and its item left out."""
    tokens = machine.tokens
    last = len(tokens) - 1
    index = machine.run(0, len(tokens))
    while index <= last:
        index = _recover(machine, index)
        index = machine.run(index, len(tokens))


def _recover(machine: Machine, failed: int) -> int:
    machine.build.report(errors.unexpected(machine.build.source, machine.tokens[failed]))
    depth = max((d for d, state in enumerate(machine.states) if state in machine.program.lists), default=-1)
    if depth < 0:
        return len(machine.tokens)
    begun = machine.begun.get(depth + 1, failed)
    del machine.states[depth + 1 :], machine.values[depth:], machine.starts[depth:]
    _leave_mark(machine, depth)
    return next_start(machine.build.source, machine.tokens, max(begun + 1, 1))


def _leave_mark(machine: Machine, depth: int) -> None:
    items = machine.values[depth - 1] if depth else None
    if isinstance(items, list):
        items.append(BROKEN)


def first_on_line(source: Source, token: Token) -> bool:
    start = token.start - 1
    while start >= 0 and source.text[start] in " \t":
        start -= 1
    return start < 0 or source.text[start] in "\r\n"


def next_start(source: Source, tokens: list[Token], index: int) -> int:
    depth = 0
    while tokens[index].kind != END:
        token = tokens[index]
        if token.kind == "LBRACE":
            depth += 1
        elif token.kind == "RBRACE":
            depth -= 1
            if depth < 0:
                return index
        elif depth == 0 and first_on_line(source, token) and _plausible(tokens, index):
            return index
        index += 1
    return index


def _plausible(tokens: list[Token], index: int) -> bool:
    word, following = tokens[index].text, tokens[index + 1]
    if word in _ALONE or word in ("when", "if", "group", "grade", "stage", "route", "total", "match"):
        return True
    if word in _BEFORE_TEXT:
        return following.kind == "STRING"
    if word in _BEFORE_BRACE:
        return following.kind == "LBRACE"
    return word in ("first", "best") and following.text == "of"
