"""Whether a change can only raise points, or only lower them, by interval arithmetic.

A rule that gives more for the same leads, a new one that only adds, one of which less is taken away: whoever meets it has
as many points as before or more, and so no lower stage where stages ask for at least so many. What cannot be told may go
either way, so that a proof holds of every lead.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assay.analysis.difference.matching import Matched, Side
from assay.analysis.difference.meaning import Meanings
from assay.analysis.ranges import NOTHING, of_rule
from assay.plan.nodes import Amount, Condition, Const, Expr, Op, Plan, Rule, Var

Directions = frozenset[int]  # 1: up, -1: down; none of them: it stays
STAYS: Directions = frozenset()
EITHER: Directions = frozenset({-1, 1})
_Pair = tuple[Rule | None, Rule | None]  # of the old and the new version, one of which may have none
_RESULTS = ("group:", "grade:", "score", "stage", "disqualified", "route")
_UP, _DOWN = frozenset({"ge", "gt"}), frozenset({"le", "lt"})


def points(old: Plan, new: Plan, found: Matched) -> dict[str, Directions]:
    """Which way each group ("group:NAME", by its new name) and the "score" can go. Where more differs than rules, or
    rules read what others give, either way."""
    names = [f"group:{group.name}" for group in new.groups]
    if not _same_frame(old, new, found) or _rules_read_results(new):
        return dict.fromkeys((*names, "score"), EITHER)
    rules, ways = _differing(old, new, found), dict[str, Directions]()
    for group in reversed(new.groups):  # inner groups come after those around them
        own = [_of_pair(before, after, found) for before, after in rules.get(group.name, ())]
        way = _all_of((*own, *(ways[f"group:{name}"] for name in group.children)))
        ways[f"group:{group.name}"] = _flipped(way) if (group.weight or 0) < 0 else way
    ways["score"] = _all_of(ways[f"group:{group.name}"] for group in new.groups if group.parent is None)
    return ways


def of_conditions(plan: Plan, conditions: Iterable[Condition], ways: Mapping[str, Directions]) -> Directions:
    """Which way the truth of conditions can go that are the same in both versions."""
    values, known = {one.name: one.value for one in plan.values}, dict(ways)
    tests = (test for one in conditions for test in (one.test, one.alone) if test is not None)
    return _all_of(_Truth(plan, values, known).of(test) for test in tests)


# --- points --------------------------------------------------------------------------------------------------


def _same_frame(old: Plan, new: Plan, found: Matched) -> bool:
    """Whether all is the same that rules stand in: groups with their bounds, choices, the total."""
    meant, means = found.meanings
    return _frame(old, meant) == _frame(new, means)


def _frame(plan: Plan, means: Meanings) -> tuple[object, ...]:
    names = {group.name: means.groups.get(group.name, group.name) for group in plan.groups}
    heads = {
        names[group.name]: (names.get(group.parent or ""), group.minimum, group.maximum, group.weight)
        for group in plan.groups
    }
    choices = sorted(means.of((one.kind, *(means.of(plan.rules[at]) for at in one.rules))) for one in plan.choices)
    return heads, choices, plan.total_minimum, plan.total_maximum


def _differing(old: Plan, new: Plan, found: Matched) -> dict[str, list[_Pair]]:
    """The rules that do something else, by the new name of their group."""
    mine, theirs = ({rule.id: rule for rule in plan.rules} for plan in (old, new))
    new_names = {before: after for after, before in found.groups.items()}
    meant, means = found.meanings
    differing: dict[str, list[_Pair]] = {}
    for pair in found.pairs:
        before, after = _rule(pair.old, mine), _rule(pair.new, theirs)
        home = None if before is None else new_names.get(before.group, before.group)
        if before is not None and after is not None and home == after.group:
            if meant.of(before) != means.of(after):
                differing.setdefault(after.group, []).append((before, after))
            continue
        if home is not None:
            differing.setdefault(home, []).append((before, None))
        if after is not None:
            differing.setdefault(after.group, []).append((None, after))
    return differing


def _rule(side: Side | None, rules: Mapping[str, Rule]) -> Rule | None:
    return None if side is None or side.part.kind != "rule" else rules[side.part.name]


def _of_pair(before: Rule | None, after: Rule | None, found: Matched) -> Directions:
    if before is not None and after is not None:
        way = _of_amounts(before, after, found)
        if way is not None:
            return way
    was, can = (NOTHING if rule is None else of_rule(rule) for rule in (before, after))
    down = can.low is None or was.high is None or can.low < was.high
    up = can.high is None or was.low is None or can.high > was.low
    return frozenset(way for way, may in ((-1, down), (1, up)) if may)


def _of_amounts(before: Rule, after: Rule, found: Matched) -> Directions | None:
    """Of two rules that are the same but for constant amounts; None: they are not."""
    pairs = list(zip(_amounts(before), _amounts(after), strict=False))
    values = [(_value(mine), _value(theirs)) for mine, theirs in pairs]
    if len(before.rows) != len(after.rows) or any(mine.sign != theirs.sign for mine, theirs in pairs):
        return None
    rows = tuple(replace(theirs, amount=mine.amount) for mine, theirs in zip(before.rows, after.rows, strict=True))
    meant, means = found.meanings
    if means.of(replace(after, amount=before.amount, rows=rows)) != meant.of(before):
        return None
    ways: set[int] = set()
    for (mine, _), (was, is_now) in zip(pairs, values, strict=True):
        if was is None or is_now is None:
            return None
        if was != is_now:
            ways.add(mine.sign if is_now > was else -mine.sign)
    return frozenset(ways)


def _amounts(rule: Rule) -> list[Amount]:
    return [row.amount for row in rule.rows] if rule.amount is None else [rule.amount]


def _value(amount: Amount) -> int | None:
    return int(amount.value.value) if isinstance(amount.value, Const) else None


def _rules_read_results(plan: Plan) -> bool:
    return reads_results(plan, (expr for rule in plan.rules if not rule.off for expr in _expressions(rule)))


def _expressions(rule: Rule) -> Iterator[Expr]:
    if rule.condition is not None:
        yield rule.condition.test
    if rule.subject is not None:
        yield rule.subject
    yield from (amount.value for amount in _amounts(rule))


# --- conditions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Truth:
    """`values`: of `let`s by name; `known`: the directions of results, and of `let`s once they were asked for."""

    plan: Plan
    values: Mapping[str, Expr]
    known: dict[str, Directions]

    def of(self, test: Expr) -> Directions:
        match test:
            case Op(op="and" | "or", args=args) | Op(op="at_least", args=(_, *args)):
                return _all_of(self.of(arg) for arg in args)
            case Op(op="not", args=(inner,)):
                return _flipped(self.of(inner))
            case Op(op=op, args=(Var(name=name), Const())) if name in self.known and op in _UP | _DOWN:
                return self.known[name] if op in _UP else _flipped(self.known[name])
            case Var(name=name) if name in self.values:
                if name not in self.known:
                    self.known[name] = self.of(self.values[name])
                return self.known[name]
        return EITHER if reads_results(self.plan, [test]) else STAYS


def reads_results(plan: Plan, tests: Iterable[Expr]) -> bool:
    """Whether some test, through names, reads what is only known once leads are scored."""
    behind = {one.name: [one.value] for one in plan.values}
    for one in plan.aggregates:
        behind[f"aggregate:{one.id}"] = [part for part in (one.value, one.where, one.key) if part is not None]
    waiting = list(tests)
    while waiting:
        match waiting.pop():
            case Op(args=args):
                waiting += args
            case Var(name=name) if name.startswith(_RESULTS):
                return True
            case Var(name=name):
                waiting += behind.pop(name, ())
    return False


def _all_of(ways: Iterable[Directions]) -> Directions:
    return STAYS.union(*ways)


def _flipped(way: Directions) -> Directions:
    return frozenset(-one for one in way)
