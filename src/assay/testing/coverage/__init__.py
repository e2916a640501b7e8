"""What the examples of a rule set have shown at work: every outcome of every rule, every part of every condition."""

from assay.testing.coverage.goals import Goal, Want
from assay.testing.coverage.measure import Coverage, Measured, Shown, measure
from assay.testing.coverage.points import Point, Points, points

__all__ = ["Coverage", "Goal", "Measured", "Point", "Points", "Shown", "Want", "measure", "points"]
