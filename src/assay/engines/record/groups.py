"""The rules of a group that no table took over, as functions; and the group's arithmetic.

Functions are bounded in size. Rules about activities that an equality anchors are kept by that equality, so that
only those run for which the lead has an activity; the others run if there is any activity at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assay.engines.record.anchors import Anchor, anchor_of
from assay.engines.record.each import write_each
from assay.engines.record.layout import Context
from assay.engines.record.operators import Scope
from assay.engines.record.placing import Place, is_running
from assay.engines.record.register import Register
from assay.engines.record.rules import write_match, write_when
from assay.engines.record.sinks import Best, First, Sink, Summed
from assay.engines.record.writer import Body
from assay.plan.nodes import Choice, Group, Rule, Scalar

PARAMETERS = "H, S, A, I, N"
LINES = 300  # in one function

Blocks = dict[Scalar, list[str]]


@dataclass(slots=True)
class GroupCode:
    """Names of functions that each give points: run `always`, if there are `activities`, or by an equality
    (`anchored`: place in `I` -> value -> functions, which get the activities of that value)."""

    always: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    anchored: dict[int, Blocks] = field(default_factory=dict)

    def any(self) -> bool:
        return bool(self.always or self.activities or self.anchored)


class _Chunks:
    """Rules written one after another into functions of bounded size."""

    def __init__(self, context: Context, into: list[str]) -> None:
        self.context = context
        self.into = into
        self.body = Body()

    def write(self, rule: Callable[[Scope], None]) -> None:
        rule(Scope(self.context, self.body))
        if self.body.size() > LINES:
            self.close()

    def close(self) -> None:
        if self.body.size():
            self.into.append(_summing(self.context, self.body))
        self.body = Body()


def _summing(context: Context, body: Body) -> str:
    name = context.names.reserve("f")
    body.prologue = {"F, D, U": "N", "p": "0", **body.prologue}
    body.line("return p")
    context.names.define(name, PARAMETERS, body)
    return name


def group_code(group: Group, context: Context, register: Register, placed: dict[int, Place]) -> GroupCode:
    """The general code of a group's own rules."""
    code, today = GroupCode(), context.zone.day(context.as_of)
    always, activities = _Chunks(context, code.always), _Chunks(context, code.activities)
    anchored: dict[Anchor, _Chunks] = {}
    for index in group.rules:
        rule = context.plan.rules[index]
        if index in placed or rule.choice is not None or not is_running(rule, today):
            continue
        anchor = _anchor(rule, context)
        chunks = _chunks_for(rule, anchor, always, activities, anchored, code, context)
        chunks.write(lambda scope, index=index, rule=rule: write_rule(index, rule, scope, register))  # type: ignore[misc]
    for chunks in (always, activities, *anchored.values()):
        chunks.close()
    for choice in _choices(group, context):
        code.always.append(_choice(choice, context, register))
    return code


def _chunks_for(
    rule: Rule,
    anchor: Anchor | None,
    always: _Chunks,
    activities: _Chunks,
    anchored: dict[Anchor, _Chunks],
    code: GroupCode,
    context: Context,
) -> _Chunks:
    if rule.condition is None or rule.condition.scope == "lead" or not _needs_activities(rule):
        return always
    if anchor is None:
        return activities
    if anchor not in anchored:
        blocks = code.anchored.setdefault(context.activity.index(anchor.view), {})
        anchored[anchor] = _Chunks(context, blocks.setdefault(anchor.value, []))
    return anchored[anchor]


def _needs_activities(rule: Rule) -> bool:
    """Whether nothing follows from a rule for a lead without activities."""
    condition = rule.condition
    assert condition is not None
    if rule.times is not None:
        return rule.times[1] > 0
    return rule.kind != "when" or (condition.alone is None and condition.possible_alone is None)


def _anchor(rule: Rule, context: Context) -> Anchor | None:
    if rule.condition is None or rule.condition.scope == "lead" or not _needs_activities(rule):
        return None
    return anchor_of(rule.condition, context)


def write_rule(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink | None = None) -> None:
    """One rule. The activities it is given are those it may be true of."""
    into = sink or Summed(scope.context.names)
    match rule.kind:
        case "when":
            write_when(index, rule, scope, register, into)
        case "match":
            write_match(index, rule, scope, register, into)
        case _:
            write_each(index, rule, scope, register, into)


# --- choices -----------------------------------------------------------------------------------------------


def _choices(group: Group, context: Context) -> Iterable[Choice]:
    own = set(group.rules)
    return (choice for choice in context.plan.choices if choice.rules and choice.rules[0] in own)


def _choice(choice: Choice, context: Context, register: Register) -> str:
    """`first of` and `best of`: rules are run in order; only the chosen one counts."""
    body, names, today = Body(), context.names, context.zone.day(context.as_of)
    sink: Sink = First(names) if choice.kind == "first" else Best(names)
    if choice.kind == "best":
        body.line("b = e = None")
    for index in choice.rules:
        rule = context.plan.rules[index]
        if is_running(rule, today):
            write_rule(index, rule, Scope(context, body), register, sink)
    if choice.kind == "best":
        with body.block("if b is not None:"):
            body.line("D.append((e, b))")
            body.line("p += b")
    return _summing(context, body)
