"""`let`s in the order they need each other."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from assay.check.circles import components, is_circle
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.expressions import check
from assay.check.folder import Folder
from assay.check.lists import list_from_file
from assay.check.walk import written_names
from assay.model import Const, Expr, Let, ListValue, NamedConstant
from assay.syntax import ast


class Lets(NamedTuple):
    """Constants as written, the others in dependency order."""

    constants: tuple[NamedConstant, ...]
    lets: tuple[Let, ...]


def needs(lets: dict[str, ast.Let | ast.LetFile]) -> dict[str, list[str]]:
    """The `let`s that each `let` reads."""
    return {
        name: [read.name for read in written_names(let.value) if read.name in lets] if isinstance(let, ast.Let) else []
        for name, let in lets.items()
    }


def check_lets(env: Env, value: Callable[[ast.Let | ast.LetFile, bool], Expr | None]) -> None:
    """All `let`s, put into `env.lets` as `value` gives them, which is told of each whether it needs itself; circles are
    reported at their first member."""
    declared = env.names.lets
    edges = needs(declared)
    for component in components(edges):
        circular = is_circle(component, edges)
        if circular:
            _report_circle([declared[name].name for name in component], env)
        for name in component:
            env.lets[name] = value(declared[name], circular)


def _report_circle(members: list[ast.Name], env: Env) -> None:
    env.report(errors.circular_let(members[0], tuple(members[1:])))


def let_value(let: ast.Let | ast.LetFile, folder: Folder, env: Env) -> Expr | None:
    """What a `let` stands for, None where it has an error."""
    if isinstance(let, ast.LetFile):
        return list_from_file(let, folder, env)
    value = check(let.value, env)
    return replace(value, name=let.name.name) if isinstance(value, ListValue) else value


def lets_of(env: Env) -> Lets:
    """The checked `let`s of a model."""
    declared = env.names.lets
    constants = [_constant(declared[name].name, env.lets[name]) for name in declared]
    lets = [_let(declared[name].name, value) for name, value in env.lets.items()]
    return Lets(tuple(c for c in constants if c is not None), tuple(let for let in lets if let is not None))


def _constant(name: ast.Name, value: Expr | None) -> NamedConstant | None:
    return NamedConstant(name.name, value, name.span) if isinstance(value, Const | ListValue) else None


def _let(name: ast.Name, value: Expr | None) -> Let | None:
    return None if value is None or isinstance(value, Const | ListValue) else Let(name.name, value, name.span)
