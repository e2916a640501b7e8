"""Which function is being called where the cursor is, and which of its arguments is being written."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.builtins import AGGREGATES, FUNCTIONS, Signature
from assay.ide.completion.cursor import cursor_at
from assay.ide.document import Document
from assay.syntax.tokens import Token
from assay.types import MOMENTS, NUMERIC, TEXTUAL, Kind

_OPEN, _CLOSED = frozenset({"LPAR", "LSQB"}), frozenset({"RPAR", "RSQB"})
_BARE = frozenset({"any", "none", "count"})


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """`parameters` are parts of `label`; `active` is the one being written."""

    label: str
    parameters: tuple[str, ...]
    active: int
    doc: str


def signature_help(document: Document, offset: int) -> SignatureHelp | None:
    """The call around a place; None outside of any."""
    cursor = cursor_at(document, offset)
    if cursor is None:
        return None
    call = _innermost(cursor.machine.tokens[:-2])
    if call is None:
        return None
    name, inside = call
    signature = FUNCTIONS.get(name) or AGGREGATES.get(name)
    if signature is None:
        return _grade(name)
    parameters = tuple(_parameters(signature))
    if name in AGGREGATES:
        clauses = ("within D",) if name in _BARE else ("where C", "within D")
        label = f"{name}({' '.join((*parameters, *clauses))})"
        return SignatureHelp(label, (*parameters, *clauses), _clause(inside, clauses), signature.doc)
    active = min(_commas(inside), len(parameters) - 1)
    return SignatureHelp(f"{name}({', '.join(parameters)})", parameters, active, signature.doc)


def _innermost(tokens: Sequence[Token]) -> tuple[str, Sequence[Token]] | None:
    """The function whose bracket is the last one open, and what stands inside so far."""
    depth = 0
    for at in range(len(tokens) - 1, 0, -1):
        kind = tokens[at].kind
        if kind in _CLOSED:
            depth += 1
        elif kind in _OPEN and depth:
            depth -= 1
        elif kind == "LPAR" and tokens[at - 1].kind == "FUNC":
            return tokens[at - 1].text, tokens[at + 1 :]
    return None


def _parameters(signature: Signature) -> list[str]:
    names = [_named(kinds) for kinds in signature.params]
    return [f"{name} {n}" if len(names) > 1 else name for n, name in enumerate(names, 1)]


def _named(kinds: frozenset[Kind]) -> str:
    for family, name in (
        (TEXTUAL, "text"),
        (NUMERIC, "number"),
        (MOMENTS, "time"),
        (frozenset({Kind.BOOLEAN}), "condition"),
    ):
        if kinds <= family:
            return name
    return "value"


def _commas(inside: Sequence[Token]) -> int:
    depth = count = 0
    for token in inside:
        depth += (token.kind in _OPEN) - (token.kind in _CLOSED)
        count += token.kind == "COMMA" and depth == 0
    return count


def _clause(inside: Sequence[Token], clauses: tuple[str, ...]) -> int:
    """The value first, then the clauses of an aggregate, whichever came last."""
    kinds = [token.text for token in inside]
    return max((n for n, clause in enumerate(clauses, 1) if clause.split()[0] in kinds), default=0)


def _grade(name: str) -> SignatureHelp | None:
    if name != "grade":
        return None
    return SignatureHelp("grade(group)", ("group",), 0, "the letter of a group's grade, or of the score's")
