"""Groups: the rules in them, their sums, weights and bounds."""

from __future__ import annotations

from fractions import Fraction

from assay.syntax import ast
from tests.naive.expressions import State
from tests.naive.identity import Simple, identified
from tests.naive.result import Fired, Undecided
from tests.naive.rules import NEITHER, Verdict, bounded, verdict
from tests.naive.values import points
from tests.naive.zone import day_of, local_day


class Rules:
    """The rules of one lead: every group is scored once, when first asked for."""

    def __init__(self, file: ast.File, state: State) -> None:
        self.file, self.state = file, state
        self.groups: dict[str, tuple[Fraction, Fraction]] = {}
        self.verdicts: dict[int, Verdict] = {}  # by identity of the rule
        state.group = lambda name: self._group(name)[1]

    def score(self) -> Fraction:
        names = [s.name.name for s in self.file.statements if isinstance(s, ast.Group)]
        total = sum((self._group(name)[1] for name in [*names, "ungrouped"]), Fraction(0))
        for bounds in (s for s in self.file.statements if isinstance(s, ast.Total)):
            total = bounded(self.state, total, bounds.minimum, bounds.maximum)
        if not any(isinstance(s, ast.Rule) for s in self.file.statements):
            del self.groups["ungrouped"]
        self.state.results["score"] = total
        return total

    def _group(self, name: str) -> tuple[Fraction, Fraction]:
        """Earned and kept."""
        if name not in self.groups:
            self.groups[name] = self._scored(name)
        return self.groups[name]

    def _scored(self, name: str) -> tuple[Fraction, Fraction]:
        group = self.state.world.groups.get(name)
        body = group.body if group is not None else [s for s in self.file.statements if isinstance(s, ast.Rule)]
        earned = sum((self._part(part, self._decay(name)) for part in body), Fraction(0))
        if group is None:
            return earned, earned
        if group.weight is not None:
            earned = points(earned * Fraction(group.weight.value) / 100)
        return earned, bounded(self.state, earned, group.minimum, group.maximum)

    def _decay(self, name: str) -> ast.Decay | None:
        """A group's own decay or that of the innermost group around it."""
        group = self.state.world.groups.get(name)
        if group is None or group.decay is not None:
            return group.decay if group is not None else None
        outer = [g.name.name for g in self.state.world.groups.values() if any(part is group for part in g.body)]
        return self._decay(outer[0]) if outer else None

    def _part(self, part: ast.Rule | ast.Group, decay: ast.Decay | None) -> Fraction:
        match part:
            case ast.Group():
                return self._group(part.name.name)[1]
            case ast.Choice():
                return self._choice(part, decay)
        found = self._verdict(part, decay)
        return found.points if found.points is not None else Fraction(0)

    def _verdict(self, rule: Simple, decay: ast.Decay | None) -> Verdict:
        if not self._running(rule.meta):
            found = NEITHER
        else:
            own = None if isinstance(rule, ast.Match) else rule.decay
            found = verdict(self.state, rule, own if own is not None else decay)
        self.verdicts[id(rule)] = found
        return found

    def _running(self, meta: ast.Meta) -> bool:
        today = local_day(self.state.as_of, self.state.world.zone)
        early = meta.starting is not None and today < day_of(meta.starting.value)
        late = meta.until is not None and today > day_of(meta.until.value)
        return not (meta.off or early or late)

    def _choice(self, choice: ast.Choice, decay: ast.Decay | None) -> Fraction:
        """`first of` stops at the first that fires; `best of` keeps the one that gives most."""
        if not self._running(choice.meta):
            return Fraction(0)
        best: ast.When | None = None
        for rule in choice.rules:
            found = self._verdict(rule, decay)
            if found.points is None:
                continue
            if choice.kind == "first":
                return found.points
            if best is None or found.points > self.verdicts[id(best)].points:
                self._drop(best)
                best = rule
            else:
                self._drop(rule)
        return self.verdicts[id(best)].points if best is not None else Fraction(0)

    def _drop(self, rule: ast.When | None) -> None:
        if rule is not None:
            self.verdicts[id(rule)] = NEITHER

    def fired(self) -> tuple[Fired, ...]:
        found = [(id_, group, self.verdicts.get(id(rule), NEITHER)) for id_, group, rule in identified(self.file)]
        return tuple(Fired(id_, group, v.points) for id_, group, v in found if v.points is not None)

    def undecided(self) -> tuple[Undecided, ...]:
        found = [(id_, self.verdicts.get(id(rule), NEITHER)) for id_, _, rule in identified(self.file)]
        return tuple(Undecided(id_, v.missing) for id_, v in found if v.missing is not None)
