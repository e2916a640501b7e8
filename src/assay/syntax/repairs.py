"""Finds what was meant where a token does not fit. The first answer that makes the place fit is taken."""

from collections.abc import Callable, Mapping

from assay.syntax.machine import Machine
from assay.syntax.repair_marks import MARKS
from assay.syntax.repair_numbers import NUMBERS, percent_missing
from assay.syntax.repair_words import WORDS
from assay.syntax.site import Repair, Site
from assay.syntax.tokens import CAPITALS, FUNC, NAME, UNITISH

Finder = Callable[[Site], Repair | None]

_BY_KIND: Mapping[str, tuple[Finder, ...]] = {**MARKS, **NUMBERS}
_WORDLIKE = frozenset({NAME, FUNC, UNITISH, CAPITALS})


def find_repair(machine: Machine, index: int) -> Repair | None:
    """The repair of the token at `index`, if its mistake is a known one."""
    site = Site(machine, index)
    if site.token.start in machine.mended:
        return None
    finders = _BY_KIND.get(site.token.kind, ())
    if site.token.kind in _WORDLIKE or site.token.text in machine.program.table.words:
        finders = (*finders, *WORDS)
    for find in (*finders, percent_missing):
        repair = find(site)
        if repair is not None:
            machine.mended.add(site.token.start)
            return repair
    return None
