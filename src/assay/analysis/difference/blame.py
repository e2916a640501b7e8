"""Which changes made the difference to one lead, by holding its two results against each other.

A rule that gave other points points to its own change, or to that of a `let`, a list, a field or a group it reads;
a bound that took other points to its group; a reason that came or went to its decision. Where a stage or a route
differs, the changes of stages, promotions and routes are suspects as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assay.analysis.difference.changes import Change, reach, reading
from assay.analysis.difference.matching import Matched, Pair
from assay.analysis.difference.outcomes import Effect
from assay.analysis.difference.parts import Kind, Part, names_in
from assay.analysis.difference.versions import Version
from assay.results import GroupScore, LeadResult

_SURROUNDING: tuple[Kind, ...] = ("ignored activity", "missing", "model", "field")
_LEADING: dict[str, tuple[Kind, ...]] = {
    "stage": ("stage", "promotion"),
    "route": ("route", "stage", "promotion"),
    "grade": ("grade",),
}


@dataclass(frozen=True, slots=True)
class Causes:
    """The changes that decide, by what they are changes of. Rules by id, old and new; groups by the old name."""

    listed: tuple[Change, ...]
    by_node: Mapping[int, Change]
    old_rules: Mapping[str, Pair]
    new_rules: Mapping[str, Pair]
    lets: Mapping[str, frozenset[str]]
    groups: Mapping[str, str]  # from new names to old ones
    decisions: Mapping[str, Sequence[Pair]]
    tops: tuple[frozenset[str], frozenset[str]]  # the top-level groups of both

    def of(self, effect: Effect, old: LeadResult, new: LeadResult) -> tuple[Change, ...]:
        """The suspects, those that weigh most first; all there are where none can be told."""
        found = list(dict.fromkeys(self._of(effect, old, new)))
        return tuple(found or self.listed)

    def _of(self, effect: Effect, old: LeadResult, new: LeadResult) -> Iterator[Change]:
        match effect:
            case "newly excluded" | "no longer excluded":
                yield from self._reasons(old.excluded, new.excluded)
            case "newly disqualified" | "no longer disqualified":
                yield from self._reasons(old.disqualified, new.disqualified)
            case "stage up" | "stage down":
                yield from self._results("stage", old, new)
            case "route":
                yield from self._results("route", old, new)
            case "grade":
                yield from self._results("grade", old, new)
            case "score":
                yield from self._points(old, new)

    def _results(self, which: str, old: LeadResult, new: LeadResult) -> Iterator[Change]:
        yield from self._points(old, new)
        yield from (change for change in self.listed if change.kind in _LEADING[which])
        yield from self._reasons(old.disqualified, new.disqualified)

    def _points(self, old: LeadResult, new: LeadResult) -> Iterator[Change]:
        """Of the rules that gave other points, and of the bounds that took other points away."""
        yield from (change for _, found in sorted(self._rules(old, new), key=lambda one: -one[0]) for change in found)
        before = {name: _lost(group) for name, group in old.groups.items()}
        for name, group in new.groups.items():
            mine = self.groups.get(name, name)
            if before.get(mine) != _lost(group):
                yield from (one for one in self.listed if one.kind == "group" and one.part.name in (name, mine))
        if _lost_in_total(old, self.tops[0]) != _lost_in_total(new, self.tops[1]):
            yield from (one for one in self.listed if one.kind == "total")

    def _rules(self, old: LeadResult, new: LeadResult) -> Iterator[tuple[float, tuple[Change, ...]]]:
        """By how much, and the changes behind it."""
        gave: dict[int, tuple[Pair, float]] = {}
        for rules, by_id, sign in ((old.rules, self.old_rules, -1), (new.rules, self.new_rules, 1)):
            for rule in rules:
                pair = by_id[rule.id]
                _, points = gave.get(id(pair), (pair, 0.0))
                gave[id(pair)] = (pair, points + sign * rule.points)
        for pair, points in gave.values():
            if points:
                yield abs(points), self._behind(pair)

    def _reasons(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
        for reason in {*old} ^ {*new}:
            for pair in self.decisions.get(reason, ()):
                yield from self._behind(pair)

    def _behind(self, pair: Pair) -> tuple[Change, ...]:
        """The change of a part, else those of what it reads, else those of what surrounds everything."""
        sides = [side.part for side in (pair.old, pair.new) if side is not None]
        own = [self.by_node[id(part.node)] for part in sides if id(part.node) in self.by_node]
        names = reach((name for part in sides for name in names_in(part.node)), self.lets)
        homes = {name for part in sides for name in part.home}
        read = [one for one in self.listed if _reads(one, names, homes)]
        around = [one for one in self.listed if one.kind in _SURROUNDING]
        return tuple(dict.fromkeys(own + read)) or tuple(around)


def _reads(change: Change, names: set[str], homes: set[str]) -> bool:
    match change.kind:
        case "let" | "list" | "field":
            return change.part.name in names
        case "group":
            return change.part.name in homes and any("every" in edit or "after" in edit for edit in change.edits)
        case "choice":
            return change.part.name in homes or (change.old is not None and change.old.name in homes)
    return False


def _lost(group: GroupScore) -> float:
    return round(group.earned - group.kept, 2)


def _lost_in_total(result: LeadResult, tops: frozenset[str]) -> float:
    """What the bounds of `total` took."""
    return round(sum(result.groups[name].kept for name in result.groups if name in tops) - (result.score or 0), 2)


def causes(old: Version, new: Version, found: Matched, listed: Iterable[Change]) -> Causes:
    deciding = tuple(change for change in listed if change.decides)
    nodes = {id(part.node): one for one in deciding for part in (one.old, one.new) if part is not None}
    rules = [pair for pair in found.pairs if _kind(pair) == "rule"]
    decisions: dict[str, list[Pair]] = {}
    for pair in found.pairs:
        if _kind(pair) in ("exclusion", "disqualification"):
            for name in {part.name for part in _parts(pair)}:
                decisions.setdefault(name, []).append(pair)
    return Causes(
        deciding,
        nodes,
        {pair.old.part.name: pair for pair in rules if pair.old is not None},
        {pair.new.part.name: pair for pair in rules if pair.new is not None},
        _lets(found),
        found.groups,
        decisions,
        (_tops(old), _tops(new)),
    )


def _tops(version: Version) -> frozenset[str]:
    return frozenset(group.name for group in version.plan.groups if group.parent is None)


def _parts(pair: Pair) -> list[Part]:
    return [side.part for side in (pair.old, pair.new) if side is not None]


def _kind(pair: Pair) -> Kind:
    return _parts(pair)[0].kind


def _lets(found: Matched) -> dict[str, frozenset[str]]:
    """What `let`s read in either version."""
    both: dict[str, frozenset[str]] = {}
    for at in (0, 1):
        sides = [(pair.old, pair.new)[at] for pair in found.pairs]
        for name, names in reading(side.part for side in sides if side is not None).items():
            both[name] = both.get(name, frozenset()) | names
    return both
