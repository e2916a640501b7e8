"""The values of a lead's field that the plan tells apart.

Every comparison in which the field stands (through `let`s too) changes at values that can be solved for: these,
and those just beside them, are tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as stored
from itertools import pairwise

from assay.engines.record.trace.inverse import Equation, Unsolved, equations, inverse
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.reading import Reading
from assay.engines.record.trace.rescore import FIRST_DAY, LAST_DAY
from assay.engines.record.trace.texts import OTHER, Mark, joins, list_values, mark_of, text_values
from assay.engines.record.trace.traced import Trace
from assay.plan.nodes import Expr, Field
from assay.values import DAY, SCALE, fold, in_range

UNITS = {"number": 1, "integer": SCALE, "date": 1, "time": 1}
COMPUTED = "goes into a computation: typical values were tried"
MANY = "is compared with very many values: not all were tried"
TOGETHER = "is searched for many texts: no more than two at once were tried"
_FAR = 1_000
_SAMPLES = (0, 1, 5, 10, 50, 100, 500, 1_000, 10_000, 100_000, 1_000_000)
_SAMPLE_DAYS = (0, 1, 7, 30, 90, 180, 365, 1_000, 3_650)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value to try. `marks` say what a text stands for; without any it stands for every other text."""

    value: Value
    marks: tuple[Mark, ...] = ()

    @property
    def stands_for_others(self) -> bool:
        return not self.marks and self.value in (OTHER, (OTHER,))


@dataclass(slots=True)
class Classes:
    """The candidates of a field, ordered ones ascending. `cut` says why they may not be all."""

    field: Field
    candidates: list[Candidate] = stored(default_factory=list)
    cut: str | None = None

    @property
    def ordered(self) -> bool:
        return self.field.kind in UNITS


def classes_of(trace: Trace, reading: Reading, of: Field, atoms: tuple[Expr, ...]) -> Classes:
    """The candidates of a field that stands in these atoms."""
    classes = Classes(of)
    match of.kind:
        case "one of":
            classes.candidates = [Candidate(fold(value)) for value in of.values]
        case "boolean":
            classes.candidates = [Candidate(True), Candidate(False)]
        case "text" | "list":
            _texts(trace, reading, classes, atoms)
        case _:
            _numbers(trace, reading, classes, atoms)
    classes.candidates = [one for one in classes.candidates if _can_be(trace, of, one.value)]
    return classes


def _can_be(trace: Trace, of: Field, value: Value) -> bool:
    """Whether a file could hold the value: no spelling of "missing", no number or time out of range."""
    match value:
        case str():
            return fold(value) not in trace.plan.missing
        case bool() | tuple() | None:
            return True
    if of.kind == "date":
        return FIRST_DAY <= value <= LAST_DAY
    return FIRST_DAY * DAY <= value <= LAST_DAY * DAY if of.kind == "time" else in_range(value) is not None


def _equations(trace: Trace, reading: Reading, classes: Classes, atoms: tuple[Expr, ...]) -> Iterator[Equation]:
    """Every atom as equations; those that come to none cut the classes."""
    for atom in atoms:
        try:
            yield from equations(trace, reading, classes.field.name, atom)
        except Unsolved:
            classes.cut = COMPUTED


def _numbers(trace: Trace, reading: Reading, classes: Classes, atoms: tuple[Expr, ...]) -> None:
    unit = UNITS[classes.field.kind]
    values: set[int] = set()
    for equation in _equations(trace, reading, classes, atoms):
        values |= set(_solutions(classes, equation))
    if classes.cut or not values:
        values |= set(_samples(trace, classes.field))
    edges = sorted({value // unit * unit for value in values})
    spread = {value + step * unit for value in edges for step in (-1, 0, 1)} | set(_inside(edges, unit))
    classes.candidates = [Candidate(value) for value in sorted(spread)]


def _inside(edges: list[int], unit: int) -> Iterator[int]:
    """Values well inside the cells: where something is rounded, those beside an edge may lie on the wrong side."""
    for low, high in pairwise(edges):
        yield (low + high) // 2 // unit * unit
    if edges:
        far = max(abs(edges[0]), abs(edges[-1]), _FAR * unit) // unit * unit
        yield from (edges[0] - far, edges[-1] + far)


def _solutions(classes: Classes, equation: Equation) -> Iterator[int]:
    try:
        found = inverse(equation.sides, equation.side, equation.constant)
    except Unsolved:
        classes.cut = COMPUTED
        return
    yield from (value for value in found if isinstance(value, int))


def _samples(trace: Trace, of: Field) -> Iterator[int]:
    match of.kind:
        case "date":
            today = trace.state.zone.day(trace.as_of)
            yield from (today + sign * days for days in _SAMPLE_DAYS for sign in (1, -1))
        case "time":
            yield from (trace.as_of + sign * days * DAY for days in _SAMPLE_DAYS for sign in (1, -1))
        case _:
            yield from (sign * number * SCALE for number in _SAMPLES for sign in (1, -1))


def _texts(trace: Trace, reading: Reading, classes: Classes, atoms: tuple[Expr, ...]) -> None:
    found: dict[Value, Candidate] = {}
    listed = classes.field.kind == "list"
    marks: dict[Mark, Equation] = {}
    for equation in _equations(trace, reading, classes, atoms):
        mark = mark_of(equation)
        marks.setdefault(mark, equation)
    joined, all_joined = joins(tuple(marks))
    for mark, equation in marks.items():
        _add(found, classes, equation, (mark,), listed=listed)
    for together in joined:
        _add(found, classes, marks[together[0]], together, listed=listed)
    if not all_joined and classes.cut is None:
        classes.cut = TOGETHER
    others: list[Value] = [(OTHER,), ()] if listed else [OTHER]
    classes.candidates = [*found.values(), *(Candidate(value) for value in others)]


def _add(
    found: dict[Value, Candidate], classes: Classes, equation: Equation, marks: tuple[Mark, ...], *, listed: bool
) -> None:
    """The values that stand for some marks at once."""
    try:
        values = list_values(equation, marks) if listed else text_values(equation, marks)
    except Unsolved:
        classes.cut = COMPUTED
        return
    for value in values:
        found.setdefault(value, Candidate(value, marks))
