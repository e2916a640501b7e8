"""Plans as files: what was written comes back equal, and what was not written so is refused in one sentence."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from assay.plan import PlanError
from assay.plan.nodes import Plan
from assay.plan.store import from_json, to_json
from tests.unit.plan.source import plan_of

EVERYTHING = """
exclude if email ends with "@us.com" because "staff"
disqualify if band == "minimum" and a > 0
ignore activity if page starts with "/status" or count(view) > 5000
group a "A" min -1 max 50 {
  when country in emea and employees >= 200 add 15
  when mixed at least 2 times within 30 days add seats halving every 90 days
  each view once per page at most 2 per week add 5 max 20
  each view at least 2 times per month add 1
  each mixed match page { "/x" add 1 otherwise add amount }
  match employees { under 10 add 0 otherwise add 1 missing add 2 }
  first of { when subscribed add 1 when employees > 5 add 2 }
}
group b weight 50% { when a > 0 and interests contains "SUV" add 1 when last(page) == "/x" add 1 }
"""

MORE = """
total min 0 max 100
grade a { "A" from 10, "B" otherwise }
stage IQL at 1
stage MQL sticky when grade(a) == "A" and created < 2026-01-01
promote to MQL when view and email is known within 7 days
route to "EMEA" within 4 hours when stage >= MQL
route to "Rest" otherwise
never stage >= MQL and band == "minimum"
always disqualified implies stage is missing
"""


def whole_plan() -> Plan:
    return plan_of(EVERYTHING + MORE)


PLAN = whole_plan()
TEXT = to_json(PLAN)


def test_a_plan_comes_back_equal() -> None:
    assert from_json(TEXT) == PLAN
    assert to_json(from_json(TEXT)) == TEXT


def test_kinds_of_values_come_back_too() -> None:
    """`True == 1` in Python: equality alone does not tell."""
    planned = plan_of('when subscribed == true and employees == 1 and country in ["1", "true"] add 1')
    assert repr(from_json(to_json(planned))) == repr(planned)


def test_odd_texts_come_back() -> None:
    planned = plan_of('when title == "\\"é\\\\ 💡 \u2028 \ud800" add 1')
    text = to_json(planned)
    assert from_json(text) == planned
    assert text.encode()


def test_the_deepest_condition_the_checker_allows_comes_back() -> None:
    sums = " + ".join(["seats"] * 190)
    planned = plan_of(f"when {sums} > 5 add 1")
    assert from_json(to_json(planned)) == planned


def edited(change: Callable[[dict[str, Any]], object]) -> str:
    plain = json.loads(TEXT)
    change(plain)
    return json.dumps(plain)


REFUSED = [
    ("", "damaged: it is not whole"),
    (TEXT[:-100], "damaged: it is not whole"),
    ("[]", "this is no plan"),
    ("{}", "this is no plan"),
    ('{"version": 1, "rules": []}', "this is no plan"),
    ('{"format": "assay-plan", "version": "1"}', "this is no plan"),
    (edited(lambda p: p.update(version=2)), "from a newer Assay"),
    (edited(lambda p: p.update(version=0)), "from an older Assay"),
    (edited(lambda p: p.pop("rules")), "damaged at `rules`"),
    (edited(lambda p: p["rules"][0].update(kind="magic")), r"damaged at `rules.0.kind`"),
    (edited(lambda p: p["rules"][0]["condition"]["test"].pop("args")), r"damaged at `rules.0.condition.test.args`"),
    (edited(lambda p: p["rules"][0].update(group="nowhere")), "holds a rule of another group"),
    (edited(lambda p: p["rules"][0].pop("amount")), "lacks a part"),
    (edited(lambda p: p["groups"][0]["rules"].append(99)), "a rule is in two groups, or in none"),
    (edited(lambda p: p["groups"][0]["rules"].append(0)), "a rule is in two groups, or in none"),
    (edited(lambda p: p["choices"][0]["rules"].append(0)), "does not belong to choice"),
    (edited(lambda p: p["choices"][0].update(rules=[])), "a rule is in two choices, or in none"),
    (edited(lambda p: p["promotions"][0].update(stage=7)), "there is no stage 7"),
    (edited(lambda p: p["grades"][0].update(group="x")), "the grade of `x`"),
    (edited(lambda p: p["grades"][0].update(bands=[])), "has no last band"),
    (edited(lambda p: p["steps"].reverse()), "out of order"),
    (edited(lambda p: p["steps"].pop(0)), "missing"),
    (edited(lambda p: p["index"][0].update(field="x")), "the index names a field `x`"),
    (edited(lambda p: p.update(residual=[-1])), "there is no rule -1"),
    (edited(lambda p: p["zone"].update(moments=[])), "zone's changes"),
    (edited(lambda p: p["zone"].update(moments=[0], offsets=[10**18])), "offset"),
    (edited(lambda p: p["lead"].update(key="x")), "there is no field `x`"),
    (edited(lambda p: p["activity"].update(time="page")), "holds no times"),
    (edited(lambda p: p["lists"][0].update(items=[1])), "no text"),
    (edited(lambda p: p["aggregates"][0].update(where=None, value={"node": "lead", "name": "id"})), "no value, or one"),
    (edited(lambda p: p["guarantees"][0]["condition"].update(scope="activity")), "a guarantee is about the finished"),
    (
        edited(lambda p: p["rules"][5]["rows"][0]["test"]["args"].insert(0, p["rules"][5]["subject"])),
        "takes 2 values, not 3",
    ),
    (
        edited(lambda p: p["rules"][5]["rows"][0]["test"]["args"][0].update(p["rules"][5]["subject"])),
        "there is no field of the lead `employees`",
    ),
    (edited(lambda p: p["aggregates"][-1].update(key={"node": "lead", "name": "code"})), "ordered by something other"),
    ('{"format":"assay-plan","version":1,"x":' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    ('{"format": "assay-plan", "version": 1, "rules": NaN}', "`NaN` is no number"),
    ('{"format": "assay-plan", "version": ' + "1" * 10_000 + "}", "damaged"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_is_no_plan_is_refused(text: str, reason: str) -> None:
    with pytest.raises(PlanError, match=reason) as error:
        from_json(text)
    assert "\n" not in str(error.value)


EXPRESSIONS: list[tuple[dict[str, Any], str]] = [
    ({"node": "op", "op": "exec", "args": []}, "there is no operation `exec`"),
    ({"node": "op", "op": "not", "args": []}, "`not` takes 1 values, not 0"),
    ({"node": "op", "op": "and", "args": []}, "`and` takes 1 values, not 0"),
    ({"node": "var", "name": "__import__('os')"}, "is read before it is computed"),
    ({"node": "var", "name": "score"}, "`score` is read before it is computed"),
    ({"node": "lead", "name": "x"}, "there is no field of the lead `x`"),
    ({"node": "lead", "name": "country"}, "gives a text where a boolean is asked for"),
    ({"node": "activity", "name": "flag"}, "there is no activity"),
    ({"node": "const", "kind": "boolean", "value": 1}, "a constant is no boolean"),
    ({"node": "const", "kind": "number", "value": 10**19}, "out of range"),
    ({"node": "const", "kind": "number", "value": True}, "a constant is no number"),
    ({"node": "set", "kind": "text", "items": []}, "a set stands where a value is asked for"),
    (
        {"node": "op", "op": "eq", "args": [{"node": "lead", "name": "employees"}, {"node": "lead", "name": "title"}]},
        "`eq` does not take a text there",
    ),
    (
        {"node": "op", "op": "in_set", "args": [{"node": "lead", "name": "employees"}] * 2},
        "`in_set` takes a set",
    ),
    (
        {
            "node": "op",
            "op": "in_set",
            "args": [{"node": "lead", "name": "title"}, {"node": "set", "kind": "text", "items": [], "name": "x"}],
        },
        "there is no list `x`",
    ),
    (
        {
            "node": "op",
            "op": "like",
            "args": [{"node": "lead", "name": "title"}, {"node": "lead", "name": "title"}],
        },
        "`like` takes a constant",
    ),
]


@pytest.mark.parametrize(("expr", "reason"), EXPRESSIONS, ids=[reason for _, reason in EXPRESSIONS])
def test_expressions_are_typed(expr: dict[str, Any], reason: str) -> None:
    with pytest.raises(PlanError, match=reason.replace("(", r"\(")):
        from_json(edited(lambda p: p["excludes"][0]["condition"].update(test=expr)))


def test_an_expression_that_is_too_deep_is_refused() -> None:
    deep: dict[str, Any] = {"node": "lead", "name": "subscribed"}
    for _ in range(260):
        deep = {"node": "op", "op": "not", "args": [deep]}
    with pytest.raises(PlanError, match="nested too deeply"):
        from_json(edited(lambda p: p["excludes"][0]["condition"].update(test=deep)))


def test_what_the_planner_writes_is_typed_as_well() -> None:
    """Every op with an argument that does not fit would be refused: see the operations the plan holds."""
    names = {part.op for part in _expressions(PLAN) if getattr(part, "op", None)}
    assert {"and", "or", "eq", "in_set", "presume", "fold"} <= names


def _expressions(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for item in node:
            yield from _expressions(item)
    elif hasattr(node, "__dataclass_fields__"):
        yield node
        for name in node.__dataclass_fields__:
            yield from _expressions(getattr(node, name))


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_with_one_part_changed_is_refused_or_still_a_plan(seed: int) -> None:
    """Never another error than PlanError, and what is taken is written back as it was read."""
    chosen = random.Random(seed)
    for _ in range(60):
        plain = json.loads(TEXT)
        _tamper(plain, chosen)
        with suppress(PlanError):
            planned = from_json(json.dumps(plain))
            assert from_json(to_json(planned)) == planned


JUNK: list[Any] = [None, True, -1, 0, 7, 10**30, 1.5, "", "x", "lead", [], {}, [[]], {"node": "var", "name": "subject"}]


def _tamper(plain: Any, chosen: random.Random) -> None:
    """Goes down at random and puts junk where it stops."""
    while True:
        keys = list(plain) if isinstance(plain, dict) else list(range(len(plain)))
        key = chosen.choice(keys)
        below = plain[key]
        if isinstance(below, dict | list) and below and chosen.random() < 0.85:
            plain = below
        else:
            plain[key] = chosen.choice(JUNK)
            return


def test_a_var_that_is_nothing_is_refused_by_name() -> None:
    with pytest.raises(PlanError, match="step `exclude`: `x` is read before"):
        from_json(edited(lambda p: p["excludes"][0]["condition"].update(test={"node": "var", "name": "x"})))
