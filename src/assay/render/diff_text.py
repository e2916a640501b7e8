"""The page `assay diff` prints: what was written otherwise, what it can do to a lead, what it does to those there are.

Signs carry the meaning and colour only repeats it; no text of a user's is ever taken for markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assay.analysis.difference.changes import Change, What
from assay.analysis.difference.comparison import Comparison, Witness
from assay.analysis.difference.movements import Movements
from assay.render import diff_words as words
from assay.render.page import WIDEST, Page, heading

_SHOWN = 100  # changes of a kind
_COLOUR: dict[What, str] = {
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "moved": "blue",
    "renamed": "dim",
    "reworded": "dim",
}


@dataclass(frozen=True, slots=True)
class DiffPage:
    """The page as something rich prints. `moment`: when leads were scored, as people read it; `limit`: the share of
    leads that may change their stage."""

    comparison: Comparison
    moment: str
    limit: float | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Page(_sections(self, "-" if options.ascii_only else "─", options.max_width), WIDEST)


def _sections(page: DiffPage, rule: str, width: int) -> Iterator[RenderableType]:
    found = page.comparison
    yield Text.assemble((found.old.name, "bold"), (" → ", "dim"), (found.new.name, "bold"))
    yield Text(rule * min(width, WIDEST), "dim")
    yield Text(words.counted(found.changes))
    for kept, title in ((True, "Written otherwise"), (False, "Without another meaning")):
        listed = [change for change in found.changes if change.decides is kept]
        if listed:
            yield heading(title)
            yield Padding(_changes(listed), (0, 0, 0, 2))
    yield heading("What it can do to a lead")
    yield from _verdict(found)
    if found.movements is not None:
        yield from _movements(found, found.movements, page)


def _changes(listed: list[Change]) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", overflow="fold")
    for change in listed[:_SHOWN]:
        colour = _COLOUR[change.what]
        title = Text.assemble((words.title(change), "bold" if change.decides else ""))
        table.add_row(Text(words.SIGNS[change.what], f"bold {colour}"), title, Text(words.place(change), "dim"))
        for line in words.told(change):
            told = Padding(Text(line, colour if change.decides else "dim"), (0, 0, 0, 2))
            table.add_row("", told, "")
    if len(listed) > _SHOWN:
        table.add_row("", Text(f"and {len(listed) - _SHOWN:,} more, which --format json lists", "dim"), "")
    return table


def _verdict(found: Comparison) -> Iterator[RenderableType]:
    verdict = found.verdict
    colour = {"same": "green", "proved": "green", "differs": "yellow", "open": "yellow"}[verdict.kind]
    yield Padding(Text(words.verdict(verdict), colour), (0, 0, 0, 2))
    for witness in verdict.witnesses:
        yield Padding(_witness(witness), (1, 0, 0, 2))
    if verdict.never:
        listed = ", ".join(words.HEADINGS[effect].lower() for effect in verdict.never)
        yield Padding(Text(f"proved to befall no lead: {listed}", "green"), (1, 0, 0, 2))
    for line in verdict.assumed:
        yield Padding(Text(line, "dim"), (0, 0, 0, 2))


def _witness(witness: Witness) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text("•", "bold"), Text(words.headline(witness), "bold"))
    table.add_row("", Text(words.witness_lead(witness)))
    for line in words.activities(witness):
        table.add_row("", Text(line))
    table.add_row("", Text.assemble(("was ", "dim"), words.outcome(witness.old)))
    table.add_row("", Text.assemble(("is  ", "dim"), words.outcome(witness.new)))
    join = "by" if witness.alone else "by, together,"
    for change in witness.causes:
        table.add_row("", Text.assemble((f"{join} ", "dim"), words.cause(change)))
    return table


# --- the leads there are -----------------------------------------------------------------------------------


def _movements(found: Comparison, movements: Movements, page: DiffPage) -> Iterator[RenderableType]:
    leads = f"{movements.leads:,} lead{'' if movements.leads == 1 else 's'}"
    yield heading(f"{leads} as of {page.moment}")
    yield Padding(_sentence(movements, page.limit), (0, 0, 0, 2))
    if not movements.changed:
        return
    yield Padding(_transitions(movements), (1, 0, 0, 2))
    yield Padding(_counts(movements), (1, 0, 0, 2))
    yield Padding(_movers(found, movements), (1, 0, 0, 2))


def _sentence(movements: Movements, limit: float | None) -> Text:
    if not movements.changed:
        return Text("No lead fares differently", "green")
    verb = "changes" if movements.moved == 1 else "change"
    said = f"{movements.moved:,} {verb} stage, {movements.share:.1%}"
    if limit is None:
        return Text(said)
    over = movements.share > limit
    within = "more than" if over else "within"
    return Text(f"{said}: {within} the {words.percent(limit)} allowed", "bold red" if over else "green")


def _transitions(movements: Movements) -> Table:
    """Was from top to bottom, is from left to right."""
    before, after = words.standings(movements)
    table = _table(("was ↓  is →", "left"), *((name, "right") for name in after))
    for old in before:
        cells = [Text(old)]
        for new in after:
            count = movements.transitions[old, new]
            cells.append(Text(f"{count:,}" if count else "·", _shade(movements, old, new, count)))
        table.add_row(*cells)
    return table


def _shade(movements: Movements, old: str, new: str, count: int) -> str:
    if old == new or not count:
        return "dim"
    order = [*movements.ladder.new, "no stage", "disqualified", "excluded"]
    return "bold green" if movements.ladder.rises(_stage(old), _stage(new)) and new in order[:-2] else "bold red"


def _stage(standing: str) -> str | None:
    return None if standing in ("no stage", "disqualified", "excluded") else standing


def _counts(movements: Movements) -> Table:
    table = _table(("Leads with", "left"), ("", "right"), ("Share", "right"))
    for name, count in words.effects_told(movements):
        table.add_row(Text(name), f"{count:,}", f"{count / movements.leads:.1%}")
    return table


def _movers(found: Comparison, movements: Movements) -> Table:
    table = _table(("Moved most", "left"), ("Score", "left"), ("Stage", "left"), ("By", "left"))
    for mover in movements.top():
        before, after = movements.ladder.standing(mover.old, old=True), movements.ladder.standing(mover.new, old=False)
        stage = after if before == after else f"{before} → {after}"
        who = " ".join(part for part in (mover.new.key, mover.name) if part)
        score = words.score_change(mover.old, mover.new)
        by = words.because(found, mover.old, mover.new, mover.effects)
        table.add_row(Text(who), Text(score), Text(stage), Text(by))
    return table


def _table(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name, justify in columns:
        table.add_column(Text(name), justify="right" if justify == "right" else "left", overflow="fold")
    return table
