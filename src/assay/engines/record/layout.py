"""Where values lie while one lead is scored, and the context that all writers of code share.

| name  | holds                                                                                          |
|-------|------------------------------------------------------------------------------------------------|
| `H`   | per lead field that the plan reads, what its table knows of the value: (detail, residual, bits, fired, views…, points…) |
| `w`   | the views of one field, while its table looks at a value it has not seen before                     |
| `a`   | one activity: its time, views of its fields, `let`s about it                                         |
| `A`   | the activities, after `ignore`; `I`: the same by the value of a view                                   |
| `S`   | computed values, by slot                                                                       |
| `N`   | what is noted of rules: `F`, entries that fired; `D`, those with points worked out; `U`, codes of those undecided |

A view is a field's value, or what unary operations make of it alone: its folded text, its domain. Views of a
lead's fields are worked out once per different raw value, not once per lead.
"""

from dataclasses import dataclass, field

from assay.engines.record.writer import Namespace
from assay.plan.nodes import ActivityField, ConstSet, Expr, LeadField, NamedList, Op, Plan, Scalar, Value, Var
from assay.values import ZoneRules

VIEWED = frozenset({"fold", "fold_list", "domain", "length", "day", "padded"})
BITS, FIRED, FIRST_VIEW = 2, 3, 4  # in a field's tuple in H
INLINE_DEPTH = 40  # of `let`s that are looked through
INLINE_SIZE = 2_000  # leaves of an expression with its `let`s written out

Chain = tuple[str, ...]  # operations, the innermost first


def view_of(expr: Expr) -> tuple[LeadField | ActivityField, Chain] | None:
    """The field and the operations of a view; None if the expression is none."""
    chain: list[str] = []
    while isinstance(expr, Op) and expr.op in VIEWED:
        chain.append(expr.op)
        expr = expr.args[0]
    if isinstance(expr, LeadField | ActivityField):
        return expr, tuple(reversed(chain))
    return None


class LeadViews:
    """The views of lead fields, each at a place in its field's tuple. `read`: fields of which code outside the
    tables reads a view; of the others it matters only whether they are missing."""

    def __init__(self) -> None:
        self.fields: dict[str, int] = {}
        self.views: list[dict[Chain, int]] = []
        self.read: set[int] = set()

    def field(self, name: str) -> int:
        index = self.fields.get(name)
        if index is None:
            index = self.fields[name] = len(self.views)
            self.views.append({(): 0})
        return index

    def view(self, name: str, chain: Chain) -> tuple[int, int]:
        """The field's index and the view's, from 0 for the plain value."""
        index = self.field(name)
        views = self.views[index]
        return index, views.setdefault(chain, len(views))


class ActivityViews:
    """The places in an activity's list: 0 is its time."""

    def __init__(self) -> None:
        self.views: dict[tuple[str, Chain], int] = {}
        self.lets: dict[str, int] = {}
        self.indexes: dict[int, int] = {}  # view -> place in `I`
        self.size = 1

    def view(self, name: str, chain: Chain) -> int:
        place = self.views.get((name, chain))
        if place is None:
            place = self.views[name, chain] = self._next()
        return place

    def let(self, name: str) -> int:
        place = self.lets.get(name)
        if place is None:
            place = self.lets[name] = self._next()
        return place

    def index(self, view: int) -> int:
        """The place in `I` of the activities by this view."""
        return self.indexes.setdefault(view, len(self.indexes))

    def _next(self) -> int:
        self.size += 1
        return self.size - 1


@dataclass(slots=True)
class Context:
    """What the writers of one scorer's code share. `slots`: the place in S of each Var that anything reads, and
    `defaults`: what some hold before anything is worked out.
    `wanted`: `let`s about activities that are read and still to be defined, with their function's name."""

    plan: Plan
    as_of: int
    zone: ZoneRules
    names: Namespace
    lists: dict[str, NamedList]
    lets: dict[str, Value]
    lead: LeadViews = field(default_factory=LeadViews)
    activity: ActivityViews = field(default_factory=ActivityViews)
    slots: dict[str, int] = field(default_factory=dict)
    defaults: dict[str, Scalar | None] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)

    def slot(self, name: str) -> int:
        return self.slots.setdefault(name, len(self.slots))

    def items(self, constants: ConstSet) -> tuple[Scalar, ...]:
        return constants.items if constants.name is None else self.lists[constants.name].items

    def let_of(self, expr: Expr) -> Value | None:
        return self.lets.get(expr.name) if isinstance(expr, Var) else None


def new_context(plan: Plan, as_of: int) -> Context:
    return Context(
        plan,
        as_of,
        ZoneRules(plan.zone.moments, plan.zone.offsets),
        Namespace(),
        {named.name: named for named in plan.lists},
        {value.name: value for value in plan.values},
    )
