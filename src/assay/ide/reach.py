"""How few and how many points each group and the score can have, read off the checked model.

The bounds are those of `assay.analysis.ranges`, without a plan: editors ask after every key. Tests hold the two together.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from assay.analysis.ranges import NOTHING, Range, bounded
from assay.ide.exact import Exact, Reach
from assay.model import Amount, Choice, Const, Each, Group, Match, Model, When
from assay.values import divide, points_of

_PERCENT = 1_000_000
_ANY = Range(None, None)


class _Kept:
    """A model or a group as a cache key: equal only to itself, so that a look-up never compares whole rules."""

    def __init__(self, kept: Model | Group) -> None:
        self.kept = kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.kept is self.kept

    def __hash__(self) -> int:
        return id(self.kept)


def reach_within(model: Model, exact: Exact | None) -> Reach:
    """The reach of everything in a model: exact, where that is known of this model or an earlier one."""
    loose = reach_of(model)
    if exact is None or not exact.holds(model):
        return loose
    known = {id(group): exact.reach.groups[group.name] for group in _groups(exact.model.groups)}
    own = {group.name: known[id(group)] for group in _groups(model.groups) if id(group) in known}
    groups = {**loose.groups, **own}
    top = _sum(groups[group.name] for group in model.groups)
    score = bounded(top, model.total_minimum, model.total_maximum)
    same = [*map(id, exact.model.groups)] == [*map(id, model.groups)]
    bounds = (model.total_minimum, model.total_maximum) == (exact.model.total_minimum, exact.model.total_maximum)
    return Reach(groups, exact.reach.score if same and bounds else score)


def _groups(parts: Iterable[object]) -> Iterator[Group]:
    """Groups and those in them."""
    for part in parts:
        if isinstance(part, Group):
            yield part
            yield from _groups(part.body)


def reach_of(model: Model) -> Reach:
    """The reach of everything in a model. An edit leaves most groups as they are: theirs is remembered."""
    return _of_model(_Kept(model))


@lru_cache(maxsize=4)
def _of_model(kept: _Kept) -> Reach:
    model = kept.kept
    assert isinstance(model, Model)
    groups: dict[str, Range] = {}
    for group in model.groups:
        groups.update(_of_group(_Kept(group)))
    top = _sum(groups[group.name] for group in model.groups)
    return Reach(groups, bounded(top, model.total_minimum, model.total_maximum))


@lru_cache(maxsize=2_000)
def _of_group(kept: _Kept) -> dict[str, Range]:
    """Of a group and those in it, by name."""
    assert isinstance(kept.kept, Group)
    found: dict[str, Range] = {}
    _group(kept.kept, found)
    return found


def _group(group: Group, found: dict[str, Range]) -> Range:
    parts = (_group(part, found) if isinstance(part, Group) else _rule(part) for part in group.body)
    earned = _weighted(_sum(parts), group.weight)
    found[group.name] = bounded(earned, group.minimum, group.maximum)
    return found[group.name]


def _sum(parts: Iterable[Range]) -> Range:
    total = NOTHING
    for part in parts:
        total += part
    return total


def _weighted(value: Range, weight: int | None) -> Range:
    if weight is None:
        return value
    ends = [None if end is None else divide(end * weight, _PERCENT) for end in (value.low, value.high)]
    return Range(*(reversed(ends) if weight < 0 else ends))


def _rule(rule: When | Each | Match | Choice) -> Range:
    """What a rule can give, 0 where it does not fire; of a choice one rule counts."""
    if isinstance(rule, Choice):
        return _hull([NOTHING, *map(_rule, rule.rules)])
    return NOTHING if rule.meta.off else _hull([NOTHING, *_given(rule)])


def _given(rule: When | Each | Match) -> Iterator[Range]:
    match rule:
        case When():
            yield _signed(rule.amount, bounded(_once(rule, rule.amount), rule.minimum, rule.maximum))
        case Match():
            yield from (_signed(row.amount, _once(rule, row.amount)) for row in rule.rows)
        case Each():
            amounts = [rule.amount] if rule.amount is not None else [row.amount for row in rule.rows]
            for amount in amounts:
                yield _signed(amount, bounded(_often(_once(rule, amount)), None, rule.maximum))


def _once(rule: When | Each | Match, amount: Amount) -> Range:
    """One hit; aging only brings it nearer to 0."""
    if not isinstance(amount.value, Const) or amount.per is not None:
        return _ANY
    points = points_of(int(amount.value.value))
    if isinstance(rule, Match) or rule.decay is None:
        return Range(points, points)
    return Range(min(points, 0), max(points, 0))


def _often(value: Range) -> Range:
    """Any number of hits."""
    low, high = value.low, value.high
    return Range(None if low is None or low < 0 else 0, None if high is None or high > 0 else 0)


def _signed(amount: Amount, value: Range) -> Range:
    if amount.sign == 1:
        return value
    return Range(
        None if value.high is None else -value.high,
        None if value.low is None else -value.low,
    )


def _hull(values: list[Range]) -> Range:
    lows, highs = [value.low for value in values], [value.high for value in values]
    low = None if None in lows else min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    return Range(low, high)
