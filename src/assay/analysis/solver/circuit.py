"""The one place that knows CP-SAT: literals, whole numbers, sums of them, and a search.

A literal is a whole number: a variable from 0 on, or its negation `~variable`. A circuit only grows; what is asked of
it is given to `solve`. Everything the solver is told is in whole numbers below 2^60.
"""

import importlib.util
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType
from typing import TYPE_CHECKING

from assay.analysis.solver.budget import Budget
from assay.analysis.solver.constraints import Clause, Constraint, OneOf, Within

if TYPE_CHECKING:
    from ortools.sat.python import cp_model_helper as cp

TRUE, FALSE = 0, ~0
_MANY = 20_000  # constraints
MOST, LARGEST = 1 << 60, 1 << 62
_MODULE = "ortools.sat.python.cp_model_helper"  # the solver without the data frames that its front door loads


class MissingSolver(Exception):  # noqa: N818  it says what is missing
    """The solver is not installed; `help` says how to get it."""

    message = "proofs need a solver that is not installed"
    help = 'pip install "assay-lang[prove]"'

    def __init__(self) -> None:
        super().__init__(f"{self.message}: {self.help}")


def is_installed() -> bool:
    """Whether there is a solver, found out without loading it."""
    try:
        return importlib.util.find_spec("ortools.sat.python") is not None
    except ImportError:
        return False


def _solver() -> ModuleType:
    try:
        return importlib.import_module(_MODULE)
    except ImportError:
        raise MissingSolver from None


class Verdict(Enum):
    FOUND = "found"
    IMPOSSIBLE = "impossible"
    OUT_OF_TIME = "out of time"


@dataclass(frozen=True, slots=True)
class Sum:
    """A linear expression: `constant` and coefficients of variables, with the least and the most it can be."""

    terms: dict[int, int]
    constant: int
    low: int
    high: int

    @property
    def fixed(self) -> int | None:
        return self.constant if not self.terms else None


@dataclass(frozen=True, slots=True)
class Solution:
    """`values` by variable. `best`: nothing smaller is possible, where something was to be made small."""

    verdict: Verdict
    values: tuple[int, ...] = ()
    best: bool = False

    def true(self, literal: int) -> bool:
        return bool(self.values[literal]) if literal >= 0 else not self.values[~literal]

    def of(self, total: Sum) -> int:
        return total.constant + sum(factor * self.values[at] for at, factor in total.terms.items())


def _key(total: Sum) -> tuple[object, ...]:
    return (*sorted(total.terms.items()), total.constant)


def constant(value: int) -> Sum:
    return Sum({}, value, value, value)


@dataclass(slots=True)
class Circuit:
    """Variables with their lowest and highest value, and what must hold between them."""

    budget: Budget = field(default_factory=Budget)
    domains: list[tuple[int, int]] = field(default_factory=lambda: [(1, 1)])
    rules: list[Constraint] = field(default_factory=list)  # what must hold
    meanings: dict[int, list[Constraint]] = field(
        default_factory=dict
    )  # of what follows from others: left out if not needed
    _written: dict[int, Sum] = field(default_factory=dict)  # by the variable that is its name
    _gates: dict[tuple[int, ...], int] = field(default_factory=dict)
    _reached: dict[tuple[tuple[tuple[int, int], ...], int], int] = field(default_factory=dict)
    _named: dict[tuple[object, ...], Sum] = field(default_factory=dict)  # what is the same twice is made once

    # --- variables ---------------------------------------------------------------------------------------------

    def whole(self, low: int, high: int) -> int:
        """A new number, from low to high."""
        if not -MOST < low <= high < MOST:
            raise OverflowError("a number too large for the solver")
        self.domains.append((low, high))
        return len(self.domains) - 1

    def literal(self) -> int:
        """A new literal, free to be true or false."""
        return self.whole(0, 1)

    def number(self, low: int, high: int) -> Sum:
        return constant(low) if low == high else self.of_variable(self.whole(low, high))

    def of_variable(self, variable: int) -> Sum:
        return Sum({variable: 1}, 0, *self.domains[variable])

    # --- logic -----------------------------------------------------------------------------------------------------

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal that is true exactly if all are."""
        self.budget.spend()
        chosen = set(literals)
        chosen.discard(TRUE)
        if FALSE in chosen or any(~one in chosen for one in chosen):
            return FALSE
        if len(chosen) <= 1:
            return chosen.pop() if chosen else TRUE
        key = tuple(sorted(chosen))
        if key not in self._gates:
            made = self.literal()
            self._gates[key] = made
            self.meanings[made] = [*(Clause((made,), (one,)) for one in key), Clause(key, (made,))]
        return self._gates[key]

    def any_of(self, literals: Iterable[int]) -> int:
        return ~self.all_of(~one for one in literals)

    def exactly_one(self, literals: Sequence[int]) -> None:
        self.rules.append(OneOf(tuple(literals)))

    def require(self, *literals: int, given: Sequence[int] = ()) -> None:
        """One of the literals is true, if all of `given` are."""
        if TRUE not in literals:
            self.rules.append(Clause(tuple(given), tuple(one for one in literals if one != FALSE)))

    # --- sums --------------------------------------------------------------------------------------------------------

    def weighted(self, parts: Iterable[tuple[int, int]], constant: int = 0) -> Sum:
        """Factors of literals, added up."""
        terms: dict[int, int] = {}
        for literal, factor in parts:
            at = literal if literal >= 0 else ~literal
            own = factor if literal >= 0 else -factor
            constant += factor if literal < 0 else 0
            if at == TRUE:
                constant += own
            else:
                terms[at] = terms.get(at, 0) + own
        return self._sum(terms, constant)

    def added(self, *sums: Sum) -> Sum:
        terms: dict[int, int] = {}
        for one in sums:
            for at, factor in one.terms.items():
                terms[at] = terms.get(at, 0) + factor
        return self._sum(terms, sum(one.constant for one in sums))

    def times(self, one: Sum, factor: int) -> Sum:
        return self._sum({at: f * factor for at, f in one.terms.items()}, one.constant * factor)

    def _sum(self, terms: dict[int, int], constant: int) -> Sum:
        self.budget.spend()
        terms = {at: factor for at, factor in terms.items() if factor}
        ends = [(f * self.domains[at][0], f * self.domains[at][1]) for at, f in terms.items()]
        low, high = constant + sum(min(pair) for pair in ends), constant + sum(max(pair) for pair in ends)
        return Sum(terms, constant, low, high)

    def named(self, total: Sum) -> Sum:
        """The same as one variable, for sums that are used again and again."""
        if len(total.terms) <= 1:
            return total
        key = _key(total)
        if key not in self._named:
            variable = self.whole(total.low, total.high)
            made = self._named[key] = self.of_variable(variable)
            self._written[variable] = total
            self.hold(self.added(total, self.times(made, -1)), 0, 0, made=variable)
        return self._named[key]

    def spelled_out(self, total: Sum) -> Sum:
        """The sum with what was named written out again."""
        while any(at in self._written for at in total.terms):
            parts = [self.times(self._written[at], factor) for at, factor in total.terms.items() if at in self._written]
            plain = {at: factor for at, factor in total.terms.items() if at not in self._written}
            total = self.added(self._sum(plain, total.constant), *parts)
        return total

    def hold(self, total: Sum, low: int, high: int, given: Sequence[int] = (), made: int | None = None) -> None:
        """The sum is from low to high, if all of `given` are true. `made`: a variable that this gives its value, which
        it has whatever the others are."""
        if total.low >= low and total.high <= high:
            return
        if not -LARGEST < total.low <= total.high < LARGEST:
            raise OverflowError("a sum too large for the solver")
        low, high = max(low, total.low), min(high, total.high)
        if low > high:  # it never is
            self.rules.append(Clause(tuple(given), ()))
            return
        rule = Within(tuple(given), total.terms, low - total.constant, high - total.constant)
        (self.rules if made is None else self.meanings.setdefault(made, [])).append(rule)

    def reaches(self, total: Sum, bound: int) -> int:
        """A literal that is true exactly if the sum is at least the bound."""
        if total.low >= bound:
            return TRUE
        if total.high < bound:
            return FALSE
        key = (tuple(sorted(total.terms.items())), bound - total.constant)
        if key not in self._reached:
            if len(total.terms) == 1 and total.high - total.low == abs(next(iter(total.terms.values()))):
                at, factor = next(iter(total.terms.items()))  # of a literal: it is the literal
                self._reached[key] = at if factor > 0 else ~at
            else:
                made = self.literal()
                self.hold(total, bound, total.high, [made], made)
                self.hold(total, total.low, bound - 1, [~made], made)
                self._reached[key] = made
        return self._reached[key]

    def clamped(self, total: Sum, low: int | None, high: int | None) -> Sum:
        """The sum, but not below low (which wins) nor above high."""
        if low is not None and high is not None and high < low:
            return constant(low)
        ends = [end for end in (low, high) if end is not None]
        if not ends or (
            total.low >= (low if low is not None else total.low)
            and total.high <= (high if high is not None else total.high)
        ):
            return total
        key = (_key(total), low, high)
        if key not in self._named:
            self._named[key] = self._clamped(total, low, high)
        return self._named[key]

    def _clamped(self, total: Sum, low: int | None, high: int | None) -> Sum:
        lowest = total.low if low is None else max(low, min(total.low, high if high is not None else total.low))
        highest = total.high if high is None else min(high, max(total.high, low if low is not None else total.high))
        made = self.number(lowest, max(lowest, highest))
        under = FALSE if low is None else ~self.reaches(total, low)
        over = FALSE if high is None else self.reaches(total, high + 1)
        at = next(iter(made.terms), None)
        self.hold(self.added(made, self.times(total, -1)), 0, 0, [~under, ~over], at)
        if low is not None:
            self.hold(made, low, low, [under], at)
        if high is not None:
            self.hold(made, high, high, [over], at)
        return made

    def if_true(self, literal: int, total: Sum) -> Sum:
        """The sum where the literal is true, else 0."""
        if literal in (TRUE, FALSE):
            return total if literal == TRUE else constant(0)
        if total.fixed is not None:
            return self.weighted([(literal, total.constant)])
        key = (literal, _key(total))
        if key not in self._named:
            self._named[key] = self._if_true(literal, total)
        return self._named[key]

    def _if_true(self, literal: int, total: Sum) -> Sum:
        made = self.number(min(0, total.low), max(0, total.high))
        at = next(iter(made.terms), None)
        self.hold(self.added(made, self.times(total, -1)), 0, 0, [literal], at)
        self.hold(made, 0, 0, [~literal], at)
        return made

    # --- search --------------------------------------------------------------------------------------------------------

    def solve(self, wanted: Sequence[tuple[int, ...]], smallest: Sum | None, seconds: float) -> Solution:
        """Values for which everything holds, and one literal of each of `wanted`; with as small a sum as can be
        found. Any values come first, smaller ones after them."""
        until = time.monotonic() + seconds
        first = self.answer(wanted, None, seconds)
        if first.verdict is not Verdict.FOUND or smallest is None or not smallest.terms:
            return first
        better = self.answer(wanted, smallest, max(until - time.monotonic(), 0.05), first.values)
        return better if better.verdict is Verdict.FOUND else first

    def answer(
        self, wanted: Sequence[tuple[int, ...]], smallest: Sum | None, seconds: float, hint: Sequence[int] = ()
    ) -> Solution:
        """The smallest values at once; `hint`: values to begin with."""
        solver = _solver()
        model = _written(solver, self, wanted, smallest)
        model.solution_hint.vars.extend(list(range(len(hint))))
        model.solution_hint.values.extend(list(hint))
        response = _answered(solver, model, seconds)
        found, best = solver.CpSolverStatus.FEASIBLE, solver.CpSolverStatus.OPTIMAL
        if response.status in (found, best):
            return Solution(Verdict.FOUND, tuple(response.solution), smallest is not None and response.status == best)
        if response.status == solver.CpSolverStatus.INFEASIBLE:
            return Solution(Verdict.IMPOSSIBLE)
        if response.status == solver.CpSolverStatus.MODEL_INVALID:
            raise AssertionError("the solver refuses what it was told")
        return Solution(Verdict.OUT_OF_TIME)


def _written(
    solver: ModuleType, circuit: Circuit, wanted: Sequence[tuple[int, ...]], smallest: Sum | None
) -> "cp.CpModelProto":
    rules = [*circuit.rules, *(Clause((), one) for one in wanted)]
    asked = {at if at >= 0 else ~at for rule in rules for at in rule.variables()}
    needed = _needed(circuit, asked | set(() if smallest is None else smallest.terms))
    model: cp.CpModelProto = solver.CpModelProto()
    for at, (low, high) in enumerate(circuit.domains):
        model.variables.add().domain.extend([low, high if at in needed or at == TRUE else low])
    for rule in rules:
        _write(model, rule)
    for at in needed:
        for rule in circuit.meanings.get(at, ()):
            _write(model, rule)
    if smallest is not None and smallest.terms:
        model.objective.vars.extend(list(smallest.terms))
        model.objective.coeffs.extend(list(smallest.terms.values()))
    return model


def _needed(circuit: Circuit, asked: set[int]) -> set[int]:
    """The variables asked for, and those that they follow from."""
    needed, waiting = set(asked), list(asked)
    while waiting:
        for rule in circuit.meanings.get(waiting.pop(), ()):
            for literal in rule.variables():
                at = literal if literal >= 0 else ~literal
                if at not in needed:
                    needed.add(at)
                    waiting.append(at)
    return needed


def _write(model: "cp.CpModelProto", rule: Constraint) -> None:
    one = model.constraints.add()
    match rule:
        case Clause():
            one.bool_or.literals.extend(list(rule.literals))
            one.enforcement_literal.extend(list(rule.given))
        case OneOf():
            one.exactly_one.literals.extend(list(rule.literals))
        case Within():
            one.enforcement_literal.extend(list(rule.given))
            one.linear.vars.extend(list(rule.terms))
            one.linear.coeffs.extend(list(rule.terms.values()))
            one.linear.domain.extend([rule.low, rule.high])


def _answered(solver: ModuleType, model: "cp.CpModelProto", seconds: float) -> "cp.CpSolverResponse":
    parameters = solver.SatParameters()
    parameters.num_workers = 1  # the same answer every time, and no wait for threads
    parameters.random_seed = 1
    parameters.max_time_in_seconds = max(seconds, 0.01)
    if model.objective.vars and len(model.constraints) < _MANY:
        parameters.linearization_level = 2  # sums of many points: their extremes are mostly those of the relaxation
    wrapper = solver.SolveWrapper()
    wrapper.set_parameters(parameters)
    response: cp.CpSolverResponse = wrapper.solve(model)
    return response
