"""The parse table: made by Lark from `grammar/assay.lark`, kept as data beside this module.

Making it takes a third of a second, reading it a few milliseconds; so nothing imports Lark at run time.
`python -m assay.syntax.tablemaker` makes it anew after a change of the grammar; a test holds the two together.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

STARTS = ("file", "expression")
KEPT = Path(__file__).with_name("table.json")


class Reduction(NamedTuple):
    """A rule of the grammar: `name` says how its node is made ("" passes the only child on); `keep` are the
    positions of the children that carry meaning."""

    origin: str
    name: str
    length: int
    keep: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`actions[state][terminal]` is a state to shift to, or ~n to reduce by `rules[n]`."""

    actions: tuple[dict[str, int], ...]
    gotos: tuple[dict[str, int], ...]
    rules: tuple[Reduction, ...]
    starts: dict[str, int]
    ends: dict[str, int]
    words: dict[str, str]
    symbols: dict[str, str]
    patterns: dict[str, str]


def grammar() -> str:
    """The text of the grammar: beside the package in a wheel, at the top of the repository in a checkout."""
    from importlib.resources import files  # noqa: PLC0415  (not needed to run, and slow to import)

    shipped = files("assay") / "grammar" / "assay.lark"
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "grammar" / "assay.lark").read_text(encoding="utf-8")


@cache
def table() -> Table:
    """The table of the grammar, read once a process."""
    return from_data(json.loads(KEPT.read_text(encoding="utf-8")))


def from_data(data: dict[str, object]) -> Table:
    """The table of what `to_text` wrote."""
    raw = _Raw(**data)  # type: ignore[arg-type]
    rules = tuple(Reduction(origin, name, length, tuple(keep)) for origin, name, length, keep in raw.rules)
    actions, gotos = tuple(raw.actions), tuple(raw.gotos)
    return Table(actions, gotos, rules, raw.starts, raw.ends, raw.words, raw.symbols, raw.patterns)


class _Raw(NamedTuple):
    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    rules: list[tuple[str, str, int, list[int]]]
    starts: dict[str, int]
    ends: dict[str, int]
    words: dict[str, str]
    symbols: dict[str, str]
    patterns: dict[str, str]


def to_text(made: Table) -> str:
    """The table as JSON, one state a line."""
    parts = []
    for key in ("actions", "gotos", "rules"):
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in getattr(made, key))
        parts.append(f'"{key}": [\n{lines}\n]')
    parts += [
        f'"{key}": {json.dumps(getattr(made, key))}' for key in ("starts", "ends", "words", "symbols", "patterns")
    ]
    return "{" + ",\n".join(parts) + "}\n"
