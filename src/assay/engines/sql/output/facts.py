"""What a result holds, as a query's columns say it, for every format alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.data.flat import Cell
from assay.engines.sql.build import Sql, case, closed, column, compare, number, some
from assay.engines.sql.decode import BY, respond_by
from assay.engines.sql.masks import BITS, is_set
from assay.engines.sql.query import Layout, Query, RuleColumns
from assay.plan.nodes import Plan


@dataclass(frozen=True, slots=True)
class Word:
    """A text that is there where a bit is set."""

    mask: str
    bit: int
    text: str

    def is_there(self) -> Sql:
        return is_set(column(self.mask), self.bit)


@dataclass(frozen=True, slots=True)
class Words:
    """Those that are there, in this order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A column of hundredths."""

    column: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands at the place that a column holds; None for no place."""

    column: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """Grades, one after the other; None for none at all."""

    grades: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A column of text."""

    column: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for every lead."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Phrases:
    """Those whose condition is true, in this order; some are put together."""

    phrases: tuple[tuple[Sql, Sql | str], ...]


Fact = Words | Phrases | Points | Chosen | Letters | Text | Fixed


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that fired, or could not be decided, where its word is there."""

    word: Word
    columns: RuleColumns


class Facts:
    """All there is to say about a lead."""

    def __init__(self, plan: Plan, query: Query) -> None:
        layout = self.layout = query.layout
        self.plan = plan
        self.key = Text(layout.key)
        self.score = Points(layout.score)
        self.stage = Chosen(layout.stage, tuple(one.name for one in plan.stages))
        self.stage_by = Chosen(layout.stage_by, BY)
        self.route = Chosen(layout.route, tuple(one.to for one in plan.routes))
        self.respond_by = Chosen(layout.route, tuple(respond_by(one, query.as_of) for one in plan.routes))
        self.excluded = _words(layout.excluded, [one.reason for one in plan.excludes])
        self.disqualified = _words(layout.disqualified, [one.reason for one in plan.disqualifies])
        self.broken = _words(layout.broken, [one.text for one in plan.guarantees])
        self.fired = tuple(_rules(plan, layout, layout.fired))
        self.undecided = tuple(_rules(plan, layout, layout.undecided))
        self.groups = tuple((name, Points(earned), Points(kept)) for name, earned, kept in layout.groups)
        self.grades = tuple(
            (name, Chosen(place, tuple(letter for letter, _ in grade.bands)))
            for grade, (name, place) in zip(plan.grades, layout.grades, strict=True)
        )

    @property
    def grade(self) -> Letters:
        return Letters(tuple(grade for _, grade in self.grades))

    def is_excluded(self) -> Sql | None:
        """None where no lead can be."""
        return _any(self.layout.excluded)

    def is_disqualified(self) -> Sql | None:
        return _any(self.layout.disqualified)


def _any(masks: Sequence[str]) -> Sql | None:
    return some([compare("ne", column(mask), number(0)) for mask in masks]) if masks else None


def _words(masks: Sequence[str], texts: Sequence[str]) -> Words:
    return Words(tuple(Word(masks[at // BITS], at % BITS, text) for at, text in enumerate(texts)))


def _rules(plan: Plan, layout: Layout, masks: Sequence[str]) -> Iterator[Rule]:
    """In the order of the plan."""
    placed = sorted(enumerate(layout.rules), key=lambda one: one[1].index)
    for at, columns in placed:
        yield Rule(Word(masks[at // BITS], at % BITS, plan.rules[columns.index].id), columns)


def names_missing(layout: Layout, columns: RuleColumns) -> Iterator[tuple[Sql | None, list[tuple[Sql, str]]]]:
    """What an undecided rule may be undecided for: each reason with the condition under which it is the one, and the names
    that are missing where theirs is true. Of a single reason the first condition is None."""
    places = {given: at for at, given in enumerate(layout.inputs)}
    for at, reason in enumerate(columns.reasons):
        by_name: dict[str, list[Sql]] = {}
        for given in reason:
            place = places[given]
            missing = is_set(column(layout.missing[place // BITS]), place % BITS)
            by_name.setdefault(given.name, []).append(missing)
        found = None if columns.reason is None else compare("eq", column(columns.reason), number(at))
        yield found, [(some(any_), name) for name, any_ in by_name.items()]


def placed(chosen: Chosen, told: Sequence[Sql | None]) -> Sql:
    """What is told of each place; null for no place."""
    at = column(chosen.column)
    return case(
        (compare("eq", at.copy(), number(place)), closed(one)) for place, one in enumerate(told) if one is not None
    )
