"""The examples of a rule set, each scored and its expectations held against the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.engines.record.trace import Trace, trace_of_values
from assay.model import Example, Expectation, Model
from assay.plan import plan_for_examples
from assay.plan.nodes import Condition, Plan
from assay.testing.records import example_activities, example_lead


@dataclass(frozen=True, slots=True)
class ExpectationReport:
    """`holds` None: unknown, because something it reads is missing. Only true passes."""

    expectation: Expectation
    condition: Condition
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """An example with the whole trace of its lead, scored as of `as_of` (microseconds)."""

    example: Example
    as_of: int
    expectations: tuple[ExpectationReport, ...]
    trace: Trace

    @property
    def passed(self) -> bool:
        """Whether every expectation is true."""
        return all(one.holds is True for one in self.expectations)

    @property
    def failing(self) -> tuple[ExpectationReport, ...]:
        return tuple(one for one in self.expectations if one.holds is not True)


def run_examples(model: Model, as_of: int) -> tuple[ExampleReport, ...]:
    """Every example of the rules, in order; `as_of` (microseconds) is for those that name no moment."""
    plan, conditions = plan_for_examples(model)
    return run_planned(plan, model.examples, conditions, as_of)


def run_planned(
    plan: Plan, examples: Sequence[Example], conditions: Sequence[tuple[Condition, ...]], as_of: int
) -> tuple[ExampleReport, ...]:
    """The same with a plan at hand, and the expectations of each example as conditions of it."""
    return tuple(
        _run(plan, example, expected, as_of if example.as_of is None else example.as_of)
        for example, expected in zip(examples, conditions, strict=True)
    )


def _run(plan: Plan, example: Example, conditions: tuple[Condition, ...], as_of: int) -> ExampleReport:
    lead, activities = example_lead(plan, example, as_of), example_activities(plan, example, as_of)
    trace = trace_of_values(plan, as_of, lead, activities)
    expectations = tuple(
        ExpectationReport(expectation, condition, trace.holds(condition))
        for expectation, condition in zip(example.expectations, conditions, strict=True)
    )
    return ExampleReport(example, as_of, expectations, trace)
