"""The rule packs and how each is scored: what `make expected` writes and the tests compare."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, object]
RULES = Path(__file__).parents[2] / "rules"
AS_OF = "2026-11-01"


@dataclass(frozen=True)
class Pack:
    name: str
    leads: str
    activities: str | None = None
    results: str = "expected.jsonl"

    @property
    def folder(self) -> Path:
        return RULES / self.name

    @property
    def expected(self) -> Path:
        return self.folder / self.results

    def command(self, out: Path) -> list[str]:
        """The arguments of `assay` that score the pack into a file."""
        given = ["score", str(self.folder), str(self.folder / self.leads), "--as-of", AS_OF, "-o", str(out)]
        return given if self.activities is None else [*given, "--activities", str(self.folder / self.activities)]


PACKS = (
    Pack("b2b_saas", "leads.csv", "activities.csv"),
    Pack("bank_marketing", "leads.csv", results="expected.csv"),
    Pack("ecommerce", "leads.jsonl"),
    Pack("minimal", "leads.csv", "activities.csv"),
)


def rows(path: Path) -> list[Row]:
    """The results of a file, JSONL or CSV."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in lines]
    return [dict(row) for row in csv.DictReader(lines)]
