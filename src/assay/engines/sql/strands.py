"""The lead's columns in several rows of steps side by side, for databases whose steps hold only so many.

What a column reads is mostly made just before it: a strand takes columns as they come until it is full, and a column goes
where most of what it reads is. What it reads of other strands is brought there, by the number of the lead.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from assay.engines.sql.registry import Placed, Registry, columns_in

_SIZE = 600  # columns after which the next strand begins; what is made of them later joins them
_FULL = 1_300  # after which that goes elsewhere


def stranded(registry: Registry, most: int) -> Mapping[str, int]:
    """The strand of every column of the lead; none where `most` are enough for all of them."""
    lead = [one for one in registry.columns.values() if one.home == "lead"]
    if len(lead) <= most:
        return {}
    strands: dict[str, int] = {}
    sizes, current = Counter[int](), 0
    for one in lead:
        strand = _strand_of(one, registry, strands)
        if strand is None or (sizes[strand] >= _FULL and one.sql is not None):
            current += sizes[current] >= _SIZE
            strand = current
        strands[one.name] = strand
        sizes[strand] += 1
    return strands


def _strand_of(one: Placed, registry: Registry, strands: Mapping[str, int]) -> int | None:
    """The first for what is read from the table; else where most of what a column reads is, or None if it reads nothing
    that was worked out."""
    if one.sql is None:
        return 0 if one.depth == 0 else None
    reads = Counter(strands[name] for name in set(columns_in(one.sql)) if registry.columns[name].depth > 0)
    return min(reads, key=lambda strand: (-reads[strand], strand)) if reads else None


def widest(registry: Registry, strands: Mapping[str, int]) -> int:
    """How many columns the widest step holds, with those brought there."""
    held: dict[int, set[str]] = defaultdict(set)
    for one in registry.columns.values():
        if one.home == "lead":
            held[strands.get(one.name, 0)] |= {one.name, *(() if one.sql is None else columns_in(one.sql))}
    return max(map(len, held.values()))
