"""Looking for a lead: found and executed, shown not to exist, or not known."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assay.analysis.solver.budget import OutOfTime
from assay.analysis.solver.circuit import FALSE, Solution, Sum, Verdict
from assay.analysis.solver.leads import Candidate, candidate, differs, executed, size_of
from assay.analysis.solver.space import Incomparable, Space, space
from assay.engines.record.trace import Trace
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Condition, Plan

_TRIES = 12
_DID_MOST = 20_000  # activities of a lead that is scored: what the solver finds first, in a hurry, may have millions


@dataclass(frozen=True, slots=True)
class Goal:
    """What a lead is wanted for. `literal`: where it is true in a space; `holds`: whether it is true of an executed
    lead, by one trace for each plan. `shown`: the same of a lead that whoever asks scores by other means, so that no
    trace is made."""

    literal: Callable[[Space], int]
    holds: Callable[[Sequence[Trace]], bool] | None
    shown: Callable[[Candidate], bool] | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A lead for which the goal holds: executed and confirmed, a trace for each plan if the goal asked for traces.
    Values are encoded as in `assay.values`; those that are missing are left out. `smallest`: no smaller one was
    possible, as far as cells go."""

    lead: dict[str, Value]
    activities: tuple[dict[str, Value], ...]
    previous: str | None
    as_of: int
    traces: tuple[Trace, ...]
    smallest: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """There is no such lead, of all there can be. `free`: what was taken to be anything on the way, in words."""

    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither a lead was found nor shown that there is none."""

    why: str


Answer = Witness | Proof | Unknown


@dataclass(slots=True)
class Prover:
    """All leads that one or several plans may be given, to look for some of them. Spaces are made when first needed
    and kept, so ask one prover many things. `as_of` in microseconds. The flags are those of `space`."""

    plans: Sequence[Plan]
    as_of: int
    also: Sequence[Condition] = ()
    undecided: bool = False
    any_day: bool = False
    _spaces: dict[bool, Space] = field(default_factory=dict)
    _given_up: float = 0.0  # in seconds: in so much time the rules could not be written down

    @property
    def begun(self) -> bool:
        """Whether the rules are written down already, so that a question takes no longer than its answer."""
        return bool(self._spaces)

    def space(self, *, strict: bool = False, until: float = math.inf) -> Space:
        """`until`: when to give up, by `time.monotonic`, now and in all that is added later. Raises Incomparable and
        OutOfTime."""
        if strict in self._spaces:
            self._spaces[strict].circuit.budget.until = until
            return self._spaces[strict]
        left = until - time.monotonic()
        if left <= self._given_up:
            raise OutOfTime
        try:
            self._spaces[strict] = space(
                self.plans,
                self.as_of,
                strict=strict,
                also=self.also,
                undecided=self.undecided,
                any_day=self.any_day,
                until=until,
            )
        except OutOfTime:
            self._given_up = left
            raise
        return self._spaces[strict]

    def find(self, goal: Goal, *, minimise: Callable[[Space], Sum] = size_of, within: float = 10.0) -> Answer:
        """A lead for which the goal holds, as small a one as can be found `within` so many seconds; a proof that there
        is none; or neither. Raises MissingSolver."""
        until = time.monotonic() + within
        try:
            return self._found(goal, minimise, until)
        except Incomparable as error:
            return Unknown(str(error))
        except OverflowError:
            return Unknown("there are more points in these rules than the solver can count")
        except OutOfTime:
            return Unknown("the time limit was over before the rules were written down for the solver")

    def _found(self, goal: Goal, minimise: Callable[[Space], Sum], until: float) -> Answer:
        made = self.space(until=until)
        literal = self._literal(goal, strict=False)
        if literal == FALSE:
            return Proof(tuple(made.free))
        solution = made.circuit.solve([(literal,)], minimise(made), _left(until))  # proofs take no part in making small
        if solution.verdict is Verdict.IMPOSSIBLE:
            return Proof(tuple(made.free))
        if solution.verdict is Verdict.OUT_OF_TIME:
            return Unknown("not decided within the time limit")
        found = self._confirmed(made, solution, goal)
        return found if found is not None else self._tried(goal, minimise, until, made)

    def _tried(self, goal: Goal, minimise: Callable[[Space], Sum], until: float, loose: Space) -> Answer:
        """Among leads made of samples alone, a few times over."""
        made = self.space(strict=True, until=until)
        literal, wanted = self._literal(goal, strict=True), list[tuple[int, ...]]()
        for _ in range(_TRIES):
            solution = made.circuit.solve([(literal,), *wanted], minimise(made), _left(until))
            if solution.verdict is not Verdict.FOUND:
                break
            found = self._confirmed(made, solution, goal)
            if found is not None:
                return replace(found, smallest=False)
            wanted.append(differs(made, solution))
        return Unknown(_why(loose))

    def _literal(self, goal: Goal, *, strict: bool) -> int:
        """Raises OutOfTime; what was begun then is thrown away with its space."""
        try:
            return goal.literal(self._spaces[strict])
        except OutOfTime:
            del self._spaces[strict]
            raise

    def _confirmed(self, made: Space, solution: Solution, goal: Goal) -> Witness | None:
        found = candidate(made, solution)
        traces = self._executed(goal, found)
        if traces is None:
            return None
        activities = tuple(dict(one) for one in found.activities)
        return Witness(dict(found.lead), activities, found.previous, self.as_of, traces, solution.best)

    def _executed(self, goal: Goal, found: Candidate) -> tuple[Trace, ...] | None:
        """None: the goal does not hold of the lead, or it did so much that nobody could look at it."""
        if len(found.activities) > _DID_MOST:
            return None
        if goal.holds is None:
            assert goal.shown is not None
            return () if goal.shown(found) else None
        traces = [executed(plan, self.as_of, found) for plan in self.plans]
        done = tuple(one for one in traces if one is not None)
        return done if len(done) == len(traces) and goal.holds(done) else None


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.05)


def _why(made: Space) -> str:
    if made.free:
        return "it depends on " + ", ".join(f"`{what}`" for what in list(made.free)[:3])
    return "no lead that was tried confirms it"
