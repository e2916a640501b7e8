"""The fields of a lead as literals: in which of its cells each one is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assay.analysis.solver.cells import Cell
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit, Solution, Sum
from assay.plan.nodes import Expr


@dataclass(slots=True)
class Axis:
    """Exactly one cell holds. Ordered cells are told apart by where the value lies (`marks[i]`: in cell i or above),
    so that a range is two literals however many cells are in it; others have a literal each (`marks[i]`: in cell i)."""

    circuit: Circuit
    key: Expr
    cells: tuple[Cell, ...]
    ordered: bool
    marks: tuple[int, ...]

    def literal(self, at: int) -> int:
        """The value is in this cell."""
        if not self.ordered:
            return self.marks[at]
        above = self.marks[at + 1] if at + 1 < len(self.cells) else FALSE
        return self.circuit.all_of((self.marks[at], ~above))

    def within(self, places: Sequence[int]) -> int:
        """The value is in one of these cells (ascending)."""
        if not self.ordered:
            if 2 * len(places) <= len(self.cells):
                return self.circuit.any_of(self.marks[at] for at in places)
            chosen = set(places)
            return ~self.circuit.any_of(mark for at, mark in enumerate(self.marks) if at not in chosen)
        return self.circuit.any_of(self._run(first, last) for first, last in _runs(places))

    def _run(self, first: int, last: int) -> int:
        above = self.marks[last + 1] if last + 1 < len(self.cells) else FALSE
        return self.circuit.all_of((self.marks[first], ~above))

    def held(self, solution: Solution) -> int:
        """The cell that holds."""
        true = [at for at, mark in enumerate(self.marks) if solution.true(mark)]
        return true[-1] if self.ordered else true[0]

    def weighted(self, factors: Sequence[int]) -> Sum:
        """A number for each cell; the one of the cell that holds."""
        if not self.ordered:
            return self.circuit.weighted(zip(self.marks, factors, strict=True))
        steps = [factors[0], *(after - before for before, after in pairwise(factors))]
        return self.circuit.weighted(zip(self.marks, steps, strict=True))


def axis(circuit: Circuit, key: Expr, cells: tuple[Cell, ...], *, ordered: bool) -> Axis:
    if ordered:
        marks = (TRUE, *(circuit.literal() for _ in cells[1:]))
        for low, high in pairwise(marks[1:]):
            circuit.require(low, given=(high,))
    else:
        marks = tuple(circuit.literal() for _ in cells)
        circuit.exactly_one(marks)
    return Axis(circuit, key, cells, ordered, marks)


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in places:
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


@dataclass(slots=True)
class ListAxis:
    """A list of texts: whether it is there, and for each item anybody asks for, whether it is in it. `others`: an item
    that nobody asks for may be in it too, which changes nothing."""

    circuit: Circuit
    key: Expr
    known: int
    items: dict[str, int] = field(default_factory=dict)

    def has(self, item: str) -> int:
        if item not in self.items:
            self.items[item] = self.circuit.literal()
            self.circuit.require(self.known, given=(self.items[item],))
        return self.items[item]
