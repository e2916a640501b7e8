"""Plans without the rules that a search may do without."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from assay.analysis.difference.matching import Matched, Pair, Side
from assay.plan.nodes import Const, Plan, Rule

_OTHERS = 60  # rules that did not change and are kept, so that scores can be brought to where they matter


def differing(found: Matched) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the rules that do something else, in the old and in the new version."""
    return frozenset(_ids(found, old=True)), frozenset(_ids(found, old=False))


def _ids(found: Matched, *, old: bool) -> Iterator[str]:
    for pair in found.pairs:
        side = pair.old if old else pair.new
        if side is not None and side.part.kind == "rule" and not _is_same(pair, found):
            yield side.part.name


def _is_same(pair: Pair, found: Matched) -> bool:
    match pair:
        case Pair(old=Side() as old, new=Side() as new):
            return old.meaning == new.meaning and old.part.home == found.home(new.part)
    return False


def with_rules(plan: Plan, kept: Collection[str]) -> Plan:
    """The plan with all other rules off."""
    return replace(plan, rules=tuple(one if one.id in kept else replace(one, off=True) for one in plan.rules))


def some(plan: Plan, kept: Collection[str]) -> Sequence[str]:
    """The ids of these rules, of a few about the same fields, and of a few others: of each number of points some, those
    that give most first, so that a score can be brought to just before a bound."""
    read = {name for rule in plan.rules if rule.id in kept for name in _fields(rule)}
    near: list[str] = []
    by_points: dict[int, list[str]] = {}
    for rule in plan.rules:
        if rule.id not in kept and not rule.off:
            by_points.setdefault(_points(rule), []).append(rule.id)
            if read.intersection(_fields(rule)):
                near.append(rule.id)
    rows = [by_points[points] for points in sorted(by_points, key=abs, reverse=True)]
    in_turns = (one for turn in zip_longest(*rows) for one in turn if one is not None)
    return [*kept, *near[:_OTHERS], *islice(in_turns, _OTHERS)]


def _fields(rule: Rule) -> Iterator[str]:
    """What a rule is undecided without."""
    inputs = (*rule.inputs, *(() if rule.condition is None else rule.condition.inputs))
    return (one.name for one in inputs)


def _points(rule: Rule) -> int:
    """What a rule gives, if that is a constant; in ten-thousandths."""
    amount = rule.amount
    return amount.sign * int(amount.value.value) if amount is not None and isinstance(amount.value, Const) else 0
