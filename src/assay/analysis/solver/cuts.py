"""An ordered value cut into pieces within which nothing that is asked of it changes."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from assay.analysis.solver.abstract import Between

Question = Callable[[Between], object]
"""What is said of all values of a piece; None: not the same of all."""

LOOKS = 600  # pieces looked at for one question


@dataclass(slots=True)
class Cuts:
    """From each place of `places` on (it included) something may be different. `low` and `high` are the ends of what
    the value can be; all values are multiples of `step`."""

    low: int
    high: int
    step: int = 1
    places: set[int] = field(default_factory=set)
    ordered: list[int] = field(default_factory=list)  # the places, as they were when they were last looked up

    def at(self, value: int) -> None:
        """This value apart from those below it and those above."""
        self.below(value)
        self.above(value)

    def below(self, value: int) -> None:
        """This value apart from those below it."""
        if self.low < value <= self.high:
            self.places.add(value)

    def above(self, value: int) -> None:
        """This value apart from those above it."""
        self.below(value + 1)

    def settle(self, question: Question, near: int = 0) -> None:
        """Cuts where the answer changes. Pieces closest to `near` are looked at first, for as long as is bearable;
        what is left without one answer is a piece."""
        waiting = [(0, self.low, self.high)]
        answers: dict[int, tuple[int, object]] = {}  # by the low end: the high one and what is said
        for _ in range(LOOKS):
            if not waiting:
                break
            _, low, high = heappop(waiting)
            answer = question(Between(low, high))
            if answer is not None or low == high:
                answers[low] = (high, answer)
                continue
            for half in _halves(low, high):
                heappush(waiting, (_distance(half, near), *half))
        answers |= {low: (high, object()) for _, low, high in waiting}
        ordered = sorted(answers)
        self.places |= {b for a, b in pairwise(ordered) if answers[a][1] != answers[b][1]}

    def around(self, value: int) -> tuple[int, int]:
        """The ends of the piece a value is in."""
        places = self.ordered if len(self.ordered) == len(self.places) else sorted(self.places)
        self.ordered = places
        at = bisect_right(places, value)
        return (places[at - 1] if at else self.low), (places[at] - 1 if at < len(places) else self.high)

    def pieces(self) -> list[Between]:
        """All of them, ascending; only those that hold a multiple of the step."""
        starts = [self.low, *sorted(self.places)]
        found = []
        for start, end in pairwise([*starts, self.high + 1]):
            low, high = -(-start // self.step) * self.step, (end - 1) // self.step * self.step
            if low <= high:
                found.append(Between(low, high))
        return found


def _halves(low: int, high: int) -> tuple[tuple[int, int], tuple[int, int]]:
    middle = (low + high) // 2
    return (low, middle), (middle + 1, high)


def _distance(half: tuple[int, int], near: int) -> int:
    return max(half[0] - near, near - half[1], 0)


def nice(piece: Between, step: int, liked: Iterable[int]) -> int:
    """A value of the piece that people would choose: one they wrote, else a round one near the end they look at."""
    for value in liked:
        if piece.low <= value <= piece.high and value % step == 0:
            return value
    start = min(max(0, piece.low), piece.high)
    for size in (10**10, 10**9, 10**8, 10**7, 10**6, 10**5, 10**4, 100):
        rounded = -(-start // size) * size
        if size % step == 0 and piece.low <= rounded <= piece.high and rounded - start <= 10 * size:
            return rounded
    return start
