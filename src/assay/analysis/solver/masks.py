"""Conditions about one field: in which of its cells they are true, and in which false, as bits."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assay.analysis.solver.abstract import Between, F, Setting, T, U
from assay.analysis.solver.axes import Axis
from assay.analysis.solver.names import LOGIC
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar
from assay.values import fold

Masks = tuple[int, int]  # true, false
_SIMPLE = frozenset({"eq", "ne", "in_set"})
_ORDERS = frozenset({"lt", "le", "gt", "ge"})


@dataclass(slots=True)
class AxisMasks:
    """The conditions about one axis. `said` is what a comparison comes to in a cell."""

    axis: Axis
    setting: Setting
    said: Callable[[Expr, int], int]
    _known: dict[int, tuple[Expr, Masks | None]] = field(default_factory=dict)
    _lows: list[int] = field(default_factory=list)
    _plain: list[Value] = field(default_factory=list)
    _folded: list[Value] = field(default_factory=list)

    @property
    def all(self) -> int:
        return (1 << len(self.axis.cells)) - 1

    def of(self, expr: Expr) -> Masks | None:
        """None: it is not settled in every cell."""
        found = self._known.get(id(expr))
        if found is None:
            found = self._known[id(expr)] = (expr, self._made(expr))
        return found[1]

    def _made(self, expr: Expr) -> Masks | None:
        match expr:
            case Const(value=bool(value)):
                return (self.all, 0) if value else (0, self.all)
            case Op(op="not", args=(inner,)):
                found = self.of(inner)
                return None if found is None else (found[1], found[0])
            case Op(op="and" | "or" as op, args=args):
                return self._joined(op, args)
            case Op(op=op) if op in LOGIC or op == "presume":
                return None
        return self._leaf(expr)

    def _joined(self, op: str, args: Sequence[Expr]) -> Masks | None:
        true, false = (self.all, 0) if op == "and" else (0, self.all)
        for arg in args:
            found = self.of(arg)
            if found is None:
                return None
            if op == "and":
                true, false = true & found[0], false | found[1]
            else:
                true, false = true | found[0], false & found[1]
        return true, false

    def _leaf(self, leaf: Expr) -> Masks | None:
        match leaf:
            case Op(op=op, args=(left, Const() | ConstSet() as right)) if left == self.axis.key and op in _ORDERS:
                return self._ordered(op, right)
            case Op(op=op, args=(left, Const() | ConstSet() as right)) if op in _SIMPLE and self._is_itself(left):
                return self._equal(op, left, right)
        true = false = 0
        for at in range(len(self.axis.cells)):
            mask = self.said(leaf, at)
            if mask not in (T, F, U):
                return None
            true |= (mask == T) << at
            false |= (mask == F) << at
        return true, false

    def _is_itself(self, left: Expr) -> bool:
        return left == self.axis.key or (isinstance(left, Op) and left.op == "fold" and left.args[0] == self.axis.key)

    def _ordered(self, op: str, right: Expr) -> Masks | None:
        if not isinstance(right, Const) or not isinstance(right.value, int) or not self._numbers():
            return None
        at = bisect_left(self._lows, right.value) if op in ("lt", "ge") else bisect_right(self._lows, right.value)
        known = self.all & ~1
        below = known & ((1 << at + 1) - 1)
        return (below, known & ~below) if op in ("lt", "le") else (known & ~below, below)

    def _numbers(self) -> bool:
        """Whether the cells are pieces of an order, missing before them."""
        if not self._lows and self.axis.ordered:
            spans = [cell.known.known for cell in self.axis.cells[1:]]
            self._lows += [span.low for span in spans if isinstance(span, Between)]
        return bool(self._lows)

    def _equal(self, op: str, left: Expr, right: Const | ConstSet) -> Masks | None:
        items = (right.value,) if isinstance(right, Const) else self.setting.items(right)
        if any(not cell.exact for cell in self.axis.cells):
            return None
        known = self.all & ~1
        equal = sum(1 << at for at in set(self._places(items, folded=left != self.axis.key)))
        return (known & ~equal, equal) if op == "ne" else (equal, known & ~equal)

    def _places(self, items: Sequence[Scalar], *, folded: bool) -> Iterator[int]:
        if self._numbers():
            for item in items:
                at = bisect_left(self._lows, int(item))
                if at < len(self._lows) and self._lows[at] == item:
                    yield at + 1
            return
        wanted = set(items)
        for at, sample in enumerate(self._samples(folded=folded), 1):
            if sample in wanted:
                yield at

    def _samples(self, *, folded: bool) -> Sequence[Value]:
        samples = self._folded if folded else self._plain
        if not samples:
            values = [cell.sample for cell in self.axis.cells[1:]]
            samples += [fold(one) if folded and isinstance(one, str) else one for one in values]
        return samples


def places(mask: int) -> list[int]:
    """The numbers of the bits, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
