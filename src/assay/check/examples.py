"""Examples: fields given, and what is expected."""

from collections.abc import Iterator
from typing import Literal

from assay.check.constants import midnight_of, moment_of
from assay.check.counts import whole_count
from assay.check.env import Env, KnownField
from assay.check.errors import names as name_errors
from assay.check.errors import structure as errors
from assay.check.example_values import encoded
from assay.check.expressions import condition_at
from assay.check.places import EXPECT
from assay.model import Example, ExampleActivity, ExampleValue, Expectation
from assay.syntax import ast, printer

MOST_REPETITIONS = 10_000


def example(written: ast.Example, env: Env) -> Example:
    """A checked example; values that do not fit are reported."""
    return Example(
        written.name.value,
        _as_of(written.as_of, env),
        tuple(_values(written.lead, "lead", env)),
        tuple(_activity(activity, env) for activity in written.activities),
        tuple(_expectations(written, env)),
        written.span,
    )


def _as_of(written: ast.Date | ast.Time | None, env: Env) -> int | None:
    match written:
        case None:
            return None
        case ast.Date():
            return midnight_of(written.value, env.zone)
        case ast.Time():
            return moment_of(written.value, env.zone)


def _activity(written: ast.ExampleActivity, env: Env) -> ExampleActivity:
    times = 1 if written.times is None else whole_count(written.times, "`times`", env, MOST_REPETITIONS)
    return ExampleActivity(tuple(_values(written.values, "activity", env)), times or 1)


def _expectations(written: ast.Example, env: Env) -> Iterator[Expectation]:
    for expect in written.expects:
        condition = condition_at(expect.condition, EXPECT, env)
        if condition is not None:
            text = "" if env.problems else printer.expression(expect.condition)
            yield Expectation(condition, text, expect.span)


def _values(
    given: tuple[ast.Given, ...], table: Literal["lead", "activity"], env: Env
) -> Iterator[tuple[str, ExampleValue]]:
    first: dict[str, ast.Name] = {}
    for value in given:
        name = value.field
        if (same := first.setdefault(name.name, name)) is not name:
            env.report(errors.repeated(name.span, f"`{name.name}`", same.span))
            continue
        field = _field(name, table, env)
        if field is not None:
            yield name.name, encoded(value.value, field, env)


def _field(name: ast.Name, table: Literal["lead", "activity"], env: Env) -> KnownField | None:
    env.asked.add(name.name)
    own, other = (env.lead, env.activity) if table == "lead" else (env.activity, env.lead)
    if (known := own.get(name.name)) is not None:
        return known
    if name.name in other:
        env.report(name_errors.wrong_table(name, table))
    elif not env.lets_pass(name.name):
        guess = env.suggester.near(name.name, own, env.columns)
        env.report(name_errors.unknown_field(name, guess, f"name a field of the {table}"))
    return None
