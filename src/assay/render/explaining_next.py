"""What a lead lacks for the next stage, and what its unknown fields could change, in sentences."""

from assay.engines.record.trace import Trace
from assay.engines.record.trace.next import Gap, Need, next_stage
from assay.engines.record.trace.nodes import RuleTrace
from assay.engines.record.trace.rescore import Where
from assay.engines.record.trace.unknown import Change, Unknowns
from assay.plan.nodes import Var
from assay.render.explaining_conditions import constant_amount, fact
from assay.render.explaining_values import subjunctive
from assay.render.explanation import Lack, NextStage, OtherWay, Possibility, Unknown
from assay.render.words import Words
from assay.render.words_values import duration, gain, line, number
from assay.values import POINT, SCALE

CHANCES = 3  # rules named as a way to more points
POSSIBILITIES = 12


def next_in_words(words: Words, trace: Trace) -> NextStage | None:
    """The next stage and what it takes."""
    found = next_stage(trace)
    if found is None:
        return None
    ways = tuple(
        OtherWay(name=line(way.promotion.promotion.reason), lacks=lack(words, trace, way.need))
        for way in found.other_ways
    )
    return NextStage(
        stage=trace.plan.stages[found.stage].name,
        lacks=None if found.need is None else lack(words, trace, found.need),
        blocked=tuple(line(reason) for reason in found.blocked),
        other_ways=ways,
    )


def lack(words: Words, trace: Trace, need: Need) -> Lack:
    """One need as a sentence, or as a heading over its parts."""
    parts = tuple(lack(words, trace, part) for part in need.needs)
    match need.kind:
        case "all":
            return Lack(kind="all", text="all of these", parts=parts)
        case "any":
            return Lack(kind="any", text="one of these", parts=parts)
        case "count":
            return Lack(kind="count", text=f"{need.count} more of these", parts=parts)
        case "activity":
            return Lack(kind="part", text=_activity(words, need))
        case "part":
            return Lack(kind="part", text=_part(words, trace, need))


def _activity(words: Words, need: Need) -> str:
    wanted = " and ".join(words.condition(part) for part in need.parts)
    within = "" if need.within is None else f" in the last {duration(need.within)}"
    return f"needs an activity where {wanted}{within}"


def _part(words: Words, trace: Trace, need: Need) -> str:
    assert need.expr is not None
    wanted = words.condition(need.expr, negated=need.negated)
    if need.gap is not None and need.gap.kind in ("number", "duration"):
        return _numbers(words, trace, need, need.gap, wanted)
    if isinstance(need.expr, Var):
        return f"needs {wanted}" if wanted.startswith(("an activity ", "no activity ")) else f"needs: {wanted}"
    facts = list(dict.fromkeys(fact(words, trace, seen) for seen in need.seen))
    subject = words.value(need.seen[0].expr) if need.seen else ""
    if len(facts) == 1 and wanted.startswith(f"{subject} is "):
        return f"{facts[0]}, needs to be {wanted.removeprefix(f'{subject} is ')}"
    return f"{' and '.join(facts)}; needed: {wanted}" if facts else f"needed: {wanted}"


def _numbers(words: Words, trace: Trace, need: Need, gap: Gap, wanted: str) -> str:
    """ "score is 45, needs 60 or more: 15 points more"."""
    expr = need.seen[0].expr
    subject = words.value(expr)
    is_points = isinstance(expr, Var) and (expr.name == "score" or expr.name.startswith("group:"))
    size = abs(gap.bound - gap.have)
    unit = "" if not is_points else " point" if size == SCALE else " points"
    shown = duration(size) if gap.kind == "duration" else number(size) + unit
    way = "more" if gap.bound >= gap.have else "less"
    over = "more than " if size == 0 or (gap.strict is not need.negated) else ""
    needs = wanted.removeprefix(f"{subject} is ")
    text = f"{subject} is {words.shown(expr, gap.have)}, needs to be {needs}: {over}{shown} {way}"
    if size == 0:
        text = f"{subject} is {words.shown(expr, gap.have)}, needs to be {needs}"
    return text + (_chances(trace, expr.name) if is_points and isinstance(expr, Var) and way == "more" else "")


def _chances(trace: Trace, name: str) -> str:
    """Rules that may still become true and would give points for sure: about activities, or undecided."""
    inside = None if name == "score" else _inside(trace, name.removeprefix("group:"))
    open_ones = [
        (one.rule.amount.sign * amount // (SCALE // POINT), one.rule.id)
        for one in trace.rules.values()
        if _may_come(one) and one.rule.amount is not None
        if inside is None or one.rule.group in inside
        if (amount := constant_amount(one.rule.amount.value)) is not None
    ]
    best = sorted((one for one in open_ones if one[0] > 0), key=lambda one: -one[0])[:CHANCES]
    if not best:
        return ""
    return f" (could still come: {', '.join(f'{gain(points)} {line(id)}' for points, id in best)})"


def _may_come(one: RuleTrace) -> bool:
    about = one.rule.condition.scope if one.rule.condition is not None else "lead"
    return one.outcome == "undecided" or (one.outcome == "false" and about == "activity")


def _inside(trace: Trace, group: str) -> set[str]:
    """A group and those within it."""
    found = {group}
    for one in trace.plan.groups:  # depth first: outer ones come first
        if one.parent in found:
            found.add(one.name)
    return found


# --- unknown fields --------------------------------------------------------------------------------------


def unknown_in_words(words: Words, found: Unknowns) -> Unknown:
    """Which unknown fields could change the stage, and to what."""
    told = [_possibility(words, change) for change in found.changes]
    cut = [f"`{line(name)}` {reason}" for name, reason in found.cut]
    if not found.pairs:
        cut.append("not every two unknown fields were tried together")
    if len(told) > POSSIBILITIES:
        cut.append(f"{len(told) - POSSIBILITIES} more possibilities are not shown")
    return Unknown(
        missing=tuple(line(name) for name in found.fields), possibilities=tuple(told[:POSSIBILITIES]), cut=tuple(cut)
    )


def _possibility(words: Words, change: Change) -> Possibility:
    condition = " and ".join(subjunctive(words, values) for values in change.values)
    fields = tuple(line(values.field.name) for values in change.values)
    return Possibility(fields=fields, condition=f"if {condition}", becomes=place(words, change.to))


def place(words: Words, where: Where) -> str:
    """Where a lead is or would be: "MQL", "no stage", "disqualified"."""
    if where.kind != "stage":
        return where.kind
    return "no stage" if where.stage is None else words.plan.stages[where.stage].name
