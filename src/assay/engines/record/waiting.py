"""What to say of undecided rules.

What follows from missing fields and undecided conjunctions alone is the same for all leads that lack the same, and is
remembered by their bits. Fewer leads lack the same fields and leave the same conjunctions undecided than lack the same
fields, so the latter is remembered on its own, and conjunctions are put in between. Rules that had to be run are added
lead by lead.
"""

from bisect import bisect_left, bisect_right
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
NAMED = 256  # ways in which one conjunction is undecided
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
        self.lacking: dict[int, Answer] = {}  # by the fields that are missing
        asked = [self._asked(one.unknown) for one in conjunctions.all]
        self.simple = self.plain and None not in asked and not any(detail.pending for detail in self.missing)
        # Of each conjunction its code, the fields it may wait for, and what was said of it by those that were missing.
        self.named: list[tuple[int, int, dict[int, Undecided]]] = [
            (one.unknown, fields or 0, {}) for one, fields in zip(conjunctions.all, asked, strict=True)
        ]
        self.runs = [_by_byte(self.missing[at : at + 8]) for at in range(0, len(tables), 8)] if register.few else []
        self.held = self.held_lacking = 0
        self.missed = 0

    def _asked(self, code: int) -> int | None:
        """The fields that a conjunction may wait for, as bits; None if it may wait for more than fields."""
        cause = self.register.causes[code]
        return sum({1 << field for _, field, _ in cause.inputs}) if cause.of_fields else None

    def answer(self, bits: int, scored: Scored) -> Answer:
        fields, undecided = bits >> self.count, bits & self.all
        if not self.simple or fields >= self.odd:
            return self._answer(bits, scored)
        codes, said, _ = self.lacking.get(fields) or self._lacking(fields)
        if undecided:
            codes, said = self._with_conjunctions(codes, said, undecided, fields, scored)
        made = (codes if self.more else (), said, ())
        self._remember(bits, made)
        return made

    def _lacking(self, fields: int) -> Answer:
        """What missing fields alone leave undecided."""
        codes = sorted(self._codes(fields))
        self.held_lacking += 2 * len(codes) + OVERHEAD
        if self.held_lacking > SIZE // 2:
            self.held_lacking = 0
            self.lacking.clear()
        said = _items(codes, self.register.known)
        made = self.lacking[fields] = (tuple(codes), cast(tuple[Undecided, ...], said), ())
        return made

    def _codes(self, fields: int) -> list[int]:
        """In sorted runs, one for each byte of the fields where there are few rules, else one for each field."""
        runs = self.runs
        if not runs:
            return [code for field in places(fields) for code in self.missing[field].undecided]
        return [code for at, byte in enumerate(fields.to_bytes(len(runs), "little")) for code in runs[at][byte]]

    def _with_conjunctions(
        self, codes: tuple[int, ...], before: tuple[Undecided, ...], undecided: int, fields: int, scored: Scored
    ) -> tuple[tuple[int, ...], tuple[Undecided, ...]]:
        """With conjunctions in their places, put in from the last."""
        said, more = [*before], []
        while undecided:
            place = undecided.bit_length() - 1
            undecided ^= 1 << place
            code, asked, named = self.named[place]
            said.insert(bisect_left(codes, code), named.get(fields & asked) or self._named(place, fields, scored))
            more.append(code)
        return tuple(sorted([*codes, *more])) if self.more else (), tuple(said)

    def _named(self, place: int, fields: int, scored: Scored) -> Undecided:
        code, asked, named = self.named[place]
        found = self.register.causes[code].explained(scored[0], scored[1])
        if len(named) < NAMED:
            named[fields & asked] = found
        return found

    def _answer(self, bits: int, scored: Scored) -> Answer:
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


def _by_byte(missing: Sequence[Detail]) -> list[tuple[int, ...]]:
    """The codes that each value of a byte of missing fields stands for, in order."""
    found: list[tuple[int, ...]] = [()]
    for detail in missing:
        found += [tuple(sorted([*before, *detail.undecided])) for before in found]
    return found


def _items(places: Sequence[int], values: Sequence[Undecided | None]) -> tuple[Undecided | None, ...]:
    if len(places) > 1:
        return cast(tuple[Undecided | None, ...], itemgetter(*places)(values))
    return tuple([values[place] for place in places])
