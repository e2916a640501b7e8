"""Rules that a field's value points to but does not decide: what is left of them is run per lead."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Row = tuple[object, ...]
Cells = tuple[Row, ...]  # H, see `layout`
Slots = list[object]  # S
Dynamic = list[tuple[int, int]]
Noted = tuple[list[int], Dynamic, list[int]]  # F, D, U

Pending = Callable[[Cells, Slots, list[int]], None]  # appends codes of rules that nothing else makes false

UNKNOWN_AMOUNT = 1  # added to what is noted where the amount, not the condition, is unknown


class Joint(NamedTuple):
    """`rest`: the other parts of the condition; `amount`: the points, where they are no constant; `pending`: for
    leads where the part that led here is unknown, unless that is done for a whole axis at once."""

    rest: Callable[[Cells, Slots], bool | None]
    amount: Callable[[Cells, Slots], int | None] | None
    entry: int
    unknown: int
    group: int
    points: int
    pending: Pending | None


def run_joints(joints: Iterable[Joint], cells: Cells, slots: Slots, noted: Noted, points: list[int]) -> None:
    """Runs what the lead's values point to: adds to the points per group, and notes what fired or stayed unknown."""
    fired, dynamic, undecided = noted
    for rest, amount, entry, unknown, group, constant, _ in joints:
        truth = rest(cells, slots)
        if truth and amount is None:
            fired.append(entry)
            points[group] += constant
        elif truth and amount is not None:
            given = amount(cells, slots)
            if given is None:
                undecided.append(unknown + UNKNOWN_AMOUNT)
            else:
                dynamic.append((entry, given))
                points[group] += given
        elif truth is None:
            undecided.append(unknown)
