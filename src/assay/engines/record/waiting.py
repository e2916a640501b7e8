"""Undecided rules: those that follow from missing fields alone are the same for all leads that lack the same fields,
and are remembered by that pattern; the others are added lead by lead."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from assay.engines.record.joint import Cells, Pending
from assay.engines.record.outcome import Scored
from assay.engines.record.register import Register, Undecided
from assay.engines.record.table import Detail

CODES = 250_000  # remembered over all patterns
PATTERNS = 8_192  # remembered
STALE = 32_768  # patterns not found among them before they are forgotten

Said = dict[int, Undecided]
# Codes in order, what to say of them, what is left to run, and what was said of the codes that gave.
Pattern = tuple[tuple[int, ...], tuple[Undecided, ...], tuple[Pending, ...], Said]


class Waiting:
    """`patterns`: by the sum of the bits of all rows."""

    def __init__(self, register: Register, fields: int) -> None:
        self.register = register
        self.patterns: dict[int, Pattern] = {}
        self.odd = 1 << fields
        self.held = 0
        self.missed = 0

    def pattern(self, bits: int, cells: Cells) -> Pattern:
        """What the tables noted. Fields that are known and yet leave rules undecided make no pattern."""
        codes: list[int] = []
        pending: list[Pending] = []
        for row in cells:
            detail = cast(Detail, row[0])
            codes += detail.undecided
            pending += detail.pending
        codes.sort()
        unsaid = [code for code in codes if code in self.register.causes]
        if unsaid:
            codes = [code for code in codes if code not in self.register.causes]
            pending.append(lambda _, __, noted: noted.extend(unsaid))
        known = cast(list[Undecided], self.register.known)
        said = itemgetter(*codes)(known) if len(codes) > 1 else tuple([known[code] for code in codes])
        made: Pattern = (tuple(codes), said, tuple(pending), {})
        if bits < self.odd:
            self._remember(bits, made)
        return made

    def _remember(self, bits: int, made: Pattern) -> None:
        """As long as there is room; patterns that come often come early."""
        if self.held < CODES and len(self.patterns) < PATTERNS:
            self.held += len(made[0])
            self.patterns[bits] = made
            return
        self.missed += 1
        if self.missed > STALE:
            self.held = self.missed = 0
            self.patterns.clear()

    def joined(self, pattern: Pattern, more: Sequence[int], scored: Scored) -> tuple[Undecided, ...]:
        """With rules that wait for more than one field, in the order of the plan."""
        codes, known, _, said = pattern
        if len(more) == 1:
            place = bisect_right(codes, more[0])
            return (*known[:place], said.get(more[0]) or self._say(more[0], said, scored), *known[place:])
        more = sorted(more)
        found = list(known)
        for shift, code in enumerate(more):
            found.insert(bisect_right(codes, code) + shift, said.get(code) or self._say(code, said, scored))
        return tuple(found)

    def _say(self, code: int, said: Said, scored: Scored) -> Undecided:
        """What was missing; remembered if the pattern of missing fields alone decides it."""
        cause = self.register.causes[code]
        found = cause.explained(scored[0], scored[1])
        if cause.of_fields:
            said[code] = found
        return found
