"""Rows of a query back to results, exactly as the record engine makes them."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from assay.engines.sql.masks import places
from assay.engines.sql.query import Layout, Query
from assay.plan.nodes import Input, Plan
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, utc_datetime

Cell = object
Row = Sequence[Cell]
_BY = ("threshold", "sticky", "promotion")


def decoder(plan: Plan, query: Query) -> Callable[[Row], LeadResult]:
    """What makes a result of a row, whose cells are in order of `query.columns`."""
    return _Decoder(plan, query).result


def points(hundredths: int) -> Points:
    return hundredths // POINT if hundredths % POINT == 0 else hundredths / POINT


class _Decoder:
    def __init__(self, plan: Plan, query: Query) -> None:
        self.plan = plan
        self.layout: Layout = query.layout
        self.at: Mapping[str, int] = {name: place for place, name in enumerate(query.columns)}
        self.as_of = utc_datetime(query.as_of)
        self.routes = tuple(_handover(plan, query.as_of, at) for at in range(len(plan.routes)))
        self.group_at = [(name, self.at[earned], self.at[kept]) for name, earned, kept in self.layout.groups]
        self.places = lru_cache(maxsize=1 << 16)(places)
        self.ordered = lru_cache(maxsize=1 << 16)(self._ordered)

    def number(self, row: Row, name: str) -> int | None:
        value = row[self.at[name]]
        return None if value is None else int(value)  # type: ignore[call-overload]

    def mask(self, row: Row, names: Sequence[str]) -> tuple[int, ...]:
        return self.places(tuple(self.number(row, name) or 0 for name in names))

    def _ordered(self, words: tuple[int, ...]) -> tuple[int, ...]:
        """Places of rules among the layout's, in the order of the plan."""
        return tuple(sorted(places(words), key=lambda at: self.layout.rules[at].index))

    def result(self, row: Row) -> LeadResult:
        layout = self.layout
        excluded = tuple(self.plan.excludes[at].reason for at in self.mask(row, layout.excluded))
        return self._excluded(row, excluded) if excluded else self._scored(row)

    def _text(self, row: Row, name: str | None) -> str | None:
        value = None if name is None else row[self.at[name]]
        return None if value is None else str(value)

    def _excluded(self, row: Row, reasons: tuple[str, ...]) -> LeadResult:
        return LeadResult(
            key=self._text(row, self.layout.key),
            score=None,
            groups={},
            grades={},
            grade=None,
            stage=None,
            stage_by=None,
            disqualified=(),
            excluded=reasons,
            route=None,
            rules=(),
            undecided=(),
            broken=(),
            as_of=self.as_of,
            rules_version=self.plan.rules_version,
            previous_stage=self._text(row, self.layout.previous),
            future_activities=self.number(row, self.layout.future) or 0,
        )

    def _scored(self, row: Row) -> LeadResult:
        layout, plan = self.layout, self.plan
        grades = {name: self._letter(row, at, column) for at, (name, column) in enumerate(layout.grades)}
        stage, route = self.number(row, layout.stage), self.number(row, layout.route)
        by = self.number(row, layout.stage_by)
        return LeadResult(
            key=self._text(row, layout.key),
            score=points(self.number(row, layout.score) or 0),
            groups=self._groups(row),
            grades=grades,
            grade="".join(grades.values()) or None,
            stage=None if stage is None else plan.stages[stage].name,
            stage_by=None if by is None else _BY[by],  # type: ignore[arg-type]
            disqualified=tuple(plan.disqualifies[at].reason for at in self.mask(row, layout.disqualified)),
            excluded=(),
            route=None if route is None else self.routes[route],
            rules=self._fired(row),
            undecided=self._undecided(row),
            broken=tuple(plan.guarantees[at].text for at in self.mask(row, layout.broken)),
            as_of=self.as_of,
            rules_version=plan.rules_version,
            previous_stage=self._text(row, layout.previous),
            future_activities=self.number(row, layout.future) or 0,
        )

    def _groups(self, row: Row) -> dict[str, GroupScore]:
        return {
            name: GroupScore(points(row[earned]), points(row[kept]))  # type: ignore[arg-type]
            for name, earned, kept in self.group_at
        }

    def _letter(self, row: Row, at: int, column: str) -> str:
        return self.plan.grades[at].bands[self.number(row, column) or 0][0]

    def _fired(self, row: Row) -> tuple[FiredRule, ...]:
        return tuple(self._one(row, at) for at in self._in_order(row, self.layout.fired))

    def _in_order(self, row: Row, names: Sequence[str]) -> tuple[int, ...]:
        return self.ordered(tuple(self.number(row, name) or 0 for name in names))

    def _one(self, row: Row, at: int) -> FiredRule:
        one = self.layout.rules[at]
        rule = self.plan.rules[one.index]
        given = one.points if isinstance(one.points, int) else self.number(row, one.points) or 0
        return FiredRule(rule.id, rule.group, points(given))

    def _undecided(self, row: Row) -> tuple[UndecidedRule, ...]:
        open_ = self._in_order(row, self.layout.undecided)
        if not open_:
            return ()
        missing = {self.layout.inputs[at] for at in self.mask(row, self.layout.missing)}
        return tuple(self._one_undecided(row, at, missing) for at in open_)

    def _one_undecided(self, row: Row, at: int, missing: set[Input]) -> UndecidedRule:
        one = self.layout.rules[at]
        reason = 0 if one.reason is None else self.number(row, one.reason) or 0
        names = (given.name for given in one.reasons[reason] if given in missing)
        return UndecidedRule(self.plan.rules[one.index].id, tuple(dict.fromkeys(names)))


def _handover(plan: Plan, as_of: int, at: int) -> Handover:
    route = plan.routes[at]
    return Handover(route.to, None if route.within is None else utc_datetime(as_of + route.within))
