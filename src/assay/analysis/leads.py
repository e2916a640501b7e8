"""Leads made up from the values that rules tell apart, to show what was found: scored by the record engine before anybody
sees them, and made as small as they can be.

A lead begins with what some conditions ask for. Where more decides than they say (points, a stage), it takes on what other
rules ask for as well: those that add, from the one that gives most, or those that subtract.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from assay.analysis.cells import Other
from assay.analysis.definitions import Definitions
from assay.analysis.made import Made, Values, raw, scored, without_one
from assay.analysis.ranges import of_rule
from assay.analysis.rows import within_rows
from assay.analysis.truth import survey
from assay.analysis.written import example_lines
from assay.engines.record import BadRecord, Outcome, Scorer
from assay.engines.record.trace import Trace, trace
from assay.plan.nodes import ActivityField, Condition, Expr, LeadField, Plan, Rule, Scalar
from assay.plan.spelled import Spelling
from assay.values import DAY

MOST = 20_000  # leads scored for one report
_TRACED = 40_000
_EACH = 400  # of them for one finding
_STEPS = 40  # rules that a lead takes on
_CASES = 2_000  # combinations of values that are tried for a condition
_ANOTHER = "something else"


@dataclass(frozen=True, slots=True)
class Found:
    """A lead for which something holds, and how it was scored."""

    made: Made
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wish:
    """What a lead is to have: values by field, fields that are to be missing, and perhaps something it did."""

    lead: Values = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    activities: tuple[Values, ...] = ()


@dataclass
class Leads:
    """Looks for leads of one plan at one moment. `left`: how many may still be scored; `traced`: how many rules may still
    be looked at one by one."""

    plan: Plan
    known: Definitions
    as_of: int
    left: int = MOST
    traced: int = _TRACED

    @cached_property
    def scorer(self) -> Scorer:
        return Scorer(self.plan, self.as_of)

    @cached_property
    def spelling(self) -> Spelling:
        return Spelling(self.plan)

    # --- looking -------------------------------------------------------------------------------------------------

    def found(
        self,
        wish: Wish | None,
        holds: Callable[[Outcome], bool],
        confirms: Callable[[Trace], bool] | None = None,
        *,
        alone: bool = False,
    ) -> Found | None:
        """A small lead with what is wished for of which something holds once it is scored; `confirms`: what its outcome does not say. `alone`:
        nothing else decides, so that it takes on no other rules."""
        if wish is None:
            return None
        bases = [Wish()] if alone else self.bases
        for made in islice((_both(wish, base) for base in bases), _EACH):
            if self._shows(made, holds, confirms):
                return self._smallest(made, holds, confirms)
        return None

    def _smallest(
        self, made: Made, holds: Callable[[Outcome], bool], confirms: Callable[[Trace], bool] | None
    ) -> Found | None:
        while (less := next((one for one in without_one(made) if self._shows(one, holds, confirms)), None)) is not None:
            made = less
        outcome = self._outcome(made)
        return None if outcome is None else Found(made, outcome)

    def _shows(self, made: Made, holds: Callable[[Outcome], bool], confirms: Callable[[Trace], bool] | None) -> bool:
        if self.left <= 0:
            return False
        self.left -= 1
        outcome = self._outcome(made)
        if outcome is None or not holds(outcome):
            return False
        return confirms is None or self._confirmed(made, confirms)

    def _confirmed(self, made: Made, confirms: Callable[[Trace], bool]) -> bool:
        """By a trace, which looks at every rule."""
        self.traced -= len(self.plan.rules) + 1
        return self.traced >= 0 and confirms(trace(self.plan, self.as_of, *raw(self.plan, made)))

    def _outcome(self, made: Made) -> Outcome | None:
        try:
            return scored(self.plan, self.scorer, made)
        except BadRecord:
            return None

    def written(self, made: Made) -> str:
        """On one line, as an example states it."""
        return " ".join(example_lines(self.plan, self.spelling, made.lead, made.activities, self.as_of))

    # --- wishes --------------------------------------------------------------------------------------------------

    def of_conditions(self, *conditions: Condition) -> Wish | None:
        """What makes all of them true; None: nothing that can be named."""
        found = survey(self.known, [one.test for one in conditions], _CASES)
        case = next((case for truths, case in (found or {}).items() if all(truths)), None)
        within = [one.within for one in conditions if one.within is not None]
        return None if case is None else self.of_values(case.items(), min(within, default=None))

    def of_values(self, values: Iterable[tuple[Expr, Scalar | Other | None]], within: int | None = None) -> Wish:
        """`within`: how long ago what it did may be at most."""
        acts = False
        lead: dict[str, Scalar] = {}
        did: dict[str, Scalar] = {}
        missing = set[str]()
        for variable, value in values:
            acts = acts or isinstance(variable, ActivityField)
            match variable, value:
                case LeadField(name=name), None:
                    missing.add(name)
                case LeadField(name=name), _:
                    lead[name] = _named(value)
                case ActivityField(name=name), str() | int() | Other():
                    did[name] = _named(value)
        return Wish(lead, frozenset(missing), (self._dated(did, within),) if acts else ())

    def _dated(self, did: dict[str, Scalar], within: int | None) -> Values:
        time = self.plan.activity.time
        if time is None or time in did:
            return did
        return {**did, time: self.as_of - (DAY if within is None or within > DAY else within // 2)}

    # --- what other rules ask for --------------------------------------------------------------------------------

    @cached_property
    def bases(self) -> Sequence[Wish]:
        """Nothing at first; then what rules ask for that add, from the one that gives most, one more each time; then the
        same of rules that subtract."""
        rules = [rule for rule in self.plan.rules if not rule.off]
        return [Wish(), *self._steps(rules, 1), *self._steps(rules, -1)]

    def _steps(self, rules: Sequence[Rule], sign: int) -> Iterator[Wish]:
        most = {at: _most(rule, sign) for at, rule in enumerate(rules)}
        order = sorted((at for at, points in most.items() if points > 0), key=lambda at: (-most[at], at))
        whole = Wish()
        for at in order[:_STEPS]:
            wish = self._of_rule(rules[at], sign)
            if wish is not None and _agree(whole, wish):
                whole = _joined(whole, wish)
                yield whole

    def _of_rule(self, rule: Rule, sign: int) -> Wish | None:
        if not rule.rows:
            return None if rule.condition is None else self.of_conditions(rule.condition)
        rows = [row for row in rule.rows if row.test is not None]
        if not rows or rule.condition is not None:
            return None
        best = max(rows, key=lambda row: sign * row.amount.sign * _constant(row.amount.value))
        found = survey(within_rows(self.known, rule), [best.test] if best.test is not None else [], _CASES)
        case = next((case for truths, case in (found or {}).items() if all(truths)), None)
        return None if case is None else self.of_values(case.items())


def _named(value: Scalar | Other | None) -> Scalar:
    return _ANOTHER if value is None or isinstance(value, Other) else value


def _constant(value: Expr) -> int:
    found = getattr(value, "value", 0)
    return found if isinstance(found, int) else 0


def _most(rule: Rule, sign: int) -> int:
    """The points it can give, or take away."""
    reach = of_rule(rule)
    end = reach.high if sign > 0 else reach.low
    return 1_000_000 if end is None else sign * end


def _agree(one: Wish, other: Wish) -> bool:
    return (
        all(one.lead.get(name, value) == value for name, value in other.lead.items())
        and not one.missing & other.lead.keys()
        and not other.missing & one.lead.keys()
    )


def _joined(one: Wish, other: Wish) -> Wish:
    return Wish({**one.lead, **other.lead}, one.missing | other.missing, (*one.activities, *other.activities))


def _both(wish: Wish, base: Wish) -> Made:
    """What is wished for, and of the rest what does not stand against it."""
    rest = {name: value for name, value in base.lead.items() if name not in wish.missing}
    return Made({**rest, **wish.lead}, (*wish.activities, *base.activities))
