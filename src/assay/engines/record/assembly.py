"""The whole program of a scorer: one generated function that scores a lead, and what its outcomes need."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, cast

from assay.engines.record.activities import Activity, indexing, preparing
from assay.engines.record.groups import PARAMETERS, Blocks
from assay.engines.record.joint import Cells, Dynamic, Row, Slots, run_joints
from assay.engines.record.keys import key_reader
from assay.engines.record.layout import FIRST_VIEW, Context, new_context
from assay.engines.record.outcome import Flatten, Outcome, Program
from assay.engines.record.placing import places
from assay.engines.record.register import Register
from assay.engines.record.steps import Scoring, Steps, written
from assay.engines.record.table import FieldTable
from assay.engines.record.tabling import Tabling
from assay.engines.record.verdict import Indexes
from assay.engines.record.writer import Body
from assay.plan.nodes import Group, Plan
from assay.values import POINT, SCALE, divide

WHOLE = 1_000_000  # 100% as `Group.weight` counts
TERMS = 40  # added in one line
LINES = 300  # in one function


class Score(Protocol):
    def __call__(
        self, lead: Mapping[str, object], activities: Iterable[Mapping[str, object]], previous: str | None, /
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
    main.write()
    context.names.flush()
    return cast(Score, context.names.function("score"))


class _Main:
    def __init__(self, context: Context, register: Register, tabling: Tabling, steps: Steps) -> None:
        self.context = context
        self.tabling = tabling
        self.steps = steps
        self.bind = context.names.bind
        self.tables = tabling.tables()
        self.anchoring = [index for index, table in enumerate(self.tables) if _has_joints(table)]
        self.program = self._program(register)
        self.body = Body()

    def _program(self, register: Register) -> Program:
        context, resolve = self.context, self.context.names.function
        return Program(
            context.plan,
            context.as_of,
            register.fired,
            register.known,
            register.causes,
            tuple(prepared(resolve) for prepared in self.steps.finish),
            _flatten(self.tables, "fired"),
            _flatten(self.tables, "undecided"),
            tuple(self.anchoring),
            key_reader(context),
        )

    def write(self) -> None:
        self._write_start()
        self._write_activities()
        self._write_before_groups()
        self._write_joints()
        self._write_groups()
        self._write_end()
        self.context.names.names["score"] = None
        self.context.names.define("score", "lead, activities, previous", self.body)

    def _write_start(self) -> None:
        body, bind = self.body, self.bind
        body.line("get = lead.get")
        cells = "".join(f"{_look_up(self.context, table, bind)}, " for table in self.tables)
        with body.block("try:"):
            body.line(f"H = ({cells})")
        with body.block("except TypeError:"):
            body.line(f"H = {bind(_reading(self.tables))}(get)")
        self._write_unpacking(body)
        body.line(f"S = {bind(self._blank_slots())}.copy()" if self.context.slots else f"S = {bind([])}")
        body.line(f"G = {bind([0] * (2 * len(self.context.plan.groups) + 1))}.copy()")
        body.line("F = []; D = []; U = []")

    def _blank_slots(self) -> Slots:
        slots: Slots = [None] * len(self.context.slots)
        if "disqualified" in self.context.slots:
            slots[self.context.slots["disqualified"]] = False
        return slots

    def _write_unpacking(self, body: Body) -> None:
        if self.tables:
            body.line(f"{''.join(f'h{index}, ' for index in range(len(self.tables)))} = H".replace(",  =", ", ="))

    def _write_activities(self) -> None:
        body = self.body
        body.line("A, n = (), 0")
        with body.block("if activities:"):
            body.line(f"A, n = {self.bind(preparing(self.context))}(activities)")
        self.indexed = any(step.kind == "ignore" for step in self.steps.scoring)
        self.empty: Indexes = tuple({} for _ in self.context.activity.indexes)
        body.line(f"I = {self.bind(self.empty)}" if not self.empty else f"I = {self._fixed(self.empty)}")
        if not self.indexed:
            self._write_index()

    def _fixed(self, value: object) -> str:
        """A name for something that is not shared by equality."""
        name = self.context.names.reserve("c")
        self.context.names.names[name] = value
        return name

    def _write_index(self) -> None:
        if self.empty:
            with self.body.block("if A:"):
                self.body.line(f"I = {self.bind(indexing(self.context.activity.indexes))}(A)")

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
                    self._write_calls(self.body, step)

    def _until_groups(self) -> list[Scoring]:
        kinds = [step.kind for step in self.steps.scoring]
        first = min((kinds.index(kind) for kind in ("group", "total") if kind in kinds), default=len(kinds))
        return self.steps.scoring[:first]

    def _write_calls(self, body: Body, step: Scoring) -> None:
        for name in step.functions:
            body.line(f"{name}(H, S, A, I)")

    def _write_exclusion(self, step: Scoring) -> None:
        body, plan = self.body, self.context.plan
        calls = " + ".join(f"{name}(H, S, A, I)" for name in step.functions)
        body.line(f"x = {calls}")
        with body.block("if x:"):
            reasons = self.bind(tuple(one.reason for one in plan.excludes))
            body.line(f"x = tuple([{reasons}[place] for place in x])")
            body.line(self._returned("None", "x"))

    def _returned(self, score: str, excluded: str) -> str:
        key = self.context.plan.lead.key
        given = f"get({self.bind(key)})" if key is not None else "None"
        scored = f"(H, S, A, I, F, D, U, G, n, {given}, previous, {excluded})"
        return f"return {self.bind(Outcome)}({self._fixed(self.program)}, {score}, {scored})"

    def _write_joints(self) -> None:
        groups = len(self.context.plan.groups)
        self.body.line(f"P = {self.bind((0,) * groups)}")
        if not self.anchoring:
            return
        for at in range(0, len(self.anchoring), TERMS):
            terms = " + ".join(f"h{index}[1]" for index in self.anchoring[at : at + TERMS])
            self.body.line(f"R {'+' if at else ''}= {terms}")
        with self.body.block("if R:"):
            self.body.line(f"P = {self.bind(run_joints)}(R, H, S, F, D, U, {groups})")

    # --- groups ----------------------------------------------------------------------------------------------

    def _write_groups(self) -> None:
        """The first groups right here, the others in functions of bounded size."""
        part, left = self.body, LINES
        for step in self.steps.scoring[len(self._until_groups()) :]:
            before = part.size()
            match step.kind:
                case "group":
                    self._write_group(part, step)
                case "total":
                    self._write_total(part)
                case _:
                    self._write_calls(part, step)
            left -= part.size() - before
            if left < 0:
                self._close(part)
                part, left = Body(), LINES
                self._write_unpacking(part)
        self._close(part)

    def _close(self, part: Body) -> None:
        if part is not self.body:
            name = self.context.names.reserve("f")
            self.context.names.define(name, f"{PARAMETERS}, P, G", part)
            self.body.line(f"{name}({PARAMETERS}, P, G)")

    def _write_group(self, body: Body, step: Scoring) -> None:
        group = self.context.plan.groups[step.group]
        terms = [*self._table_terms(step.group), *self._code_terms(step), *self._child_terms(group)]
        if step.group in self.tabling.joint_groups:
            terms.append(f"P[{step.group}]")
        _write_sum(body, "p", terms)
        if group.weight is not None:
            body.line(f"p = {self.bind(divide)}(p * {self.bind(group.weight)}, {WHOLE})")
        body.line(f"G[{2 * step.group}] = p")
        _write_bounds(body, "p", group.minimum, group.maximum, self.bind)
        body.line(f"G[{2 * step.group + 1}] = p")
        self._write_slot(body, f"group:{group.name}", "p")

    def _table_terms(self, group: int) -> Iterable[str]:
        for name, index in self.context.lead.fields.items():
            place = self.tabling.group_places.get(name, {}).get(group)
            if place is not None:
                yield f"h{index}[{FIRST_VIEW + len(self.context.lead.views[index]) + place}]"

    def _code_terms(self, step: Scoring) -> Iterable[str]:
        code = step.code
        for name in code.always:
            yield f"{name}({PARAMETERS})"
        for name in code.activities:
            yield f"({name}({PARAMETERS}) if A else 0)"
        for index, blocks in code.anchored.items():
            yield f"({self._fixed(self._dispatch(blocks, index))}({PARAMETERS}) if A else 0)"

    def _dispatch(self, blocks: Blocks, index: int) -> Callable[..., int]:
        functions = {value: [self.context.names.function(name) for name in names] for value, names in blocks.items()}
        return _dispatching(cast(dict[object, list[Callable[..., int]]], functions), index)

    def _child_terms(self, group: Group) -> Iterable[str]:
        place = {one.name: at for at, one in enumerate(self.context.plan.groups)}
        return (f"G[{2 * place[child] + 1}]" for child in group.children)

    def _write_total(self, body: Body) -> None:
        plan = self.context.plan
        top = [2 * at + 1 for at, group in enumerate(plan.groups) if group.parent is None]
        _write_sum(body, "p", [f"G[{at}]" for at in top])
        _write_bounds(body, "p", plan.total_minimum, plan.total_maximum, self.bind)
        body.line(f"G[{2 * len(plan.groups)}] = p")
        self._write_slot(body, "score", "p")

    def _write_slot(self, body: Body, name: str, points: str) -> None:
        if name in self.context.slots:
            body.line(f"S[{self.context.slots[name]}] = {points} * {SCALE // POINT}")

    def _write_end(self) -> None:
        self.body.line(self._returned(f"G[{2 * len(self.context.plan.groups)}]", "()"))


def _write_sum(body: Body, name: str, terms: list[str]) -> None:
    body.line(f"{name} = {' + '.join(terms[:TERMS]) or '0'}")
    for at in range(TERMS, len(terms), TERMS):
        body.line(f"{name} += {' + '.join(terms[at : at + TERMS])}")


def _write_bounds(
    body: Body, name: str, minimum: int | None, maximum: int | None, bind: Callable[[object], str]
) -> None:
    for bound, sign in ((maximum, ">"), (minimum, "<")):
        if bound is not None:
            with body.block(f"if {name} {sign} {bind(bound)}:"):
                body.line(f"{name} = {bind(bound)}")


def _has_joints(table: FieldTable) -> bool:
    rules = table.rules
    return any(axis.joints for axis in rules.axes) or any(not hasattr(one, "odd") for _, one in rules.tests)


def _look_up(context: Context, table: FieldTable, bind: Callable[[object], str]) -> str:
    name = context.names.reserve("c")
    context.names.names[name] = table
    kind = next(one.kind for one in context.plan.lead.fields if one.name == table.name)
    raw = f"get({bind(table.name)})"
    return f"{name}.listed({raw})" if kind == "list" else f"{name}[{raw}]"


def _reading(tables: list[FieldTable]) -> Callable[[Callable[[str], object]], Cells]:
    """Reads a lead some value of which cannot be looked up."""

    def read(get: Callable[[str], object]) -> Cells:
        return tuple(_any_row(table, get(table.name)) for table in tables)

    return read


def _any_row(table: FieldTable, raw: object) -> Row:
    try:
        return table[raw]
    except TypeError:
        return table.row(raw)


def _flatten(tables: list[FieldTable], what: str) -> Flatten:
    """A function that joins what the details of a lead's values have noted."""
    fields = [index for index, table in enumerate(tables) if table.rules.axes or table.rules.tests or table.rules.matches]
    body = Body()
    body.line(f"return [{', '.join(f'*H[{index}][0].{what}' for index in fields)}]")
    names: dict[str, object] = {}
    exec(compile(f"def flatten(H):\n{body.text()}\n", "<assay>", "exec"), names)
    return cast(Flatten, names["flatten"])


def _dispatching(functions: dict[object, list[Callable[..., int]]], index: int) -> Callable[..., int]:
    """Runs the rules anchored at values that the lead's activities have."""

    def dispatch(
        cells: Cells, slots: Slots, _: list[Activity], indexes: Indexes, fired: list[int], dynamic: Dynamic, undecided: list[int]
    ) -> int:
        total = 0
        for value, activities in indexes[index].items():
            for function in functions.get(value, ()):
                total += function(cells, slots, activities, indexes, fired, dynamic, undecided)
        return total

    return dispatch
