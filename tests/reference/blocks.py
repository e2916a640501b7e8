"""The fenced blocks of grammar/README.md, by the convention at its end."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "grammar" / "README.md"
_FENCE = re.compile(r"^```(assay|lead|result)\b([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Json = dict[str, object]


@dataclass(frozen=True)
class Block:
    kind: str  # "assay", "lead" or "result"
    flags: tuple[str, ...]
    text: str
    line: int  # of the opening fence


@dataclass(frozen=True)
class Case:
    """Rules with the leads and results below them."""

    rules: Block
    schema: str  # to put before the rules
    leads: tuple[Json, ...]
    results: tuple[Json, ...]

    @property
    def name(self) -> str:
        return f"line {self.rules.line}"

    @property
    def text(self) -> str:
        return self.schema + self.rules.text

    @property
    def codes(self) -> list[str]:
        """The codes a block marked `error` must give; none for all others."""
        return self._after("error")

    @property
    def lints(self) -> list[str]:
        """The findings a block marked `lint` must have."""
        return self._after("lint")

    def _after(self, mark: str) -> list[str]:
        flags = self.rules.flags
        return sorted(flags[flags.index(mark) + 1 :]) if mark in flags else []


def blocks() -> list[Block]:
    page = PAGE.read_text(encoding="utf-8")
    return [Block(m[1], tuple(m[2].split()), m[3], page.count("\n", 0, m.start()) + 1) for m in _FENCE.finditer(page)]


def cases() -> list[Case]:
    """One per `assay` block, in order."""
    found = blocks()
    schema = next(block.text for block in found if "schema" in block.flags)
    starts = [index for index, block in enumerate(found) if block.kind == "assay"]
    ends = [*starts[1:], len(found)]
    return [_case(found[start], schema, found[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]


def _case(rules: Block, schema: str, below: list[Block]) -> Case:
    alone = {"alone", "schema"} & set(rules.flags)
    leads = tuple(row for block in below if block.kind == "lead" for row in _rows(block))
    results = tuple(row for block in below if block.kind == "result" for row in _rows(block))
    return Case(rules, "" if alone else schema, leads, results)


def _rows(block: Block) -> list[Json]:
    return [json.loads(line) for line in block.text.splitlines() if line.strip()]
