"""The examples a rule set lacks, written: each is checked, run as `assay test` runs it, and passes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assay import model as m
from assay.check import Checked
from assay.check.examples import example as checked_example
from assay.engines.record.trace import Trace
from assay.formatter import format_source
from assay.plan import plan_with_probes
from assay.plan.nodes import Condition, Plan
from assay.source import Source
from assay.syntax import ast, parse
from assay.testing.coverage import Coverage, Goal
from assay.testing.coverage.measure import shown_by
from assay.testing.coverage.possible import Possible
from assay.testing.coverage.seen import seen
from assay.testing.coverage.words import inputs
from assay.testing.examples import run_planned
from assay.testing.suggest.drafts import Draft
from assay.testing.suggest.literals import Literals, spelt, text
from assay.testing.suggest.making import Making
from assay.testing.suggest.proving import Gap, Solver, solver
from assay.testing.suggest.search import Found, Search
from assay.testing.suggest.wording import expectations, title
from assay.values import DAY, HOUR, MINUTE, ZoneRules, date_of

_LATER = (0, 5 * HOUR + 17 * MINUTE, 3 * DAY, 45 * DAY, 400 * DAY)
"""An example that passes at all these moments after the day it was made for needs no date of its own."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """An example as it is to be written, and the goals for which there was none before."""

    name: str
    text: str
    shows: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`open`: what no lead was found for, though none was shown to be impossible; `beyond`: what the solver has shown
    no lead to do (or not without breaking a guarantee)."""

    examples: tuple[Suggested, ...]
    open: tuple[Gap, ...]
    beyond: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Example:
    """An example as text (without its head's date) and as checked."""

    name: str
    body: str
    checked: m.Example
    gap: Gap


def suggest(checked: Checked, coverage: Coverage, as_of: int, *, solving: bool = False) -> Suggestions:
    """For what the examples do not show yet. `as_of` (microseconds): the day the examples are made for.
    `solving`: what the search leaves open is asked of the solver. Raises MissingSolver."""
    assert checked.model is not None
    zone = ZoneRules(coverage.plan.zone.moments, coverage.plan.zone.offsets)
    today = zone.midnight(zone.day(as_of))
    hunt = _hunt(coverage, today, solving=solving)
    literals = Literals(coverage.plan.lead, coverage.plan.activity, zone, today, spelt(checked.model))
    names = {example.name for example in checked.model.examples}
    drafts = [one for gap, lead in hunt.found if (one := _written(checked, literals, coverage.plan, gap, lead, names))]
    confirmed = _confirmed(checked.model, coverage, drafts, today)
    beyond = tuple(gap for gap in confirmed.open if gap in hunt.beyond)
    return replace(confirmed, open=tuple(gap for gap in confirmed.open if gap not in beyond), beyond=beyond)


def lacking(coverage: Coverage) -> Iterator[Gap]:
    """All goals that no example shows and some lead may."""
    for one in coverage.points:
        yield from ((one.point, shown.goal) for shown in one.goals if shown.lacking)


@dataclass(slots=True)
class _Hunt:
    """Leads for gaps; each closes its own and some of those still left. `beyond`: gaps that no lead can close."""

    coverage: Coverage
    search: Search
    left: dict[Gap, None]
    found: list[tuple[Gap, Found]] = field(default_factory=list)
    beyond: list[Gap] = field(default_factory=list)

    def search_all(self) -> None:
        for gap in list(self.left):
            if gap in self.left:
                self._take(gap, self.search.find(*gap))

    def solve_all(self, asked: Solver) -> None:
        """What the search left open, for the solver."""
        for gap in list(self.left):
            if gap in self.left:
                lead = asked.find(gap)
                if lead is False:
                    self.beyond.append(gap)
                    del self.left[gap]
                elif isinstance(lead, Draft):
                    self._take(gap, self.search.find(*gap, among=[lead]))

    def _take(self, gap: Gap, found: Found | None) -> None:
        if found is not None:
            self.found.append((gap, found))
            for shown in _shown(self.coverage, self.left, found.trace):
                del self.left[shown]


def _hunt(coverage: Coverage, as_of: int, *, solving: bool) -> _Hunt:
    making = Making(coverage.plan, Possible(coverage.plan, coverage.probes).known, as_of)
    hunt = _Hunt(coverage, Search(coverage, making), dict.fromkeys(lacking(coverage)))
    hunt.search_all()
    if hunt.left and solving:
        hunt.solve_all(solver(coverage, as_of, list(hunt.left)))
    return hunt


def _shown(coverage: Coverage, gaps: Iterable[Gap], trace: Trace) -> list[Gap]:
    """Those of the gaps that a lead closes."""
    by_point: dict[int, dict[Goal, tuple[int, ...]]] = {}
    for point, _ in gaps:
        if id(point) not in by_point:
            by_point[id(point)] = shown_by(point, [seen(trace, point, coverage.probes)])
    return [(point, goal) for point, goal in gaps if by_point[id(point)][goal]]


# --- writing -------------------------------------------------------------------------------------------------


def _written(
    checked: Checked, literals: Literals, plan: Plan, gap: Gap, found: Found, names: set[str]
) -> _Example | None:
    point, goal = gap
    missing = [one.name for one in inputs(plan, point) if found.trace.lead.get(one.name, "") is None]
    name = _unused(title(literals, found.draft, point, goal, missing), names)
    lines = [*literals.lines(found.draft), *(f"expect {one}" for one in expectations(plan, found.trace, point))]
    body = "".join(f"  {line}\n" for line in lines)
    example = _checked(checked, _example(name, body))
    if example is None:
        return None
    names.add(name)
    return _Example(name, body, example, gap)


def _example(name: str, body: str, date: str = "") -> str:
    return f"example {text(name)}{date} {{\n{body}}}\n"


def _unused(name: str, names: set[str]) -> str:
    counted = (f"{name} ({number})" for number in range(2, len(names) + 3))
    return name if name not in names else next(one for one in counted if one not in names)


def _checked(checked: Checked, written: str) -> m.Example | None:
    """What the checker makes of it among these rules; None where it has something against it."""
    parsed = parse(Source("suggested", written))
    assert checked.stands is not None
    env, statement = checked.stands.env, next(iter(parsed.file.statements), None)
    if parsed.diagnostics or not isinstance(statement, ast.Example):
        return None
    before = len(env.problems)
    example = checked_example(statement, env)
    accepted = len(env.problems) == before
    del env.problems[before:]
    return example if accepted else None


# --- running -------------------------------------------------------------------------------------------------


def _confirmed(model: m.Model, coverage: Coverage, drafts: Sequence[_Example], today: int) -> Suggestions:
    """Those that pass as they stand and show something that was not shown."""
    left = dict.fromkeys(lacking(coverage))
    examples = [one.checked for one in drafts]
    plan, conditions, _ = plan_with_probes(model, examples)
    dates = f" as of {date_of(ZoneRules(plan.zone.moments, plan.zone.offsets).day(today)).isoformat()}"
    accepted = []
    for draft, condition in zip(drafts, conditions, strict=True):
        (report,) = run_planned(plan, [draft.checked], [condition], today)
        shows = _shown(coverage, left, report.trace)
        if report.passed and shows:
            date = "" if _lasts(plan, draft, condition, today) else dates
            formatted = format_source(Source("suggested", _example(draft.name, draft.body, date))).text
            assert formatted is not None
            accepted.append(Suggested(draft.name, formatted, tuple(shows)))
            for gap in shows:
                del left[gap]
    return Suggestions(tuple(accepted), tuple(left))


def _lasts(plan: Plan, draft: _Example, condition: tuple[Condition, ...], today: int) -> bool:
    runs = (run_planned(plan, [replace(draft.checked, as_of=None)], [condition], today + later) for later in _LATER)
    return all(report.passed for (report,) in runs)
