"""What a misspelt name was meant to be: near enough to be helpful, never far-fetched."""

from collections.abc import Collection, Iterable
from itertools import chain, islice

_FAR = 3  # edits, at most
_BUDGET = 60  # searches a run: a file with thousands of unknown names is wrong in another way
_CANDIDATES = 20_000


class Suggester:
    """Finds near names. Bounded, so that ten thousand mistakes stay quick to report."""

    def __init__(self) -> None:
        self._left = _BUDGET
        self._known: dict[tuple[str, tuple[int, ...]], tuple[str | None, object]] = {}

    def near(self, name: str, *pools: Collection[str]) -> str | None:
        """The name in the pools that is nearest; None if all are too far, or this run has searched enough. Pools are
        told apart by identity."""
        key = (name, tuple(map(id, pools)))
        if key not in self._known:
            if self._left <= 0:
                return None
            self._left -= 1
            self._known[key] = nearest(name, islice(chain(*pools), _CANDIDATES)), pools  # kept, or ids could recur
        return self._known[key][0]


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The nearest candidate, of equally near ones the first. Case, blanks, `_` and `-` count for nothing."""
    wanted = _plain(name)
    limit, found = _cut_off(wanted) + 1, None
    for candidate in candidates:
        other = _plain(candidate)
        if candidate == name or abs(len(other) - len(wanted)) >= limit:
            continue
        if (edits := distance(wanted, other, limit)) < limit:
            limit, found = edits, candidate
    return found


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "").replace("-", "")


def _cut_off(name: str) -> int:
    """No edit for a letter alone, one up to four letters, two up to eight, three above."""
    return 0 if len(name) < 2 else min(1 + (len(name) - 1) // 4, _FAR)


def distance(a: str, b: str, limit: int) -> int:
    """Letters to add, drop, replace or swap with their neighbour; `limit` stands for "that many or more"."""
    if a == b:
        return 0
    older: list[int] = []
    old = list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        row = _next_row(a, b, i, old, older)
        if min(row) >= limit:
            return limit
        older, old = old, row
    return min(old[-1], limit)


def _next_row(a: str, b: str, i: int, old: list[int], older: list[int]) -> list[int]:
    row = [i]
    for j in range(1, len(b) + 1):
        edits = min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            edits = min(edits, older[j - 2] + 1)
        row.append(edits)
    return row
