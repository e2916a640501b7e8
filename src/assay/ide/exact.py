"""How far points reach as a solver found it, kept with the rules until what it is about is edited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assay.model import Model

if TYPE_CHECKING:
    from assay.ide.reach import Reach  # takes long to load, and few rules have one of these


@dataclass(frozen=True, slots=True)
class Exact:
    """The reach of a model as a solver found it."""

    model: Model
    reach: "Reach"

    def holds(self, model: Model) -> bool:
        """Whether groups that are the same in another model reach as far there."""
        return _around(model) == _around(self.model)


def _around(model: Model) -> tuple[object, ...]:
    return model.zone, model.missing, model.lead, model.activity, model.lets, model.ignores, model.excludes
