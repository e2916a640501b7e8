"""From the rules that tables take over to the tables: code for what has to be tested, axes for the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from assay.data.coerce import reader_of
from assay.engines.record.axis import Axis, Part, Single
from assay.engines.record.conjunctions import Bits, Conjunction
from assay.engines.record.cuts import Cuts, cuts_of, merged
from assay.engines.record.details import Matching, Rules, Views
from assay.engines.record.expressions import openness, unary, value
from assay.engines.record.joint import Cells, Joint, Pending, Slots
from assay.engines.record.layout import Context
from assay.engines.record.operators import Scope
from assay.engines.record.placing import ConjunctionPlace, JointPlace, MatchPlace, Place, SinglePlace
from assay.engines.record.register import AMOUNT, CONDITION, FIELD_MISSING, Register
from assay.engines.record.rules import row_function, write_bounds, write_points
from assay.engines.record.shapes import Equal, Range, Shape, Test, View, lead_view, looked_through
from assay.engines.record.table import FieldTable, NumberTable
from assay.engines.record.writer import Body
from assay.plan.nodes import Expr, LeadField, Op, Rule

TOGETHER = 50  # joints in one function
NAMED_NUMBERS = 2_000  # constants of one field that are looked up by bisection
READ_ONCE: dict[str, frozenset[type]] = {
    "number": frozenset({str, int, float, type(None)}),
    "integer": frozenset({str, int, float, type(None)}),
    "boolean": frozenset({str, bool, type(None)}),
}
TEXT_ONCE: frozenset[type] = frozenset({str, type(None)})  # others might be equal and yet read differently


@dataclass(frozen=True, slots=True)
class PartPlace:
    """One part of a conjunction."""

    field: str
    shape: Shape
    bit: int


Placed = SinglePlace | JointPlace | MatchPlace | PartPlace


@dataclass(slots=True)
class _Item:
    """One rule of a field, with the names of the functions it needs, and what to note where it is unknown."""

    place: Placed
    group: int  # of the plan
    unknown: int
    odd: int
    test: str | None = None
    rest: str | None = None
    pending: str | None = None
    amount: str | None = None
    row: str | None = None
    cuts: dict[View, Cuts] | None = None


def _shape(place: Placed) -> Shape | None:
    return None if isinstance(place, MatchPlace) else place.shape


@dataclass(slots=True)
class Tabling:
    """Rules by field. `joint_groups`, `conjunction_groups`: groups of the plan that get points from these."""

    context: Context
    register: Register
    items: dict[str, list[_Item]] = field(default_factory=dict)
    conjunctions: list[Conjunction] = field(default_factory=list)
    joint_groups: set[int] = field(default_factory=set)
    conjunction_groups: set[int] = field(default_factory=set)
    group_places: dict[str, dict[int, int]] = field(default_factory=dict)  # field -> group of the plan -> place
    pending: dict[View, list[str]] = field(default_factory=dict)  # what to run where a view is missing

    def take(self, places: dict[int, Place]) -> None:
        """Writes the code the tables need."""
        number = {group.name: at for at, group in enumerate(self.context.plan.groups)}
        for index, place in places.items():
            rule = self.context.plan.rules[index]
            inputs = rule.inputs if rule.condition is None else rule.condition.inputs
            if isinstance(place, ConjunctionPlace):
                self._take_parts(place, number[rule.group], self.register.unknown(index, CONDITION, inputs))
                continue
            alone = all(one.value == LeadField("lead", place.field) for one in inputs)
            unknown = self.register.unknown(index, FIELD_MISSING if alone else CONDITION, inputs)
            item = _Item(place, number[rule.group], unknown, self.register.unknown(index, CONDITION, inputs))
            self._note(item, place.field)
            self._write(item, place, rule)
        for items in self.items.values():
            self._write_pending(items)

    def _take_parts(self, place: ConjunctionPlace, group: int, unknown: int) -> None:
        entry = self.register.give(self.register.first_entry[place.rule], place.points)
        bit = 1 << len(self.conjunctions)
        self.conjunctions.append(Conjunction(entry, unknown, group, place.points))
        self.conjunction_groups.add(group)
        for name, shape in place.parts:
            item = _Item(PartPlace(name, shape, bit), group, unknown, unknown)
            self._note(item, name)
            self._write_test(item, shape)

    def _note(self, item: _Item, name: str) -> None:
        self.items.setdefault(name, []).append(item)
        self.context.lead.field(name)

    def _write(self, item: _Item, place: SinglePlace | JointPlace | MatchPlace, rule: Rule) -> None:
        match place:
            case SinglePlace():
                self._write_test(item, place.shape)
                self._count(place.field, item.group)
            case JointPlace():
                self._write_test(item, place.shape)
                item.rest = self._rest(place.rest)
                item.amount = self._amount(place, rule)
                self.joint_groups.add(item.group)
            case MatchPlace():
                self._write_match(item, rule)
                self._count(place.field, item.group)

    def _count(self, name: str, group: int) -> None:
        places = self.group_places.setdefault(name, {})
        places.setdefault(group, len(places))

    def _write_test(self, item: _Item, shape: Shape) -> None:
        if not isinstance(shape, Test):
            self.context.lead.view(*shape.view)
            return
        item.cuts = cuts_of(shape.test, None, self.context)
        self._see(item.cuts)
        body = Body()
        body.line(f"return {value(shape.test, Scope(self.context, body, viewing=True))}")
        item.test = self._define("w", body)

    def _write_match(self, item: _Item, rule: Rule) -> None:
        assert rule.subject is not None
        subject = lead_view(looked_through(rule.subject, self.context))
        tests = [row.test for row in rule.rows if row.test is not None]
        found = [cuts_of(test, subject, self.context) for test in tests]
        known = [cuts for cuts in found if cuts is not None]
        if subject is not None and len(known) == len(found):
            item.cuts = merged([{subject: Cuts(set(), set())}, *known])
        self._see(item.cuts)
        body = Body()
        scope = Scope(self.context, body, viewing=True)
        body.line(f"return {row_function(rule, scope)}({value(rule.subject, scope)}, w)")
        item.row = self._define("w", body)

    def _write_pending(self, items: list[_Item]) -> None:
        """What is to be run where the anchor of a joint is unknown: for tests each on its own, else by axis."""
        by_view: dict[View, list[_Item]] = {}
        for item in items:
            shape = item.place.shape if isinstance(item.place, JointPlace) else None
            if isinstance(shape, Test):
                item.pending = self._open([item])
            elif shape is not None:
                by_view.setdefault(shape.view, []).append(item)
        for view, some in by_view.items():
            parts = [some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER)]
            self.pending[view] = [self._open(part) for part in parts]

    def _open(self, items: list[_Item]) -> str:
        """A function that appends the codes of those that nothing else makes false."""
        body = Body()
        for item in items:
            assert isinstance(item.place, JointPlace)
            scope = Scope(self.context, body)
            tests = " and ".join([openness(part, scope) for part in item.place.rest]) or "True"
            with body.block(f"if {tests}:"):
                body.line(f"n.append({self.context.names.bind(item.odd)})")
        return self._define("H, S, n", body)

    def _see(self, cuts: dict[View, Cuts] | None) -> None:
        for view in cuts or ():
            self.context.lead.view(*view)

    def _rest(self, parts: tuple[Expr, ...]) -> str:
        body = Body()
        test = Op("op", "and", parts) if len(parts) > 1 else None
        text = value(test or parts[0], Scope(self.context, body)) if parts else "True"
        body.line(f"return {text}")
        return self._define("H, S", body)

    def _amount(self, place: JointPlace, rule: Rule) -> str | None:
        """A function that gives points, bounded and signed."""
        amount = place.amount
        if amount is None:
            return None
        self.register.unknown(place.rule, AMOUNT, amount.inputs)
        body = Body()
        scope = Scope(self.context, body)
        write_points("q", amount, rule, scope)
        with body.block("if q is None:"):
            body.line("return None")
        write_bounds("q", rule, scope)
        body.line("return q" if amount.sign > 0 else "return -q")
        return self._define("H, S", body)

    def _define(self, parameters: str, body: Body) -> str:
        name = self.context.names.reserve("f")
        self.context.names.define(name, parameters, body)
        return name

    # --- once all code is compiled -------------------------------------------------------------------------

    def tables(self) -> list[FieldTable]:
        """The tables of all fields that are read, in the order of H."""
        context = self.context
        missing, fields = frozenset(context.plan.missing), {one.name: one for one in context.plan.lead.fields}
        count, found = len(context.lead.fields), []
        for name, index in context.lead.fields.items():
            read, kept = reader_of(fields[name], context.zone, missing), READ_ONCE.get(fields[name].kind, TEXT_ONCE)
            numeric, rules = self._rules(name)
            plain = numeric and rules.shared and not any(axis.equal for axis in rules.axes)
            bits = Bits(index, count, len(self.conjunctions), self.register.few)
            table = (NumberTable if plain else FieldTable)(name, read, kept, rules, bits)
            table.views = tuple(unary(context, chain) for chain in context.lead.views[index] if chain)
            found.append(table)
        return found

    def _rules(self, name: str) -> tuple[bool, Rules]:
        """Whether the field is a number and compared with few enough constants; and its rules."""
        rules, axes = Rules(groups=len(self.group_places.get(name, ()))), dict[int, Axis]()
        kind = next(one.kind for one in self.context.plan.lead.fields if one.name == name)
        items = self.items.get(name, [])
        named = sum(len(shape.values) for item in items if isinstance(shape := _shape(item.place), Equal))
        numeric = kind in ("number", "integer") and named <= NAMED_NUMBERS
        for item in items:
            self._add(item, rules, axes, numeric)
        for axis in axes.values():
            axis.close()
        rules.axes = list(axes.values())
        return numeric, rules

    def _axis(self, view: View, rules: Rules, axes: dict[int, Axis]) -> Axis:
        place = self.context.lead.view(*view)[1]
        if place not in axes:
            pending = [cast(Pending, self.context.names.function(one)) for one in self.pending.get(view, ())]
            axes[place] = Axis(place, rules.groups, tuple(pending))
        return axes[place]

    def _add(self, item: _Item, rules: Rules, axes: dict[int, Axis], numeric: bool) -> None:
        place = item.place
        if isinstance(place, MatchPlace):
            self._cut(item, rules, axes, numeric)
            rules.matches.append(self._matching(item, place))
            return
        one = self._one(item, place)
        if isinstance(one, Part):
            rules.parts |= one.bit
        match place.shape:
            case Equal() if numeric:
                numbers = [value for value in place.shape.values if isinstance(value, int)]
                self._axis(place.shape.view, rules, axes).add_points(numbers, one)
            case Equal():
                self._axis(place.shape.view, rules, axes).add_equal(place.shape.values, one)
            case Range():
                self._axis(place.shape.view, rules, axes).add_range(place.shape.low, place.shape.high, one)
            case Test():
                self._cut(item, rules, axes, numeric)
                assert item.test is not None
                test = cast(Callable[[Views], bool | None], self.context.names.function(item.test))
                rules.tests.append((test, one))

    def _cut(self, item: _Item, rules: Rules, axes: dict[int, Axis], numeric: bool) -> None:
        if item.cuts is None:
            rules.shared = False
            return
        for view, cuts in item.cuts.items():
            numbers = {value for value in cuts.values if isinstance(value, int)} if numeric else set[int]()
            bounds = cuts.bounds | numbers | {number + 1 for number in numbers}
            self._axis(view, rules, axes).cut(set() if numeric else cuts.values, bounds)

    def _one(self, item: _Item, place: SinglePlace | JointPlace | PartPlace) -> Single | Joint | Part:
        match place:
            case SinglePlace():
                return self._single(item, place)
            case JointPlace():
                return self._joint(item, place)
            case PartPlace():
                return Part(place.bit)

    def _single(self, item: _Item, place: SinglePlace) -> Single:
        entry = self.register.give(self.register.first_entry[place.rule], place.points)
        return Single(entry, item.unknown, item.odd, self.group_places[place.field][item.group], place.points)

    def _joint(self, item: _Item, place: JointPlace) -> Joint:
        assert item.rest is not None
        entry, function = self.register.first_entry[place.rule], self.context.names.function
        if place.amount is None:
            self.register.give(entry, place.points)
        return Joint(
            cast(Callable[[Cells, Slots], bool | None], function(item.rest)),
            None if item.amount is None else cast(Callable[[Cells, Slots], int | None], function(item.amount)),
            entry,
            item.odd,
            item.group,
            place.points,
            None if item.pending is None else cast(Pending, function(item.pending)),
        )

    def _matching(self, item: _Item, place: MatchPlace) -> Matching:
        assert item.row is not None
        entry = self.register.first_entry[place.rule]
        for row, points in enumerate(place.points):
            self.register.give(entry + row, points)
        row_of = cast(Callable[[Views], int], self.context.names.function(item.row))
        group = self.group_places[place.field][item.group]
        return Matching(row_of, entry, item.unknown, item.odd, group, place.points)
