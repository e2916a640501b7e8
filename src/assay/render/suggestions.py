"""What is said beside suggested examples: how much they show, and what no lead was found for."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assay.plan.words import counted
from assay.render.page import Page
from assay.render.words_values import line
from assay.testing.coverage import Coverage, Goal, Measured, Shown
from assay.testing.coverage.words import gaps, titled
from assay.testing.suggest import Gap, Suggestions

_WIDTH = 110


def suggested_text(coverage: Coverage, found: Suggestions, written: Path | None) -> RenderableType:
    return Page(_sections(coverage, found, written), _WIDTH)


def _sections(coverage: Coverage, found: Suggestions, written: Path | None) -> Iterator[RenderableType]:
    shown = sum(len(one.shows) for one in found.examples)
    missing = shown + len(found.open) + len(found.beyond)
    if not missing:
        yield Text("nothing is missing: the examples show all there is to show", "bold green")
        return
    where = f", added to {line(str(written))}" if written is not None and found.examples else ""
    examples = counted(len(found.examples), "example")
    yield Text(f"{examples} for {shown:,} of the {missing:,} things no example shows{where}", "bold")
    if found.open:
        yield Text("")
        yield Text("No lead was found for these; some may be out of every lead's reach", "bold")
        yield _open(coverage, found.open)
    if found.beyond:
        yield Text("")
        yield Text("No lead can show these and keep all guarantees, as the solver has it", "bold")
        yield _open(coverage, found.beyond)


def _open(coverage: Coverage, left: tuple[Gap, ...]) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=6, overflow="fold")
    table.add_column(ratio=4, overflow="fold")
    for point in dict.fromkeys(point for point, _ in left):
        wanted = {goal for one, goal in left if one is point}
        for gap in gaps(coverage, Measured(point, tuple(_lacking(goal) for goal in wanted), 0)):
            place = f"{line(point.span.source.name)}:{point.span.line}"
            table.add_row(Text(place, "dim"), Text(line(gap.part or titled(point))), Text(gap.lacks, "yellow"))
    return table


def _lacking(goal: Goal) -> Shown:
    return Shown(goal, ())
