"""How far points reach as a solver found it, kept with the rules until what it is about is edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assay.model import Model

if TYPE_CHECKING:
    from assay.analysis.ranges import Range  # takes long to load, and few rules have one of these


@dataclass(frozen=True, slots=True)
class Reach:
    """How few and how many points there can be: `groups` after weight and bounds, nested ones too; `score` after `total`."""

    groups: "Mapping[str, Range]"
    score: "Range"


@dataclass(frozen=True, slots=True)
class Exact:
    """The reach of a model as a solver found it."""

    model: Model
    reach: Reach

    def holds(self, model: Model) -> bool:
        """Whether groups that are the same in another model reach as far there."""
        return _around(model) == _around(self.model)


def _around(model: Model) -> tuple[object, ...]:
    return model.zone, model.missing, model.lead, model.activity, model.lets, model.ignores, model.excludes
