"""Rules held against each other: true of the same leads, or of some of another's."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from assay.analysis.boxes import Box, Boxes, boxes, implied, sample
from assay.analysis.definitions import Definitions, kind_of
from assay.plan import words
from assay.plan.nodes import Condition, Const, LeadField, Rule, Scalar


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules by index: `second` is true of the same leads as `first`, or of some of them. `example`: a lead of
    which both are true, where one can be named."""

    first: int
    second: int
    example: dict[LeadField, Scalar | None] | None


def rule_boxes(known: Definitions, rules: Sequence[Rule]) -> tuple[list[int], Boxes]:
    """The rules about the lead alone that count by themselves, by index, with their boxes."""
    plain = [at for at, rule in enumerate(rules) if _is_plain(rule)]
    return plain, boxes(known, [rule.condition.test for at in plain if (rule := rules[at]).condition is not None])


def _is_plain(rule: Rule) -> bool:
    lead = rule.condition is not None and rule.condition.scope == "lead"
    return rule.kind == "when" and lead and rule.choice is None and not rule.off


def same(known: Definitions, rules: Sequence[Rule]) -> Iterator[Pair]:
    """Each rule with the first of its group that is true exactly when it is."""
    plain, found = rule_boxes(known, rules)
    by_rule = dict(zip(plain, found.boxes, strict=True))
    seen: dict[Hashable, int] = {}
    for at, rule in enumerate(rules):
        if rule.off or rule.choice is not None or (at in by_rule and by_rule[at] is None):
            continue
        box = by_rule.get(at)
        key = _key(rule, box)
        if key in seen:
            yield Pair(seen[key], at, None if box is None else sample(found, box))
        else:
            seen[key] = at


def _key(rule: Rule, box: Box | None) -> Hashable:
    condition: Condition | frozenset[object] | None = rule.condition if box is None else box.key
    rows = tuple(row.test for row in rule.rows)
    clauses = (rule.times, rule.once_per, rule.limit, rule.quota, rule.decay, rule.starting, rule.until)
    return (rule.group, rule.kind, condition, rule.subject, rows, clauses)


def inside(known: Definitions, rules: Sequence[Rule]) -> Iterator[Pair]:
    """Rules about one value of the lead that are true of some of the leads of another of their group, and give
    points of the same sign: each with the first such other."""
    plain, found = rule_boxes(known, rules)
    by_value: dict[Hashable, list[tuple[int, Box]]] = {}
    for at, box in zip(plain, found.boxes, strict=True):
        rule = rules[at]
        if box is not None and len(box.sides) == 1 and _is_choosy(found, box) and rule.amount is not None:
            variable = next(iter(box.sides))
            key = (rule.group, variable, sign_of(rule), rule.starting, rule.until)
            by_value.setdefault(key, []).append((at, box))
    for members in by_value.values():
        for at, box in members:
            outer = next((o for o, other in members if o != at and box.key != other.key and implied(box, other)), None)
            if outer is not None:
                yield Pair(outer, at, sample(found, box))


def _is_choosy(found: Boxes, box: Box) -> bool:
    """Whether a box is more than "is known" or "is missing"."""
    variable, mask = next(iter(box.sides.items()))
    return mask is not None and mask & found.axes[variable].known not in (0, found.axes[variable].known)


def sign_of(rule: Rule) -> int:
    """1, -1, or 0 where the amount is no constant."""
    if rule.amount is None or not isinstance(rule.amount.value, Const) or not int(rule.amount.value.value):
        return 0
    return rule.amount.sign * (1 if int(rule.amount.value.value) > 0 else -1)


def worded(known: Definitions, example: dict[LeadField, Scalar | None] | None) -> str | None:
    """A lead in words: country "nl", employees 250."""
    if not example:
        return None
    return ", ".join(f"{field.name} {_value(kind_of(known, field), value)}" for field, value in example.items())


def _value(kind: str, value: Scalar | None) -> str:
    match kind, value:
        case _, None:
            return "missing"
        case _, bool():
            return "true" if value else "false"
        case "number" | "integer", int():
            return words.decimal(value)
        case "date", int():
            return words.date(value)
        case "time", int():
            return words.time(value)
    return words.text(str(value))
