"""Conditions as literals: whether they are true, and whether they are false; unknown is neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from assay.analysis.solver.abstract import (
    Abstract,
    Between,
    F,
    Setting,
    T,
    U,
    abstract,
    exactly,
    truths,
)
from assay.analysis.solver.axes import Axis, ListAxis
from assay.analysis.solver.cells import NO_VALUE, Cell, at_large
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit, Sum
from assay.analysis.solver.cuts import Cuts
from assay.analysis.solver.masks import AxisMasks, Masks, places
from assay.analysis.solver.names import SUBJECT, Names, TooLarge, with_instead
from assay.analysis.solver.sharing import about_fields
from assay.plan.nodes import Const, ConstSet, Expr, Op, Row, Var
from assay.values import SCALE

_MOST = 4_000  # combinations of cells tried for one comparison
Kind = Mapping[Expr, Cell]  # the cells an activity's fields are in
NO_KIND: Kind = {}


@dataclass(frozen=True, slots=True)
class Kleene:
    """Unknown where neither is true."""

    true: int
    false: int

    @property
    def swapped(self) -> "Kleene":
        return Kleene(self.false, self.true)


YES, NO, UNKNOWN = Kleene(TRUE, FALSE), Kleene(FALSE, TRUE), Kleene(FALSE, FALSE)
Axes = Mapping[Expr, Axis | ListAxis]


@dataclass(slots=True)
class Numbers:
    """A computed number: its literal of being there, and its value as the plan encodes it."""

    known: int
    value: Sum
    step: int = 1


@dataclass(slots=True)
class Results:
    """What steps have given so far, by the name of the Var: a truth, a number, or the cells of an axis."""

    truths: dict[str, Kleene] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    axes: dict[str, Axis] = field(default_factory=dict)


@dataclass(slots=True)
class Truths:
    """The conditions of one plan. `strict`: every cell stands for its sample, so that what is found is a lead there
    is; else for all its values, so that what is not found does not exist. `free` collects what is not looked into."""

    circuit: Circuit
    setting: Setting
    names: Names
    axes: Axes
    results: Results
    strict: bool
    free: dict[str, None]
    _made_before: dict[tuple[int, tuple[int, ...]], Kleene] = field(default_factory=dict)
    shared: "dict[tuple[Expr, tuple[int, ...]], Kleene]" = field(
        default_factory=dict
    )  # by all plans: about fields alone
    _by_axis: dict[Expr, AxisMasks] = field(default_factory=dict)
    _leaves: dict[tuple[Expr, tuple[int, ...]], Kleene] = field(default_factory=dict)

    def of(self, expr: Expr, kind: Kind = NO_KIND) -> Kleene:
        """Of a condition as the plan has it; of one about an activity, on an activity of a kind."""
        try:
            return self.opened(self.names.opened(expr), kind)
        except TooLarge:
            return self._anything("a condition of very many parts")

    def opened(self, expr: Expr, kind: Kind = NO_KIND) -> Kleene:
        # By identity: opened conditions and cells live as long as what is made of them.
        cells = tuple([id(kind[one]) for one in self.names.about(expr) if one in kind]) if kind else ()
        key = (id(expr), cells)
        found = self._made_before.get(key)
        if found is None:
            found = self._made_before[key] = self._made(expr, kind)
        return found

    def masks(self, expr: Expr) -> tuple[Axis, Masks] | None:
        """Of an opened condition about one field of the lead: the cells in which it is true and false."""
        about = self.names.about(expr)
        axis = self.axes.get(about[0]) if len(about) == 1 else None
        if not isinstance(axis, Axis):
            return None
        if axis.key not in self._by_axis:
            said = lambda leaf, at: self.said(leaf, (axis,), (at,), NO_KIND)  # noqa: E731
            self._by_axis[axis.key] = AxisMasks(axis, self.setting, said)
        found = self._by_axis[axis.key].of(expr)
        return None if found is None else (axis, found)

    def _made(self, expr: Expr, kind: Kind) -> Kleene:
        if (found := self.masks(expr)) is not None:
            axis, (true, false) = found
            return Kleene(axis.within(places(true)), axis.within(places(false)))
        circuit = self.circuit
        match expr:
            case Const(value=bool(value)):
                return YES if value else NO
            case Op(op="and" | "or" as op, args=args):
                parts = [self.opened(arg, kind) for arg in args]
                all_of, any_of = circuit.all_of, circuit.any_of
                join, other = (all_of, any_of) if op == "and" else (any_of, all_of)
                return Kleene(join(p.true for p in parts), other(p.false for p in parts))
            case Op(op="not", args=(inner,)):
                return self.opened(inner, kind).swapped
            case Op(op="at_least", args=(Const(value=count), *rest)):
                return self._at_least(int(count) // SCALE, [self.opened(arg, kind) for arg in rest])
            case Op(op="known" | "missing" as op, args=(inner,)) if self.names.is_condition(inner):
                part = self.opened(inner, kind)
                known = circuit.any_of((part.true, part.false))
                return Kleene(known, ~known) if op == "known" else Kleene(~known, known)
            case Op(op="presume", args=(inner, Const(value=bool(value)))):
                part = self.opened(inner, kind)
                return Kleene(~part.false, part.false) if value else Kleene(part.true, ~part.true)
        cells = tuple([id(kind[one]) for one in self.names.about(expr) if one in kind])
        leaves = self.shared if about_fields(self.names, expr) else self._leaves
        if (expr, cells) not in leaves:  # by what they say: what is free in one is free in the other alike
            leaves[expr, cells] = self._leaf(expr, kind)
        return leaves[expr, cells]

    def _at_least(self, needed: int, parts: Sequence[Kleene]) -> Kleene:
        circuit = self.circuit
        true = circuit.reaches(circuit.weighted((p.true, 1) for p in parts), needed)
        return Kleene(true, circuit.reaches(circuit.weighted((p.false, 1) for p in parts), len(parts) - needed + 1))

    # --- rows of a match ---------------------------------------------------------------------------------------------

    def subject_known(self, subject: Expr, kind: Kind = NO_KIND) -> int:
        return self.of(Op("op", "known", (subject,)), kind).true

    def row_takes(self, subject: Expr, row: Row, known: int, kind: Kind = NO_KIND) -> int:
        """Whether a row takes the subject, were it the first."""
        takes = [~known] if row.missing else []
        if row.otherwise:
            takes.append(known)
        elif row.test is not None:
            takes.append(self.of(with_instead(row.test, SUBJECT, subject), kind).true)
        return self.circuit.any_of(takes)

    # --- comparisons ---------------------------------------------------------------------------------------------------

    def _leaf(self, leaf: Expr, kind: Kind) -> Kleene:
        if isinstance(leaf, Var) and leaf.name in self.results.truths:
            return self.results.truths[leaf.name]
        found = self._of_list(leaf) or self._of_difference(leaf)
        if found is not None:
            return found
        axes = [self.axis_of(one, leaf) for one in self.names.about(leaf) if one not in kind]
        if any(axis is None for axis in axes):
            return self._anything(self._words(leaf))
        return self._table(leaf, [axis for axis in axes if axis is not None], kind)

    def _words(self, leaf: Expr) -> str:
        return self.names.worded(leaf)

    def _anything(self, what: str) -> Kleene:
        """Free to be true, false or unknown."""
        self.free[what] = None
        return self._one_of(T | F | U)

    def _one_of(self, mask: int) -> Kleene:
        if mask in (T, F, U):
            return {T: YES, F: NO, U: UNKNOWN}[mask]
        if mask == T | F:
            made = self.circuit.literal()
            return Kleene(made, ~made)
        true = self.circuit.literal() if mask & T else FALSE
        false = self.circuit.literal() if mask & F else FALSE
        self.circuit.require(~true, ~false)
        return Kleene(true, false)

    def _of_list(self, leaf: Expr) -> Kleene | None:
        """Whether something is in a list, or the list is there."""
        match leaf:
            case Op(op="known" | "missing" as op, args=(inner,)) if (axis := self._list_axis(inner)) is not None:
                return Kleene(axis.known, ~axis.known) if op == "known" else Kleene(~axis.known, axis.known)
            case Op(op="has_any", args=(inner, ConstSet() as items)) if (axis := self._list_axis(inner)) is not None:
                some = self.circuit.any_of(axis.has(str(item)) for item in self.setting.items(items))
                return Kleene(some, self.circuit.all_of((axis.known, ~some)))
            case Op(op="has", args=(inner, Const(value=item))) if (axis := self._list_axis(inner)) is not None:
                return Kleene(axis.has(str(item)), self.circuit.all_of((axis.known, ~axis.has(str(item)))))
        return None

    def _list_axis(self, expr: Expr) -> ListAxis | None:
        inner = expr.args[0] if isinstance(expr, Op) and expr.op == "fold_list" else expr
        found = self.axes.get(inner)
        return found if isinstance(found, ListAxis) else None

    def _of_difference(self, leaf: Expr) -> Kleene | None:
        """A comparison of two computed numbers."""
        if (
            not isinstance(leaf, Op)
            or leaf.op not in ("eq", "ne", "lt", "le", "gt", "ge")
            or len(self.names.about(leaf)) < 2
        ):
            return None
        left, right = self.number(leaf.args[0]), self.number(leaf.args[1])
        if left is None or right is None:
            return None
        circuit = self.circuit
        known = circuit.all_of((left.known, right.known))
        difference = circuit.added(left.value, circuit.times(right.value, -1))
        at_least, above = circuit.reaches(difference, 0), circuit.reaches(difference, 1)
        true = {"ge": at_least, "gt": above, "le": ~above, "lt": ~at_least}.get(leaf.op)
        if true is None:
            equal = circuit.all_of((at_least, ~above))
            true = equal if leaf.op == "eq" else ~equal
        return Kleene(circuit.all_of((known, true)), circuit.all_of((known, ~true)))

    def number(self, expr: Expr) -> Numbers | None:
        """A number that follows from computed ones without rounding; None: it does not."""
        match expr:
            case Const(value=int(value)):
                return Numbers(TRUE, self.circuit.weighted((), value))
            case Var(name=name):
                return self.results.numbers.get(name)
            case Op(op="add" | "sub" as op, args=(a, b)):
                left, right = self.number(a), self.number(b)
                if left is not None and right is not None:
                    total = self.circuit.added(
                        left.value, right.value if op == "add" else self.circuit.times(right.value, -1)
                    )
                    return Numbers(self.circuit.all_of((left.known, right.known)), total)
            case Op(op="neg", args=(a,)):
                inner = self.number(a)
                return None if inner is None else Numbers(inner.known, self.circuit.times(inner.value, -1))
        return None

    # --- tables ----------------------------------------------------------------------------------------------------------

    def axis_of(self, expr: Expr, leaf: Expr) -> Axis | None:
        """The cells of a field, or those in which a computed number is as far as the leaf asks."""
        found = self.axes.get(expr)
        if isinstance(found, Axis):
            return found
        if not isinstance(expr, Var):
            return None
        if expr.name in self.results.axes:
            return self.results.axes[expr.name]
        number = self.results.numbers.get(expr.name)
        if number is not None:
            return self._number_axis(expr, number, leaf)
        truth = self.results.truths.get(expr.name)
        return None if truth is None else self._truth_axis(expr, truth)

    def _truth_axis(self, expr: Expr, truth: Kleene) -> Axis:
        known = self.circuit.any_of((truth.true, truth.false))
        cells = (NO_VALUE, *(Cell(exactly(value), value, single=True) for value in (True, False)))
        return Axis(self.circuit, expr, cells, False, (~known, truth.true, truth.false))

    def _number_axis(self, expr: Expr, number: Numbers, leaf: Expr) -> Axis:
        cut = Cuts(number.value.low, number.value.high, number.step)

        def said(piece: Between) -> object:
            found = truths(abstract(self.setting, leaf, lambda one: Abstract(piece) if one == expr else None))
            return found if found in (T, F, U) else None

        if self.names.about(leaf) == (expr,):
            cut.settle(said)
        pieces = cut.pieces()
        cells = (NO_VALUE, *(Cell(Abstract(piece), None, exact=False) for piece in pieces))
        above = [self.circuit.all_of((number.known, self.circuit.reaches(number.value, piece.low))) for piece in pieces]
        above = [number.known, *above[1:]]
        return Axis(self.circuit, expr, cells, True, (TRUE, *above))

    def _table(self, leaf: Expr, axes: Sequence[Axis], kind: Kind) -> Kleene:
        if prod(len(axis.cells) for axis in axes) > _MOST:
            return self._anything(self._words(leaf))
        if len(axes) == 1:
            return self._of_axis(leaf, axes[0], kind)
        true, false = [], []
        for chosen in product(*(range(len(axis.cells)) for axis in axes)):
            mask = self.said(leaf, axes, chosen, kind)
            if mask != U:
                here = self.circuit.all_of(axis.literal(at) for axis, at in zip(axes, chosen, strict=True))
                part = self._one_of(mask)
                true.append(self.circuit.all_of((here, part.true)))
                false.append(self.circuit.all_of((here, part.false)))
                self._note(leaf, mask)
        return Kleene(self.circuit.any_of(true), self.circuit.any_of(false))

    def _of_axis(self, leaf: Expr, axis: Axis, kind: Kind) -> Kleene:
        by_mask: dict[int, list[int]] = {}
        for at in range(len(axis.cells)):
            by_mask.setdefault(self.said(leaf, (axis,), (at,), kind), []).append(at)
        true, false = axis.within(by_mask.pop(T, [])), axis.within(by_mask.pop(F, []))
        by_mask.pop(U, None)
        for mask, unsettled in by_mask.items():
            self._note(leaf, mask)
            here, part = axis.within(unsettled), self._one_of(mask)
            true = self.circuit.any_of((true, self.circuit.all_of((here, part.true))))
            false = self.circuit.any_of((false, self.circuit.all_of((here, part.false))))
        return Kleene(true, false)

    def _note(self, leaf: Expr, mask: int) -> None:
        if mask not in (T, F, U):
            self.free[self._words(leaf)] = None

    def said(self, leaf: Expr, axes: Sequence[Axis], chosen: Sequence[int], kind: Kind) -> int:
        """What a comparison can come to in these cells."""
        return truths(self.value(leaf, axes, chosen, kind, asked=len(self.names.about(leaf)) == 1))

    def value(self, expr: Expr, axes: Sequence[Axis], chosen: Sequence[int], kind: Kind, *, asked: bool) -> Abstract:
        """What an expression can come to in these cells. `asked`: it is one of those the cells were made by."""
        given = {axis.key: self._seen(axis.cells[at], alone=asked) for axis, at in zip(axes, chosen, strict=True)}
        given |= {one: self._seen(cell, alone=asked) for one, cell in kind.items()}
        return abstract(self.setting, expr, given.get)

    def _seen(self, cell: Cell, *, alone: bool) -> Abstract:
        """A text stands for others like it only in what was asked of it alone."""
        if self.strict and cell.exact:
            return exactly(cell.sample)
        return cell.known if alone else at_large(cell)
