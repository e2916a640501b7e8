"""What to say of undecided rules.

What follows from missing fields and undecided conjunctions alone is the same for all leads that lack the same, and is
remembered by their bits; rules that had to be run are added lead by lead.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import cast

from assay.engines.record.conjunctions import Conjunctions, places
from assay.engines.record.details import Detail
from assay.engines.record.joint import Cells, Pending, Slots
from assay.engines.record.outcome import Scored
from assay.engines.record.register import Register, Undecided
from assay.engines.record.table import FieldTable

ANSWERS = 16_384  # remembered
SIZE = 750_000  # of all that is remembered, in rules; an answer itself counts for some
OVERHEAD = 20
STALE = 65_536  # answers not found before all are forgotten

# Codes in order (none where nothing else can come between), what to say of them, and what is left to run.
Answer = tuple[tuple[int, ...], tuple[Undecided, ...], tuple[Pending, ...]]


class Waiting:
    """`answers`: by the bits of undecided conjunctions and, above them, the stretch of all fields."""

    def __init__(self, register: Register, conjunctions: Conjunctions, tables: list[FieldTable], more: bool) -> None:
        """`more`: whether rules are run for each lead."""
        self.register = register
        self.more = more
        self.conjunctions = conjunctions
        self.answers: dict[int, Answer] = {}
        self.count = len(conjunctions.all)
        self.all = (1 << self.count) - 1
        self.odd = 1 << len(tables)
        self.missing = [table.missing() for table in tables]
        self.plain = all(register.known[code] for detail in self.missing for code in detail.undecided)
        self.held = 0
        self.missed = 0

    def answer(self, bits: int, scored: Scored) -> Answer:
        fields, undecided = bits >> self.count, bits & self.all
        codes: list[int] = []
        pending: list[Pending] = []
        for detail in self._details(fields, scored[0]):
            codes += detail.undecided
            pending += detail.pending
        if undecided:
            codes += self.conjunctions.unknown(undecided)
        codes.sort()
        if undecided or not self.plain or fields >= self.odd or len(codes) < 2:
            made = self._said(codes, pending, scored)
        else:
            made = (tuple(codes) if self.more else (), itemgetter(*codes)(self.register.known), tuple(pending))
        if fields < self.odd:
            self._remember(bits, made)
        return made

    def _details(self, fields: int, cells: Cells) -> Iterable[Detail]:
        """What the tables noted. Fields that are known and yet leave rules undecided have to be looked at; of others it
        is enough to know which are missing."""
        if fields < self.odd:
            return [self.missing[field] for field in places(fields)]
        return [cast(Detail, row[0]) for row in cells]

    def _said(self, codes: list[int], pending: list[Pending], scored: Scored) -> Answer:
        """With the missing inputs of rules that wait for more than one field; what depends on more than fields is
        left to be run."""
        known, causes = self.register.known, self.register.causes
        late = [code for code in codes if known[code] is None and not causes[code].of_fields]
        if late:
            pending = [*pending, lambda _, __, noted: noted.extend(late)]
            codes = [code for code in codes if code not in late]
        said = tuple([known[code] or causes[code].explained(scored[0], scored[1]) for code in codes])
        return (tuple(codes), said, tuple(pending))

    def _remember(self, bits: int, made: Answer) -> None:
        """As long as there is room: what comes often comes early, and what is old is forgotten in the end."""
        if self.held < SIZE and len(self.answers) < ANSWERS:
            self.held += len(made[0]) + len(made[1]) + OVERHEAD
            self.answers[bits] = made
            return
        self.missed += 1
        if self.missed > STALE:
            self.held = self.missed = 0
            self.answers.clear()

    def joined(self, answer: Answer, noted: Sequence[int], scored: Scored) -> tuple[Undecided, ...]:
        """With rules that had to be run, in the order of the plan."""
        cells, slots, more = scored[0], scored[1], [*noted]
        for pending in answer[2]:
            pending(cells, slots, more)
        return self._merged(answer, sorted(more), cells, slots) if more else answer[1]

    def _merged(self, answer: Answer, more: list[int], cells: Cells, slots: Slots) -> tuple[Undecided, ...]:
        codes, said, _ = answer
        found: list[Undecided] = []
        before = 0
        for code in more:
            place = bisect_right(codes, code)
            found += said[before:place]
            found.append(self.register.causes[code].explained(cells, slots))
            before = place
        return (*found, *said[before:])
