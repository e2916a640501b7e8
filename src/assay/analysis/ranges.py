"""How few and how many points each group and the score can have, by interval arithmetic.

The bounds hold for every lead; the true extremes may lie inside, where rules exclude each other.
"""

from dataclasses import dataclass

from assay.plan.nodes import Amount, Const, Group, Plan, Rule
from assay.values import SCALE, divide, points_of

_PERCENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Range:
    """Hundredths of a point; None: no end."""

    low: int | None
    high: int | None

    def __add__(self, other: "Range") -> "Range":
        return Range(_sum(self.low, other.low), _sum(self.high, other.high))


NOTHING = Range(0, 0)
_ANY = Range(None, None)


@dataclass(frozen=True, slots=True)
class GroupRange:
    """`earned` is after weight and before bounds, `kept` after."""

    earned: Range
    kept: Range


def ranges(plan: Plan) -> tuple[dict[str, GroupRange], Range, Range]:
    """Of each group; of the score before and after `total`."""
    found: dict[str, GroupRange] = {}
    for group in reversed(plan.groups):  # inner groups come after those around them
        earned = _weighted(
            _summed([*_rules(plan, group), *(found[name].kept for name in group.children)]), group.weight
        )
        found[group.name] = GroupRange(earned, bounded(earned, group.minimum, group.maximum))
    top = _summed([found[group.name].kept for group in plan.groups if group.parent is None])
    return found, top, bounded(top, plan.total_minimum, plan.total_maximum)


def of_rule(rule: Rule) -> Range:
    """What a rule can give, 0 where it does not fire."""
    if rule.off:
        return NOTHING
    amounts = [rule.amount] if rule.amount is not None else [row.amount for row in rule.rows]
    given = [_amount(rule, amount) for amount in amounts]
    return _hull([NOTHING, *given])


def bounded(value: Range, minimum: int | None, maximum: int | None) -> Range:
    low, high = value.low, value.high
    if minimum is not None:
        low = minimum if low is None else max(low, minimum)
        high = high if high is None else max(high, minimum)
    if maximum is not None:
        high = maximum if high is None else min(high, maximum)
        low = low if low is None else min(low, maximum)
    return Range(low, high)


def _amount(rule: Rule, amount: Amount) -> Range:
    """Before the sign: what one hit gives, or many; aging only brings it nearer to 0."""
    value = _ANY
    if isinstance(amount.value, Const):
        points = points_of(int(amount.value.value))
        value = Range(points, points) if rule.decay is None else Range(min(points, 0), max(points, 0))
    if rule.kind in ("each", "each match"):
        value = Range(
            None if value.low is None or value.low < 0 else 0, None if value.high is None or value.high > 0 else 0
        )
    value = bounded(value, rule.minimum, rule.maximum)
    return value if amount.sign == 1 else Range(_minus(value.high), _minus(value.low))


def _rules(plan: Plan, group: Group) -> list[Range]:
    """Of a choice, at most one rule counts."""
    alone = [of_rule(plan.rules[at]) for at in group.rules if plan.rules[at].choice is None]
    choices = {plan.rules[at].choice for at in group.rules} - {None}
    for number in choices:
        assert number is not None
        alone.append(_hull([of_rule(plan.rules[at]) for at in plan.choices[number].rules]))
    return alone


def _weighted(value: Range, weight: int | None) -> Range:
    if weight is None:
        return value
    ends = [None if end is None else divide(end * weight, _PERCENT) for end in (value.low, value.high)]
    if weight < 0:
        ends.reverse()
    return Range(ends[0], ends[1])


def _summed(values: list[Range]) -> Range:
    total = NOTHING
    for value in values:
        total += value
    return total


def _hull(values: list[Range]) -> Range:
    lows = [value.low for value in values]
    highs = [value.high for value in values]
    return Range(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _minus(value: int | None) -> int | None:
    return None if value is None else -value


def as_numbers(value: Range) -> tuple[int | None, int | None]:
    """A range in ten-thousandths, as conditions read groups and the score."""
    scale = SCALE // 100
    return (None if value.low is None else value.low * scale, None if value.high is None else value.high * scale)
