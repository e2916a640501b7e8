"""What the passes of the planner share while one model is lowered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from assay import model
from assay.plan.nodes import ActivityField, Aggregate, ConstSet, Expr, Input, LeadField, NamedList, Op, Value, Var
from assay.types import Type
from assay.values import ZoneRules

# Lets and aggregates read everything in `ignore`, and the stage before promotions in `promote`.
Place = Literal["data", "ignore", "promote"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a Var: whether it reads the activity at hand, whether it reads the lead, whether it is never missing."""

    activity: bool = False
    lead: bool = True
    sure: bool = False


_RESULTS = {
    "as_of": Facts(lead=False, sure=True),
    "score": Facts(sure=True),
    "disqualified": Facts(sure=True),
    "stage": Facts(),
    "stage_before": Facts(),
    "route": Facts(),
    "subject": Facts(),
}


@dataclass(frozen=True, slots=True)
class Split:
    """The items of a list. `sets`: constants, by what they are held against ("" for the subject itself).
    `others`: the rest, in order."""

    sets: tuple[tuple[str, ConstSet], ...]
    others: tuple[model.Expr, ...] = ()


@dataclass(slots=True)
class Context:
    """Registries that grow while a model is lowered, and the collectors of the piece at hand.

    `reads`: for each Var key and each step, the Vars it is computed from, which is what steps are ordered by.
    `vars` and `inputs` collect what the piece at hand reads, in order of appearance.
    """

    zone: ZoneRules
    stages: dict[str, int]
    lets: dict[str, model.Let]
    activity_types: dict[str, Type]
    values: dict[str, Value] = field(default_factory=dict)
    aggregates: dict[tuple[object, ...], Aggregate] = field(default_factory=dict)
    lists: dict[str, NamedList] = field(default_factory=dict)
    named: dict[tuple[str, str], Split] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=lambda: dict(_RESULTS))
    let_inputs: dict[str, tuple[Input, ...]] = field(default_factory=dict)
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lead_fields: dict[str, LeadField] = field(default_factory=dict)
    activity_fields: dict[str, ActivityField] = field(default_factory=dict)
    folds: dict[LeadField | ActivityField, Op] = field(default_factory=dict)
    place: Place = "data"
    subject: Expr | None = None
    subject_folded: bool = False
    vars: dict[str, Var] = field(default_factory=dict)
    inputs: dict[str, Input] = field(default_factory=dict)

    def var(self, name: str) -> Var:
        found = self.vars.get(name)
        if found is None:
            found = self.vars[name] = Var("var", name)
        return found

    def lead_field(self, name: str) -> LeadField:
        found = self.lead_fields.get(name)
        if found is None:
            found = self.lead_fields[name] = LeadField("lead", name)
        if name not in self.inputs:
            self.inputs[name] = Input(name, found)
        return found

    def activity_field(self, name: str) -> ActivityField:
        return self.activity_fields.setdefault(name, ActivityField("activity", name))

    def fold(self, raw: Expr) -> Op:
        """`fold(raw)`, one object for each field."""
        if not isinstance(raw, LeadField | ActivityField):
            return Op("op", "fold", (raw,))
        found = self.folds.get(raw)
        if found is None:
            found = self.folds[raw] = Op("op", "fold", (raw,))
        return found

    def input(self, name: str, value: Var) -> None:
        self.inputs.setdefault(name, Input(name, value))

    def facts_of(self, name: str) -> Facts:
        """Groups and grades are never missing, and have no entry of their own."""
        return self.facts.get(name) or Facts(sure=True)


@contextmanager
def collecting(context: Context) -> Iterator[None]:
    """A piece of its own: what it reads is not what the piece around it reads."""
    outer = context.vars, context.inputs
    context.vars, context.inputs = {}, {}
    try:
        yield
    finally:
        context.vars, context.inputs = outer


@contextmanager
def at_place(context: Context, place: Place) -> Iterator[None]:
    outer = context.place
    context.place = place
    try:
        yield
    finally:
        context.place = outer
