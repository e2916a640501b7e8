"""Where rules read fields, and with which constants they compare them."""

from collections.abc import Iterator

from assay import model as m
from assay.linter import walk
from assay.types import Kind

_COMPARING = frozenset({"==", "!=", "in", "not in"})
_TEXTS = frozenset({Kind.TEXT, Kind.ONE_OF})

Compared = tuple[m.FieldRef, tuple[m.Const, ...], m.ListValue | None]


def fields_read(model: m.Model) -> dict[tuple[str, str], m.FieldRef]:
    """The first place where each field is read, by table and name."""
    found: dict[tuple[str, str], m.FieldRef] = {}
    for root in walk.expressions(model):
        for part in walk.parts(root):
            if isinstance(part, m.FieldRef):
                found.setdefault((part.table, part.name), part)
    return found


def comparisons(model: m.Model) -> Iterator[Compared]:
    """Text fields with the constants they are compared with, and the list these stand in, if it is one."""
    for root in walk.expressions(model):
        for part in walk.parts(root):
            if isinstance(part, m.Op) and part.op in _COMPARING and len(part.args) == 2:
                yield from _compared(*part.args)


def _compared(left: m.Expr, right: m.Expr) -> Iterator[Compared]:
    if isinstance(left, m.Const):
        left, right = right, left
    if not isinstance(left, m.FieldRef) or left.type.kind not in _TEXTS:
        return
    if isinstance(right, m.Const):
        yield left, (right,), None
    elif isinstance(right, m.ListValue):
        yield left, tuple(item for item in right.items if isinstance(item, m.Const)), right


def everything_read(model: m.Model, rule: m.When | m.Each | m.Match) -> Iterator[m.Expr]:
    """All parts of a rule's expressions, through the `let`s they name."""
    lets = {let.name: let.value for let in model.lets}
    seen: set[str] = set()
    waiting = list(walk.rule_expressions(rule))
    while waiting:
        for part in walk.parts(waiting.pop()):
            yield part
            if isinstance(part, m.LetRef) and part.name in lets and part.name not in seen:
                seen.add(part.name)
                waiting.append(lets[part.name])
