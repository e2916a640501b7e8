"""Finds what was meant where a token does not fit. The first answer that makes the place fit is taken."""

from collections.abc import Callable, Iterator, Mapping

from assay.syntax.machine import Machine
from assay.syntax.repair_marks import MARKS, call_apart, comma_before_end, comma_missing, negative_row
from assay.syntax.repair_numbers import NUMBERS, percent_missing
from assay.syntax.repair_rows import word_missing
from assay.syntax.repair_words import WORDS, phrase
from assay.syntax.site import Repair, Site
from assay.syntax.tokens import CAPITALS, FOREIGN_WORD, FUNC, NAME, UNITISH

Finder = Callable[[Site], Repair | None]

_BY_KIND: Mapping[str, tuple[Finder, ...]] = {**MARKS, **NUMBERS}
_WORDLIKE = frozenset({NAME, FUNC, UNITISH, CAPITALS, FOREIGN_WORD})


def find_repair(machine: Machine, index: int) -> Repair | None:
    """The repair of the token at `index`, if its mistake is a known one."""
    site = Site(machine, index)
    if site.token.start in machine.mended:
        return None
    for find in (*_BY_KIND.get(site.token.kind, ()), *_by_context(site)):
        repair = find(site)
        if repair is not None:
            machine.mended.add(site.token.start)
            return repair
    return None


def _by_context(site: Site) -> Iterator[Finder]:
    """Mistakes that show only at what follows them, and those of words."""
    before = site.previous
    if before.kind == "COMMA":
        yield comma_before_end
    if before.kind == "LPAR":
        yield call_apart
    if before.text == "to":
        yield negative_row
    if site.token.kind in _WORDLIKE or site.token.text in site.machine.program.table.words:
        yield from WORDS
    if before.kind in ("IS", "NOT"):
        yield phrase
    if before.kind == "NUMBER":
        yield percent_missing
    yield comma_missing
    yield word_missing
