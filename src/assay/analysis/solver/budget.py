"""How long rules may take to be written down for the solver."""

import math
import time
from dataclasses import dataclass

_EVERY = 500  # steps from one look at the clock to the next


class OutOfTime(Exception):  # noqa: N818  not an error: what was asked is not known
    """The time was over before the rules were written down. What was begun is to be thrown away: it lacks a part."""


@dataclass(slots=True)
class Budget:
    """`until`: by `time.monotonic`. Everything that grows with the rules spends of it."""

    until: float = math.inf
    _left: int = _EVERY

    def spend(self) -> None:
        """One step. Raises OutOfTime."""
        self._left -= 1
        if self._left <= 0:
            self._left = _EVERY
            if time.monotonic() > self.until:
                raise OutOfTime
