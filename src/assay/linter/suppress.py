"""Findings that somebody looked at and let stand: `# assay: ignore L303 our titles have no Directors until 2027-01-31`.

The comment stands behind the statement or rule with the finding, or on a line of its own right above. A reason is asked for,
a date is not; after its date, and where there is nothing to ignore, the comment itself is reported.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assay.diagnostics import Code, Diagnostic, Edit, Fix, Severity
from assay.linter.tree import nodes_of
from assay.model import Model
from assay.source import Source, Span
from assay.syntax import ast
from assay.values import days_of

_COMMENT = re.compile(
    r"#\s*assay:\s*ignore\b\s*(?P<codes>L\d+(?:\s*,\s*L\d+)*)?\s*(?P<reason>.*?)\s*(?:\buntil\s+(?P<until>\S+))?\s*$"
)
_UNTIL = re.compile(r"\buntil\s+(\d{4}-\d\d-\d\d)\b")

UNUSED = Code(
    "L001",
    "unused-suppression",
    "a comment ignores a finding that is not there",
    "The rule it excused was mended or moved. Left in place, it would hide the next finding on that line.",
    bad='when country == "NL" add 5  # assay: ignore L301 a row in a table\n',
    good='when country == "NL" add 0  # assay: ignore L301 shown to sales as a reason\n',
    severity=Severity.WARNING,
)
NO_REASON = Code(
    "L002",
    "suppression-without-reason",
    "a comment ignores a finding without saying which or why",
    "The next reader has to find out again what the last one knew.",
    bad='when country == "NL" add 0  # assay: ignore L301\n',
    good='when country == "NL" add 0  # assay: ignore L301 shown to sales as a reason\n',
    severity=Severity.WARNING,
)
EXPIRED = Code(
    "L003",
    "expired-suppression",
    "a comment ignores a finding until a day that is over",
    "The finding was excused for a while, and the while is over: mend the rule, or set a new date.",
    bad='when country == "NL" add 0  # assay: ignore L301 until sales has decided until 2020-01-31\n',
    good='when country == "NL" add 0  # assay: ignore L301 until sales has decided until 2999-01-31\n',
    severity=Severity.WARNING,
)
CODES = (UNUSED, NO_REASON, EXPIRED)
_WHOLE = ast.When | ast.Each | ast.Match | ast.Let | ast.Stage | ast.Disqualify | ast.Exclude | ast.Promote | ast.Route


@dataclass(frozen=True, slots=True)
class Suppression:
    """`first` and `last` are the lines it speaks of; `until` in days since 1970."""

    span: Span
    first: int
    last: int
    codes: tuple[str, ...]
    reason: str
    until: int | None


def apply(model: Model, found: Sequence[Diagnostic], today: int, not_run: Collection[str] = ()) -> list[Diagnostic]:
    """The findings that stand, with what is wrong with the comments. `not_run`: codes of lints that were not asked, of
    which nobody can say that there was nothing to ignore."""
    suppressions = [one for file in model.files for one in _of_file(file)]
    active = [one for one in suppressions if one.codes and (one.until is None or one.until >= today)]
    kept, used = [], set[Suppression]()
    for diagnostic in found:
        excuse = next((one for one in active if _covers(one, diagnostic)), None)
        if excuse is None:
            kept.append(diagnostic)
        else:
            used.add(excuse)
    used |= {one for one in suppressions if not set(not_run).isdisjoint(one.codes)}
    return kept + [wrong for one in suppressions if (wrong := _wrong(one, one in used, today)) is not None]


def _covers(one: Suppression, diagnostic: Diagnostic) -> bool:
    same_place = one.span.source is diagnostic.span.source and one.first <= diagnostic.span.line <= one.last
    return same_place and diagnostic.code.code in one.codes


def _wrong(one: Suppression, used: bool, today: int) -> Diagnostic | None:
    if not one.codes or not one.reason:
        return Diagnostic(NO_REASON, "this ignores something without saying what and why", one.span, _FORM)
    if one.until is not None and one.until < today:
        return Diagnostic(
            EXPIRED, "the day until which this was to be ignored is over", one.span, "mend it, or look again"
        )
    if used:
        return None
    fix = Fix("take the comment out", (Edit(one.span, ""),))
    return Diagnostic(UNUSED, f"there is no {' or '.join(one.codes)} here to ignore", one.span, fix=fix)


_FORM = "write `# assay: ignore L301 the reason`, and `until 2027-01-31` behind it if it is for a while"


def _of_file(file: ast.File) -> list[Suppression]:
    found = []
    spans = [node.span for node in nodes_of(file) if isinstance(node, _WHOLE)]
    for span in (comment.span for comment in file.comments):
        match = _COMMENT.match(span.text)
        if match is not None:
            codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
            reason, until = _dated(match["reason"], match["until"])
            found.append(Suppression(span, *_lines_spoken_of(file.source, span, spans), codes, reason, until))
    return found


def _dated(reason: str, until: str | None) -> tuple[str, int | None]:
    """A date that is none belongs to the reason: "until sales has decided". One that stands before the reason counts
    as well, for a comment that was to end should not stay for good."""
    day = None if until is None else _day(until)
    if day is not None:
        return reason, day
    reason = reason if until is None else f"{reason} until {until}"
    for match in _UNTIL.finditer(reason):
        if (day := _day(match[1])) is not None:
            return " ".join(f"{reason[: match.start()]} {reason[match.end() :]}".split()), day
    return reason, None


def _day(written: str) -> int | None:
    try:
        return days_of(dt.date.fromisoformat(written))
    except ValueError:
        return None


def _lines_spoken_of(source: Source, comment: Span, statements: Sequence[Span]) -> tuple[int, int]:
    """The line below a comment that stands alone; else the lines of the smallest statement that ends before it."""
    line = comment.line
    if not source.lines.line_text(line)[: comment.column - 1].strip():
        return line + 1, line + 1
    ending = [span.line for span in statements if source.lines.position(span.end)[0] == line]
    return max(ending, default=line), line
