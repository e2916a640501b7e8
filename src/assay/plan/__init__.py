"""The evaluation plan: the checked model as plain data, with every decision already taken.

The planner is loaded when it is first asked for: a stored plan is read and run without it and the parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from assay.plan.errors import PlanError

if TYPE_CHECKING:
    from assay.plan.planner import Probe, plan, plan_for_example, plan_for_examples, plan_with_probes

__all__ = ["PlanError", "Probe", "plan", "plan_for_example", "plan_for_examples", "plan_with_probes"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("assay.plan.planner"), name)
