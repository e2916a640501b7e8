"""Every answer that patterns on one text can give together, each with the shortest text that gives it.

A pattern is a row of elements; all of a field's patterns walk through a text at once, as one set of places in them. The
sets that can be come to an end soon for the patterns people write, and then nothing was left out.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assay.analysis.solver.abstract import Setting
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar
from assay.values import BLANKS, fold, words

_MOST_PLACES, _MOST_SETS, _MOST_STEPS = 4_000, 8_000, 200_000
_LETTERS = "xzqjwvkyubgpmfhcdlnrstoaie"
_MARKS = ";|,.:"
SEPARATOR, ANY, NOT_AT = "separator", "any", "not @"


@dataclass(frozen=True, slots=True)
class Element:
    """One character, `what` (a character or a class of them), or any number of them."""

    what: str
    many: bool = False


Pattern = tuple[Element, ...]
_REST = Element(ANY, many=True)
_AT = {frozenset({(_REST, Element("@"))}): None, frozenset({(_REST, Element("@"), _REST)}): None}  # is there a domain


@dataclass(frozen=True, slots=True)
class Patterns:
    """Of a field, in sets of which only matters whether one of them fits. `whole` fit the text, `padded` the text
    between two separators."""

    whole: tuple[frozenset[Pattern], ...]
    padded: tuple[frozenset[Pattern], ...]

    def all(self) -> Iterator[Pattern]:
        return (pattern for one in (*self.whole, *self.padded) for pattern in one)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a comparison is about: the field or its domain, folded or as it is."""

    domain: bool = False
    folds: bool = False


def patterns_of(setting: Setting, key: Expr, leaves: Sequence[Expr]) -> Patterns | None:
    """What the leaves ask, None: one of them asks for something else, or they do not all fold, or none does."""
    whole: dict[frozenset[Pattern], None] = {}
    padded: dict[frozenset[Pattern], None] = {}
    folding: set[bool] = set()
    for leaf in leaves:
        subject = _subject(key, leaf.args[0]) if isinstance(leaf, Op) else None
        if subject is None or not isinstance(leaf, Op):
            return None
        if subject.domain:
            whole |= _AT
        if leaf.op in ("known", "missing"):
            continue
        folding.add(subject.folds)
        found = _of_leaf(setting, leaf, subject)
        if found is None:
            return None
        (padded if leaf.op == "mentions" else whole)[found] = None
    every = Patterns(tuple(whole), tuple(padded))
    places = sum(len(pattern) + 1 for pattern in every.all())
    return every if len(folding) <= 1 and places <= _MOST_PLACES else None


def _of_leaf(setting: Setting, leaf: Op, subject: _Subject) -> frozenset[Pattern] | None:
    """The patterns of which one has to fit."""
    match leaf:
        case Op(args=(_, Const(value=value))):
            items: tuple[Scalar, ...] = (value,)
        case Op(args=(_, ConstSet() as constants)):
            items = setting.items(constants)
        case _:
            return None
    if leaf.op == "mentions":
        return None if subject.domain else frozenset(_phrase(str(item)) for item in items)
    possible = [str(item) for item in items if not (subject.domain and "@" in str(item))]
    found = [_within(leaf.op.removesuffix("_any"), item, domain=subject.domain) for item in possible]
    return None if None in found else frozenset(one for one in found if one is not None)


def _subject(key: Expr, expr: Expr) -> _Subject | None:
    """None: it is neither."""
    if expr == key:
        return _Subject()
    match expr:
        case Op(op="fold", args=(inner,)) if (found := _subject(key, inner)) is not None:
            return replace(found, folds=True)
        case Op(op="domain", args=(inner,)) if (found := _subject(key, inner)) is not None and not found.domain:
            return replace(found, domain=True)
    return None


def _within(op: str, item: str, *, domain: bool) -> Pattern | None:
    """The pattern of a comparison with one text; None: it is no pattern."""
    rest = Element(NOT_AT if domain else ANY, many=True)
    text = tuple(map(Element, item))
    head: Pattern = (_REST, Element("@")) if domain else ()
    match op:
        case "eq" | "ne" | "in_set":
            return (*head, *text)
        case "contains":
            return (*head, rest, *text, rest)
        case "starts_with":
            return (*head, *text, rest)
        case "ends_with":
            return (*head, rest, *text)
        case "like":
            return (*head, *(_of_like(ch, rest) for ch in item))
    return None


def _of_like(ch: str, rest: Element) -> Element:
    return rest if ch == "*" else Element(rest.what) if ch == "?" else Element(ch)


def _phrase(phrase: str) -> Pattern:
    gap = (Element(SEPARATOR), Element(SEPARATOR, many=True))
    inner = [element for word in words(phrase) for element in (*gap, *map(Element, word))]
    return (_REST, *inner, Element(SEPARATOR), _REST)


# --- the walk -------------------------------------------------------------------------------------------------------


class _Machine:
    """All patterns at once: bit i of a set of places is place i, counted through all patterns."""

    def __init__(self, sets: Sequence[frozenset[Pattern]]) -> None:
        self.elements: list[Element | None] = []
        self.won: list[tuple[int, int, int]] = []  # of a set: places from which it fits whatever follows, one, all
        starts = 0
        for one in sets:
            first, sure = len(self.elements), 0
            for pattern in sorted(one, key=str):
                starts |= 1 << len(self.elements)
                self.elements += [*pattern, None]
                sure |= (pattern[-1:] == (_REST,)) << len(self.elements) - 1
            self.won.append((sure, sure & -sure, (1 << len(self.elements)) - (1 << first)))
        self.many = sum(1 << at for at, e in enumerate(self.elements) if e is not None and e.many)
        self.ends = sum(1 << at for at, e in enumerate(self.elements) if e is None)
        self.start = self.opened(starts)
        self._fits: dict[str, tuple[int, int]] = {}

    def opened(self, places: int) -> int:
        """With what lies behind elements that may stand for nothing."""
        while True:
            more = places | (places & self.many) << 1
            if more == places:
                return self.settled(places)
            places = more

    def settled(self, places: int) -> int:
        """Of a set that fits whatever follows, no more is remembered than that."""
        for sure, one, every in self.won:
            if places & sure:
                places = places & ~every | one | one >> 1
        return places

    def step(self, places: int, ch: str) -> int:
        if ch not in self._fits:
            fitting = [at for at, e in enumerate(self.elements) if e is not None and fits(e.what, ch)]
            bits = sum(1 << at for at in fitting)
            self._fits[ch] = bits & ~self.many, bits & self.many
        once, again = self._fits[ch]
        return self.opened((places & once) << 1 | places & again)

    def fitting(self, places: int) -> int:
        """The sets of which a pattern fits, by bits."""
        return sum((places & self.ends & every != 0) << at for at, (_, _, every) in enumerate(self.won))


def fits(what: str, ch: str) -> bool:
    match what:
        case "separator":
            return not words(ch)
        case "any":
            return True
        case "not @":
            return ch != "@"
    return what == ch


def samples(patterns: Patterns) -> tuple[list[str], bool]:
    """A shortest text for each answer, and whether these are all there are."""
    whole, padded = _Machine(patterns.whole), _Machine(patterns.padded)
    alphabet = list(_alphabet(patterns))
    start = (whole.start, padded.step(padded.start, " "), True)
    texts: dict[tuple[int, int, bool], str] = {start: ""}
    found: dict[tuple[int, int], str] = {}
    waiting, steps = deque([start]), 0
    while waiting:
        here = waiting.popleft()
        text = texts[here]
        if not here[2]:
            found.setdefault((whole.fitting(here[0]), padded.fitting(padded.step(here[1], " "))), text)
        for ch in alphabet:
            if text or ch not in BLANKS:
                there = (whole.step(here[0], ch), padded.step(here[1], ch), ch in BLANKS)
                if there not in texts:
                    texts[there] = text + ch
                    waiting.append(there)
        steps += len(alphabet)
        if steps > _MOST_STEPS or len(texts) > _MOST_SETS:
            return list(found.values()), False
    return list(found.values()), True


def _alphabet(patterns: Patterns) -> Iterator[str]:
    """Letters of the patterns, and one of each class that they do not name."""
    every = [e.what for pattern in patterns.all() for e in pattern]
    named = dict.fromkeys(what for what in every if what not in (SEPARATOR, ANY, NOT_AT))
    yield from sorted(named, key=lambda ch: (not ch.isalnum(), ch))
    yield next(
        (ch for ch in (*_LETTERS, *map(chr, range(0x3B1, 0x3C9))) if ch not in named and fold(ch) == ch), "\u4e00"
    )
    yield from (ch for ch in (next((mark for mark in _MARKS if mark not in named), "!"), " ") if ch not in named)
