"""The evaluation plan: the checked model as plain data, with every decision already taken."""

from assay.plan.errors import PlanError
from assay.plan.planner import plan, plan_for_example, plan_for_examples

__all__ = ["PlanError", "plan", "plan_for_example", "plan_for_examples"]
