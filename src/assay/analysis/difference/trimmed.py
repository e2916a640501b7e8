"""Plans without the rules that a search may do without."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assay.analysis.difference.matching import Matched, Pair, Side
from assay.plan.nodes import Plan

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
    """The ids of these rules and of a few others, those that give most first."""
    others = [rule for rule in plan.rules if rule.id not in kept and not rule.off]
    return [*kept, *(rule.id for rule in sorted(others, key=lambda rule: -_points(rule.amount and rule.amount.value)))][
        : len(kept) + _OTHERS
    ]


def _points(value: object) -> int:
    points = getattr(value, "value", 0)
    return abs(points) if isinstance(points, int) else 0
