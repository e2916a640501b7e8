"""The lists that are written from the code are up to date; the truth tables hold."""

import re

import pytest

from assay.builtins import AGGREGATES, FUNCTIONS, OPERATORS
from assay.catalogue import CODES
from assay.check import load_text
from assay.engines.record import Scorer
from assay.plan import plan
from tests.reference.blocks import PAGE
from tests.reference.generate import written

FIELDS = "lead {\n id text key\n a boolean\n b boolean\n}\n"
VALUES = {"true": True, "false": False, "unknown": None}
WORDS = {True: "true", False: "false", None: "unknown"}


def test_the_generated_lists_are_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page, "run `make reference`"


def test_every_operator_function_and_code_has_its_place() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [*OPERATORS, *FUNCTIONS, *AGGREGATES]
    assert [name for name in names if f"| `{name}` |" not in page] == []
    assert [code for code in CODES if f"### {code} " not in page] == []


def cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def truth() -> list[tuple[str, str, str, str]]:
    """(condition, a, b, what it should be) for each cell of the truth tables."""
    page = PAGE.read_text(encoding="utf-8")
    section = page.split("## Truth tables\n")[1].split("\n## ")[0]
    rows: list[tuple[str, str, str, str]] = []
    for table in re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE):
        header, _, *lines = table.splitlines()
        given = [name for name in cells(header) if len(name) == 1]
        for line in lines:
            values = cells(line)
            a, b = values[0], values[1] if len(given) == 2 else "unknown"
            rows += [(c, a, b, w) for c, w in zip(cells(header)[len(given) :], values[len(given) :], strict=True)]
    return rows


@pytest.mark.parametrize(("condition", "a", "b", "wanted"), truth())
def test_truth_tables(condition: str, a: str, b: str, wanted: str) -> None:
    checked = load_text(f"{FIELDS}when {condition} add 1")
    assert checked.model is not None
    result = Scorer(plan(checked.model), 0).score({"id": "1", "a": VALUES[a], "b": VALUES[b]}).result()
    found = True if result.rules else None if result.undecided else False
    assert WORDS[found] == wanted


def test_links_inside_the_page_lead_somewhere() -> None:
    page = PAGE.read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", page) if link not in anchors] == []
