"""What conditions can come to together, over all possible leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from assay.analysis.cells import Cell, Other, cells, distinct
from assay.analysis.definitions import Definitions
from assay.analysis.leaves import Formula, Truth, variable_of
from assay.plan.nodes import Condition, Expr, Scalar

MOST = 20_000
Case = dict[Expr, Scalar | Other | None]
Survey = dict[tuple[Truth, ...], Case]


@dataclass(frozen=True, slots=True)
class _Axis:
    variable: Expr
    places: tuple[int, ...]  # of its leaves in the environment
    cells: list[Cell]


def survey(known: Definitions, conditions: Sequence[Expr], most: int = MOST) -> Survey | None:
    """Every combination of truths that may occur, each with values that make it so; None: too many to try.

    Each that can occur is there. One that is there may need values that no lead has, where something about the
    values was not understood: what is said of all of them holds, what is said of one is to be tried.
    """
    formula = Formula(known)
    evaluators = [formula.add(condition) for condition in conditions]
    axes = _axes(known, formula)
    if axes is None or prod(len(axis.cells) for axis in axes) > most:
        return None
    found: Survey = {}
    env: list[Truth] = [None] * len(formula.leaves)
    for chosen in product(*(axis.cells for axis in axes)):
        for axis, cell in zip(axes, chosen, strict=True):
            for place, truth in zip(axis.places, cell.truths, strict=True):
                env[place] = truth
        truths = tuple([evaluate(env) for evaluate in evaluators])
        if truths not in found:
            found[truths] = {axis.variable: cell.value for axis, cell in zip(axes, chosen, strict=True)}
    return found


def tried(known: Definitions, conditions: Sequence[Expr]) -> tuple[int, tuple[Expr, ...]]:
    """How many combinations a survey tries, and of which values."""
    formula = Formula(known)
    for condition in conditions:
        formula.add(condition)
    axes = _axes(known, formula) or []
    return prod(len(axis.cells) for axis in axes), tuple(axis.variable for axis in axes)


def _axes(known: Definitions, formula: Formula) -> list[_Axis] | None:
    by_variable: dict[Expr, list[Expr]] = {}
    for leaf in formula.leaves:
        by_variable.setdefault(variable_of(known, leaf), []).append(leaf)
    axes = []
    for variable, leaves in by_variable.items():
        found = cells(known, variable, leaves)
        if found is None:
            return None
        axes.append(_Axis(variable, tuple(formula.leaves[leaf] for leaf in leaves), distinct(found)))
    return axes


def outcomes(known: Definitions, condition: Expr) -> frozenset[Truth] | None:
    """What a condition can come to; None: not known."""
    found = survey(known, [condition])
    return None if found is None else frozenset(truth for (truth,) in found)


def never(known: Definitions, condition: Condition) -> bool:
    """Whether no lead, whatever it does, makes the condition true. False where this is not known."""
    ways = [condition.test] + ([condition.alone] if condition.alone is not None else [])
    return all((found := outcomes(known, way)) is not None and True not in found for way in ways)


def always(known: Definitions, condition: Condition) -> bool:
    """Whether every lead makes the condition true. False where this is not known."""
    way = condition.test if condition.scope == "lead" else condition.alone
    return way is not None and outcomes(known, way) == frozenset({True})


def implies(known: Definitions, condition: Expr, others: Sequence[Expr]) -> Case | None:
    """If some other is true whenever the condition is, and it can be: a case of it."""
    found = survey(known, [condition, *others])
    if found is None:
        return None
    true = {truths: case for truths, case in found.items() if truths[0]}
    if not true or not all(any(truths[1:]) for truths in true):
        return None
    return next(iter(true.values()))


def variables(known: Definitions, condition: Expr) -> frozenset[Expr]:
    """What a condition is about."""
    formula = Formula(known)
    formula.add(condition)
    return frozenset(variable_of(known, leaf) for leaf in formula.leaves)
