"""From merged statements to a Model, or to all that is wrong with them."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from assay.check.clauses import bounds
from assay.check.columns import Columns
from assay.check.decisions import report_after_otherwise
from assay.check.env import Env
from assay.check.groups import report_circles, together
from assay.check.lets import check_lets, lets_of
from assay.check.memory import Memory
from assay.check.merge import Merged
from assay.check.names import UNGROUPED, collect
from assay.check.parts import Part
from assay.check.setting import Setting, report_ambiguous, setting
from assay.diagnostics import Diagnostic, in_order
from assay.model import (
    Choice,
    Decision,
    Each,
    Example,
    Grade,
    Group,
    Guarantee,
    Match,
    Model,
    Promotion,
    Route,
    Stage,
    When,
)
from assay.source import Source
from assay.syntax import ast

M = TypeVar("M")
# The order in which statements are checked: of very many misspelt names the first get a suggestion.
_RANKS: dict[type, int] = {
    ast.Ignore: 0,
    ast.Exclude: 1,
    ast.Group: 2,
    ast.When: 2,
    ast.Each: 2,
    ast.Match: 2,
    ast.Choice: 2,
    ast.Grade: 3,
    ast.Disqualify: 4,
    ast.Stage: 5,
    ast.Promote: 6,
    ast.Route: 7,
    ast.Guarantee: 8,
    ast.Example: 9,
}


@dataclass(frozen=True)
class Checked:
    """`sources`: the rule files read, in order. `stands`: what names mean in these rules, as far as they could be read.
    `build` makes the model."""

    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]
    stands: Setting = field(compare=False, repr=False)
    build: Callable[[], Model] = field(compare=False, repr=False)

    @cached_property
    def model(self) -> Model | None:
        """None where there is any error."""
        return None if self.diagnostics else self.build()


def check_merged(merged: Merged, columns: Columns | None, memory: Memory | None = None) -> Checked:
    """The checked rules of one file or folder, and every mistake in them. With a `memory` of the last check, what an
    edit cannot have changed is taken from there."""
    paused = gc.isenabled()
    gc.disable()  # a model has no cycles, and collecting while it grows takes nearly as long as building it
    try:
        return _check(merged, columns, memory or Memory())
    finally:
        if paused:
            gc.enable()


def _check(merged: Merged, columns: Columns | None, memory: Memory) -> Checked:
    names = collect(merged.statements)
    stands = setting(merged, names, columns)
    env = stands.env
    memory.begin(env)
    check_lets(merged.folder, env, memory)
    total = bounds(names.total.minimum, names.total.maximum, env) if names.total is not None else (None, None)
    parts = [memory.part(statement, env) for statement in _in_order(merged.statements)]
    for part in memory.end(env):
        if part.problems:
            env.problems.extend(part.problems)
        for name, use in part.ambiguous:
            env.ambiguous_uses.setdefault(name, use)
    _report_together(merged, parts, env)
    sources = tuple(file.source for file in merged.files)
    return Checked(in_order(env.problems), sources, stands, lambda: _model(merged, stands, parts, total))


def _in_order(statements: Sequence[ast.Statement]) -> list[ast.Statement]:
    """The statements that are checked one by one, in the order in which they are."""
    ranked: list[list[ast.Statement]] = [[] for _ in range(10)]
    ranks = _RANKS
    for statement in statements:
        rank = ranks.get(type(statement))
        if rank is not None:
            ranked[rank].append(statement)
    return [statement for some in ranked for statement in some]


def _report_together(merged: Merged, parts: Sequence[Part], env: Env) -> None:
    """What no statement can know by itself."""
    tops = [(part.made.name, part.reads) for part in parts if isinstance(part.made, Group)]
    if env.names.ungrouped is not None:
        loose = (read for part in parts if isinstance(part.made, _LOOSE) for read in part.reads)
        tops.append((UNGROUPED, tuple(loose)))
    report_circles(tops, env)
    report_after_otherwise((p.statement for p in parts if isinstance(p.statement, ast.Route)), env)
    report_ambiguous(merged.statements, env)


_LOOSE = (When, Each, Match, Choice)


def _model(merged: Merged, stands: Setting, parts: Sequence[Part], total: tuple[int | None, int | None]) -> Model:
    names, lets = stands.env.names, lets_of(stands.env)
    return Model(
        name=None if names.model is None else names.model.name.value,
        zone=stands.zone,
        missing=stands.missing,
        lead=stands.lead,
        activity=stands.activity,
        constants=lets.constants,
        lets=lets.lets,
        ignores=_of(ast.Ignore, Decision, parts),
        excludes=_of(ast.Exclude, Decision, parts),
        groups=together([p.made for p in parts if isinstance(p.made, Group | When | Each | Match | Choice)], names),
        total_minimum=total[0],
        total_maximum=total[1],
        grades=_of(ast.Grade, Grade, parts),
        disqualifies=_of(ast.Disqualify, Decision, parts),
        stages=_of(ast.Stage, Stage, parts),
        promotions=_of(ast.Promote, Promotion, parts),
        routes=_of(ast.Route, Route, parts),
        guarantees=_of(ast.Guarantee, Guarantee, parts),
        examples=_of(ast.Example, Example, parts),
        sources=tuple(file.source for file in merged.files),
        files=tuple(merged.files),
    )


def _of(kind: type, made: type[M], parts: Sequence[Part]) -> tuple[M, ...]:
    """What was made of the statements of one kind, in order."""
    return tuple(part.made for part in parts if isinstance(part.statement, kind) and isinstance(part.made, made))
