"""Undecided rules: those that follow from missing fields alone are the same for all leads that lack the same fields,
and are remembered by that pattern; the others are added lead by lead."""

from bisect import bisect_right
from typing import cast

from assay.engines.record.joint import Cells, Pending
from assay.engines.record.outcome import Scored
from assay.engines.record.register import Register, Undecided
from assay.engines.record.table import Detail

CODES = 200_000  # remembered over all patterns

Pattern = tuple[tuple[int, ...], tuple[Undecided, ...], tuple[Pending, ...]]


class Waiting:
    """`patterns`: by the sum of the bits of all rows, codes in order, what to say of them, what is left to run."""

    def __init__(self, register: Register, fields: int) -> None:
        self.register = register
        self.patterns: dict[int, Pattern] = {}
        self.odd = 1 << fields
        self.held = 0

    def pattern(self, bits: int, cells: Cells) -> Pattern:
        """What the tables noted. Fields that are known and yet leave rules undecided make no pattern."""
        details = [cast(Detail, row[0]) for row in cells]
        codes = sorted(code for detail in details for code in detail.undecided)
        said = [self.register.known[code] for code in codes]
        known = [one for one in said if one is not None]
        pending = [one for detail in details for one in detail.pending]
        if len(known) < len(said):
            unsaid = [code for code, one in zip(codes, said, strict=True) if one is None]
            pending.append(lambda _, __, noted: noted.extend(unsaid))
            codes = [code for code, one in zip(codes, said, strict=True) if one is not None]
        made = (tuple(codes), tuple(known), tuple(pending))
        if bits < self.odd:
            self._remember(bits, made)
        return made

    def _remember(self, bits: int, made: Pattern) -> None:
        self.held += len(made[0]) + 10
        if self.held > CODES:
            self.patterns.clear()
            self.held = len(made[0])
        self.patterns[bits] = made

    def joined(
        self, codes: tuple[int, ...], known: tuple[Undecided, ...], more: list[int], scored: Scored
    ) -> tuple[Undecided, ...]:
        """With rules whose missing inputs differ from lead to lead, in the order of the plan."""
        more.sort()
        found, causes = list(known), self.register.causes
        for shift, code in enumerate(more):
            found.insert(bisect_right(codes, code) + shift, causes[code].explained(scored[0], scored[1]))
        return tuple(found)
