"""What must hold between the variables of a circuit."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Clause:
    """If all of `given` are true, one of `literals` is."""

    given: tuple[int, ...]
    literals: tuple[int, ...]

    def variables(self) -> Iterator[int]:
        return chain(self.given, self.literals)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one literal is true."""

    literals: tuple[int, ...]

    def variables(self) -> Iterator[int]:
        return iter(self.literals)


@dataclass(frozen=True, slots=True)
class Within:
    """If all of `given` are true, the sum is from low to high."""

    given: tuple[int, ...]
    terms: dict[int, int]
    low: int
    high: int

    def variables(self) -> Iterator[int]:
        return chain(self.given, self.terms)


Constraint = Clause | OneOf | Within
