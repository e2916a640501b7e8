"""Undecided rules: those that follow from missing fields and undecided conjunctions alone are the same for all leads
that lack the same, and are remembered; the others are added lead by lead."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from assay.engines.record.conjunctions import Conjunctions
from assay.engines.record.details import Detail
from assay.engines.record.joint import Cells, Pending
from assay.engines.record.outcome import Scored
from assay.engines.record.register import Register, Undecided

CODES = 250_000  # remembered in all patterns and answers
ENTRIES = 16_384  # remembered
STALE = 65_536  # not found among them before they are forgotten

Said = dict[int, tuple[int, Undecided]]
# Codes in order, what to say of them, what is left to run; and what was said of the codes that gave, with its place.
Pattern = tuple[tuple[int, ...], tuple[Undecided, ...], tuple[Pending, ...], Said]


class Waiting:
    """`patterns`: by the bits of all fields. `answers`: by these and the bits of undecided conjunctions, for leads of
    which there is no more to say."""

    def __init__(self, register: Register, conjunctions: Conjunctions, fields: int) -> None:
        self.register = register
        self.conjunctions = conjunctions
        self.patterns: dict[int, Pattern] = {}
        self.answers: dict[int, tuple[Undecided, ...]] = {}
        self.odd = 1 << fields
        self.held = 0
        self.missed = 0

    def answer(self, bits: int, noted: Sequence[int], scored: Scored) -> tuple[Undecided, ...]:
        """What to say of a lead. `bits`: conjunctions undecided, then the stretch of all fields; `noted`: codes
        of other rules."""
        count = len(self.conjunctions.all)
        fields, undecided = bits >> count, bits & (1 << count) - 1
        pattern = self.patterns.get(fields) or self._pattern(fields, scored[0])
        more = [*noted]
        for pending in pattern[2]:
            pending(scored[0], scored[1], more)
        if undecided:
            more += self.conjunctions.unknown(undecided)
        made = self._joined(pattern, more, scored) if more else pattern[1]
        if fields < self.odd and not noted and not pattern[2]:
            self._remember(bits, made)
        return made

    def _pattern(self, bits: int, cells: Cells) -> Pattern:
        """What the tables noted. Fields that are known and yet leave rules undecided make no pattern."""
        codes: list[int] = []
        pending: list[Pending] = []
        for row in cells:
            detail = cast(Detail, row[0])
            codes += detail.undecided
            pending += detail.pending
        codes.sort()
        known = cast(list[Undecided], self.register.known)
        said = itemgetter(*codes)(known) if len(codes) > 1 else tuple([known[code] for code in codes])
        if not all(said):
            unsaid = [code for code in codes if not known[code]]
            pending.append(lambda _, __, noted: noted.extend(unsaid))
            codes, said = [code for code in codes if known[code]], tuple(filter(None, said))
        made: Pattern = (tuple(codes), said, tuple(pending), {})
        if bits < self.odd and self._has_room(len(self.patterns), len(codes)):
            self.patterns[bits] = made
        return made

    def _remember(self, bits: int, made: tuple[Undecided, ...]) -> None:
        if self._has_room(len(self.answers), len(made)):
            self.answers[bits] = made

    def _has_room(self, entries: int, codes: int) -> bool:
        """As long as there is room; what comes often comes early. What is old is forgotten in the end."""
        if self.held < CODES and entries < ENTRIES:
            self.held += codes
            return True
        self.missed += 1
        if self.missed > STALE:
            self.held = self.missed = 0
            self.patterns.clear()
            self.answers.clear()
        return False

    def _joined(self, pattern: Pattern, more: Sequence[int], scored: Scored) -> tuple[Undecided, ...]:
        """With rules that wait for more than one field, in the order of the plan."""
        _, known, _, said = pattern
        if len(more) == 1:
            place, one = said.get(more[0]) or self._say(more[0], pattern, scored)
            return (*known[:place], one, *known[place:])
        found: list[Undecided] = []
        before = 0
        for code in sorted(more):
            place, one = said.get(code) or self._say(code, pattern, scored)
            found += known[before:place]
            found.append(one)
            before = place
        return (*found, *known[before:])

    def _say(self, code: int, pattern: Pattern, scored: Scored) -> tuple[int, Undecided]:
        """What was missing; remembered if the pattern of missing fields alone decides it."""
        cause = self.register.causes[code]
        found = (bisect_right(pattern[0], code), cause.explained(scored[0], scored[1]))
        if cause.of_fields:
            pattern[3][code] = found
        return found
