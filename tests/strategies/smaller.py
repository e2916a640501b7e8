"""Makes a failing case small: fewer leads, activities and values, then fewer statements, then simpler expressions.

The seed that made a case is of no help in shrinking it, so its text is cut instead. A cut that the checker
refuses, or after which the case no longer fails, is undone.
"""

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from assay.source import Source
from assay.syntax import ast, parse
from tests.strategies.cases import Case
from tests.strategies.records import Lead
from tests.strategies.rules import Block

Fails = Callable[[Case], bool]
Parts = tuple[str | Block, ...]
_CLAUSE = re.compile(
    r' (?:within \d+ \w+|max -?[\d.]+|min -?[\d.]+|because "(?:[^"\\]|\\.)*"|as "(?:[^"\\]|\\.)*"|owner "\w*"'
    r"|(?:starting|until|review by) [\d-]+|weight [\d.]+%|off|at (?:least|most) (?:\d+ times|once|\d+)(?: per (?:\d+ \w+|\w+|`[^`]*`))?"
    r"|exactly (?:\d+ times|once)|once per (?:\w+|`[^`]*`)|sticky|(?:fading|losing|halving|expiring)[^{]*? (?:every|after) \d+ \w+(?: compounding)?)"
)


def smaller(case: Case, fails: Fails, seconds: float = 60) -> Case:
    """The case cut down as far as it goes in the time given; `fails` says whether a case still shows the failure."""
    end = time.monotonic() + seconds
    case = next((one for lead in case.leads if fails(one := replace(case, leads=(lead,)))), case)
    before = None
    while before != _weight(case) and time.monotonic() < end:
        before = _weight(case)
        for cuts in (_part_cuts, _lead_cuts, _text_cuts):
            case = _cut(case, cuts, fails, end)
    return case


def _weight(case: Case) -> tuple[int, int]:
    return len(case.rules.text), sum(len(lead.activities) + len(lead.values) for lead in case.leads)


def _cut(case: Case, cuts: Callable[[Case], Iterator[Case]], fails: Fails, end: float) -> Case:
    """Takes every cut that keeps the failure, one after the other; those that failed before are not tried again."""
    tried, found = 0, True
    while found:
        found = False
        for number, candidate in enumerate(cuts(case)):
            if time.monotonic() > end:
                return case
            if number >= tried and fails(candidate):
                case, tried, found = candidate, number, True
                break
    return case


def _with_parts(case: Case, parts: Parts) -> Case:
    return replace(case, rules=replace(case.rules, parts=parts))


def _part_cuts(case: Case) -> Iterator[Case]:
    for parts in _fewer(case.rules.parts):
        yield _with_parts(case, parts)


def _fewer(parts: Parts) -> Iterator[Parts]:
    """Without one part, or with the insides of one; the last parts first, for they depend on the others."""
    for size in (len(parts) // 2, len(parts) // 4):
        if size > 1:
            for start in range(0, len(parts), size):
                yield parts[:start] + parts[start + size :]
    for i in reversed(range(len(parts))):
        yield parts[:i] + parts[i + 1 :]
    for i, part in enumerate(parts):
        if isinstance(part, Block):
            yield parts[:i] + tuple(part.parts) + parts[i + 1 :]
            for inner in _fewer(tuple(part.parts)):
                yield (*parts[:i], replace(part, parts=inner), *parts[i + 1 :])


def _lead_cuts(case: Case) -> Iterator[Case]:
    for lead in case.leads[:1]:
        for fewer in _smaller_leads(lead):
            yield replace(case, leads=(fewer,))


def _smaller_leads(lead: Lead) -> Iterator[Lead]:
    for i in range(len(lead.activities)):
        yield replace(lead, activities=lead.activities[:i] + lead.activities[i + 1 :])
    for name in lead.values:
        if name != "id":
            yield replace(lead, values={k: v for k, v in lead.values.items() if k != name})
    for i, row in enumerate(lead.activities):
        for name in row:
            if name != "lead_id":
                fewer = {k: v for k, v in row.items() if k != name}
                yield replace(lead, activities=(*lead.activities[:i], fewer, *lead.activities[i + 1 :]))
    if lead.previous is not None:
        yield replace(lead, previous=None)


# --- the text of statements ---------------------------------------------------------------------------------


def _text_cuts(case: Case) -> Iterator[Case]:
    """Every expression replaced by a part of it, every clause left out."""
    source = case.rules.text
    for start, end, instead in sorted(_replacements(source), key=lambda cut: cut[0] - cut[1]):
        yield _with_parts(case, (source[:start] + instead + source[end:],))


def _replacements(source: str) -> Iterator[tuple[int, int, str]]:
    for clause in _CLAUSE.finditer(source):
        yield clause.start(), clause.end(), ""
    for line in re.finditer(r"(?m)^.*\n?", source):
        yield line.start(), line.end(), ""
    for node in _nodes(parse(Source("case", source)).file):
        if isinstance(node, ast.Expr):
            for child in _nodes(node):
                if child is not node and isinstance(child, ast.Expr):
                    yield node.span.start, node.span.end, f"({child.span.text})"


def _nodes(node: object) -> Iterator[object]:
    if isinstance(node, tuple):
        for item in node:
            yield from _nodes(item)
    elif dataclasses.is_dataclass(node) and isinstance(node, ast.Node | ast.File):
        yield node
        for field in dataclasses.fields(node):
            if field.name not in ("span", "op_span", "source", "comments"):
                yield from _nodes(getattr(node, field.name))
