"""What was written otherwise: added, removed, changed, moved, renamed, or said in other words."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assay import model as m
from assay.analysis.difference import texts
from assay.analysis.difference.matching import Matched, Pair, Side
from assay.analysis.difference.parts import Item, Kind, Part, names_in
from assay.analysis.difference.versions import Version
from assay.analysis.difference.wording import Edit, edits
from assay.syntax import ast, printer
from assay.values import fold

What = Literal["added", "removed", "changed", "moved", "renamed", "reworded"]
_IN_ORDER = frozenset({"rule", "choice", "group", "stage", "route"})
_ORDER_DECIDES = frozenset({"stage", "route"})


@dataclass(frozen=True, slots=True)
class Change:
    """`what` says the most that can be said: a rule that moved and changed is "changed" and has an edit for each.
    `decides`: whether a result may be another because of it. `readers`: of a `let`, a list or a field, how many
    rules that stand as they were mean something else through it."""

    what: What
    kind: Kind
    name: str
    old: Part | None
    new: Part | None
    edits: tuple[str, ...] = ()
    decides: bool = True
    weighty: tuple[str, ...] = ()  # the edits that are no names and no notes
    readers: int = 0

    @property
    def part(self) -> Part:
        """As it is now, or as it was where it is gone."""
        found = self.new or self.old
        assert found is not None
        return found


def changes(old: Version, new: Version, found: Matched) -> tuple[Change, ...]:
    """In the order of the new version; what is gone stands where it stood."""
    moved = _moved(old, new, found)
    listed = [change for pair in found.pairs if (change := _change(pair, old, new, found, id(pair) in moved))]

    def order(change: Change) -> tuple[str, int, int]:
        span = change.part.span
        file = old.inside(span.source, new) if change.new is None else new.inside(span.source, old)
        return file, span.line, span.column

    return tuple(sorted(_with_readers(listed, found), key=order))


def _change(pair: Pair, old: Version, new: Version, found: Matched, moved: bool) -> Change | None:
    match pair:
        case Pair(old=None, new=Side(part=part)):
            return Change("added", part.kind, part.name, None, part, decides=part.kind != "example")
        case Pair(old=Side(part=part), new=None):
            return Change("removed", part.kind, part.name, part, None, decides=part.kind != "example")
        case Pair(old=Side() as before, new=Side() as after):
            files = old.inside(before.part.span.source, new), new.inside(after.part.span.source, old)
            way = _way(before, after, found, moved, files)
            return _both(before, after, _said(before.part, after.part, old, new), way)
    return None


def _said(before: Part, after: Part, old: Version, new: Version) -> list[Edit]:
    """What is said otherwise; of lists the items, wherever they are kept."""
    kept = isinstance(before.node, ast.LetFile) or isinstance(after.node, ast.LetFile)
    if before.kind == after.kind == "list" and kept:
        found = edits(before.node, after.node)
        return [*found, *_of_lists(_items(old.model, before.name), _items(new.model, after.name))]
    return edits(_head(before.node), _head(after.node))


def _head(node: Item) -> Item:
    """Without what is a part of its own."""
    match node:
        case ast.Group():
            return replace(node, body=())
        case ast.Choice():
            return replace(node, rules=())
    return node


def _items(model: m.Model, name: str) -> tuple[str, ...]:
    value = next((one.value for one in model.constants if one.name == name), None)
    return (
        tuple(str(item.value) for item in value.items if isinstance(item, m.Const))
        if isinstance(value, m.ListValue)
        else ()
    )


def _of_lists(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    known_before, known_after = set(map(fold, before)), set(map(fold, after))
    came = [item for item in after if fold(item) not in known_before]
    gone = [item for item in before if fold(item) not in known_after]
    if came:
        yield Edit(f"{texts.joined(map(_quoted, came))} added")
    if gone:
        yield Edit(f"{texts.joined(map(_quoted, gone))} removed")


def _quoted(item: str) -> str:
    return f'"{item}"'


# --- places ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """How a part moved, in words; `decides` where its new place does."""

    said: tuple[str, ...] = ()
    decides: bool = False


def _way(before: Side, after: Side, found: Matched, moved: bool, files: tuple[str, str]) -> _Way:
    old, new = before.part, after.part
    home = found.home(new)
    if new.kind in ("rule", "choice", "group") and old.home != home:
        return _Way((f"in {home_text(new.home)}, was in {home_text(old.home)}",), decides=True)
    in_choice = bool(new.home) and " of " in new.home[-1]
    if moved:
        up = "up" if new.line < old.line else "down"
        return _Way((f"moved {up}",), decides=new.kind in _ORDER_DECIDES or in_choice)
    if files[0] != files[1]:
        return _Way((f"in {_short(new.file)}, was in {_short(old.file)}",))
    return _Way()


def home_text(home: tuple[str, ...]) -> str:
    """ "fit › first of"; choices by their kind alone."""
    return " › ".join(map(_without_rules, home)) if home else "no group"


def _without_rules(name: str) -> str:
    return name.split(" “", 1)[0] if " of “" in name else name


def _short(file: str) -> str:
    return file.rsplit("/", 1)[-1]


def _moved(before: Version, after: Version, found: Matched) -> set[int]:
    """The pairs that stand in another order among those of their kind and home, as few as say it all."""
    rows: dict[tuple[object, ...], list[tuple[int, Pair]]] = defaultdict(list)
    for pair in found.pairs:
        if pair.old and pair.new and pair.new.part.kind in _IN_ORDER:
            old, new = pair.old.part, pair.new.part
            kind = "rule" if new.kind == "choice" else new.kind
            file = after.inside(new.span.source, before)
            if before.inside(old.span.source, after) == file:
                rows[kind, old.home, new.home, file].append((old.span.start, pair))
    moved: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda one: one[1].new.part.span.start if one[1].new else 0)
        kept = _longest([start for start, _ in row])
        moved |= {id(pair) for at, (_, pair) in enumerate(row) if at not in kept}
    return moved


def _longest(numbers: Sequence[int]) -> set[int]:
    """The places of a longest ascending row."""
    ends: list[int] = []
    last: list[int] = []  # the place that ends the best row of each length
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [at]
        before.append(last[length - 1] if length else None)
    found: set[int] = set()
    place = last[-1] if last else None
    while place is not None:
        found.add(place)
        place = before[place]
    return found


# --- what it comes to --------------------------------------------------------------------------------------


def _both(before: Side, after: Side, said: Sequence[Edit], way: _Way) -> Change | None:
    if not said and not way.said:
        return None
    part = after.part
    what, decides = _what(before, after, said, way)
    told = (*(edit.what if edit.about != "name" else _name(edit.what) for edit in said), *way.said)
    weighty = (*(edit.what for edit in said if not edit.about), *way.said)
    return Change(what, part.kind, part.name, before.part, part, told, decides, weighty)


def _name(what: str) -> str:
    return f"called {what}"


def _what(before: Side, after: Side, said: Sequence[Edit], way: _Way) -> tuple[What, bool]:
    kind = after.part.kind
    about = {edit.about for edit in said}
    if "" in about and kind != "example" and not _same(before, after):
        return "changed", kind != "guarantee"
    if way.said:
        return "moved", way.decides
    if "name" in about:
        return "renamed", kind == "field"
    return "reworded", False


def _same(before: Side, after: Side) -> bool:
    """Whether what is said otherwise comes to the same. The aging of a group is part of what its rules mean."""
    match before.part.node, after.part.node:
        case ast.Group(decay=old), ast.Group(decay=new) if old != new:
            return False
    return before.meaning is not None and before.meaning == after.meaning


def _with_readers(listed: Sequence[Change], found: Matched) -> Iterator[Change]:
    """Lets, lists and fields with how many unchanged rules they change."""
    silent = [pair for pair in found.pairs if _changed_silently(pair)]
    lets = reading(pair.new.part for pair in found.pairs if pair.new is not None)
    counts: Counter[str] = Counter()
    for pair in silent:
        assert pair.new is not None
        counts.update(reach(names_in(pair.new.part.node), lets))
    for change in listed:
        if change.kind in ("let", "list", "field"):
            yield replace(change, readers=counts[change.name])
        else:
            yield change


def _changed_silently(pair: Pair) -> bool:
    if pair.old is None or pair.new is None or pair.new.meaning is None or pair.new.part.kind == "group":
        return False
    return pair.old.meaning != pair.new.meaning and pair.old.part.node == pair.new.part.node


def reading(parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """What each `let` reads, by its name."""
    return {part.name: frozenset(names_in(part.node)) - {part.name} for part in parts if part.kind in ("let", "list")}


def reach(names: Iterable[str], lets: Mapping[str, frozenset[str]]) -> set[str]:
    """The names and all that are read through `let`s."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += lets.get(name, frozenset())
    return found


def one_line(part: Part) -> str:
    """A part as the formatter prints it."""
    node = part.node
    return printer.rule(node) if isinstance(node, ast.When | ast.Each | ast.Match) else part.text
