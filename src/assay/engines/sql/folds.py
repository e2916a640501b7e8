"""Rules that are not judged one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.engines.sql.conjunctions import Word
from assay.engines.sql.folded import Partition


@dataclass(frozen=True, slots=True)
class Folds:
    """`alone`: rules of one field, each with its partition. `words`: those of several, where there are places."""

    alone: Mapping[int, Partition] = field(default_factory=dict)
    words: tuple[Word, ...] = ()

    @property
    def together(self) -> list[int]:
        return [rule.index for word in self.words for rule in word.rules]

    @property
    def rules(self) -> frozenset[int]:
        return frozenset(self.alone) | frozenset(self.together)
