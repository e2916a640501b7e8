"""The steps of a plan as code, written from the last to the first: only what later steps read gets a place, and
only what got a place gets code."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from assay.engines.record import verdict
from assay.engines.record.aggregates import anchor_of_aggregate, over_none, write_aggregate
from assay.engines.record.anchors import Anchor
from assay.engines.record.conditions import chosen
from assay.engines.record.decisions import STATE, all_true, function
from assay.engines.record.expressions import define_lets, truth, value
from assay.engines.record.groups import GroupCode, group_code
from assay.engines.record.layout import INLINE_DEPTH, Context
from assay.engines.record.operators import Scope
from assay.engines.record.placing import Place
from assay.engines.record.register import Register
from assay.engines.record.shapes import leaves
from assay.engines.record.writer import Body
from assay.plan.nodes import Aggregate, Expr, Scalar, Step, Value, Var

LINES = 300  # in one function


@dataclass(slots=True)
class Scoring:
    """A step up to the score: names of functions to call, or the code of a group (by its place in the plan)."""

    kind: Literal["code", "ignore", "exclude", "group", "total"]
    functions: list[str] = field(default_factory=list)
    group: int = -1
    code: GroupCode = field(default_factory=GroupCode)


@dataclass(slots=True)
class Steps:
    """Both phases in order: `scoring` runs for every lead, `finish` when asked for. `anchored`: functions to run
    before all of them for leads that have certain activities (place in `I` -> value -> functions)."""

    scoring: list[Scoring] = field(default_factory=list)
    anchored: dict[int, dict[Scalar, list[str]]] = field(default_factory=dict)
    finish: list[verdict.Prepared] = field(default_factory=list)


def written(context: Context, register: Register, placed: dict[int, Place]) -> Steps:
    writer = _Writer(context, register, placed)
    for step in reversed(context.plan.steps):
        define_lets(context)
        writer.write(step)
    define_lets(context)
    writer.close()
    writer.close_anchored()
    writer.steps.scoring.reverse()
    writer.steps.finish.reverse()
    return writer.steps


class _Writer:
    """`values` gathers the code of neighbouring aggregates and values, the latest first, for one function."""

    def __init__(self, context: Context, register: Register, placed: dict[int, Place]) -> None:
        self.context = context
        self.register = register
        self.placed = placed
        self.steps = Steps()
        self.values: list[Body] = []
        self.after_total = any(step.kind == "total" for step in context.plan.steps)
        self.groups = {group.name: place for place, group in enumerate(context.plan.groups)}
        self.aggregates = {one.id: one for one in context.plan.aggregates}
        self.depths = _depths(context)
        self.free = _free(context, self.depths)
        self.anchored: dict[Anchor, list[Body]] = {}

    def write(self, step: Step) -> None:
        match step.kind:
            case "aggregate":
                self._aggregate(step.name)
            case "value":
                self._value(self.context.lets[step.name])
            case _:
                self.close()
                self._step(step)

    def close(self) -> None:
        """Ends a run of values."""
        functions = []
        while self.values:
            functions.append(function(self.context, _together(self.values)))
        if functions and self.after_total:
            self.steps.finish.append(verdict.run(functions))
        elif functions:
            self.steps.scoring.append(Scoring("code", functions))

    def close_anchored(self) -> None:
        """Ends what is kept by an equality."""
        for anchor, parts in self.anchored.items():
            blocks = self.steps.anchored.setdefault(self.context.activity.index(anchor.view), {})
            names = blocks.setdefault(anchor.value, [])
            while parts:
                names.append(function(self.context, _together(parts)))

    def _aggregate(self, name: str) -> None:
        context, slot = self.context, f"aggregate:{name}"
        if slot not in context.slots:
            return
        body, what = Body(), self.aggregates[name]
        anchor = anchor_of_aggregate(what, context)
        if anchor is not None and self._is_free(what):
            context.defaults[slot] = over_none(what)
            write_aggregate(what, Scope(context, body), "A")
            self.anchored.setdefault(anchor, []).append(body)
        else:
            write_aggregate(what, Scope(context, body), chosen(anchor, context))
            self.values.append(body)

    def _is_free(self, what: Aggregate) -> bool:
        """Whether nothing has to be worked out before."""
        read = [one for one in (what.where, what.value, what.key) if one is not None]
        return all(_reads_fields(one, self.free) for one in read)

    def _value(self, let: Value) -> None:
        body = Body()
        if let.scope == "lead" and let.name in self.context.slots:
            text = value(let.value, Scope(self.context, body))
            body.line(f"S[{self.context.slot(let.name)}] = {text}")
            self.values.append(body)
        elif let.scope == "activity" and self._ends_a_chain(let):
            with body.block("for a in A:"):
                body.line(f"{self.context.functions[f'a{let.name}']}(a, H, S)")
            self.values.append(body)

    def _ends_a_chain(self, let: Value) -> bool:
        """Whether a `let` about activities is worked out beforehand, since too many others stand behind it."""
        deep = self.depths.get(let.name, 0)
        return f"a{let.name}" in self.context.functions and deep > 0 and deep % INLINE_DEPTH == 0

    def _step(self, step: Step) -> None:
        context, plan = self.context, self.context.plan
        match step.kind:
            case "ignore" if plan.ignores:
                self.steps.scoring.append(Scoring("ignore", [self._ignore()]))
            case "exclude" if plan.excludes:
                self.steps.scoring.append(
                    Scoring("exclude", all_true(context, [one.condition for one in plan.excludes]))
                )
            case "group":
                group = plan.groups[self.groups[step.name]]
                code = group_code(group, context, self.register, self.placed)
                self.steps.scoring.append(Scoring("group", group=self.groups[step.name], code=code))
            case "total":
                self.after_total = False
                self.steps.scoring.append(Scoring("total"))
            case _:
                self._verdict_step(step)

    def _verdict_step(self, step: Step) -> None:
        context, plan, steps = self.context, self.context.plan, self.steps.finish
        match step.kind:
            case "grade":
                steps.append(verdict.grades(context, step.name))
            case "disqualify" if plan.disqualifies:
                steps.append(verdict.disqualify(context))
            case "stage" if plan.stages:
                steps.append(verdict.stages(context))
            case "promote" if plan.promotions:
                steps.append(verdict.promotions(context))
            case "route" if plan.routes:
                steps.append(verdict.routes(context))
            case "guarantee" if plan.guarantees:
                steps.append(verdict.guarantees(context))

    def _ignore(self) -> str:
        """A function that gives the activities that are kept."""
        body = Body()
        body.line("kept = []")
        with body.block("for a in A:"):
            for one in self.context.plan.ignores:
                test = truth(one.condition.test, Scope(self.context, body))
                with body.block(f"if {test}:"):
                    body.line("continue")
            body.line("kept.append(a)")
        body.line("return kept")
        return function(self.context, body, STATE)


def _together(parts: list[Body]) -> Body:
    """The last parts as one body of bounded size, in the order in which they are run; they are taken off the list."""
    body = Body()
    while parts and body.size() < LINES:
        part = parts.pop()
        body.lines += part.lines
        body.prologue |= part.prologue
    return body


def _free(context: Context, depths: dict[str, int]) -> frozenset[str]:
    """The `let`s about activities that read nothing but fields."""
    free: set[str] = set()
    for name, let in context.lets.items():
        if let.scope == "activity" and depths[name] < INLINE_DEPTH and _reads_fields(let.value, free):
            free.add(name)
    return frozenset(free)


def _reads_fields(expr: Expr, free: Collection[str]) -> bool:
    return all(not isinstance(leaf, Var) or leaf.name == "as_of" or leaf.name in free for leaf in leaves(expr))


def _depths(context: Context) -> dict[str, int]:
    """How many `let`s about activities stand behind each, at most."""
    depths: dict[str, int] = {}
    for name, let in context.lets.items():
        if let.scope == "activity":
            read = [leaf.name for leaf in leaves(let.value) if isinstance(leaf, Var)]
            depths[name] = max((depths[one] + 1 for one in read if one in depths), default=0)
    return depths
