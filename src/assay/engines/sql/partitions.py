"""Rules about one field of the lead, folded into one look-up by the field's value.

Most rules compare one field with constants. What such rules give together depends on the field's value alone: it is
worked out here for every value they tell apart, so that a query looks it up once however many rules there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from sqlglot import exp

from assay.engines.record.trace.values import Frame, evaluate
from assay.engines.sql.amounts import fixed
from assay.engines.sql.build import Sql, case, coalesce, column, is_null, number, some, steps, text, when
from assay.engines.sql.context import Context
from assay.engines.sql.expressions import lower
from assay.engines.sql.folded import Folded, Partition, Truth, Weight, among, sums
from assay.engines.sql.numbering import FIRST
from assay.engines.sql.places import at_place, constants_of, place_of
from assay.engines.sql.raw import words_for_missing
from assay.plan.nodes import Const, ConstSet, Expr, LeadField, Op, Rule, Scalar, Var
from assay.values import ZoneRules, fold

_LOGIC = frozenset({"and", "or", "not", "known", "missing"})
_EQUAL = frozenset({"eq", "ne", "in_set"})
_ORDERED = _EQUAL | {"lt", "le", "gt", "ge"}
_NUMBERS = frozenset({"number", "integer", "date", "time"})
_OTHER = "\0"  # no text holds it


def summed(context: Context, partition: Partition, weight: Weight, indexes: Iterable[int] | None = None) -> Sql | None:
    """The sum of the weights of these rules (None: all), by the value; None where it is always 0."""
    chosen = partition.rules if indexes is None else among(partition.rules, set(indexes))
    return looked_up(context, partition, chosen, weight)


def looked_up(
    context: Context, partition: Partition, chosen: Sequence[Folded], weight: Weight, more: int = 0
) -> Sql | None:
    """The sum of the weights of some of the partition's rules and parts, and `more`; None where it is always 0."""
    base, missing, changes = sums(chosen, weight)
    base, missing = base + more, missing + more
    if not changes and base == missing:
        return number(base) if base else None
    if context.by_place:
        results = [one + more for one in partition.by_place(chosen, weight)]
        return at_place(context, place_of(context, partition), results)
    match partition.view:
        case Op(op="fold", args=(LeadField(name=name),)) | LeadField(name=name) if (
            context.lead_columns[name] in context.spelled
        ):
            return _by_spelling(context, partition, name, base, missing, changes)
    view = context.registry.held(lower(context, partition.view), "value")
    if context.reads_lists and partition.kind == "number":
        return _read_off(context, partition, view, base, missing, changes)
    look = _texts if partition.kind == "text" else _numbers
    found = look(context, view, base, changes)  # of null: the base
    return found if base == missing else when(is_null(view.copy()), number(missing), found)


def _read_off(
    context: Context, partition: Partition, view: Sql, base: int, missing: int, changes: dict[Scalar, int]
) -> Sql:
    """Where points, and masks of what fired and what is undecided, are all asked for: the place of a number among
    all bounds is found once, and each of them is a list to read there."""
    bounds = sorted({int(value) for one in (*partition.rules, *partition.parts) for value, _ in one.special})
    places = [number(at) for at in range(2, len(bounds) + 3)]
    place = case([(is_null(view), number(1))], steps(view.copy(), bounds, places))
    results = [missing, *accumulate((changes.get(bound, 0) for bound in bounds), initial=base)]
    return context.spelling.entry(results, context.registry.put(place, "place"))


def _by_spelling(
    context: Context,
    partition: Partition,
    field: str,
    base: int,
    missing: int,
    changes: dict[Scalar, int],
) -> Sql:
    """Text that is written as it is in many leads is looked up as it is, neither trimmed nor folded."""
    given, exact = context.lead(field), not isinstance(partition.view, Op)
    spelled, words = context.spelled[given.name], words_for_missing(context)
    results = [
        missing if fold(one) in words else base + changes.get(one if exact else fold(one), 0)
        for one in spelled.spellings
    ]
    folded = context.spelling.fold(given.copy(), trimmed=False)
    no_text = some([is_null(given), exp.In(this=folded, expressions=[*map(text, words)])])
    key = context.spelling.trim(given.copy()) if exact else folded.copy()
    rare = case([(no_text, number(missing))], _texts(context, key, base, changes))
    return coalesce(context.spelling.entry(results, column(spelled.name)), rare)


def _texts(context: Context, view: Sql, base: int, changes: dict[Scalar, int]) -> Sql:
    if not changes:
        return number(base)
    found = context.spelling.look_up(view, [(str(value), base + change) for value, change in sorted(changes.items())])
    return coalesce(found, number(base))


def _numbers(_context: Context, view: Sql, base: int, changes: dict[Scalar, int]) -> Sql:
    bounds = sorted(int(value) for value in changes)
    results = [base]
    for bound in bounds:
        results.append(results[-1] + changes[bound])
    return steps(view, bounds, [number(result) for result in results])


# --- which rules ---------------------------------------------------------------------------------------------


def partitioned(context: Context, indexes: Iterable[int]) -> dict[int, Partition]:
    """The rules that fold, each with its partition in the context."""
    found: dict[int, Partition] = {}
    for index in indexes:
        test = foldable(context, context.plan.rules[index])
        partition = None if test is None else partition_of(context, test)
        if test is None or partition is None:
            continue
        partition.rules.append(conditioned(context, index, test, partition))
        found[index] = partition
    return found


def partition_of(context: Context, test: Expr) -> Partition | None:
    """The partition of the one view that a condition asks for; None if it asks for anything else."""
    view = view_of(context, test)
    return None if view is None else context.partitions.setdefault(view, Partition(view, _kind(context, view)))


def numbered(context: Context, others: Iterable[Expr]) -> None:
    """Gives places to the constants of the partitions, and to those that `others`, expressions which do not fold,
    compare text with."""
    for expr in others:
        for view, constants in _compared(context, expr):
            partition = context.partitions.setdefault(view, Partition(view, "text"))
            partition.places |= dict.fromkeys(constants, 0)
    for partition in context.partitions.values():
        special = dict.fromkeys(value for one in (*partition.rules, *partition.parts) for value, _ in one.special)
        if partition.kind == "number":
            partition.bounds = tuple(sorted(map(int, special)))
        else:
            partition.places = {value: at for at, value in enumerate(special | partition.places, FIRST)}


def _compared(context: Context, expr: Expr) -> Iterator[tuple[Expr, tuple[Scalar, ...]]]:
    """Views of text with the constants they are compared with, anywhere in an expression."""
    if not isinstance(expr, Op):
        return
    if expr.op in _EQUAL and isinstance(expr.args[1], Const | ConstSet) and _is_view(context, expr.args[0], expr.op):
        if _kind(context, expr.args[0]) == "text":
            yield expr.args[0], constants_of(context, expr.args[1])
        return
    for arg in expr.args:
        yield from _compared(context, arg)


def foldable(context: Context, rule: Rule) -> Expr | None:
    """The condition of a plain rule with fixed points, its `let`s written out."""
    condition = rule.condition
    plain = rule.kind == "when" and rule.choice is None and rule.decay is None and rule.amount is not None
    if not plain or condition is None or condition.scope != "lead" or fixed(rule.amount) is None:  # type: ignore[arg-type]
        return None
    return _written_out(context, condition.test, 20)


def _written_out(context: Context, expr: Expr, depth: int) -> Expr:
    if isinstance(expr, Var) and expr.name in context.lets and depth:
        return _written_out(context, context.lets[expr.name].value, depth - 1)
    if isinstance(expr, Op) and expr.op in _LOGIC:
        return Op("op", expr.op, tuple(_written_out(context, arg, depth) for arg in expr.args))
    return expr


def view_of(context: Context, test: Expr) -> Expr | None:
    """The one view of one field that a condition compares with constants; None if there is no such."""
    views = dict.fromkeys(_views(context, test))
    exact = {view for view in views if view is not None}
    return next(iter(exact)) if len(exact) == 1 and None not in views else None


def _views(context: Context, test: Expr) -> Iterator[Expr | None]:
    """Every view that is compared; None for what is no comparison of a view with constants."""
    match test:
        case Op(op=op, args=args) if op in _LOGIC and op not in ("known", "missing"):
            for arg in args:
                yield from _views(context, arg)
        case Op(op="known" | "missing", args=(LeadField() as read,)):
            yield _of_field(context, read)
        case Op(op=op, args=(left, Const() | ConstSet())) if _is_view(context, left, op):
            yield left
        case _:
            yield None


def _of_field(context: Context, read: LeadField) -> Expr:
    """Whether a field is known can be told from its folded text too."""
    kind = context.lead_fields[read.name]
    return Op("op", "fold", (read,)) if kind.kind == "text" and not kind.exact else read


def _is_view(context: Context, left: Expr, op: str) -> bool:
    read = left.args[0] if isinstance(left, Op) and left.op == "fold" else left
    if not isinstance(read, LeadField):
        return False
    kind = context.lead_fields[read.name].kind
    return op in (_ORDERED if kind in _NUMBERS else _EQUAL if kind in ("text", "one of") else ())


def _kind(context: Context, view: Expr) -> Literal["text", "number"]:
    return "number" if isinstance(view, LeadField) and context.lead_fields[view.name].kind in _NUMBERS else "text"


def conditioned(context: Context, index: int, test: Expr, partition: Partition) -> Folded:
    """How a rule, or its part, comes out by the value of the partition's view."""
    rule, from_ = context.plan.rules[index], _Outcomes(context, partition.view, test)
    assert rule.amount is not None
    points = _bounded(rule, fixed(rule.amount) or 0)
    constants = sorted(set(_constants(context, test)), key=lambda value: (isinstance(value, str), value))
    if partition.kind == "text":
        special = tuple((value, from_(value)) for value in constants)
        return Folded(index, points, from_(None), from_(_OTHER), special)
    numbers = [int(value) for value in constants]
    edges = sorted({edge for value in numbers for edge in (value, value + 1)})
    base = from_(numbers[0] - 1) if numbers else from_(0)
    return Folded(index, points, from_(None), base, tuple(_turns(base, ((edge, from_(edge)) for edge in edges))))


def _turns(before: Truth, outcomes: Iterable[tuple[Scalar, Truth]]) -> Iterator[tuple[Scalar, Truth]]:
    """Those that differ from the one before."""
    for value, outcome in outcomes:
        if outcome is not before:
            yield value, outcome
        before = outcome


def _constants(context: Context, test: Expr) -> Iterator[Scalar]:
    match test:
        case Const():
            yield test.value
        case ConstSet():
            yield from context.items(test)
        case Op():
            for arg in test.args:
                yield from _constants(context, arg)
        case _:
            return


def _bounded(rule: Rule, points: int) -> int:
    assert rule.amount is not None
    amount = rule.amount.sign * points
    amount = amount if rule.maximum is None else min(amount, rule.maximum)
    return rule.amount.sign * (amount if rule.minimum is None else max(amount, rule.minimum))


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """How a condition comes out by the value of its view, which stands in for the field: constants are folded."""

    context: Context
    view: Expr
    test: Expr

    def __call__(self, value: Scalar | None) -> Truth:
        read = self.view.args[0] if isinstance(self.view, Op) else self.view
        assert isinstance(read, LeadField)
        frame = Frame({read.name: value}, _UTC, 0, lambda given: frozenset(self.context.items(given)), _no_name)
        found = evaluate(self.test, frame)
        assert found is None or isinstance(found, bool)
        return found


_UTC = ZoneRules((0,), (0,))


def _no_name(name: str, _frame: Frame) -> None:
    raise AssertionError(f"{name} is read where only a field should be")
