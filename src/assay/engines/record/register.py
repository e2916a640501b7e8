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

FEW = 256  # entries that go as bits into what tables say

Where = tuple[str, int, int]  # a name, and where to look: a field in H, or else (-1) a slot in S


@dataclass(slots=True)
class Cause:
    """What to name for a code: the rule, and the inputs that may be missing. `made` remembers what was said, by
    which of the inputs were missing."""

    id: str
    inputs: tuple[Where, ...]
    made: dict[int, Undecided] = field(default_factory=dict)
    of_fields: bool = True  # depends on lead fields alone

    def __post_init__(self) -> None:
        self.of_fields = all(slot < 0 for _, _, slot in self.inputs)

    def explained(self, cells: Cells, slots: Slots) -> Undecided:
        missing, bit = 0, 1
        for _, at, slot in self.inputs:
            if (cells[at][FIRST_VIEW] if slot < 0 else slots[slot]) is None:
                missing |= bit
            bit += bit
        found = self.made.get(missing)
        if found is None:
            names = [name for place, (name, _, _) in enumerate(self.inputs) if missing >> place & 1]
            found = self.made[missing] = Undecided(self.id, tuple(dict.fromkeys(names)))
        return found


@dataclass(slots=True)
class Register:
    """`fired` by entry, `known` and `causes` by code."""

    context: Context
    fired: list[Fired] = field(default_factory=list)
    first_entry: list[int] = field(default_factory=list)
    first_code: list[int] = field(default_factory=list)
    known: list[Undecided | None] = field(default_factory=list)
    causes: dict[int, Cause] = field(default_factory=dict)

    def fill(self) -> None:
        """Numbers all rules. Points are filled in where they are constant (`give`)."""
        for rule in self.context.plan.rules:
            self.first_entry.append(len(self.fired))
            self.fired.extend([Fired(rule.id, rule.group, 0)] * max(1, len(rule.rows)))
            self.first_code.append(len(self.known))
            self.known.extend([None] * (ROWS + len(rule.rows)))

    @property
    def few(self) -> int:
        """How many entries there are, if they are few, else 0."""
        return len(self.fired) if len(self.fired) <= FEW else 0

    def give(self, entry: int, points: int) -> int:
        """An entry whose points are constant."""
        self.fired[entry] = self.fired[entry]._replace(points=points)
        return entry

    def unknown(self, index: int, kind: int, inputs: tuple[Input, ...]) -> int:
        """The code for a rule that is undecided because of some of these inputs."""
        code = self.first_code[index] + kind
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
