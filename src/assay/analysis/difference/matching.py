"""Which part of the new version is which part of the old one: by name, then by meaning, then by likeness."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assay.analysis.difference import meaning
from assay.analysis.difference.meaning import Meanings
from assay.analysis.difference.parts import Part, Place, parts, place_of
from assay.analysis.difference.versions import Version
from assay.syntax import ast

_ALIKE = 0.6  # share of words in common from which two parts are one that was edited
_COMMON = 60  # a word that more parts have than this tells none apart
_WORD = re.compile(r"[^\W_]\w*|\d+|[<>=!]+")
_FIRST = frozenset({"group", "choice", "stage"})  # their names stand in where others are, and in what they mean


@dataclass(frozen=True, slots=True)
class Side:
    """A part of one version with the digest of what it does; None where only its text says it."""

    part: Part
    meaning: str | None

    @property
    def does(self) -> str:
        return self.meaning or self.part.text


@dataclass(frozen=True, slots=True)
class Pair:
    """The same part in both versions, or one that only one of them has."""

    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True)
class Matched:
    """All pairs. `groups` and `stages`: what was renamed, from new names to old ones; `homes`: groups and choices;
    `meanings`: of the old and of the new plan, in the names of the old one."""

    pairs: tuple[Pair, ...]
    groups: Mapping[str, str]
    stages: Mapping[str, str]
    homes: Mapping[str, str]
    meanings: tuple[Meanings, Meanings]

    def home(self, part: Part) -> tuple[str, ...]:
        """Where a part of the new version stands, in the names of the old one."""
        return tuple(self.homes.get(name, name) for name in part.home)


def matched(old: Version, new: Version) -> Matched:
    before, after = _parts(old), _parts(new)
    heads = _pairs(_sides(before, "group", _whole), _sides(after, "group", _whole))
    groups = _renamed(heads)
    choices = _pairs(_sides(before, "choice", _whole), _sides(after, "choice", _whole), groups)
    homes = {**groups, **_renamed(choices)}
    meant, means = Meanings(old.plan, {}, {}), Meanings(new.plan, groups, {})
    mine, theirs = _with_meanings(old, before, meant), _with_meanings(new, after, means)
    ladder = _pairs(_family_of(mine, "stage"), _family_of(theirs, "stage"))
    stages = _renamed(ladder)
    if stages:
        means = Meanings(new.plan, groups, stages)
        theirs = _with_meanings(new, after, means)
    known: dict[Place, Side] = {place_of(side.part.span): side for side in (*mine, *theirs) if side.part.kind in _FIRST}
    pairs = [_known(pair, known) for pair in (*heads, *choices, *ladder)]
    for family in dict.fromkeys(_family(side.part) for side in (*mine, *theirs)):
        if family not in _FIRST:
            pairs += _pairs(_family_of(mine, family), _family_of(theirs, family), homes)
    return Matched(tuple(pairs), groups, stages, homes, (meant, means))


def _parts(version: Version) -> list[Part]:
    return parts(iter(version.merged.statements), meaning.ids(version))


def _family_of(sides: Sequence[Side], family: str) -> list[Side]:
    return [side for side in sides if _family(side.part) == family]


def _family(part: Part) -> str:
    """A `let` may become a list and the other way round."""
    return "let" if part.kind == "list" else part.kind


def _whole(part: Part) -> str:
    """A group or a choice with all that is in it."""
    return " ".join(part.span.text.split())


def _sides(found: Sequence[Part], kind: str, text: Callable[[Part], str]) -> list[Side]:
    return [Side(replace(part, text=text(part)), None) for part in found if part.kind == kind]


def _with_meanings(version: Version, found: Sequence[Part], meanings: Meanings) -> list[Side]:
    planned = meaning.planned(version)
    return [
        Side(part, meanings.of(planned[place]) if (place := place_of(part.span)) in planned else None) for part in found
    ]


def _known(pair: Pair, known: Mapping[Place, Side]) -> Pair:
    """The pair with the text of the parts themselves."""
    return Pair(*(None if side is None else known[place_of(side.part.span)] for side in (pair.old, pair.new)))


def _renamed(pairs: Sequence[Pair]) -> dict[str, str]:
    both = [(pair.old.part.name, pair.new.part.name) for pair in pairs if pair.old and pair.new]
    return {new: old for old, new in both if old != new}


# --- one family at a time ----------------------------------------------------------------------------------

Key = Callable[[Side], Hashable]


def _pairs(old: Sequence[Side], new: Sequence[Side], homes: Mapping[str, str] | None = None) -> list[Pair]:
    """In the order of the new version, with what is gone at the end."""
    renamed = homes or {}

    def home(side: Side) -> Hashable:
        return tuple(renamed.get(name, name) for name in side.part.home)

    found: dict[int, Side] = {}
    left = list(old)
    keys: list[Key] = [
        lambda side: (side.part.name, home(side), side.does),
        lambda side: (home(side), side.does) if _is_unlabelled(side.part) else id(side),
        lambda side: (side.part.name, home(side)),
        lambda side: side.part.name,
        lambda side: (side.does, home(side)),
        lambda side: side.does,
    ]
    for key in keys:
        left = _take(key, left, new, found)
    _take_alike(left, new, found)
    taken = {id(side) for side in found.values()}
    pairs = [Pair(found.get(at), side) for at, side in enumerate(new)]
    return [*pairs, *(Pair(side, None) for side in old if id(side) not in taken)]


def _is_unlabelled(part: Part) -> bool:
    """A rule known by its condition: of two with one text the number behind it says little."""
    return isinstance(part.node, ast.When | ast.Each | ast.Match) and part.node.meta.label is None


def _take(key: Key, left: Sequence[Side], new: Sequence[Side], found: dict[int, Side]) -> list[Side]:
    """Pairs with the same key, in order; what is left of the old."""
    waiting: dict[Hashable, list[Side]] = defaultdict(list)
    for side in reversed(left):
        waiting[key(side)].append(side)
    for at, side in enumerate(new):
        if at not in found and (same := waiting.get(key(side))):
            found[at] = same.pop()
    taken = {id(side) for side in found.values()}
    return [side for side in left if id(side) not in taken]


def _take_alike(left: Sequence[Side], new: Sequence[Side], found: dict[int, Side]) -> None:
    """The most alike first."""
    fresh = [at for at in range(len(new)) if at not in found]
    scored = sorted(_alike(left, [new[at] for at in fresh]), key=lambda one: (-one[0], one[1], one[2]))
    taken: set[int] = set()
    for _, mine, theirs in scored:
        if fresh[theirs] not in found and mine not in taken:
            found[fresh[theirs]] = left[mine]
            taken.add(mine)


def _alike(old: Sequence[Side], new: Sequence[Side]) -> Iterator[tuple[float, int, int]]:
    """Likeness with the places of both. Only parts that share a word which few have are compared."""
    words = [Counter(_WORD.findall(side.part.text)) for side in new]
    having: dict[str, list[int]] = defaultdict(list)
    for at, counted in enumerate(words):
        for word in counted:
            having[word].append(at)
    for mine, side in enumerate(old):
        own = Counter(_WORD.findall(side.part.text))
        near = {at for word in own if len(having[word]) <= _COMMON for at in having[word]}
        for theirs in sorted(near):
            likeness = _likeness(own, words[theirs])
            if likeness + 0.05 * (side.part.home == new[theirs].part.home) >= _ALIKE:
                yield likeness, mine, theirs


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Of all words of both, the share that they have in common."""
    return 2 * (a & b).total() / max(1, a.total() + b.total())
