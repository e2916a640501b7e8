"""The classes of values that a few comparisons tell apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise, product

from assay.analysis.definitions import Definitions, declared, is_sure, kind_of
from assay.analysis.leaves import Truth
from assay.engines.record.trace.ops import BINARY, WITH_SET
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar, Var
from assay.values import SCALE, fold

_FREE_AT_MOST = 10  # patterns on one text, each true or false of "another text"
_STEPS = {"integer": SCALE, "number": 1, "date": 1, "time": 1, "duration": 1, "stage": 1}


class Other(Enum):
    """A value that no constant names, of which nothing more is known."""

    OTHER = "another value"


@dataclass(frozen=True, slots=True)
class Cell:
    """A class of values, by one of them, and what the leaves say of it."""

    value: Scalar | Other | None
    truths: tuple[Truth, ...]


def cells(known: Definitions, variable: Expr, leaves: Sequence[Expr]) -> list[Cell] | None:
    """All that the leaves can say together, missing first and then ascending; None: too much."""
    kind = kind_of(known, variable)
    found = [] if is_sure(known, variable) else [Cell(None, tuple(_of_missing(leaf) for leaf in leaves))]
    if kind == "boolean":
        return found + [_cell(known, variable, value, leaves) for value in (True, False)]
    if kind == "one of":
        return found + [_cell(known, variable, value, leaves) for value in declared(known, variable)]
    if kind in _STEPS:
        return _ordered(known, variable, kind, leaves, found)
    if kind == "text":
        named = [_cell(known, variable, text, leaves) for text in _named(known, leaves)]
        others = _others(leaves)
        return None if others is None else found + named + others
    others = _free(leaves, range(len(leaves)))
    return None if others is None else found + others


def classes(known: Definitions, variable: Expr, leaves: Sequence[Expr]) -> list[Scalar | Other | None]:
    """A value of each class that equalities and comparisons in order tell apart: missing first, then ascending."""
    found: list[Scalar | Other | None] = [] if is_sure(known, variable) else [None]
    kind = kind_of(known, variable)
    if kind == "boolean":
        return [*found, True, False]
    if kind == "one of":
        return [*found, *declared(known, variable)]
    if kind in _STEPS:
        constants = sorted({int(value) for leaf in leaves for value in constants_of(known, leaf)})
        return [*found, *sorted(_within(known, variable, kind, _representatives(constants, _STEPS[kind])))]
    return [*found, *_named(known, leaves), Other.OTHER]


def distinct(found: Iterable[Cell]) -> list[Cell]:
    """One cell for each thing the leaves can say."""
    return list({cell.truths: cell for cell in reversed(list(found))}.values())


def _of_missing(leaf: Expr) -> Truth:
    if isinstance(leaf, Op) and leaf.op in ("known", "missing"):
        return leaf.op == "missing"
    return None


def _ordered(
    known: Definitions, variable: Expr, kind: str, leaves: Sequence[Expr], found: list[Cell]
) -> list[Cell] | None:
    if not all(_is_plain(leaf) for leaf in leaves):
        others = _free(leaves, range(len(leaves)))
        return None if others is None else found + others
    constants = sorted({int(value) for leaf in leaves for value in constants_of(known, leaf)})
    values = _representatives(constants, _STEPS[kind])
    values = _within(known, variable, kind, values)
    return found + [_cell(known, variable, value, leaves) for value in sorted(values)]


def _within(known: Definitions, variable: Expr, kind: str, values: set[int]) -> set[int]:
    low: int | None = None
    high: int | None = None
    if kind == "stage":
        return set(range(known.stages))
    if isinstance(variable, Var):
        low, high = known.ranges.get(variable.name, (None, None))
        low = 0 if variable.name in known.aggregates and kind == "integer" else low
    values |= {end for end in (low, high) if end is not None}
    return {v for v in values if (low is None or v >= low) and (high is None or v <= high)}


def _representatives(constants: list[int], step: int) -> set[int]:
    """The constants and a value between, below and above them, whole where it can be."""
    if not constants:
        return {0}
    values = {value for value in constants if value % step == 0}
    nice = SCALE if step == 1 and all(value % 100 == 0 for value in constants) else step
    values |= {_below(constants[0], step, nice), _above(constants[-1], step, nice)}
    for low, high in pairwise(constants):
        for size in (nice, step):
            inner = (low // size + 1) * size
            if inner < high:
                values.add(inner)
                break
    return values


def _above(value: int, step: int, nice: int) -> int:
    return (value // (nice or step) + 1) * (nice or step)


def _below(value: int, step: int, nice: int) -> int:
    return -_above(-value, step, nice)


def constants_of(known: Definitions, leaf: Expr) -> tuple[Scalar, ...]:
    match leaf:
        case Op(args=(_, Const(value=value))):
            return (value,)
        case Op(args=(_, ConstSet() as items)):
            return items.items if items.name is None else known.lists[items.name]
    return ()


def _named(known: Definitions, leaves: Sequence[Expr]) -> list[str]:
    """The texts that equalities name, where all of them fold or none does; else the folded and exact ones differ."""
    folding = {_folds(leaf) for leaf in leaves if not _asks(leaf)}
    if len(folding) > 1:
        return []
    signs: dict[str, int] = {}
    for at, leaf in enumerate(leaves):
        if _is_equality(leaf):
            for value in constants_of(known, leaf):
                signs[str(value)] = signs.get(str(value), 0) | 1 << at
    if all(_is_equality(leaf) or _asks(leaf) for leaf in leaves):  # long lists: one text for each thing to say
        return list({sign: text for text, sign in reversed(signs.items())}.values())[::-1]
    return list(signs)


def _others(leaves: Sequence[Expr]) -> list[Cell] | None:
    """Any other text: no equality holds, any pattern may. Where folded and exact are mixed, equalities may too."""
    mixed = len({_folds(leaf) for leaf in leaves if not _asks(leaf)}) > 1
    free = [at for at, leaf in enumerate(leaves) if not _asks(leaf) and (mixed or not _is_equality(leaf))]
    return _free(leaves, free)


def _free(leaves: Sequence[Expr], free: Sequence[int]) -> list[Cell] | None:
    free = [at for at in free if not _asks(leaves[at])]
    if len(free) > _FREE_AT_MOST:
        return None
    found = []
    for choice in product((False, True), repeat=len(free)):
        truths = [_of_another(leaf) for leaf in leaves]
        for at, truth in zip(free, choice, strict=True):
            truths[at] = truth
        found.append(Cell(Other.OTHER, tuple(truths)))
    return found


def _of_another(leaf: Expr) -> Truth:
    return isinstance(leaf, Op) and leaf.op in ("known", "ne")


def _asks(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and leaf.op in ("known", "missing")


def _is_equality(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and leaf.op in ("eq", "ne", "in_set")


def _is_plain(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and leaf.op in ("eq", "ne", "lt", "le", "gt", "ge", "in_set", "known", "missing")


def _folds(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and isinstance(leaf.args[0], Op) and leaf.args[0].op == "fold"


def _cell(known: Definitions, variable: Expr, value: Scalar, leaves: Sequence[Expr]) -> Cell:
    return Cell(value, tuple(_truth(known, variable, value, leaf) for leaf in leaves))


def _truth(known: Definitions, variable: Expr, value: Scalar, leaf: Expr) -> Truth:
    """What a leaf says of a value."""
    if leaf == variable or not isinstance(leaf, Op):
        return bool(value)
    if _asks(leaf):
        return leaf.op == "known"
    left, right = leaf.args
    seen = value if left == variable else _seen(left, value)
    if seen is None:
        return None
    if isinstance(right, Const):
        return bool(BINARY[leaf.op](seen, right.value))
    return bool(WITH_SET[leaf.op](seen, _items(constants_of(known, leaf))))


@lru_cache(maxsize=64)
def _items(constants: tuple[Scalar, ...]) -> frozenset[Scalar]:
    return frozenset(constants)


def _seen(left: Expr, value: Scalar) -> Scalar | None:
    match left:
        case Op(op="fold"):
            return fold(str(value))
        case Op(op="rank", args=(_, ConstSet(items=items))):
            return items.index(value) * SCALE if value in items else None
    return value
