"""The whole program of a scorer: one generated function that scores a lead, and what its outcomes need."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol, cast

from assay.engines.record.activities import indexing, preparing
from assay.engines.record.conjunctions import Conjunctions
from assay.engines.record.group_lines import GroupLines
from assay.engines.record.groups import Blocks
from assay.engines.record.joint import Cells, Joint, Row, Slots, run_joints
from assay.engines.record.keys import key_reader
from assay.engines.record.layout import FIRST_VIEW, Context, new_context
from assay.engines.record.listing import fired_lister, undecided_lister, write_bits
from assay.engines.record.outcome import Outcome, Program
from assay.engines.record.placing import places
from assay.engines.record.register import Register
from assay.engines.record.steps import Scoring, Steps, written
from assay.engines.record.table import FieldTable, NumberTable
from assay.engines.record.tabling import Tabling
from assay.engines.record.verdict import Indexes, Verdict
from assay.engines.record.writer import Body
from assay.plan.nodes import Plan, Scalar
from assay.values import SCALE

TERMS = 40  # added in one line

Functions = dict[object, list[Callable[..., object]]]


class Score(Protocol):
    """Scores a lead. Keys are field names, values raw text or Python's; a field that is absent is missing.

    `previous` is the stage of an earlier run, for sticky stages. Raises BadRecord for a value that does not fit.
    """

    def __call__(
        self,
        lead: Mapping[str, object],
        activities: Iterable[Mapping[str, object]] = (),
        previous: str | None = None,
    ) -> Outcome: ...


def assembled(plan: Plan, as_of: int) -> Score:
    """The function that scores a lead."""
    context = new_context(plan, as_of)
    register = Register(context)
    register.fill()
    placed = places(context)
    tabling = Tabling(context, register)
    tabling.take(placed)
    steps = written(context, register, placed)
    context.names.flush()
    main = _Main(context, register, tabling, steps)
    name = main.write()
    main.fill_outcome()
    return cast(Score, context.names.function(name))


class _Main:
    """Writes the function `score`. Names in it: see `layout`; `h0`… are the parts of H, `n` counts activities after `as_of`, `R` are joints to run and `P` what they give per group."""

    def __init__(self, context: Context, register: Register, tabling: Tabling, steps: Steps) -> None:
        self.context = context
        self.register = register
        self.tabling = tabling
        self.steps = steps
        self.bind = context.names.bind
        self.tables = tabling.tables()
        self.anchoring = [index for index, table in enumerate(self.tables) if _has_joints(table)]
        self.outcome = context.names.reserve("c")
        self.conjunctions = Conjunctions(tabling.conjunctions, len(context.plan.groups))
        self.general = any(step.code.any() for step in steps.scoring)
        self.bits = bool(tabling.conjunctions or register.few)  # put together while scoring
        self.body = Body()
        self.groups = GroupLines(context, tabling, [step for step in steps.scoring if step.kind in ("group", "total")])

    def write(self) -> str:
        self._write_start()
        self._write_activities()
        self._write_before_groups()
        self._write_noted()
        self._write_joints()
        self.groups.write(self.body, self.steps.scoring[len(self._until_groups()) :])
        self._write_outcome(self.groups.score(), self.groups.all(), "()", "None", "None")
        name = self.context.names.reserve("f")
        self.context.names.define(name, f"lead, activities={self.bind(())}, previous=None", self.body)
        return name

    def fill_outcome(self) -> None:
        """The class of this scorer's outcomes."""
        context, names = self.context, self.context.names
        fired = fired_lister(context, self.register, self.tables)
        undecided = undecided_lister(
            context, self.register, self.tables, self.conjunctions, self.general or bool(self.anchoring)
        )
        names.flush()
        steps = tuple(prepared(names.function) for prepared in self.steps.finish)
        members = {
            "__slots__": (),
            "_program": Program(context.plan, context.as_of, steps, key_reader(context.plan)),
            "fired": property(names.function(fired)),
            "undecided": property(names.function(undecided)),
        }
        names.names[self.outcome] = type("Outcome", (Outcome,), members)

    def _write_start(self) -> None:
        body = self.body
        with body.block("try:"):
            for index, table in enumerate(self.tables):
                self._write_look_up(index, table)
            if not self.tables:
                body.line("pass")
        with body.block("except (KeyError, TypeError):"):
            body.line(f"H = {self.bind(_reading(self.tables))}(lead.get)")
            self.groups.write_unpacking(body)
        with body.block("else:"):
            body.line(f"H = ({''.join(f'h{index}, ' for index in range(len(self.tables)))})")
        slots = self.context.names.fix(self._blank_slots())
        body.line(f"S = {slots}.copy()" if self.context.slots else f"S = {slots}")

    def _write_look_up(self, index: int, table: FieldTable) -> None:
        body, names, raw = self.body, self.context.names, f"lead[{self.bind(table.name)}]"
        name = names.fix(table)
        if isinstance(table, NumberTable):
            body.line(f"x = {raw}")
            with body.block("if type(x) is int:"):
                self._write_bisection(index, table, name)
            with body.block("else:"):
                body.line(f"h{index} = {name}[x]")
        elif self._is_list(table):
            body.line(f"h{index} = {name}.listed({raw})")
        else:
            names.names[name] = table.quick
            table.stand_in = partial(names.names.__setitem__, name, table)
            body.line(f"h{index} = {name}[{raw}]")

    def _write_bisection(self, index: int, table: NumberTable, name: str) -> None:
        """A whole number by its place; where its value is read elsewhere, with the value put in."""
        body, fix, row = self.body, self.context.names.fix, f"h{index}"
        body.line(f"{row} = {fix(table.places)}[{self.bind(bisect_right)}({fix(table.bounds)}, x)] or {name}.at(x)")
        if index in self.context.lead.read:
            parts = [f"{row}[{at}]" for at in range(FIRST_VIEW + 1 + table.rules.groups)]
            parts[FIRST_VIEW] = f"x * {SCALE}"
            with body.block(f"if {row}[{FIRST_VIEW}]:"):
                body.line(f"{row} = ({', '.join(parts)})")

    def _is_list(self, table: FieldTable) -> bool:
        return any(one.kind == "list" for one in self.context.plan.lead.fields if one.name == table.name)

    def _blank_slots(self) -> Slots:
        defaults: dict[str, Scalar | None] = {"disqualified": False, **self.context.defaults}
        return [defaults.get(name) for name in self.context.slots]

    def _write_activities(self) -> None:
        empty: Indexes = tuple({} for _ in self.context.activity.indexes)
        self.body.line(f"A = I = {self.bind(())}" if not empty else f"A = (); I = {self.context.names.fix(empty)}")
        self.body.line("n = 0")
        with self.body.block("if activities:"):
            self.body.line(f"A, n = {self.bind(preparing(self.context))}(activities)")
        if not any(step.kind == "ignore" for step in self.steps.scoring):
            self._write_index()

    def _write_index(self) -> None:
        if self.context.activity.indexes:
            with self.body.block("if A:"):
                self.body.line(f"I = {self.bind(indexing(self.context.activity.indexes))}(A)")
                for index, blocks in self.steps.anchored.items():
                    self.body.line(f"{self.bind(_running(self._resolved(blocks), index))}(H, S, I)")

    def _resolved(self, blocks: Blocks) -> Functions:
        resolve = self.context.names.function
        return {value: [resolve(name) for name in names] for value, names in blocks.items()}

    def _write_before_groups(self) -> None:
        for step in self._until_groups():
            match step.kind:
                case "ignore":
                    with self.body.block("if A:"):
                        self.body.line(f"A = {step.functions[0]}(H, S, A, I)")
                    self._write_index()
                case "exclude":
                    self._write_exclusion(step)
                case _:
                    self.groups.write_calls(self.body, step)

    def _until_groups(self) -> list[Scoring]:
        kinds = [step.kind for step in self.steps.scoring]
        first = min((kinds.index(kind) for kind in ("group", "total") if kind in kinds), default=len(kinds))
        return self.steps.scoring[:first]

    def _write_exclusion(self, step: Scoring) -> None:
        body, plan = self.body, self.context.plan
        body.line(f"x = {' + '.join(f'{name}(H, S, A, I)' for name in step.functions)}")
        with body.block("if x:"):
            reasons = self.bind(tuple(one.reason for one in plan.excludes))
            body.line(f"x = tuple([{reasons}[place] for place in x])")
            body.line("F = D = U = (); m = 0")
            self._write_outcome("None", "{}", "x", "()", self.context.names.fix(Verdict()))

    def _write_outcome(self, score: str, groups: str, excluded: str, listed: str, verdict: str) -> None:
        """`listed`, `verdict`: what lists of rules and decisions are before anybody asks."""
        body, key = self.body, self.context.plan.lead.key
        given = f"lead.get({self.bind(key)})" if key is not None else "None"
        bits = "m" if self.bits else "0"
        body.line(f"o = {self.outcome}()")
        body.line(f"o.score = {score}")
        body.line(f"o.groups = {groups}")
        body.line(f"o._fired = o._undecided = {listed}")
        body.line(f"o._verdict = {verdict}")
        body.line(f"o._scored = (H, S, A, I, F, D, U, n, {given}, previous, {excluded}, {bits})")
        body.line("return o")

    def _write_noted(self) -> None:
        """F, D and U, with the conjunctions that are true."""
        body, all_of_them = self.body, self.context.names.fix((1 << len(self.tabling.conjunctions)) - 1)
        empty, lists = self.bind(()), self.general or bool(self.anchoring)
        if self.bits:
            write_bits(body, [f"h{index}" for index in range(len(self.tables))])
        if self.tabling.conjunctions:
            body.line(f"j = ~m & {all_of_them}")
            groups = len(self.context.plan.groups)
            made = self.conjunctions
            with body.block("if j:"):
                body.line(f"F, Q = {self.context.names.fix(made.given)}.get(j) or {self.bind(made.give)}(j)")
            with body.block("else:"):
                body.line(f"F = {empty}; Q = {self.bind((0,) * groups)}")
            body.line("N = F, D, U = [*F], [], []" if lists else f"D = U = {empty}; N = F, D, U")
        else:
            body.line("N = F, D, U = [], [], []" if lists else f"F = D = U = {empty}; N = F, D, U")

    def _write_joints(self) -> None:
        for at in range(0, len(self.anchoring), TERMS):
            terms = " + ".join(f"h{index}[1]" for index in self.anchoring[at : at + TERMS])
            self.body.line(f"R {'+' if at else ''}= {terms}")
        if self.anchoring:
            groups = len(self.context.plan.groups)
            self.body.line(f"P = {self.bind((0,) * groups)}")
            with self.body.block("if R:"):
                self.body.line(f"P = [0] * {groups}")
                self.body.line(f"{self.bind(run_joints)}(R, H, S, N, P)")


def _running(functions: Functions, index: int) -> Callable[[Cells, Slots, Indexes], None]:
    """Runs what is anchored at values that the lead's activities have, on the activities of that value."""

    def run(cells: Cells, slots: Slots, indexes: Indexes) -> None:
        for value, activities in indexes[index].items():
            for function in functions.get(value, ()):
                function(cells, slots, activities, indexes)

    return run


def _has_joints(table: FieldTable) -> bool:
    rules = table.rules
    return any(axis.pending for axis in rules.axes) or any(isinstance(one, Joint) for _, one in rules.tests)


def _reading(tables: list[FieldTable]) -> Callable[[Callable[[str], object]], Cells]:
    """Reads a lead that lacks a field, or of which some value is new or cannot be looked up."""

    def read(get: Callable[[str], object]) -> Cells:
        return tuple([_any_row(table, get(table.name)) for table in tables])

    return read


def _any_row(table: FieldTable, raw: object) -> Row:
    try:
        return table.quick.get(raw) or table.learn(raw)
    except TypeError:
        return table.row(raw)
