"""Numbers for what a result lists: one entry per rule, or per row of a `match`, in the order of the plan; and
one code per way in which a rule can be undecided, in the same order.

While a lead is scored only these numbers are noted; names, points and missing fields follow when asked for.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from assay.engines.record.joint import UNKNOWN_AMOUNT, Cells, Slots
from assay.engines.record.layout import FIRST_VIEW, Context
from assay.plan.nodes import Input, LeadField, Rule


class Fired(NamedTuple):
    """A rule that was true, with the points it gave, in hundredths."""

    id: str
    group: str
    points: int


class Undecided(NamedTuple):
    """A rule that could not be decided, and the names of what was missing."""

    id: str
    missing: tuple[str, ...]


FIELD_MISSING = 0  # the one field of a rule is missing: what to say is known beforehand
CONDITION = 1
AMOUNT = CONDITION + UNKNOWN_AMOUNT
ROWS = AMOUNT + 1  # and one for each row

Where = tuple[str, int, int]  # a name, and where to look: a field in H, or else (-1) a slot in S


@dataclass(slots=True)
class Cause:
    """What to name for a code: the rule, and the inputs that may be missing."""

    id: str
    inputs: tuple[Where, ...]


@dataclass(slots=True)
class Register:
    context: Context
    fired: list[Fired] = field(default_factory=list)
    first_entry: list[int] = field(default_factory=list)
    known: dict[int, Undecided] = field(default_factory=dict)
    causes: dict[int, Cause] = field(default_factory=dict)
    stride: int = 1

    def fill(self) -> None:
        """Numbers all rules. Points are filled in where they are constant (`give`)."""
        for rule in self.context.plan.rules:
            self.first_entry.append(len(self.fired))
            self.fired.extend(Fired(rule.id, rule.group, 0) for _ in range(max(1, len(rule.rows))))
        self.stride = ROWS + max((len(rule.rows) for rule in self.context.plan.rules), default=0)

    def give(self, entry: int, points: int) -> int:
        """An entry whose points are constant."""
        self.fired[entry] = self.fired[entry]._replace(points=points)
        return entry

    def unknown(self, index: int, kind: int, inputs: tuple[Input, ...]) -> int:
        """The code for a rule that is undecided because of some of these inputs."""
        code = index * self.stride + kind
        rule = self.context.plan.rules[index]
        if kind == FIELD_MISSING:
            self.known[code] = Undecided(rule.id, tuple(dict.fromkeys(one.name for one in inputs)))
        else:
            self.causes[code] = Cause(rule.id, tuple(self._where(one) for one in inputs))
        return code

    def _where(self, one: Input) -> Where:
        if isinstance(one.value, LeadField):
            return (one.name, self.context.lead.field(one.value.name), -1)
        return (one.name, -1, self.context.slot(one.value.name))


def inputs_of_rows(rule: Rule) -> tuple[Input, ...]:
    """What decides the points of an `each`, in order of appearance."""
    amounts = [rule.amount, *(row.amount for row in rule.rows)]
    return (*rule.inputs, *(one for amount in amounts if amount is not None for one in amount.inputs))


def explained(cause: Cause, cells: Cells, slots: Slots) -> Undecided:
    """What was missing, each name once."""
    missing = [
        name
        for name, field, slot in cause.inputs
        if (cells[field][FIRST_VIEW] if slot < 0 else slots[slot]) is None
    ]
    return Undecided(cause.id, tuple(dict.fromkeys(missing)))
