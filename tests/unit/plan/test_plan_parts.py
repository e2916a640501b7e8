"""What a condition about activities could be, against its definition tried out on every combination of values."""

import random
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any, cast

import pytest

from assay.plan.context import Context, Facts
from assay.plan.forms import at_least, every, negated, op, some
from assay.plan.lets import derive
from assay.plan.nodes import ActivityField, Const, Expr, LeadField, Op, Value, Var
from assay.plan.parts import (
    ACTIVITY,
    LEAD,
    alone,
    lead_may_be_unknown,
    possible,
    possible_alone,
    reads,
)
from assay.values import SCALE, ZoneRules

Truth = bool | None
World = dict[str, Truth | int]
NOWHERE = {"a1": None, "a2": None, "an": None}

LEAD_FIELDS, ACTIVITY_FIELDS = ("l1", "l2"), ("a1", "a2")


def context() -> Context:
    return Context(ZoneRules((0,), (0,)), {}, {}, {})


def lead(name: str) -> Expr:
    return LeadField("lead", name)


def activity(name: str) -> Expr:
    return ActivityField("activity", name)


MIXED = op("lt", lead("ln"), activity("an"))


# --- the definition, tried out ---------------------------------------------------------------------------------


def value(context: Context, expr: Expr, world: World) -> Truth | int:
    match expr:
        case Const(value=bool(given) | int(given)):
            return given
        case LeadField(name=name) | ActivityField(name=name):
            return world[name]
        case Var(name=name):
            return value(context, context.values[name].value, world)
        case Op(op=name, args=args):
            return operation(name, [value(context, arg, world) for arg in args])
    raise AssertionError(expr)


def operation(name: str, args: list[Truth | int]) -> Truth | int:
    match name:
        case "and":
            return False if False in args else None if None in args else True
        case "or":
            return True if True in args else None if None in args else False
        case "not":
            return None if args[0] is None else not args[0]
        case "at_least":
            trues, unknown = args[1:].count(True), args[1:].count(None)
            needed = int(args[0] or 0) // SCALE
            return True if trues >= needed else None if trues + unknown >= needed else False
        case "known":
            return args[0] is not None
        case "missing":
            return args[0] is None
        case "presume":
            return args[1] if args[0] is None else args[0]
        case "lt":
            return None if None in args else args[0] < args[1]  # type: ignore[operator]
    raise AssertionError(name)


def outcomes(context: Context, expr: Expr, world: World, *, nowhere: bool) -> frozenset[Truth]:
    """All a condition may come to, each unknown part about the lead tried as true and as false."""
    match expr:
        case Op(op="and" | "or" | "not" | "at_least" as name, args=args):
            sides: list[Iterable[Any]] = [
                frozenset([arg.value]) if isinstance(arg, Const) else outcomes(context, arg, world, nowhere=nowhere)
                for arg in args
            ]
            return frozenset(cast("Truth", operation(name, list(tried))) for tried in product(*sides))
        case Var(name=name):
            return outcomes(context, context.values[name].value, world, nowhere=nowhere)
    of_activity = bool(reads(context, expr) & ACTIVITY)
    if of_activity and nowhere:
        return frozenset([None])
    found = value(context, expr, world)
    assert not isinstance(found, int) or isinstance(found, bool)
    stuck = of_activity and (not reads(context, expr) & LEAD or world["an"] is None)
    return frozenset([True, False]) if found is None and not stuck else frozenset([found])


# --- conditions -----------------------------------------------------------------------------------------------


def condition(chosen: random.Random, depth: int, lets: list[str]) -> Expr:
    if depth == 0 or chosen.random() < 0.2:
        parts = [lead(chosen.choice(LEAD_FIELDS)), activity(chosen.choice(ACTIVITY_FIELDS)), MIXED]
        parts += [op("known", lead("l1")), op("missing", activity("a1")), *(Var("var", name) for name in lets)]
        return chosen.choice(parts)
    parts = [condition(chosen, depth - 1, lets) for _ in range(chosen.randint(2, 3))]
    make: list[Callable[[], Expr]] = [
        lambda: every(parts),
        lambda: some(parts),
        lambda: negated(parts[0]),
        lambda: at_least(chosen.randint(1, len(parts)), parts),
    ]
    return chosen.choice(make)()


def define(context: Context, name: str, expr: Expr) -> None:
    bits = reads(context, expr)
    context.facts[name] = Facts(bool(bits & ACTIVITY), bool(bits & LEAD))
    context.values[name] = Value(name, "activity" if bits & ACTIVITY else "lead", expr, "boolean")
    if bits == LEAD | ACTIVITY:
        derive(context, name, expr)


def worlds() -> list[World]:
    truths: tuple[Truth, ...] = (True, False, None)
    numbers = (1, 2, None)
    keys = ("l1", "l2", "a1", "a2", "ln", "an")
    return [dict(zip(keys, found, strict=True)) for found in product(*[truths] * 4, *[numbers] * 2)]


@pytest.mark.parametrize("seed", range(60))
def test_forms_say_what_the_definition_says(seed: int) -> None:
    chosen, known = random.Random(seed), context()
    define(known, "let:x", condition(chosen, 2, []))
    define(known, "let:y", condition(chosen, 2, ["let:x"]))
    test = condition(chosen, 3, ["let:x", "let:y"])
    could, by_lead, could_by_lead = possible(known, test), alone(known, test), possible_alone(known, test)
    unsure = lead_may_be_unknown(known, test)
    for world in worlds():
        tried = outcomes(known, test, world, nowhere=False)
        assert value(known, could, world) is (True in tried), world
        if not unsure:
            assert (True in tried) == (value(known, test, world) is True), world
        tried = outcomes(known, test, {**world, **NOWHERE}, nowhere=True)
        assert (by_lead is not None and value(known, by_lead, world) is True) == (tried == {True}), world
        assert (could_by_lead is not None and value(known, could_by_lead, world) is True) == (True in tried), world


def test_forms_grow_in_step_with_a_chain_of_lets() -> None:
    known = context()
    define(known, "let:0", op("and", lead("l1"), activity("a1")))
    for place in range(1, 60):
        before = Var("var", f"let:{place - 1}")
        define(known, f"let:{place}", op("or", op("and", before, lead("l2")), op("not", before)))
    sizes = [len(str(found.value)) for found in known.values.values()]
    assert len(sizes) <= 60 * 7
    assert max(sizes) < 1000
