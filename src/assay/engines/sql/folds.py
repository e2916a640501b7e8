"""Rules that are not judged one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assay.engines.sql.conjunctions import Together, Word
from assay.engines.sql.counted import Tally
from assay.engines.sql.folded import Partition


@dataclass(frozen=True, slots=True)
class Folds:
    """`alone`: rules of one field, each with its partition. Of those of several fields `words`, where there are places,
    and `tallies`, where there are not."""

    alone: Mapping[int, Partition] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    tallies: tuple[Tally, ...] = ()

    @property
    def together(self) -> tuple[Together, ...]:
        return (*self.words, *self.tallies)

    @property
    def rules(self) -> frozenset[int]:
        return frozenset(self.alone) | {rule.index for one in self.together for rule in one.rules}

    def looked_up(self, indexes: tuple[int, ...]) -> Iterator[tuple[int, Partition]]:
        """Those of these rules that no tally adds up."""
        added = {rule.index for tally in self.tallies for own in tally.own for rule in own.rules}
        return ((index, self.alone[index]) for index in indexes if index in self.alone and index not in added)
