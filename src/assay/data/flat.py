"""A result as one flat row, for CSV, XLSX and Parquet: key, score, stage, …, one column a group and a grade."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assay.plan.nodes import Plan
from assay.results import LeadResult

Kind = Literal["text", "number", "time", "texts"]
Cell = str | int | float | dt.datetime | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The groups and grades that every result of a plan has, in order of declaration. `compared`: with an earlier
    run, so that there are columns for what changed."""

    groups: tuple[str, ...]
    grades: tuple[str, ...]
    compared: bool = False


def shape_of(plan: Plan, compared: bool = False) -> Shape:
    return Shape(tuple(group.name for group in plan.groups), tuple(grade.group for grade in plan.grades), compared)


_BEFORE: tuple[tuple[str, Kind], ...] = (
    ("key", "text"),
    ("score", "number"),
    ("stage", "text"),
    ("stage_by", "text"),
    ("disqualified", "texts"),
    ("excluded", "texts"),
    ("route", "text"),
    ("respond_by", "time"),
)
_AFTER: tuple[tuple[str, Kind], ...] = (
    ("grade", "text"),
    ("rules", "texts"),
    ("undecided", "texts"),
    ("broken", "texts"),
    ("as_of", "time"),
    ("rules_version", "text"),
)
_COMPARED: tuple[tuple[str, Kind], ...] = (
    ("previous_stage", "text"),
    ("previous_score", "number"),
    ("changes", "texts"),
    ("cause", "text"),
)
_TAKEN = frozenset(name for name, _ in _BEFORE + _AFTER + _COMPARED)


def columns_of(shape: Shape) -> tuple[tuple[str, Kind], ...]:
    """Names and kinds of the columns. A group that is called like another column gets `group_` before it."""
    taken = _TAKEN | {f"grade_{group}" for group in shape.grades}
    groups: list[tuple[str, Kind]] = [(f"group_{name}" if name in taken else name, "number") for name in shape.groups]
    grades: list[tuple[str, Kind]] = [(f"grade_{group}", "text") for group in shape.grades]
    return (*_BEFORE, *groups, *grades, *_AFTER, *(_COMPARED if shape.compared else ()))


def cells_of(result: LeadResult, shape: Shape) -> list[Cell]:
    """The cells in order of `columns_of`: points kept per group, ids of rules."""
    handover, groups, grades = result.route, result.groups, result.grades
    return [
        result.key,
        whole(result.score),
        result.stage,
        result.stage_by,
        result.disqualified,
        result.excluded,
        None if handover is None else handover.to,
        None if handover is None else handover.respond_by,
        *[whole(groups[name].kept) if name in groups else None for name in shape.groups],
        *map(grades.get, shape.grades),
        result.grade,
        tuple(rule.id for rule in result.rules),
        tuple(rule.id for rule in result.undecided),
        result.broken,
        result.as_of,
        result.rules_version,
        *(_comparison(result) if shape.compared else ()),
    ]


def _comparison(result: LeadResult) -> tuple[Cell, ...]:
    return result.previous_stage, whole(result.previous_score), result.changes or (), result.cause


def whole(points: int | float | None) -> int | float | None:
    """Points as they are written: 65, not 65.0."""
    return int(points) if isinstance(points, float) and points.is_integer() else points


@lru_cache(maxsize=1 << 10)
def spoken(moment: dt.datetime) -> str:
    """A time in UTC with `Z`: 2026-11-01T04:00:00Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def as_text(cell: Cell) -> str | int | float | None:
    """A cell for formats without lists and zones: joined with `; `, and times spoken."""
    if isinstance(cell, tuple):
        return "; ".join(cell)
    return spoken(cell) if isinstance(cell, dt.datetime) else cell


def texts(cells: Sequence[Cell]) -> list[str | int | float | None]:
    return [as_text(cell) for cell in cells]
