"""The page a salesperson is shown: where a lead stands, where its points come from, what it lacks.

Symbols carry the meaning and colour only repeats it; on a terminal without Unicode they are plain letters. No
text of a user's is ever taken for markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assay.render.explain_rules import Marks, group_table, idle_table, marks_for, undecided_table
from assay.render.explanation import ExplainedDecision, Explanation, Lack
from assay.render.page import WIDEST, Page, heading
from assay.results import Points


@dataclass(frozen=True, slots=True)
class ExplainPage:
    """The page as something rich prints; as wide as the console, but no wider than people read."""

    explanation: Explanation

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        marks = marks_for(ascii_only=options.ascii_only)
        width = min(options.max_width, WIDEST)
        yield Page(_sections(self.explanation, marks, width), width)


def explain_page(explanation: Explanation) -> ExplainPage:
    """The page for one lead's explanation."""
    return ExplainPage(explanation)


def _sections(found: Explanation, marks: Marks, width: int) -> Iterator[RenderableType]:
    yield from _headline(found, marks, width)
    yield from _decisions("Disqualified because", found.disqualified, marks)
    yield from _decisions("Excluded because", found.excluded, marks)
    yield from _broken(found, marks)
    yield from _points(found, marks, width)
    yield from _next(found, marks)
    yield from _unknown(found, marks)
    yield from _not_true(found, marks)
    yield from _routes(found, marks)
    yield from _footer(found, marks)


def shown(points: Points) -> str:
    """65, 12.5, 1,250."""
    return f"{points:,}" if isinstance(points, int) else f"{points:,.2f}".rstrip("0").rstrip(".")


# --- headline --------------------------------------------------------------------------------------------


def _headline(found: Explanation, marks: Marks, width: int) -> Iterator[RenderableType]:
    head = found.headline
    who = Text.assemble((head.key or head.name or "this lead", "bold"))
    if head.key and head.name:
        who.append(f"  {head.name}")
    yield _both_sides(who, Text(f"as of {head.as_of}", "dim"))
    yield Text(marks.rule * width, "dim")
    yield _both_sides(_standing(found), _ladder(found, marks))
    yield Padding(Text(head.because), (0, 0, 0, 2))
    if head.route:
        until = f", respond by {head.respond_by}" if head.respond_by else ""
        yield Padding(Text(f"{marks.arrow} {head.route}{until}", "bold"), (0, 0, 0, 2))


def _both_sides(left: Text, right: Text) -> Table:
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(ratio=1, overflow="fold")
    line.add_column(justify="right", overflow="fold")
    line.add_row(left, right)
    return line


def _standing(found: Explanation) -> Text:
    """ "MQL   score 65   grade B2"."""
    head = found.headline
    status = "excluded" if found.excluded else "disqualified" if found.disqualified else head.stage or "no stage"
    colour = "red" if found.excluded or found.disqualified else "green" if head.stage else "yellow"
    parts = [(status, f"bold {colour}")]
    if head.score is not None:
        parts.append((f"   score {shown(head.score)}", "bold"))
    if head.grade:
        parts.append((f"   grade {head.grade}", "bold"))
    if found.result.previous_stage and found.result.previous_stage != head.stage:
        parts.append((f"   before: {found.result.previous_stage}", "dim"))
    return Text.assemble(*parts)


def _ladder(found: Explanation, marks: Marks) -> Text:
    """All stages from the lowest, the lead's own in brackets: "IQL > [MQL] > SQL"."""
    head = found.headline
    steps = [(f"[{name}]", "bold") if name == head.stage else (name, "dim") for name in head.stages]
    return Text(f" {marks.then} ", "dim").join(Text(name, style) for name, style in steps)


def _decisions(title: str, decisions: tuple[ExplainedDecision, ...], marks: Marks) -> Iterator[RenderableType]:
    if not decisions:
        return
    yield heading(title)
    table = _two_columns()
    for one in decisions:
        table.add_row(Text(marks.false, "red"), _with_note(one.name, one.why))
    yield Padding(table, (0, 0, 0, 2))


def _with_note(name: str, note: str) -> Text:
    """A name and, where it says something else, what is behind it."""
    return Text(name) if note == name else Text.assemble(name, (f": {note}", "dim"))


def _two_columns() -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _broken(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    if not found.broken:
        return
    yield heading("Broken guarantees")
    for text in found.broken:
        yield Padding(Text(f"{marks.false} {text}", "red"), (0, 0, 0, 2))


# --- points ----------------------------------------------------------------------------------------------


def _points(found: Explanation, marks: Marks, width: int) -> Iterator[RenderableType]:
    for group in found.groups:
        note = "".join(f"  {text}" for text in (group.bounds, group.grade and f"grade {group.grade}") if text)
        same = group.label.casefold() == group.name.casefold() or group.name == "ungrouped"
        title = group.label if same else f"{group.label} ({group.name})"
        indent = 2 * group.depth
        kept = Text.assemble("\n", (title, "bold"), f"  {shown(group.kept)}", (note, "dim"))
        yield Padding(kept, (0, 0, 0, indent))
        yield Padding(group_table(group, found.groups, marks, width - indent - 2), (0, 0, 0, indent + 2))
    yield from _sum(found)
    undecided = undecided_table(found, marks)
    if undecided is not None:
        yield heading("Could not be told", "something is missing")
        yield Padding(undecided, (0, 0, 0, 2))


def _sum(found: Explanation) -> Iterator[RenderableType]:
    """ "Score 65 = Profile 35 + interest 30"."""
    if found.headline.score is None:
        return
    terms = [f"{group.label} {shown(group.kept)}" for group in found.groups if group.depth == 0]
    text = Text.assemble("\n", ("Score", "bold"), f"  {shown(found.headline.score)}")
    if len(terms) > 1:
        text.append(f" = {' + '.join(terms)}", "dim")
    if found.score_bound:
        text.append(f"\n  {found.score_bound}")
    yield text


# --- what is missing -------------------------------------------------------------------------------------


def _next(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    following = found.next_stage
    if following is None:
        return
    yield heading(f"What is missing for {following.stage}")
    table = _two_columns()
    for reason in following.blocked:
        table.add_row(Text(marks.false, "red"), Text(f"disqualified: {reason}"))
    if following.lacks is not None:
        _add_lack(table, following.lacks, marks, 0)
    elif not following.blocked:
        table.add_row(Text(marks.true, "green"), Text("nothing: its condition is met"))
    for way in following.other_ways:
        table.add_row(Text("or"), Text.assemble("promotion by ", way.name))
        _add_lack(table, way.lacks, marks, 1)
    yield Padding(table, (0, 0, 0, 2))


def _add_lack(table: Table, lack: Lack, marks: Marks, depth: int) -> None:
    """A sentence, or its parts under what joins them; `all of these` at the top goes without saying."""
    if lack.kind == "part":
        table.add_row(Text(marks.todo if depth == 0 else ""), _indented(lack.text, depth, marks))
        return
    if lack.kind != "all" or depth > 0:
        table.add_row(Text(marks.todo if depth == 0 else ""), _indented(f"{lack.text}:", depth, marks))
        depth += 1
    for part in lack.parts:
        _add_lack(table, part, marks, depth)


def _indented(text: str, depth: int, marks: Marks) -> RenderableType:
    return Padding(Text(f"{marks.todo} {text}"), (0, 0, 0, 2 * depth - 2)) if depth else Text(text)


def _unknown(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    unknown = found.unknown
    if unknown is None or not unknown.missing or (found.excluded and not unknown.possibilities):
        return
    if not unknown.possibilities:
        yield heading("Unknown fields", ", ".join(unknown.missing))
        whatever = "whatever it is" if len(unknown.missing) == 1 else "whatever they are, alone or two at a time"
        tried = "as far as was tried, " if unknown.cut else ""
        yield Padding(Text(f"{tried}{whatever}, the lead stays where it is"), (0, 0, 0, 2))
    else:
        yield heading("Unknown fields that could change the stage")
        table = _two_columns()
        for one in unknown.possibilities:
            table.add_row(Text(marks.unknown, "yellow"), Text.assemble(f"{one.condition}: ", (one.becomes, "bold")))
        yield Padding(table, (0, 0, 0, 2))
    for note in unknown.cut:
        yield Padding(Text(note, "dim"), (0, 0, 0, 4))


# --- the rest --------------------------------------------------------------------------------------------


def _not_true(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    table, count = idle_table(found, marks)
    if count:
        yield heading("Not true", f"{count} rule{'' if count == 1 else 's'}")
        yield Padding(table, (0, 0, 0, 2))


def _routes(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    tried = [one for one in found.routes if one.status != "true"]
    if not tried:
        return
    yield heading("Routes tried before")
    table = _two_columns()
    for one in tried:
        symbol = marks.unknown if one.status == "undecided" else marks.false
        table.add_row(Text(symbol), _with_note(one.name, one.why))
    yield Padding(table, (0, 0, 0, 2))


def _footer(found: Explanation, marks: Marks) -> Iterator[RenderableType]:
    yield Text("")
    if found.activities:
        yield Text(f"Looked at {found.activities}.", "dim")
    order = f" {marks.arrow} ".join(found.order)
    yield Text(f"Order of evaluation: {order}. Rules version {found.result.rules_version}.", "dim")
