"""From merged statements to a Model, or to all that is wrong with them."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from assay.check.clauses import bounds
from assay.check.columns import Columns
from assay.check.decisions import decision, grade, guarantee, promotion, routes, stage
from assay.check.examples import example
from assay.check.groups import groups
from assay.check.lets import check_lets
from assay.check.merge import Merged
from assay.check.names import Names, collect
from assay.check.places import DISQUALIFY, EXCLUDE, IGNORE
from assay.check.setting import Setting, report_ambiguous, setting
from assay.diagnostics import Diagnostic, in_order
from assay.model import Model
from assay.source import Source
from assay.syntax import ast

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """`model` is None where there is any error. `sources`: the rule files read, in order. `stands`: what names mean in
    these rules, as far as they could be read."""

    model: Model | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...] = ()
    stands: Setting | None = field(default=None, compare=False, repr=False)


def check_merged(merged: Merged, columns: Columns | None) -> Checked:
    """The checked rules of one file or folder, and every mistake in them."""
    paused = gc.isenabled()
    gc.disable()  # a model has no cycles, and collecting while it grows takes nearly as long as building it
    try:
        return _check(merged, columns)
    finally:
        if paused:
            gc.enable()


def _check(merged: Merged, columns: Columns | None) -> Checked:
    names = collect(merged.statements)
    stands = setting(merged, names, columns)
    model = _model(merged, names, stands)
    report_ambiguous(merged.statements, stands.env)
    problems = stands.env.problems
    sources = tuple(file.source for file in merged.files)
    return Checked(None if problems else model, in_order(problems), sources, stands)


def _model(merged: Merged, names: Names, stands: Setting) -> Model:
    env, statements = stands.env, merged.statements
    lets = check_lets(merged.folder, env)
    total = bounds(names.total.minimum, names.total.maximum, env) if names.total is not None else (None, None)
    return Model(
        name=None if names.model is None else names.model.name.value,
        zone=stands.zone,
        missing=stands.missing,
        lead=stands.lead,
        activity=stands.activity,
        constants=lets.constants,
        lets=lets.lets,
        ignores=tuple(_each(ast.Ignore, statements, lambda s: decision(s, IGNORE, env))),
        excludes=tuple(_each(ast.Exclude, statements, lambda s: decision(s, EXCLUDE, env))),
        groups=groups(statements, env),
        total_minimum=total[0],
        total_maximum=total[1],
        grades=tuple(_each(ast.Grade, statements, lambda s: grade(s, env))),
        disqualifies=tuple(_each(ast.Disqualify, statements, lambda s: decision(s, DISQUALIFY, env))),
        stages=tuple(_each(ast.Stage, statements, lambda s: stage(s, env))),
        promotions=tuple(_each(ast.Promote, statements, lambda s: promotion(s, env))),
        routes=routes((s for s in statements if isinstance(s, ast.Route)), env),
        guarantees=tuple(_each(ast.Guarantee, statements, lambda s: guarantee(s, env))),
        examples=tuple(_each(ast.Example, statements, lambda s: example(s, env))),
        sources=tuple(file.source for file in merged.files),
        files=tuple(merged.files),
    )


def _each(kind: type[S], statements: Iterable[ast.Statement], check: Callable[[S], T | None]) -> Iterator[T]:
    """What the check makes of the statements of one kind, without those that have an error."""
    for statement in statements:
        if isinstance(statement, kind) and (checked := check(statement)) is not None:
            yield checked
