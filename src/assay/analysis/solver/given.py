"""What a rule gives."""

from dataclasses import dataclass

from assay.analysis.solver.circuit import FALSE, Sum, constant


@dataclass(frozen=True, slots=True)
class Given:
    """`points` are 0 where it did not fire."""

    fired: int
    points: Sum


NOTHING = Given(FALSE, constant(0))
