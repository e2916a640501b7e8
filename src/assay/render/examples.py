"""What `assay test` prints: which examples hold, and of the others what was expected, what came and why."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assay.render.expectations import failure_of
from assay.render.explain import shown
from assay.render.explain_rules import group_table, marks_for, undecided_table
from assay.render.explaining import explanation
from assay.render.explanation import Explanation
from assay.render.page import Page
from assay.render.words_values import line
from assay.testing import ExampleReport

_WIDTH = 110
_NARROW = 70  # too narrow for bars
_MARKS = marks_for(ascii_only=False)


def examples_text(reports: tuple[ExampleReport, ...]) -> RenderableType:
    """All examples in a line each, failing ones with their waterfall, and the count."""
    parts = [part for report in reports for part in _example(report)]
    return Page([*parts, Text(""), _count(reports)], _WIDTH)


def _count(reports: tuple[ExampleReport, ...]) -> Text:
    failed = sum(not report.passed for report in reports)
    examples = f"{len(reports)} example{'' if len(reports) == 1 else 's'}"
    if failed:
        return Text(f"{failed} of {examples} failed", "bold red")
    return Text(f"{examples} passed", "bold green")


def _example(report: ExampleReport) -> Iterator[RenderableType]:
    span = report.example.span
    symbol, colour = (_MARKS.true, "green") if report.passed else (_MARKS.false, "red")
    row = Table.grid(padding=(0, 1), expand=True)
    row.add_column(no_wrap=True)
    row.add_column(ratio=1, overflow="fold")
    row.add_column(justify="right", overflow="fold")
    name = Text(line(report.example.name), "" if report.passed else "bold")
    row.add_row(Text(symbol, colour), name, Text(f"{span.source.name}:{span.line}", "dim"))
    yield row
    if report.passed:
        return
    yield from _why(report)


def _why(report: ExampleReport) -> Iterator[RenderableType]:
    for one in report.failing:
        text = Text.assemble((f"line {one.expectation.span.line}: ", "dim"), (failure_of(report, one), "red"))
        yield Padding(text, (0, 0, 0, 4))
    yield from waterfall(explanation(report.trace, what_if=False))


def told(report: ExampleReport) -> str:
    """What is said of a failing example, as plain text."""
    file = StringIO()
    Console(file=file, width=_WIDTH, color_system=None, markup=False, highlight=False).print(Page(_why(report), _WIDTH))
    return file.getvalue()


def waterfall(found: Explanation) -> Iterator[RenderableType]:
    """Where a lead stands, and the rules that brought it there, in a few lines."""
    head = found.headline
    where = head.stage or ("excluded" if found.excluded else "disqualified" if found.disqualified else "no stage")
    score = "" if head.score is None else f", score {shown(head.score)}"
    yield Padding(Text(f"{where}{score}: {head.because}"), (0, 0, 0, 4))
    for group in found.groups:
        yield Padding(Text.assemble((group.label, "bold"), f" {shown(group.kept)}"), (0, 0, 0, 4 + 2 * group.depth))
        yield Padding(group_table(group, found.groups, _MARKS, _NARROW), (0, 0, 0, 6 + 2 * group.depth))
    undecided = undecided_table(found, _MARKS)
    if undecided is not None:
        yield Padding(undecided, (0, 0, 0, 4))
