"""What `assay test --coverage` prints: how much the examples show, and line by line what they do not."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assay.plan.words import counted
from assay.render.page import Page
from assay.render.words_values import line
from assay.testing.coverage import Coverage, Measured, Shown, Want
from assay.testing.coverage.points import Kind
from assay.testing.coverage.words import gaps, titled

_WIDTH = 110
_BAR = 20
_SECTIONS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("Rules", ("rule",)),
    ("Rows of `match`", ("row",)),
    ("Conditions by name", ("let",)),
    ("Activities ignored", ("ignore",)),
    ("Exclusions", ("exclude",)),
    ("Disqualifications", ("disqualify",)),
    ("Grades", ("grade",)),
    ("Stages", ("stage",)),
    ("Promotions", ("promotion",)),
    ("Routes", ("route",)),
    ("Guarantees", ("guarantee",)),
)
_COLUMNS: tuple[tuple[str, tuple[Want, ...]], ...] = (
    ("True", ("true", "effect")),
    ("False", ("false",)),
    ("Undecided", ("undecided",)),
    ("Decides", ("decides true", "decides false")),
)


def coverage_text(coverage: Coverage) -> RenderableType:
    """The page: a table of all there is to show, then what is lacking, by file and line."""
    return Page(_sections(coverage), _WIDTH)


def _sections(coverage: Coverage) -> Iterator[RenderableType]:
    yield Text("")
    if not coverage.of:
        yield Text("Coverage: there is nothing in these rules that an example could show")
        return
    yield _table(coverage)
    lacking = [one for one in coverage.points if any(goal.lacking for goal in one.goals)]
    for name, found in groupby(sorted(lacking, key=_file), key=_file):
        yield Text("")
        yield Text.assemble(("Not shown by any example", "bold"), (f"  {line(name)}", "dim"))
        yield _lacking(coverage, sorted(found, key=lambda one: one.point.span.line))
    yield Text("")
    yield Text(total(coverage), "bold green" if coverage.shown == coverage.of else "bold")


def total(coverage: Coverage) -> str:
    """ "Coverage 73.6%: 187 of 254 shown by 10 examples"."""
    examples = counted(len(coverage.reports), "example")
    return f"Coverage {percent(coverage.share)}: {coverage.shown:,} of {coverage.of:,} shown by {examples}"


def percent(share: Fraction) -> str:
    """With one digit after the point, rounded down, so that 100% means all."""
    tenths = share.numerator * 1_000 // share.denominator
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def _file(one: Measured) -> str:
    return one.point.span.source.name


def _table(coverage: Coverage) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Coverage")
    for heading in (*(heading for heading, _ in _COLUMNS), "Share"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for heading, kinds in _SECTIONS:
        points = [one for one in coverage.points if one.point.kind in kinds]
        _row(table, heading, [goal for one in points for goal in one.goals if goal.goal.part is None])
    _row(
        table,
        "Parts of conditions",
        [goal for one in coverage.points for goal in one.goals if goal.goal.part is not None],
    )
    return table


def _row(table: Table, heading: str, goals: list[Shown]) -> None:
    possible = [goal for goal in goals if goal.possible]
    if not possible:
        return
    cells = [_cell(goal for goal in possible if goal.goal.want in wants) for _, wants in _COLUMNS]
    share = Fraction(sum(bool(goal.by) for goal in possible), len(possible))
    bar = Text("█" * int(share * _BAR) or ("▏" if share else ""), "green" if share == 1 else "blue")
    table.add_row(heading, *cells, percent(share), bar)


def _cell(goals: Iterable[Shown]) -> Text:
    """ "12/24"; nothing where there is nothing to show."""
    found = [bool(goal.by) for goal in goals]
    if not found:
        return Text("")
    return Text(f"{sum(found):,}/{len(found):,}", "" if all(found) else "yellow")


def _lacking(coverage: Coverage, points: Iterable[Measured]) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=6, overflow="fold")
    table.add_column(ratio=4, overflow="fold")
    for one in points:
        where, title = str(one.point.span.line), Text(line(titled(one.point)))
        for gap in gaps(coverage, one):
            if gap.part is None:
                table.add_row(Text(where, "dim"), title, Text(gap.lacks, "yellow"))
            else:
                if where:
                    table.add_row(Text(where, "dim"), title, "")
                table.add_row("", Padding(Text(line(gap.part), "dim"), (0, 0, 0, 2)), Text(gap.lacks, "yellow"))
            where = ""
    return table
