"""The part of `score` that adds up groups: points from tables, joints and general code, children, weight, bounds.

As long as there are few groups, their points are names of the function itself; otherwise they lie in the list `G`,
and the lines are spread over functions of bounded size.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from assay.engines.record.activities import Activity
from assay.engines.record.groups import PARAMETERS, Blocks
from assay.engines.record.joint import Cells, Noted, Slots
from assay.engines.record.layout import FIRST_VIEW, Context
from assay.engines.record.steps import Scoring
from assay.engines.record.tabling import Tabling
from assay.engines.record.verdict import Indexes
from assay.engines.record.writer import Body
from assay.plan.nodes import Group
from assay.values import POINT, SCALE, divide

WHOLE = 1_000_000  # 100% as `Group.weight` counts
TERMS = 40  # added in one line
FEW = 40  # groups
LINES = 300  # in one function

Functions = Mapping[object, Sequence[Callable[..., int]]]


class GroupLines:
    def __init__(self, context: Context, tabling: Tabling, steps: list[Scoring]) -> None:
        self.context = context
        self.tabling = tabling
        self.bind = context.names.bind
        self.spread = len(steps) > FEW
        self.place = {group.name: at for at, group in enumerate(context.plan.groups)}

    def held(self, at: int) -> str:
        """Where earned (2 * place), kept (2 * place + 1) and the score (the last) are held."""
        return f"G[{at}]" if self.spread else f"g{at}"

    def score(self) -> str:
        return self.held(2 * len(self.place))

    def all(self) -> str:
        """Text of earned and kept by name."""
        if self.spread:
            names = self.bind(tuple(self.place))
            return f"dict(zip({names}, zip(G[::2], G[1::2])))"
        pairs = [f"{self.bind(name)}: (g{2 * at}, g{2 * at + 1})" for name, at in self.place.items()]
        return f"{{{', '.join(pairs)}}}"

    def write_unpacking(self, body: Body) -> None:
        count = len(self.context.lead.fields)
        if count:
            body.line(f"{', '.join(f'h{index}' for index in range(count))}{',' if count == 1 else ''} = H")

    def write_calls(self, body: Body, step: Scoring) -> None:
        for name in step.functions:
            body.line(f"{name}(H, S, A, I)")

    def write(self, body: Body, steps: list[Scoring]) -> None:
        if not self.spread:
            for step in steps:
                self._write_step(body, step)
            return
        body.line(f"G = [0] * {2 * len(self.place) + 1}")
        extra = ", P" * bool(self.tabling.joint_groups) + ", Q" * bool(self.tabling.conjunction_groups) + ", G"
        part = Body()
        for step in steps:
            if not part.size():
                self.write_unpacking(part)
            self._write_step(part, step)
            if part.size() > LINES:
                self._close(part, body, extra)
                part = Body()
        self._close(part, body, extra)

    def _close(self, part: Body, body: Body, extra: str) -> None:
        if part.size():
            name = self.context.names.reserve("f")
            self.context.names.define(name, PARAMETERS + extra, part)
            body.line(f"{name}({PARAMETERS}{extra})")

    def _write_step(self, body: Body, step: Scoring) -> None:
        match step.kind:
            case "group":
                self._write_group(body, step)
            case "total":
                self._write_total(body)
            case _:
                self.write_calls(body, step)

    def _write_group(self, body: Body, step: Scoring) -> None:
        group = self.context.plan.groups[step.group]
        terms = [*self._table_terms(step.group), *self._code_terms(step), *self._child_terms(group)]
        if step.group in self.tabling.joint_groups:
            terms.append(f"P[{step.group}]")
        if step.group in self.tabling.conjunction_groups:
            terms.append(f"Q[{step.group}]")
        _write_sum(body, terms)
        if group.weight is not None:
            body.line(f"p = {self.bind(divide)}(p * {self.bind(group.weight)}, {WHOLE})")
        earned, kept = self.held(2 * step.group), self.held(2 * step.group + 1)
        if group.minimum is None and group.maximum is None:
            body.line(f"{earned} = {kept} = p")
        else:
            body.line(f"{earned} = p")
            self._write_bounds(body, group.minimum, group.maximum)
            body.line(f"{kept} = p")
        self._write_slot(body, f"group:{group.name}")

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
            yield f"({self.context.names.fix(self._dispatch(blocks, index))}({PARAMETERS}) if A else 0)"

    def _dispatch(self, blocks: Blocks, index: int) -> Callable[..., int]:
        resolve = self.context.names.function
        functions = {value: [resolve(name) for name in names] for value, names in blocks.items()}
        return _dispatching(cast(Functions, functions), index)

    def _child_terms(self, group: Group) -> Iterable[str]:
        return (self.held(2 * self.place[child] + 1) for child in group.children)

    def _write_total(self, body: Body) -> None:
        plan = self.context.plan
        top = [self.held(2 * at + 1) for at, group in enumerate(plan.groups) if group.parent is None]
        _write_sum(body, top)
        self._write_bounds(body, plan.total_minimum, plan.total_maximum)
        body.line(f"{self.score()} = p")
        self._write_slot(body, "score")

    def _write_bounds(self, body: Body, minimum: int | None, maximum: int | None) -> None:
        for bound, sign in ((maximum, ">"), (minimum, "<")):
            if bound is not None:
                with body.block(f"if p {sign} {self.bind(bound)}:"):
                    body.line(f"p = {self.bind(bound)}")

    def _write_slot(self, body: Body, name: str) -> None:
        if name in self.context.slots:
            body.line(f"S[{self.context.slots[name]}] = p * {SCALE // POINT}")


def _write_sum(body: Body, terms: list[str]) -> None:
    body.line(f"p = {' + '.join(terms[:TERMS]) or '0'}")
    for at in range(TERMS, len(terms), TERMS):
        body.line(f"p += {' + '.join(terms[at : at + TERMS])}")


def _dispatching(functions: Functions, index: int) -> Callable[..., int]:
    """Runs the rules anchored at values that the lead's activities have, on the activities of that value."""

    def dispatch(cells: Cells, slots: Slots, _: list[Activity], indexes: Indexes, noted: Noted) -> int:
        total = 0
        for value, activities in indexes[index].items():
            for function in functions.get(value, ()):
                total += function(cells, slots, activities, indexes, noted)
        return total

    return dispatch
