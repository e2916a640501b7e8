"""The rows of a `match`: which values each takes, and in what order the bands of a number stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from assay.analysis.cells import cells
from assay.analysis.definitions import Definitions, kind_of, resolved
from assay.analysis.leaves import Formula, Truth, variable_of
from assay.analysis.truth import survey
from assay.plan.nodes import Const, Expr, Op, Row, Rule, Var
from assay.values import SCALE

_FALSE = Const("const", "boolean", False)  # the test of a row that only `missing` or `otherwise` takes
_PAIRS = 50_000  # of rows that are held against each other
_NUMBERS = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class Band:
    """A value of the subject, in ascending order, and the row that takes it."""

    value: int
    row: int | None


def within_rows(known: Definitions, rule: Rule) -> Definitions:
    """The names as the rows of a `match` know them."""
    return replace(known, subject=None if rule.subject is None else resolved(known, rule.subject))


def unreached(known: Definitions, rule: Rule) -> tuple[int, ...]:
    """The rows that no value reaches, where this is known."""
    if rule.subject is None or not rule.rows:
        return ()
    inner = within_rows(known, rule)
    asked = Op("op", "known", (Var("var", "subject"),))
    found = survey(inner, [asked, *(row.test or _FALSE for row in rule.rows)])
    if found is None:
        return ()
    reached = {taker(rule.rows, truths[1:], missing=truths[0] is False) for truths in found}
    return tuple(at for at in range(len(rule.rows)) if at not in reached)


def taker(rows: Sequence[Row], truths: Sequence[Truth], *, missing: bool) -> int | None:
    """The first row that takes a value."""
    for at, (row, truth) in enumerate(zip(rows, truths, strict=True)):
        if row.missing if missing else truth is True or row.otherwise:
            return at
    return None


def bands(known: Definitions, rule: Rule) -> list[Band]:
    """The numbers that the rows of a `match` tell apart; none, if it is not about a number alone."""
    return [Band(value, taker(rule.rows, truths, missing=False)) for value, truths in _claimed(known, rule)]


def _claimed(known: Definitions, rule: Rule) -> list[tuple[int, list[Truth]]]:
    """The same numbers with what the test of each row says of them."""
    if rule.subject is None or kind_of(known, subject := resolved(known, rule.subject)) not in _NUMBERS:
        return []
    inner = within_rows(known, rule)
    formula = Formula(inner)
    evaluators = [formula.add(row.test or _FALSE) for row in rule.rows]
    leaves = list(formula.leaves)
    if any(variable_of(inner, leaf) != subject for leaf in leaves):
        return []
    found = []
    for cell in cells(inner, subject, leaves) or []:
        env: list[Truth] = [False] * len(formula.leaves)
        for leaf, truth in zip(leaves, cell.truths, strict=True):
            env[formula.leaves[leaf]] = truth
        if isinstance(cell.value, int):
            found.append((cell.value, [evaluate(env) for evaluate in evaluators]))
    return found


def gaps(known: Definitions, rule: Rule, *, fractions: bool) -> list[Band]:
    """Numbers between two bands that no row takes; `fractions`: also where no whole number is among them."""
    found = bands(known, rule)
    taken = [at for at, band in enumerate(found) if band.row is not None]
    if not taken:
        return []
    inner = [band for band in found[taken[0] : taken[-1]] if band.row is None]
    return [band for band in inner if fractions or band.value % SCALE == 0]


def steps(known: Definitions, rule: Rule) -> list[int]:
    """The rows of a number's bands from the lowest on, each once; rows taken by single values are left out."""
    counts: dict[int, int] = {}
    for band in bands(known, rule):
        if band.row is not None and not rule.rows[band.row].otherwise:
            counts[band.row] = counts.get(band.row, 0) + 1
    return [row for row, count in counts.items() if count > 1 or _is_range(rule.rows[row].test)]


def _is_range(test: Expr | None) -> bool:
    return isinstance(test, Op) and test.op in ("lt", "le", "gt", "ge", "and")


@dataclass(frozen=True, slots=True)
class Overlap:
    """A value that two bands claim, of which the first takes it; each claims others that the other does not."""

    value: int
    first: int
    second: int


def overlaps(known: Definitions, rule: Rule) -> list[Overlap]:
    """Of each two bands of a number that claim some values alike and others not: the first that both claim. Bands one of
    which lies in the other are steps, and meant so."""
    claimed = _claimed(known, rule)
    ranges = [at for at, row in enumerate(rule.rows) if not row.otherwise and _is_range(row.test)]
    masks = {row: sum(1 << place for place, (_, truths) in enumerate(claimed) if truths[row]) for row in ranges}
    found = []
    for first, second in islice(combinations(ranges, 2), _PAIRS):
        both = masks[first] & masks[second]
        if both and both not in (masks[first], masks[second]):
            lowest = (both & -both).bit_length() - 1
            found.append(Overlap(claimed[lowest][0], first, second))
    return found
