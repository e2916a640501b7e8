"""The order of steps, the strata of aggregates, and lets that mean something else where they stand."""

from assay.plan import plan_for_example, plan_for_examples
from assay.plan.describe import describe
from assay.plan.nodes import Plan
from assay.plan.store import from_json, to_json
from tests.unit.plan.source import model_of, plan_of

FIXED = ["ignore", "exclude", "total", "grade", "disqualify", "stage", "promote", "route", "guarantee"]


def steps(planned: Plan) -> list[str]:
    return [f"{step.kind} {step.name}".strip() for step in planned.steps]


def test_everything_is_computed_right_before_it_is_first_read() -> None:
    planned = plan_of(
        """
        let rich = sum(amount) > 100
        let eager = score > 50 and rich
        exclude if count(view) > 1000
        group a { when rich add 1 }
        group b { when a > 0 and big add 2 }
        stage MQL when eager
        """
    )
    assert steps(planned) == [
        "ignore",
        "value let:view",
        "aggregate a1",
        "exclude",
        "aggregate a2",
        "value let:rich",
        "group a",
        "value let:big",
        "group b",
        "total",
        "grade",
        "disqualify",
        "value let:eager",
        "stage",
        "promote",
        "route",
        "guarantee",
    ]


def test_groups_that_read_later_ones_wait_for_them() -> None:
    planned = plan_of("group a { when b > 0 add 1 }\ngroup b { group c { when true add 1 } when c > 0 add 2 }")
    assert [step.name for step in planned.steps if step.kind == "group"] == ["c", "b", "a"]


def test_strata_rise_with_aggregates_and_groups() -> None:
    planned = plan_of(
        """
        group a { when count(amount > average(amount)) > 1 add 1 }
        group b { when count(amount > a) > 1 and count(view) > 1 add 1 }
        """
    )
    strata = {aggregate.text: aggregate.stratum for aggregate in planned.aggregates}
    assert strata == {
        "average(amount)": 0,
        "count(amount > average(amount))": 1,
        "count(amount > a)": 3,
        "count(view)": 0,
    }


def test_equal_aggregates_are_computed_once() -> None:
    planned = plan_of("when count(view) > 1 add 1\nwhen count(view) > 2 add 1\nwhen count(view within 1 day) > 2 add 1")
    assert [aggregate.id for aggregate in planned.aggregates] == ["a1", "a2"]


def test_ignore_sees_all_activities_also_through_lets() -> None:
    planned = plan_of(
        """
        let noisy = count(view) > 100
        ignore activity if noisy and view
        when noisy add 1
        """
    )
    assert {value.name for value in planned.values} == {"ignore-let:view", "ignore-let:noisy", "let:view", "let:noisy"}
    assert [(a.source, describe(a.where)) for a in planned.aggregates if a.where] == [
        ("all", "ignore-let:view"),
        ("kept", "let:view"),
    ]
    order = steps(planned)
    assert order.index("aggregate a1") < order.index("ignore") < order.index("aggregate a2")


def test_promotions_see_the_stage_before_them_also_through_lets() -> None:
    planned = plan_of(
        """
        stage IQL at 1
        stage MQL at 5
        let warm = stage >= IQL
        promote to MQL when warm and stage < MQL and big
        never warm and subscribed
        """
    )
    names = [stage.name for stage in planned.stages]
    condition = planned.promotions[0].condition
    assert describe(condition.test, names) == "promote-let:warm and stage_before < MQL and let:big"
    assert describe(planned.guarantees[0].condition.test) == "let:warm and lead.subscribed"
    values = {value.name: describe(value.value, names) for value in planned.values}
    assert (values["promote-let:warm"], values["let:warm"]) == ("stage_before >= IQL", "stage >= IQL")
    order = steps(planned)
    assert order.index("stage") < order.index("value promote-let:warm") < order.index("promote")
    assert order.index("promote") < order.index("value let:warm") < order.index("guarantee")


def test_what_nothing_reads_is_not_in_the_plan() -> None:
    planned = plan_of("let unused = count(view) > 1\nwhen true add 1")
    assert planned.values == ()
    assert planned.aggregates == ()


def test_a_long_chain_of_lets_is_no_trouble() -> None:
    chain = "\n".join(f"let x{n} = x{n - 1} and employees > {n}" for n in range(1, 3000))
    planned = plan_of(f"let x0 = subscribed\n{chain}\nwhen x2999 add 1")
    assert len(planned.values) == 3000
    assert from_json(to_json(planned)) == planned


EXAMPLES = """
group fit { when subscribed add 5 }
stage MQL at 5
example "one" {
  lead { id: "1", subscribed: true }
  expect score == 5
  expect count(action == "demo") == 0 and stage == MQL
}
example "two" {
  lead { id: "2" }
  expect last(page) is missing
}
"""


def test_expectations_are_conditions_over_the_finished_result() -> None:
    checked = model_of(EXAMPLES)
    planned, (first, second) = plan_for_examples(checked)
    assert [describe(condition.test, ["MQL"]) for condition in (*first, *second)] == [
        "score == 5",
        "aggregate:a1 == 0 and stage == MQL",
        "aggregate:a2 is missing",
    ]
    assert steps(planned)[-3:] == ["guarantee", "aggregate a1", "aggregate a2"]
    assert from_json(to_json(planned)) == planned


def test_expectations_do_not_change_the_version() -> None:
    checked = model_of(EXAMPLES)
    alone = plan_of(EXAMPLES)
    for example in checked.examples:
        planned, conditions = plan_for_example(checked, example)
        assert planned.rules_version == alone.rules_version
        assert len(conditions) == len(example.expectations)
    assert [step.kind for step in alone.steps if step.kind in FIXED] == FIXED
    assert alone.aggregates == ()
