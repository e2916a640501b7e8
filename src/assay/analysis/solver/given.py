"""What a rule gives."""

from dataclasses import dataclass

from assay.analysis.solver.axes import Axis
from assay.analysis.solver.circuit import FALSE, Sum, constant


@dataclass(frozen=True, slots=True)
class Given:
    """`points` are 0 where it did not fire. `share`: they are nothing but so many in some cells of one field, by bits,
    so that the rules about a field can be added up cell by cell."""

    fired: int
    points: Sum
    share: "Share | None" = None


@dataclass(frozen=True, slots=True)
class Share:
    axis: Axis
    cells: int
    points: int


NOTHING = Given(FALSE, constant(0))
