"""What `assay prove` prints: each guarantee proved, or broken by a lead with its points, or not known and why."""

from collections.abc import Iterator
from dataclasses import replace

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assay.analysis.proof import Judged, Judgement
from assay.analysis.solver import Proof, Unknown, Witness
from assay.engines.record.trace import Trace
from assay.plan.nodes import Guarantee, Plan
from assay.plan.words import counted
from assay.render.examples import waterfall
from assay.render.explain_rules import marks_for
from assay.render.explaining import explanation
from assay.render.explaining_conditions import facts_for
from assay.render.page import Page
from assay.render.witness import witness_lines
from assay.render.words import words_of
from assay.render.words_values import line

_WIDTH = 110
_SHOWN = 6  # conditions that were not looked into
_MARKS = marks_for(ascii_only=False)


def proof_text(found: Judgement, when: str) -> RenderableType:
    """`when`: the moment of scoring in words."""
    parts = [part for one in found.judged for part in _judged(found.plan, one)]
    return Page([*parts, Text(""), *_footer(found, when)], _WIDTH)


def _judged(plan: Plan, one: Judged) -> Iterator[RenderableType]:
    match one.answer:
        case Proof():
            yield _row(_MARKS.true, "green", one.guarantee, "proved")
        case Witness():
            yield _row(_MARKS.false, "red", one.guarantee, "broken")
            yield from _lead(plan, one.guarantee, one.answer)
        case Unknown(why=why):
            yield _row(_MARKS.unknown, "yellow", one.guarantee, "not known")
            yield Padding(Text(f"{why}"), (0, 0, 0, 4))


def _row(symbol: str, colour: str, guarantee: Guarantee, verdict: str) -> Table:
    row = Table.grid(padding=(0, 1), expand=True)
    row.add_column(no_wrap=True)
    row.add_column(ratio=1, overflow="fold")
    row.add_column(justify="right", no_wrap=True)
    row.add_row(Text(symbol, colour), Text(line(guarantee.text), "bold"), Text(verdict, colour))
    return row


def _lead(plan: Plan, guarantee: Guarantee, found: Witness) -> Iterator[RenderableType]:
    trace = found.traces[0]
    for text in witness_lines(plan, found):
        yield Padding(Text(line(text)), (0, 0, 0, 4))
    if found.previous is not None:
        yield Padding(Text(f"was {line(found.previous)} in an earlier run"), (0, 0, 0, 4))
    if why := broken_because(trace, guarantee):
        yield Padding(Text(why, "red"), (0, 0, 0, 4))
    yield from waterfall(explanation(trace, what_if=False))


def broken_because(trace: Trace, guarantee: Guarantee) -> str:
    """The facts that break it."""
    words = words_of(trace.plan, trace.state.zone, trace.lead)
    part = trace.part(guarantee.condition.test)
    if guarantee.kind == "never":
        return facts_for(words, trace, part)
    return (
        facts_for(words, trace, replace(part, value=True))
        if part.value is None
        else words.condition(part.expr, negated=True)
    )


def _footer(found: Judgement, when: str) -> Iterator[Text]:
    proved = len(found.judged) - found.broken - found.unknown
    counts = [(proved, "proved", "green"), (found.broken, "broken", "red"), (found.unknown, "not known", "yellow")]
    text = Text(f"{counted(len(found.judged), 'guarantee')}: ")
    text.append_text(
        Text(", ").join(Text(f"{count} {word}", f"bold {colour}") for count, word, colour in counts if count)
    )
    yield text
    yield Text(
        f"for every lead there can be, scored as of {when}" + "".join(f"; {one}" for one in found.assumed), "dim"
    )
    if found.free:
        more = len(found.free) - _SHOWN
        shown = ", ".join(f"`{line(one)}`" for one in found.free[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        yield Text(f"proved whatever the truth of {shown}", "dim")
