"""One change alone, applied to the old version: what the lead would have been given then.

The tree is changed and not the plan, so that a `let`, a list or the bounds of a group are tried as a person would try
them. What the change needs besides (a `let`, a list or a field that is new) comes with it; where it still does not
check, nothing is known of it alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assay import model as m
from assay.analysis.difference.changes import Change
from assay.analysis.difference.matching import Matched
from assay.analysis.difference.parts import Item
from assay.analysis.difference.versions import Version
from assay.check.build import check_merged
from assay.check.merge import Merged
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.syntax import ast

_NEEDED = frozenset({"let", "list", "field"})
_Inside = ast.When | ast.Each | ast.Match | ast.Choice | ast.Group


@dataclass(frozen=True, slots=True)
class _Swap:
    """By the identity of nodes: what takes their place (None: nothing), what comes right behind them, and what comes
    first in them; "first" under 0 at the top."""

    instead: Mapping[int, Item | None]
    behind: Mapping[int, Item]
    first: Mapping[int, Item]


def with_change(old: Version, new: Version, found: Matched, change: Change, listed: Iterable[Change]) -> Plan | None:
    """The plan of the old version with one change; None where it does not stand alone."""
    needed = [one for one in listed if one.what == "added" and one.kind in _NEEDED and one is not change]
    statements = list(old.merged.statements)
    for one in (*needed, change):
        swap = _swap(one, new, found)
        if swap is None:
            return None
        statements = [item for item in _row(statements, swap, 0) if not isinstance(item, ast.FieldDecl)]
    merged = Merged(old.merged.folder, [_written_out(one, old.model) for one in statements], old.merged.files)
    checked = check_merged(merged, old.columns)
    return None if checked.model is None else plan(checked.model)


def _written_out(statement: ast.Statement, model: m.Model) -> ast.Statement:
    """A list from a file as a list: the file may be gone."""
    if not isinstance(statement, ast.LetFile):
        return statement
    value = next((one.value for one in model.constants if one.name == statement.name.name), None)
    items = value.items if isinstance(value, m.ListValue) else ()
    span = statement.path.span
    texts = tuple(ast.Text(str(item.value), span=span) for item in items if isinstance(item, m.Const))
    return ast.Let(statement.name, ast.ListOf(texts, span=span), span=statement.span)


# --- where it goes -----------------------------------------------------------------------------------------


def _swap(change: Change, new: Version, found: Matched) -> _Swap | None:
    before = None if change.old is None else change.old.node
    if change.new is None:
        assert before is not None
        return _Swap({id(before): None}, {}, {})
    after = change.new.node
    node = after if isinstance(after, ast.FieldDecl) else _written_out(after, new.model)
    if before is not None and change.what != "moved" and change.old is not None and change.old.home == change.new.home:
        return _Swap({id(before): _as_before(before, node)}, {}, {})
    twins = {id(pair.new.part.node): pair.old.part.node for pair in found.pairs if pair.old and pair.new}
    gone: dict[int, Item | None] = {} if before is None else {id(before): None}
    return _placed(_new_only(node, twins), after, new.merged.statements, twins, gone)


def _placed(
    node: Item, at: Item, statements: Sequence[ast.Statement], twins: Mapping[int, Item], gone: dict[int, Item | None]
) -> _Swap | None:
    """Behind what it stands behind in the new version, if that was there before; else first."""
    for holder, row in _rows(statements):
        place = next((place for place, one in enumerate(row) if one is at), None)
        if place is not None:
            earlier = (
                twins[id(one)] for one in reversed(row[:place]) if id(one) in twins and id(twins[id(one)]) not in gone
            )
            before = next(earlier, None)
            if before is not None:
                return _Swap(gone, {id(before): node}, {})
            inside = 0 if holder is None else id(twins[id(holder)]) if id(holder) in twins else None
            return None if inside is None else _Swap(gone, {}, {inside: node})
    return None


def _rows(statements: Sequence[ast.Statement]) -> Iterator[tuple[Item | None, Sequence[Item]]]:
    """Every row of nodes with what holds it."""
    yield None, statements
    waiting: list[Item] = list(statements)
    while waiting:
        item = waiting.pop()
        match item:
            case ast.Group(body=row) | ast.Choice(rules=row) | ast.Schema(fields=row):
                yield item, row
                waiting += row


def _as_before(before: Item, after: Item) -> Item:
    """A group or a choice with its new head and what was in it."""
    match before, after:
        case ast.Group(), ast.Group():
            return replace(after, name=before.name, body=before.body)
        case ast.Choice(), ast.Choice():
            return replace(after, rules=before.rules)
    return after


def _new_only(node: Item, twins: Mapping[int, Item]) -> Item:
    """A group without what stood elsewhere before."""
    if isinstance(node, ast.Group):
        return replace(node, body=tuple(one for one in node.body if id(one) not in twins))
    return node


# --- putting it there --------------------------------------------------------------------------------------


def _row(items: Sequence[Item], swap: _Swap, holder: int) -> Iterator[Item]:
    if holder in swap.first:
        yield swap.first[holder]
    for item in items:
        kept = swap.instead[id(item)] if id(item) in swap.instead else _inner(item, swap)
        if kept is not None:
            yield kept
        if id(item) in swap.behind:
            yield swap.behind[id(item)]


def _inner(item: Item, swap: _Swap) -> Item:
    """The item with what is to change in it; itself where nothing is."""
    match item:
        case ast.Group():
            body = tuple(one for one in _row(item.body, swap, id(item)) if isinstance(one, _Inside))
            return item if _is_same(body, item.body) else replace(item, body=body)
        case ast.Choice():
            rules = tuple(one for one in _row(item.rules, swap, id(item)) if isinstance(one, ast.When))
            return item if _is_same(rules, item.rules) else replace(item, rules=rules)
        case ast.Schema():
            fields = tuple(one for one in _row(item.fields, swap, id(item)) if isinstance(one, ast.FieldDecl))
            return item if _is_same(fields, item.fields) else replace(item, fields=fields)
    return item


def _is_same(one: Sequence[Item], other: Sequence[Item]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
