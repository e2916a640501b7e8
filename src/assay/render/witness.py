"""A lead that the solver found, written as in an example."""

from assay.analysis.solver import Witness
from assay.analysis.written import example_lines
from assay.plan.nodes import Plan
from assay.plan.spelled import Spelling


def witness_lines(plan: Plan, found: Witness) -> list[str]:
    """`lead { … }`, then one `activity { … }` for each kind, `times N` where there are several."""
    return example_lines(plan, Spelling(plan), found.lead, found.activities, found.as_of)
