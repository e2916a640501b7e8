"""The lists of grammar/README.md that are written from the code: operators, reserved words, error codes.

`python -m tests.reference.generate` writes them anew, and so does `make reference`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from assay.builtins import AGGREGATES, FUNCTIONS, OPERATORS, Signature
from assay.catalogue import CODES, evidence_of
from assay.diagnostics import Code, Severity
from assay.linter.registry import LINTS
from assay.render.evidence import evidence_lines
from assay.syntax.words import KEYWORDS, RESULTS
from assay.types import MOMENTS, NUMERIC, TEXTUAL, Kind

PAGE = Path(__file__).parents[2] / "grammar" / "README.md"
_SECTION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_LONG = 1_000
_MISSING = {
    "strict": "missing, if one is missing",
    "kleene": "[three-valued](#truth-tables)",
    "never": "always known",
    "skips": "skips missing values",
}
_SETS = (
    (frozenset(Kind), "anything"),
    (TEXTUAL | {Kind.LIST}, "text or a list"),
    (TEXTUAL, "text"),
    (NUMERIC, "a number"),
    (MOMENTS, "a date or time"),
    (frozenset({Kind.BOOLEAN}), "a condition"),
    (frozenset(Kind) - {Kind.LIST}, "anything but a list"),
    (frozenset(Kind) - {Kind.LIST, Kind.STAGE}, "any field"),
)
_RESULTS = {
    Kind.BOOLEAN: "true or false",
    Kind.NUMBER: "a number",
    Kind.TEXT: "text",
    Kind.DURATION: "a duration",
}


def operators() -> Iterator[str]:
    for title, table in (("Operators", OPERATORS), ("Functions", FUNCTIONS), ("Over activities", AGGREGATES)):
        yield f"\n### {title}\n"
        yield "| | what it says | takes | gives | of missing values | example |"
        yield "|---|---|---|---|---|---|"
        yield from map(_row, table.values())


def _row(signature: Signature) -> str:
    takes = ", ".join(dict.fromkeys(_kinds(kinds) for kinds in signature.params))
    gives = "the same" if signature.result is None else _RESULTS[signature.result]
    cells = [
        f"`{signature.name}`", signature.doc, takes + (", constant" if signature.constant else ""), gives,
        _MISSING[signature.missing], f"`{signature.example}`",
    ]  # fmt: skip
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _kinds(kinds: frozenset[Kind]) -> str:
    return next((name for wanted, name in _SETS if kinds == wanted), "anything with an order")


def reserved() -> Iterator[str]:
    yield ", ".join(f"`{word}`" for word in sorted(KEYWORDS))
    yield ""
    yield f"Bare, these are results: {', '.join(f'`{word}`' for word in sorted(RESULTS))}."


def codes() -> Iterator[str]:
    for code in sorted(CODES.values(), key=lambda code: code.code):
        yield from _code(code)


def _code(code: Code) -> Iterator[str]:
    severity = "" if code.severity is Severity.ERROR else f" ({code.severity})"
    yield f"\n### {code.code} {code.name}{severity}\n"
    yield f"**{code.summary[:1].upper()}{code.summary[1:]}.** {code.why}\n"
    if len(code.bad) > _LONG or not code.bad.strip():
        return  # too much of something cannot be shown
    # What is wrong with files cannot be run without them.
    files = code.code.startswith("E6")
    kind = "lint" if code.code.startswith("L") else "error"
    # What is found with data is checked here without, and found in tests of its own.
    needs_data = code.code in LINTS and LINTS[code.code].sample is not None
    shown_bad = "assay alone" if needs_data else f"assay alone {kind} {code.code}"
    yield f"```{'text' if files else shown_bad}\n{code.bad.strip()}\n```\n"
    for kind, text in evidence_lines(evidence_of(code)):
        yield f"{kind.capitalize()}: {text}.\n"
    yield f"Right:\n\n```{'text' if files else 'assay alone'}\n{code.good.strip()}\n```"


def written(page: str) -> str:
    """The page with its generated lists as the code has them now."""
    parts = {"operators": operators, "reserved": reserved, "codes": codes}
    return _SECTION.sub(lambda m: f"{m[1]}\n" + "\n".join(parts[m[2]]()).strip() + f"\n\n{m[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
