"""Names for the few leads that people are shown, where the rows of all others stay in a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assay.batch import name_of
from assay.data.rows import Row
from assay.news import Mover
from assay.tally import BestLead

Shown = Sequence[BestLead | Mover]


@dataclass(frozen=True, slots=True)
class Naming:
    """`labels` of the columns by which people know a lead; `shown` gives, after the last result, the leads to be named."""

    labels: tuple[str, ...]
    shown: Callable[[], Shown]


def keys_of(shown: Shown) -> list[str]:
    return [one.result.key for one in shown if one.result.key is not None]


def give_names(
    shown: Shown, labels: Sequence[str], cells: Mapping[str, dict[str, object]], missing: frozenset[str]
) -> None:
    """`cells` of these labels, by key; `missing`: folded spellings of nothing."""
    for one in shown:
        one.name = name_of(Row(0, cells.get(one.result.key or "", {})), labels, missing)
