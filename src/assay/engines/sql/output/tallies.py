"""What the summary of a run counts, in a pass over its results; see `assay.tally`."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    cast,
    coalesce,
    column,
    compare,
    every,
    is_null,
    negation,
    number,
    some,
    truth,
    when,
)
from assay.engines.sql.decode import BY
from assay.engines.sql.output.facts import Chosen, Facts, Rule, Words, names_missing
from assay.engines.sql.output.kept import Kept
from assay.engines.sql.query import Layout

What = Literal[
    "leads",
    "future",
    "excluded",
    "excluded by",
    "broken",
    "disqualified",
    "disqualified by",
    "stage",
    "promoted",
    "route",
    "rule",
    "points",
    "undecided",
    "missing",
]
Counts = Mapping[What, Counter[str | None]]
Question = tuple[What, str | None, Sql]  # what is counted, of which name, and the aggregate


def totals(kept: Kept) -> Counts:
    """All leads, the activities after the moment of scoring, and broken guarantees."""
    facts = Facts(kept.plan, kept.query)
    broken = list(_each("broken", facts.broken))
    return _answers(kept, [*_of_all(facts)], None) | _answers(kept, broken, _scored(facts))


def counts(kept: Kept) -> Counts:
    """These, and everything that became of the leads; `points` are hundredths."""
    facts = Facts(kept.plan, kept.query)
    of_all = [*_of_all(facts), *_of_excluded(facts)]
    scored = [*_each("broken", facts.broken), *_of_scored(facts), *_of_rules(facts), *_of_missing(facts)]
    found = _answers(kept, of_all, None) | _answers(kept, scored, _scored(facts))
    fixed = ((rule.word.text, rule.columns.points) for rule in facts.fired)
    for name, points in fixed:
        if isinstance(points, int):
            found["points"][name] += points * found["rule"][name]
    return found


def best(kept: Kept, stage: int | None, most: int) -> list[tuple[object, ...]]:
    """The leads of a stage with most points, the first of the input first where they are alike: `place`, then the query's
    columns. Without a stage those with any points. Disqualified leads are none of them."""
    facts = Facts(kept.plan, kept.query)
    score = facts.score.column
    of_these = compare("gt", column(score), number(0)) if stage is None else _is_at(facts.stage, stage)
    columns: list[Sql] = [column("place"), *(column(name) for name in kept.query.columns)]
    found = kept.select(columns).where(every([_taken(facts), of_these]), copy=False)
    order = [exp.Ordered(this=column(score), desc=True), exp.Ordered(this=column("place"), nulls_first=True)]
    return kept.rows_of(found.order_by(*order, copy=False).limit(most, copy=False))


def _answers(kept: Kept, questions: list[Question], of: Sql | None) -> dict[What, Counter[str | None]]:
    found: dict[What, Counter[str | None]] = defaultdict(Counter)
    if not questions:
        return found
    asked = kept.select([value for _, _, value in questions])
    (answers,) = kept.rows_of(asked if of is None else asked.where(of, copy=False))
    for (what, name, _), answer in zip(questions, answers, strict=True):
        if answer:
            assert isinstance(answer, int)
            found[what][name] += answer
    return found


def _of_all(facts: Facts) -> Iterator[Question]:
    yield "leads", None, exp.Count(this=exp.Star())
    yield "future", None, _sum(column(facts.layout.future))


def _of_excluded(facts: Facts) -> Iterator[Question]:
    if (excluded := facts.is_excluded()) is not None:
        yield "excluded", None, _count(excluded)
    yield from _each("excluded by", facts.excluded)


def _of_scored(facts: Facts) -> Iterator[Question]:
    if (disqualified := facts.is_disqualified()) is not None:
        yield "disqualified", None, _count(disqualified)
    yield from _each("disqualified by", facts.disqualified)
    for at, name in enumerate(facts.stage.cells):
        yield "stage", str(name), _count(every([_taken(facts), _is_at(facts.stage, at)]))
    yield "stage", None, _count(every([_taken(facts), is_null(column(facts.stage.column))]))
    yield "promoted", None, _count(_is_at(facts.stage_by, BY.index("promotion")))
    for at, name in enumerate(facts.route.cells):
        yield "route", str(name), _count(_is_at(facts.route, at))


def _of_rules(facts: Facts) -> Iterator[Question]:
    for rule in facts.fired:
        yield "rule", rule.word.text, _count(rule.word.is_there())
        if isinstance(rule.columns.points, str):
            yield "points", rule.word.text, _sum(when(rule.word.is_there(), column(rule.columns.points)))


def _of_missing(facts: Facts) -> Iterator[Question]:
    """Leads with any undecided rule, and by each name for want of which one is."""
    masks = facts.layout.undecided
    if masks:
        yield "undecided", None, _count(some([compare("ne", column(mask), number(0)) for mask in masks]))
    wanted: dict[str, list[Sql]] = defaultdict(list)
    plain: dict[str, list[Rule]] = defaultdict(list)
    for rule in facts.undecided:
        if rule.columns.plain:
            plain[rule.columns.reasons[0][0].name].append(rule)
            continue
        for name, missing in _wants(facts.layout, rule):
            wanted[name].append(every([rule.word.is_there(), missing]))
    for name, rules in plain.items():
        wanted[name] += _any_of(rules)
    for name, any_ in wanted.items():
        yield "missing", name, _count(some(any_))


def _wants(layout: Layout, rule: Rule) -> Iterator[tuple[str, Sql]]:
    for at, (which, names) in enumerate(names_missing(layout, rule.columns)):
        for missing, name in names:
            yield name, missing if which is None else every([_reason(which, first=at == 0), missing])


def _reason(which: Sql, *, first: bool) -> Sql:
    """A rule without a reason has the first."""
    return coalesce(which, truth(value=first))


def _any_of(rules: list[Rule]) -> Iterator[Sql]:
    """Whether any of these is undecided, mask by mask."""
    by_mask: Counter[str] = Counter()
    for rule in rules:
        by_mask[rule.word.mask] += 1 << rule.word.bit
    for mask, bits in by_mask.items():
        yield compare("ne", exp.BitwiseAnd(this=column(mask), expression=number(bits)), number(0))


def _scored(facts: Facts) -> Sql | None:
    excluded = facts.is_excluded()
    return None if excluded is None else negation(excluded)


def _taken(facts: Facts) -> Sql:
    """Whether a lead is neither excluded nor disqualified."""
    out = [one for one in (facts.is_excluded(), facts.is_disqualified()) if one is not None]
    return negation(some(out)) if out else truth(value=True)


def _each(what: What, words: Words) -> Iterator[Question]:
    return ((what, word.text, _count(word.is_there())) for word in words.words)


def _is_at(chosen: Chosen, place: int) -> Sql:
    return coalesce(compare("eq", column(chosen.column), number(place)), truth(value=False))


def _count(condition: Sql) -> Sql:
    return exp.Count(this=when(condition, number(1)))


def _sum(value: Sql) -> Sql:
    return cast(coalesce(exp.Sum(this=value), number(0)), "BIGINT")
