"""Rows of a query back to results, exactly as the record engine makes them."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeVar

from assay.engines.sql.masks import BITS, places
from assay.engines.sql.query import Query, RuleColumns
from assay.plan.nodes import Plan, Route
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, utc_datetime

T = TypeVar("T")
Row = Sequence[object]
Cells = tuple[int | None, ...]
BY: tuple[Literal["threshold"], Literal["sticky"], Literal["promotion"]] = ("threshold", "sticky", "promotion")


def decoder(plan: Plan, query: Query) -> Callable[[Row], LeadResult]:
    """What makes a result of a row, whose cells are in order of `query.columns`."""
    return _Decoder(plan, query).result


def points(hundredths: int | None) -> Points:
    hundredths = _whole(hundredths)
    return hundredths // POINT if hundredths % POINT == 0 else hundredths / POINT


class _Decoder:
    """Leads resemble each other: what a few cells say is put together once, and looked up from then on."""

    def __init__(self, plan: Plan, query: Query) -> None:
        self.plan = plan
        layout = self.layout = query.layout
        self.at: Mapping[str, int] = {name: place for place, name in enumerate(query.columns)}
        self.as_of = utc_datetime(query.as_of)
        self.routes = tuple(Handover(one.to, respond_by(one, query.as_of)) for one in plan.routes)
        self.scores = [(name, self.at[earned], self.at[kept]) for name, earned, kept in layout.groups]
        varying = [one.points for one in layout.rules if isinstance(one.points, str)]
        reasons = [one.reason for one in layout.rules if one.reason is not None]
        self.fired_cells = self._cells(*layout.fired, *varying)
        self.undecided_cells = self._cells(*layout.undecided, *layout.missing, *reasons)
        self.orders = [one.index for one in layout.rules]
        self.varying = [at for at, one in enumerate(layout.rules) if isinstance(one.points, str)]
        self.told = [at for at, one in enumerate(layout.rules) if one.reason is not None]
        self.always = [self._fixed(one) for one in layout.rules]
        self.alone = [self._only(one) for one in layout.rules]
        self.bits = lru_cache(maxsize=1 << 14)(_bits)
        self.verdict_cells = self._cells(*layout.disqualified, *layout.broken)
        self.excluded_cells = self._cells(*layout.excluded)
        self.grade_cells = self._cells(*(column for _, column in layout.grades))
        self.stage_cells = self._cells(layout.stage, layout.stage_by, layout.route)
        self.key, self.score, self.future = (self.at[name] for name in (layout.key, layout.score, layout.future))
        self.previous = None if layout.previous is None else self.at[layout.previous]
        self.fired, self.undecided = self._fired, self._undecided
        self.open = lru_cache(maxsize=1 << 14)(self._open)
        self.reasons, self.grades = _remembered(self._reasons), _remembered(self._grades)
        self.verdict = _remembered(self._verdict)
        self.group = _remembered(lambda cells: GroupScore(points(cells[0]), points(cells[1])))

    def _cells(self, *names: str) -> Callable[[Row], tuple[int | None, ...]]:
        """The cells of some columns, as numbers."""
        packed = self.layout.packed
        if packed:
            return self._items([packed.get(name, (name, None)) for name in names])
        places_ = [self.at[name] for name in names]
        return lambda row: tuple([row[place] for place in places_])  # type: ignore[misc]

    def _items(self, cells: Sequence[tuple[str, int | None]]) -> Callable[[Row], tuple[int | None, ...]]:
        """The same, of columns and of items of lists."""
        found = [(self.at[name], item) for name, item in cells]
        return lambda row: tuple([row[at] if item is None else row[at][item] for at, item in found])  # type: ignore

    def result(self, row: Row) -> LeadResult:
        excluded = self.reasons(self.excluded_cells(row))
        return self._excluded(row, excluded) if excluded else self._scored(row)

    def _reasons(self, masks: Cells) -> tuple[str, ...]:
        return tuple(self.plan.excludes[at].reason for at in places(map(_whole, masks)))

    def _previous(self, row: Row) -> str | None:
        value = None if self.previous is None else row[self.previous]
        return None if value is None else str(value)

    def _excluded(self, row: Row, reasons: tuple[str, ...]) -> LeadResult:
        return LeadResult(
            key=str(row[self.key]),
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
            previous_stage=self._previous(row),
            future_activities=_whole(row[self.future]),
        )

    def _scored(self, row: Row) -> LeadResult:
        stage, by, route = self.stage_cells(row)
        disqualified, broken = self.verdict(self.verdict_cells(row))
        grades = self.grades(self.grade_cells(row))
        return LeadResult(
            key=str(row[self.key]),
            score=points(_whole(row[self.score])),
            groups={name: self.group((_whole(row[earned]), _whole(row[kept]))) for name, earned, kept in self.scores},
            grades=dict(grades),
            grade="".join(letter for _, letter in grades) or None,
            stage=None if stage is None else self.plan.stages[stage].name,
            stage_by=None if by is None else BY[by],
            disqualified=disqualified,
            excluded=(),
            route=None if route is None else self.routes[route],
            rules=self.fired(self.fired_cells(row)),
            undecided=self.undecided(self.undecided_cells(row)),
            broken=broken,
            as_of=self.as_of,
            rules_version=self.plan.rules_version,
            previous_stage=self._previous(row),
            future_activities=_whole(row[self.future]),
        )

    def _grades(self, cells: Cells) -> tuple[tuple[str, str], ...]:
        named = zip(self.plan.grades, self.layout.grades, cells, strict=True)
        return tuple((name, grade.bands[_whole(place)][0]) for grade, (name, _), place in named)

    def _verdict(self, masks: Cells) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What disqualifies, and what is broken."""
        first = len(self.layout.disqualified)
        out, broken = (places(map(_whole, part)) for part in (masks[:first], masks[first:]))
        return tuple(self.plan.disqualifies[at].reason for at in out), tuple(
            self.plan.guarantees[at].text for at in broken
        )

    def _in_order(self, masks: Cells) -> list[int]:
        """Places of rules among the layout's, in the order of the plan."""
        found: list[int] = []
        for start, mask in enumerate(masks):
            found += self._places(start * BITS, mask or 0)
        found.sort(key=self.orders.__getitem__)
        return found

    def _places(self, start: int, mask: int) -> Iterator[int]:
        """Masks differ from lead to lead, parts of them do not."""
        while mask:
            yield from self.bits(start, mask & _PART)
            mask >>= _WIDTH
            start += _WIDTH

    def _fixed(self, one: RuleColumns) -> FiredRule | None:
        """A rule that gives the same wherever it fires."""
        rule = self.plan.rules[one.index]
        return FiredRule(rule.id, rule.group, points(one.points)) if isinstance(one.points, int) else None

    def _only(self, one: RuleColumns) -> UndecidedRule | None:
        """A rule that can be undecided for want of one thing alone."""
        return UndecidedRule(self.plan.rules[one.index].id, (one.reasons[0][0].name,)) if one.plain else None

    def _fired(self, cells: Cells) -> tuple[FiredRule, ...]:
        many = len(self.layout.fired)
        given = dict(zip(self.varying, cells[many:], strict=True))
        return tuple([self.always[at] or self._one(at, given[at]) for at in self._in_order(cells[:many])])

    def _one(self, at: int, given: int | None) -> FiredRule:
        rule = self.plan.rules[self.layout.rules[at].index]
        return FiredRule(rule.id, rule.group, points(given))

    def _undecided(self, cells: Cells) -> tuple[UndecidedRule, ...]:
        first, second = len(self.layout.undecided), len(self.layout.undecided) + len(self.layout.missing)
        missing = cells[first:second]
        reasons = dict(zip(self.told, cells[second:], strict=True))
        places_ = self._in_order(cells[:first])
        return tuple([self.alone[at] or self.open(at, missing, reasons.get(at)) for at in places_])

    def _open(self, at: int, missing: Cells, reason: int | None) -> UndecidedRule:
        one = self.layout.rules[at]
        found = {self.layout.inputs[place] for place in places(map(_whole, missing))}
        names = (given.name for given in one.reasons[_whole(reason)] if given in found)
        return UndecidedRule(self.plan.rules[one.index].id, tuple(dict.fromkeys(names)))


_WIDTH = 10  # bits of a mask that are looked up together
_PART = (1 << _WIDTH) - 1


def _bits(start: int, part: int) -> tuple[int, ...]:
    return tuple(start + at for at in range(_WIDTH) if part >> at & 1)


def _remembered(make: Callable[[Cells], T]) -> Callable[[Cells], T]:
    return lru_cache(maxsize=1 << 14)(make)


def _whole(value: object) -> int:
    """A number of any of the types databases return; 0 for none."""
    return int(value) if value is not None else 0  # type: ignore[call-overload]


def respond_by(route: Route, as_of: int) -> dt.datetime | None:
    """Until when who takes the lead has to answer."""
    return None if route.within is None else utc_datetime(as_of + route.within)
