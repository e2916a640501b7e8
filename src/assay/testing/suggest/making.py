"""From what parts of a condition are to be, to leads of which they are so.

The classes of values that the comparisons of a condition tell apart are tried in all their combinations (`analysis.
truth`); each combination that is wanted gives a draft. Whether it does what it should is for the record engine to say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from assay.analysis.cells import Other
from assay.analysis.definitions import Definitions
from assay.analysis.leaves import Formula, Truth, variable_of
from assay.analysis.truth import Case, survey, variables
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.reading import Reading
from assay.engines.record.trace.state import new_state
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import ActivityField, Aggregate, Const, ConstSet, Expr, Field, LeadField, Op, Plan, Scalar, Var
from assay.testing.suggest.drafts import Aim, Demand, Draft, Values, all_together
from assay.testing.suggest.solving import ADDRESS, OTHER, AnyField, Solving, Unknown, sample
from assay.values import DAY, MINUTE, SCALE, ZoneRules

_MOST_CASES = 4_000
_MOST = 40  # activities for one count
_TEXTS = 400  # made-up texts tried for the patterns of one field
Wanted = Callable[[tuple[Truth, ...]], bool]


@dataclass(slots=True)
class Making:
    """Makes drafts for one plan at one moment."""

    plan: Plan
    known: Definitions
    as_of: int
    solving: Solving = field(init=False)
    reading: Reading = field(init=False)
    cases: dict[object, list[tuple[tuple[Truth, ...], Case]]] = field(default_factory=dict)
    results: tuple[str, ...] = field(init=False)  # names of what scoring gives

    def __post_init__(self) -> None:
        zone = ZoneRules(self.plan.zone.moments, self.plan.zone.offsets)
        lets = {let.name: let for let in self.plan.values}
        groups, grades = self.plan.groups, self.plan.grades
        named = (*(f"group:{one.name}" for one in groups), *(f"grade:{one.group}" for one in grades))
        self.results = (*named, "score", "stage", "stage_before", "route", "disqualified", "subject")
        self.solving = Solving(zone, self.as_of, lets)
        self.reading = Reading(lets, {one.id: one for one in self.plan.aggregates})

    def drafts(
        self, parts: Sequence[Expr], wanted: Wanted, within: int | None = None, known: Definitions | None = None
    ) -> Iterator[Draft]:
        """For each combination of the parts' truths that is wanted, the smallest first."""
        made = (
            self._draft(case, parts, truths, within) for truths, case in self._cases(parts, known) if wanted(truths)
        )
        yield from sorted((draft for draft in made if draft is not None), key=lambda draft: draft.size)

    def _cases(self, parts: Sequence[Expr], known: Definitions | None) -> list[tuple[tuple[Truth, ...], Case]]:
        """Cases in which no activity is ignored, where that is not too much to try. Asked once."""
        key = (tuple(parts), known is None or known.subject)
        if key not in self.cases:
            self.cases[key] = self._surveyed(parts, known or self.known)
        return self.cases[key]

    def _surveyed(self, parts: Sequence[Expr], known: Definitions) -> list[tuple[tuple[Truth, ...], Case]]:
        ignoring = [one.condition.test for one in self.plan.ignores if any(map(self.reading.on_activity, parts))]
        found = survey(known, [*parts, *ignoring], _MOST_CASES) if ignoring and parts[0] not in ignoring else None
        if found is None:
            return list((survey(known, parts, _MOST_CASES) or {}).items())
        kept = {truths[: len(parts)]: case for truths, case in found.items() if True not in truths[len(parts) :]}
        return list(kept.items())

    def where(self, expr: Expr, truth: Truth, within: int | None = None) -> Iterator[Draft]:
        """Leads of which one condition comes to this."""
        return self.drafts([expr], lambda truths: truths[0] is truth, within)

    def _draft(self, case: Case, parts: Sequence[Expr], truths: Sequence[Truth], within: int | None) -> Draft | None:
        pieces: list[Draft] = []
        activity: dict[str, Value] = {}
        by_part = [
            (part, truth, variables(self.known, part))
            for part, truth in zip(parts, truths, strict=True)
            if not self.reading.on_activity(part)
        ]
        for variable, value in case.items():
            if isinstance(value, Other):
                solved = self._another(variable, parts, truths)
            else:
                solved = self.solving.solved(variable, value)
            match solved:
                case ActivityField(name=name), plain:
                    activity[name] = plain
                case LeadField(name=name), plain:
                    pieces.append(Draft({name: plain}))
                case Var() as computed, plain if not isinstance(plain, tuple):
                    met = _about(variable, by_part)
                    pieces += [one for one in (self._computed(computed, plain, met),) if one is not None]
        if activity or any(self.reading.on_activity(part) for part in parts):
            pieces.append(Draft({}, (self.activity(activity, within),)))
        aimed = {demand for piece in pieces for aim in piece.aims for demand in aim.met}
        made = all_together(pieces)
        others = tuple((part, truth) for part, truth, _ in by_part if (part, truth) not in aimed)
        return made and replace(made, demands=others)

    def activity(self, given: Values, within: int | None = None) -> Values:
        """An activity with a time inside the window."""
        time = self.plan.activity.time
        if time is None or time in given:
            return given
        ago = DAY if within is None or within > DAY else within // 2 // MINUTE * MINUTE
        return {**given, time: self.as_of - ago}

    # --- what is computed ----------------------------------------------------------------------------------

    def _computed(self, variable: Var, value: Scalar | None, met: tuple[Demand, ...]) -> Draft | None:
        if variable.name in self.known.aggregates:
            return self._aggregate(self.known.aggregates[variable.name], value)
        return Draft({}, (), (Aim(variable, value, met),))

    def _aggregate(self, of: Aggregate, value: Scalar | None) -> Draft | None:
        """A lead that did what gives the aggregate its value."""
        nothing = {"any": False, "none": True, "count": 0, "sum": 0, "distinct": 0}.get(of.function)
        if value is None or value == nothing:
            return Draft({})
        one = next(self._one(of), None)
        if one is None:
            return None
        match of.function:
            case "any" | "none":
                return one
            case "count":
                return Draft(one.lead, one.activities * min(int(value) // SCALE, _MOST), one.aims)
            case "distinct":
                return self._different(of, one, int(value) // SCALE)
            case _:
                return self._with_value(of, one, value)

    def _different(self, of: Aggregate, one: Draft, count: int) -> Draft:
        """Activities each with a value of its own, all before the usual time: the last one may be another."""
        read = [field.name for field in fields_in(of.value) if isinstance(field, ActivityField)]
        kinds = {field.name: field for field in self.plan.activity.fields}
        rows: list[Values] = []
        for number in range(min(count, _MOST)):
            own = {name: _other(sample(kinds[name], self.as_of), number) for name in read}
            dated = self._earlier({**self.activity({}, of.within), **one.activities[0]}, number + 1)
            rows.append({**dated, **own})
        return Draft(one.lead, tuple(rows), one.aims)

    def _one(self, of: Aggregate) -> Iterator[Draft]:
        if of.where is None:
            yield Draft({}, (self.activity({}, of.within),))
        else:
            for draft in self.where(of.where, True, of.within):
                yield draft if draft.activities else Draft(draft.lead, (self.activity({}, of.within),), draft.aims)

    def _earlier(self, activity: Values, minutes: int) -> Values:
        time = self.plan.activity.time
        moment = None if time is None else activity.get(time)
        return (
            activity if time is None or not isinstance(moment, int) else {**activity, time: moment - minutes * MINUTE}
        )

    def _with_value(self, of: Aggregate, one: Draft, value: Scalar) -> Draft | None:
        """Of one activity, its value is the sum, the average, the highest and the last."""
        assert of.value is not None
        solved = self.solving.solved(of.value, value)
        own = dict(one.activities[0])
        if solved is not None and isinstance(solved[0], ActivityField):
            own[solved[0].name] = solved[1]
        else:
            own |= self.filled(own, fields_in(of.value))
        return Draft(one.lead, (own,), one.aims)

    def filled(self, given: Values, fields: Iterator[AnyField]) -> dict[str, Value]:
        """The given values of an activity, and some value for each other of these fields."""
        kinds = {one.name: one for one in self.plan.activity.fields}
        names = [one.name for one in fields if isinstance(one, ActivityField) and given.get(one.name) is None]
        return {**given, **{name: sample(kinds[name], self.as_of) for name in names}}

    # --- texts ------------------------------------------------------------------------------------------------

    def _another(self, variable: Expr, parts: Sequence[Expr], truths: Sequence[Truth]) -> tuple[Unknown, Value] | None:
        """A text (or list) that no constant names: the first of those tried that makes most parts what is wanted."""
        formula = Formula(self.known)
        for part in parts:
            formula.add(part)
        leaves = [leaf for leaf in formula.leaves if variable_of(self.known, leaf) == variable]
        tried = (self.solving.solved(variable, text) for text in islice(self._texts(variable, leaves), _TEXTS))
        found = [one for one in tried if one is not None]
        return max(found, key=lambda one: self._fitting(one, parts, truths), default=None)

    def _fitting(self, given: tuple[Unknown, Value], parts: Sequence[Expr], truths: Sequence[Truth]) -> int:
        of, value = given
        lead = {of.name: value} if isinstance(of, LeadField) else {}
        state = new_state(self.plan, self.as_of, lead, ())
        state.results |= dict.fromkeys(self.results)
        frame = state.frame()
        if isinstance(of, ActivityField):
            frame = replace(frame, activity={of.name: value}, place=0)
        return sum(evaluate(part, frame) is truth for part, truth in zip(parts, truths, strict=True))

    def _texts(self, variable: Expr, leaves: Sequence[Expr]) -> Iterator[Value]:
        found = self._field(variable)
        if found is not None and found.kind == "list":
            yield (OTHER,)
            yield from ((text,) for text in self._constants(leaves))
            yield tuple(self._constants(leaves))
            return
        yield ADDRESS if found is not None and "mail" in found.name.lower() else OTHER
        shaped = [text for leaf in leaves for text in self._shaped(leaf)]
        yield from shaped
        yield from (f"{one} {other}" for one in shaped for other in shaped)

    def _field(self, variable: Expr) -> Field | None:
        match variable:
            case LeadField(name=name):
                return self.known.lead.get(name)
            case ActivityField(name=name):
                return self.known.activity.get(name)
        return None

    def _shaped(self, leaf: Expr) -> Iterator[str]:
        assert isinstance(leaf, Op)
        for text in self._constants([leaf]):
            if leaf.op.startswith("starts_with"):
                yield text + ("elsewhere.example" if text.endswith("@") else "/more" if "/" in text else " and more")
            elif leaf.op.startswith("ends_with"):
                yield f"someone{text}"
            elif leaf.op == "like":
                yield text.replace("*", "x").replace("?", "x")
            else:
                yield text

    def _constants(self, leaves: Sequence[Expr]) -> Iterator[str]:
        for leaf in leaves:
            if isinstance(leaf, Op) and len(leaf.args) == 2:
                match leaf.args[1]:
                    case Const(value=str(text)):
                        yield text
                    case ConstSet(items=items, name=name):
                        yield from map(str, items if name is None else self.known.lists[name])


def _about(variable: Expr, parts: Sequence[tuple[Expr, Truth, frozenset[Expr]]]) -> tuple[Demand, ...]:
    """The parts that are about this alone."""
    return tuple((part, truth) for part, truth, read in parts if read == {variable})


def _other(value: Value, number: int) -> Value:
    """Another value for each number."""
    match value:
        case bool():
            return value if number == 0 else not value
        case int():
            return value - number * DAY if value > DAY else value + number * SCALE
        case str():
            return f"{value} {number + 1}"
    return value


def fields_in(*exprs: Expr | None) -> Iterator[AnyField]:
    """The fields some expressions read themselves."""
    for expr in exprs:
        match expr:
            case LeadField() | ActivityField():
                yield expr
            case Op(args=args):
                yield from chain.from_iterable(fields_in(arg) for arg in args)
