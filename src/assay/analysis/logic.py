"""Everything the logic of one rule set is asked from: its plan, its names, its ranges."""

from dataclasses import dataclass, replace

from assay.analysis.definitions import Definitions, definitions
from assay.analysis.ranges import GroupRange, Range, as_numbers, ranges
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan


@dataclass(frozen=True, slots=True)
class Logic:
    """`known` takes groups and score to be anything, `bounded` knows how far they reach."""

    plan: Plan
    known: Definitions
    bounded: Definitions
    groups: dict[str, GroupRange]
    total: Range  # of the score before the bounds of `total`
    score: Range


def logic(model: Model) -> Logic:
    planned = plan(model)
    groups, total, score = ranges(planned)
    known = definitions(planned)
    reach = {f"group:{name}": as_numbers(found.kept) for name, found in groups.items()}
    return Logic(planned, known, replace(known, ranges=reach | {"score": as_numbers(score)}), groups, total, score)
