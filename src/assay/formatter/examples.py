"""Examples as blocks: the lead, its activities, what is expected."""

from assay.formatter.comments import Margins
from assay.formatter.doc import Leaf, Style, parts, prefixed, separated, suffixed
from assay.formatter.expressions import expression
from assay.formatter.items import Block, Entry, furthest, place
from assay.syntax import ast, printer


def example(e: ast.Example, margins: Margins) -> Block:
    """An example. Its items keep the order of the source where a comment stands among them."""
    as_of = "" if e.as_of is None else f" as of {printer.moment(e.as_of)}"
    head = Leaf(f"example {printer.text(e.name)}{as_of} {{", e.span.start)
    return Block(head, _in_order(e, _items(e), margins), Leaf("}", e.span.end - 1))


def _items(e: ast.Example) -> tuple[Entry, ...]:
    lead = () if e.lead_at is None else (_givens("lead", e.lead, "", e.lead_at.start),)
    activities = (_givens("activity", a.values, _times(a.times), a.span.start) for a in e.activities)
    expects = (Entry(prefixed("expect ", expression(x.condition), x.span.start)) for x in e.expects)
    return (*lead, *activities, *expects)


def _in_order(e: ast.Example, items: tuple[Entry, ...], margins: Margins) -> tuple[Entry, ...]:
    in_source = tuple(sorted(items, key=place))
    if in_source == items or not margins.between(e.span.start, max(map(furthest, items))):
        return items
    return in_source


def _times(times: ast.Number | None) -> str:
    return "" if times is None else f" times {printer.number(times.value)}"


def _givens(word: str, givens: tuple[ast.Given, ...], after: str, at: int) -> Entry:
    if not givens:
        return Entry(Leaf(f"{word} {{ }}{after}", at))
    values = [prefixed(f"{printer.name(g.field)}: ", expression(g.value), g.span.start) for g in givens]
    inside = parts(separated(values), Style.FILL)
    return Entry(suffixed(prefixed(f"{word} {{ ", inside, at), f" }}{after}"))
