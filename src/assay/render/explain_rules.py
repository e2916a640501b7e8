"""The rules on an explanation's page: the waterfall of a group, what could not be told, what was not true."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rich.table import Table
from rich.text import Text

from assay.render.explanation import ExplainedActivity, ExplainedGroup, ExplainedRule, Explanation
from assay.results import Points

SHOWN = 60  # rules in a list of those that gave nothing
BAR = 20  # columns of the bars
BARS_FROM = 84  # columns of page from which there are bars
_IDLE_ORDER = ("false", "passed over", "beaten", "not yet", "over", "off")


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of a page."""

    true: str
    false: str
    unknown: str
    idle: str
    todo: str
    arrow: str
    then: str
    rule: str
    plus: str
    minus: str


_UNICODE = Marks("✓", "✗", "?", "·", "•", "→", "›", "─", "█", "▒")
_ASCII = Marks("v", "x", "?", ".", "-", "->", ">", "-", "#", "%")


def marks_for(*, ascii_only: bool) -> Marks:
    return _ASCII if ascii_only else _UNICODE


def gain(points: Points) -> str:
    """+15, -10, +0.5, 0."""
    text = f"{points:,}" if isinstance(points, int) else f"{points:,.2f}".rstrip("0").rstrip(".")
    return f"+{text}" if points > 0 else text


# --- waterfall -------------------------------------------------------------------------------------------


def group_table(group: ExplainedGroup, groups: tuple[ExplainedGroup, ...], marks: Marks, width: int) -> Table:
    """The true rules of a group and what its inner groups add, each from where the one before ended."""
    steps = [*_rule_steps(group, marks), *_inner_steps(group, groups, marks)]
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    if bars := width >= BARS_FROM and bool(steps):
        table.add_column(no_wrap=True, width=BAR)
    table.add_column(overflow="fold")
    drawn = _bars([step[1] for step in steps], marks)
    for (symbol, points, text), bar in zip(steps, drawn, strict=True):
        cells = [Text(symbol, "green"), Text(gain(points), "bold")]
        table.add_row(*cells, *([bar] if bars else []), text)
    for note in _notes(group, bool(steps)):
        table.add_row("", "", *([""] if bars else []), Text(note, "italic"))
    return table


Step = tuple[str, Points, Text]


def _rule_steps(group: ExplainedGroup, marks: Marks) -> Iterator[Step]:
    for rule in group.rules:
        if rule.status == "true":
            yield marks.true, rule.points or 0, _true_rule(rule)


def _inner_steps(group: ExplainedGroup, groups: tuple[ExplainedGroup, ...], marks: Marks) -> Iterator[Step]:
    """The inner groups: those right behind this one and one deeper."""
    place = groups.index(group)
    for other in groups[place + 1 :]:
        if other.depth <= group.depth:
            return
        if other.depth == group.depth + 1:
            yield marks.arrow, other.kept, Text(f"{other.label}, below")


def _notes(group: ExplainedGroup, has_steps: bool) -> Iterator[str]:
    if not has_steps:
        yield "no rule was true"
    if group.weight:
        yield f"weighted: {group.weight}"
    if group.bound:
        yield group.bound


def _bars(points: list[Points], marks: Marks) -> list[Text]:
    """Bars that start where the one before ended, on one scale that holds all of them and 0."""
    ends = [0.0]
    for one in points:
        ends.append(ends[-1] + one)
    low, high = min(ends), max(ends)
    scale = BAR / (high - low) if high > low else 0.0
    return [_bar(start - low, end - low, scale, marks) for start, end in pairwise(ends)]


def _bar(start: float, end: float, scale: float, marks: Marks) -> Text:
    left, right = round(min(start, end) * scale), round(max(start, end) * scale)
    length = max(right - left, 1 if start != end else 0)
    left = min(left, BAR - length)
    mark, colour = (marks.plus, "green") if end >= start else (marks.minus, "red")
    return Text.assemble(" " * left, (mark * length, colour))


def _true_rule(rule: ExplainedRule) -> Text:
    text = Text(rule.id)
    if rule.because:
        text.append(f"\n{rule.because}", "italic")
    for line in (*rule.arithmetic, *map(_activity, rule.activities)):
        text.append(f"\n{line}", "dim")
    if rule.left_out:
        text.append(f"\nand {rule.left_out} more", "dim")
    return text


def _activity(one: ExplainedActivity) -> str:
    """ "page_view /pricing, 2026-10-30: +5"; what does not count stands in brackets."""
    text = f"{one.what}, {one.when}" if one.when else one.what
    if one.points is not None:
        text += f": {one.note}" if one.note else f": {gain(one.points)}"
    elif one.note:
        text += f" ({one.note})"
    text += f", {one.times:,} times" if one.times > 1 else ""
    return text if one.counts else f"[{text}]"


# --- what gave nothing -----------------------------------------------------------------------------------


def undecided_table(found: Explanation, marks: Marks) -> Table | None:
    """Rules and decisions that hang on something missing."""
    rows = [(rule.id, rule.reason or "") for rule in _rules(found, "undecided")]
    rows += [(one.name, one.why) for one in found.undecided_decisions]
    return _table(marks.unknown, "yellow", rows) if rows else None


def idle_table(found: Explanation, marks: Marks) -> tuple[Table, int]:
    """Rules that gave nothing, each with the reason, and how many."""
    rows = [(rule.id, rule.reason or "") for status in _IDLE_ORDER for rule in _rules(found, status)]
    return _table(marks.false, "red", rows), len(rows)


def _rules(found: Explanation, status: str) -> list[ExplainedRule]:
    return [rule for group in found.groups for rule in group.rules if rule.status == status]


def _table(symbol: str, colour: str, rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, reason in rows[:SHOWN]:
        table.add_row(Text(symbol, colour), Text.assemble(name, (f": {reason}", "dim")))
    if len(rows) > SHOWN:
        table.add_row("", Text(f"and {len(rows) - SHOWN:,} more", "dim"))
    return table
