"""Seeded choices. One seed makes one case, in this process and in the next."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def pick(self, options: Sequence[T]) -> T:
        return options[self._random.randrange(len(options))]

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Different ones, in random order."""
        high = min(high, len(options))
        return self._random.sample(options, self.between(min(low, high), high))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self._random.sample(items, len(items))

    def weighted(self, *options: tuple[float, Callable[[], T]]) -> T:
        """One of the makers, by weight; weights of 0 are never taken."""
        makers = [make for _, make in options]
        return self._random.choices(makers, weights=[weight for weight, _ in options])[0]()
