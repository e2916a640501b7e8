"""What checking one statement gives, whatever the others say: kept, it need not be checked again after an edit
elsewhere, as long as the names it looked up mean the same."""

from dataclasses import dataclass, replace

from assay.check.decisions import decision, grade, guarantee, promotion, route, stage
from assay.check.env import Env
from assay.check.examples import example
from assay.check.folder import Folder
from assay.check.groups import Read, group, reads_of
from assay.check.lets import let_value
from assay.check.names import UNGROUPED
from assay.check.places import DISQUALIFY, EXCLUDE, IGNORE
from assay.check.rules import Surroundings, rule
from assay.diagnostics import Diagnostic
from assay.model import (
    Choice,
    Decision,
    Each,
    Example,
    Expr,
    Grade,
    Group,
    Guarantee,
    Match,
    Promotion,
    Route,
    Stage,
    When,
)
from assay.source import Span
from assay.syntax import ast

Made = Choice | Decision | Each | Example | Expr | Grade | Group | Guarantee | Match | Promotion | Route | Stage | When


@dataclass(frozen=True, slots=True)
class Part:
    """`made` is the statement's part of the model, None where an error leaves none. `asked` are the names it looked up;
    `unsure`: any new name may change it, as it misses one. `ambiguous`: see Env. `reads`: groups that groups in it
    read."""

    statement: ast.Statement
    made: Made | None
    problems: tuple[Diagnostic, ...]
    asked: frozenset[str]
    unsure: bool
    ambiguous: tuple[tuple[str, Span], ...]
    reads: tuple[Read, ...] = ()


def part(statement: ast.Statement, env: Env) -> Part:
    """A checked statement. Of a declaration, which is part of the environment, nothing is made."""
    own = _own(env)
    made = _made(statement, own)
    match made:
        case Group():
            reads = reads_of(made)
        case When() | Each() | Match() | Choice():
            reads = reads_of(Group(UNGROUPED, None, None, None, None, (made,), made.span))
        case _:
            reads = ()
    return _part(statement, made, own, reads)


def let_part(statement: ast.Let | ast.LetFile, folder: Folder, env: Env) -> Part:
    """A checked `let`."""
    own = _own(env)
    return _part(statement, let_value(statement, folder, own), own, ())


def _own(env: Env) -> Env:
    """The same names, nothing found yet."""
    return replace(env, problems=[], asked=set(), unsure=False, ambiguous_uses={})


def _part(statement: ast.Statement, made: Made | None, own: Env, reads: tuple[Read, ...]) -> Part:
    ambiguous = tuple(own.ambiguous_uses.items())
    return Part(statement, made, tuple(own.problems), frozenset(own.asked), own.unsure, ambiguous, reads)


def _made(statement: ast.Statement, env: Env) -> Made | None:
    match statement:
        case ast.Group():
            return group(statement, Surroundings(), env)
        case ast.When() | ast.Each() | ast.Match() | ast.Choice():
            return rule(statement, Surroundings(), env)
        case ast.Ignore():
            return decision(statement, IGNORE, env)
        case ast.Exclude():
            return decision(statement, EXCLUDE, env)
        case ast.Disqualify():
            return decision(statement, DISQUALIFY, env)
        case ast.Grade():
            return grade(statement, env)
        case ast.Stage():
            return stage(statement, env)
        case ast.Promote():
            return promotion(statement, env)
        case ast.Route():
            return route(statement, env)
        case ast.Guarantee():
            return guarantee(statement, env)
        case ast.Example():
            return example(statement, env)
        case _:
            return None
