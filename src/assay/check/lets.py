"""`let`s in the order they need each other."""

from dataclasses import replace
from typing import NamedTuple, Protocol

from assay.check.circles import components, is_circle
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.expressions import check
from assay.check.folder import Folder
from assay.check.lists import list_from_file
from assay.check.walk import written_names
from assay.model import Const, Expr, Let, ListValue, NamedConstant
from assay.syntax import ast

# Names that need each other, after those they need, and whether they do so in a circle.
Ordered = list[tuple[tuple[str, ...], bool]]


class Lets(NamedTuple):
    """Constants as written, the others in dependency order."""

    constants: tuple[NamedConstant, ...]
    lets: tuple[Let, ...]


def needs(lets: dict[str, ast.Let | ast.LetFile]) -> dict[str, list[str]]:
    """The `let`s that each `let` reads."""
    return {name: [read for read in names_in(let) if read in lets] for name, let in lets.items()}


def names_in(let: ast.Let | ast.LetFile) -> tuple[str, ...]:
    """The names a `let` reads, in the order written."""
    return tuple(read.name for read in written_names(let.value)) if isinstance(let, ast.Let) else ()


class Keeper(Protocol):
    """Who knows the values of `let`s, or finds them out."""

    def order(self, lets: dict[str, ast.Let | ast.LetFile]) -> Ordered: ...

    def let(self, statement: ast.Let | ast.LetFile, circular: bool, folder: Folder, env: Env) -> Expr | None: ...


def ordered(edges: dict[str, list[str]]) -> Ordered:
    return [(component, is_circle(component, edges)) for component in components(edges)]


def check_lets(folder: Folder, env: Env, keeper: Keeper) -> None:
    """All `let`s, put into `env.lets` as the keeper gives them; circles are reported at their first member."""
    declared = env.names.lets
    for component, circular in keeper.order(declared):
        if circular:
            _report_circle([declared[name].name for name in component], env)
        for name in component:
            env.lets[name] = keeper.let(declared[name], circular, folder, env)


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
