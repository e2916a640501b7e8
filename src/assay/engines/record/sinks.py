"""Where the code of a rule says how it came out: straight into the lead's lists, or to the choice it stands in.

`F` collects entries with constant points, `D` pairs of entry and points, `U` codes of undecided rules (together: `N`);
`p` is the sum of the function's points.
"""

from dataclasses import dataclass
from typing import Protocol

from assay.engines.record.writer import Body, Namespace


@dataclass(frozen=True, slots=True)
class Given:
    """The points of a rule that fired, as text; `constant` if the register knows them."""

    entry: int
    points: str
    constant: bool


class Sink(Protocol):
    def fired(self, body: Body, given: Given) -> None: ...

    def undecided(self, body: Body, code: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Summed:
    """A rule on its own."""

    names: Namespace

    def fired(self, body: Body, given: Given) -> None:
        note(body, given, self.names)
        body.line(f"p += {given.points}")

    def undecided(self, body: Body, code: int) -> None:
        body.line(f"U.append({self.names.bind(code)})")


@dataclass(frozen=True, slots=True)
class First(Summed):
    """In `first of`: the function ends with the first that fires."""

    def fired(self, body: Body, given: Given) -> None:
        note(body, given, self.names)
        body.line(f"return {given.points}")


@dataclass(frozen=True, slots=True)
class Best(Summed):
    """In `best of`: `b` is the most so far, `e` the entry."""

    def fired(self, body: Body, given: Given) -> None:
        name = body.temporary()
        body.line(f"{name} = {given.points}")
        with body.block(f"if b is None or {name} > b:"):
            body.line(f"b = {name}")
            body.line(f"e = {self.names.bind(given.entry)}")


def note(body: Body, given: Given, names: Namespace) -> None:
    """Notes an entry as fired."""
    entry = names.bind(given.entry)
    body.line(f"F.append({entry})" if given.constant else f"D.append(({entry}, {given.points}))")
