"""A case through a SQL engine: its leads as one table, scored by one query, held against the record engine.

Each engine brings what runs a query; the rest is the same for all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assay.data.cells import BadValue
from assay.engines.record import BadRecord, Scorer
from assay.engines.sql import Query, Unsupported, compiled, decoder, row_reader
from assay.engines.sql.tables import arrow_table
from assay.plan.nodes import Plan
from assay.results import LeadResult
from tests.properties.agreement import Ready, Refused, facts, ready
from tests.strategies.cases import Case
from tests.strategies.records import Lead
from tests.strategies.smaller import smaller

Rows = Iterable[Sequence[object]]
Run = Callable[[Query, object, object], Rows]  # the query, the leads and the activities as Arrow tables


@dataclass(frozen=True)
class Prepared:
    """What an engine gets, and what it must give, by key."""

    rules: Ready
    query: Query
    leads: object
    activities: object
    expected: dict[str, LeadResult]


def prepared(case: Case, dialect: str) -> Prepared:
    """Raises Unsupported where the rules have no exact form in SQL, Refused where the checker finds an error."""
    rules = ready(case.rules)
    common = _spellings(case, rules.plan)
    query = compiled(rules.plan, dialect, rules.moment, lists=True, previous=True, common=common)
    assert query.activities is not None
    lead_of, activity_of = row_reader(rules.plan, query.leads), row_reader(rules.plan, query.activities)
    scorer = Scorer(rules.plan, rules.moment)
    leads: list[list[object]] = []
    activities: list[list[object]] = []
    expected: dict[str, LeadResult] = {}
    for place, lead in enumerate(case.leads):
        key = f"L-{place}"
        try:
            result = _scored(scorer, lead)
            row = [place, key, lead.previous, *lead_of(lead.values)]
            acts = [[key, *activity_of(one)] for one in lead.activities]
        except (BadRecord, BadValue):
            continue  # a bad row reaches no engine
        leads.append(row)
        activities += acts
        expected[key] = replace(result, key=key)
    tables = arrow_table(query.leads, leads), arrow_table(query.activities, activities)
    return Prepared(rules, query, *tables, expected)


def _spellings(case: Case, plan: Plan) -> dict[str, list[str]]:
    """Text of every other lead, by field, as it is and with blanks around it: common to the query, the rest rare."""
    found: dict[str, list[str]] = {}
    for lead in case.leads[::2]:
        for field in plan.lead.fields:
            value = lead.values.get(field.name)
            if field.kind == "text" and not field.exact and isinstance(value, str) and "\0" not in value:
                found.setdefault(field.name, []).extend((value, f" {value}\u00a0"))
    return found


def _scored(scorer: Scorer, lead: Lead) -> LeadResult:
    return scorer.score(lead.values, lead.activities, lead.previous).result()


def differences(case: Case, dialect: str, run: Run) -> Iterator[str]:
    """What the engine says otherwise than the record engine, a line each."""
    given = prepared(case, dialect)
    decode = decoder(given.rules.plan, given.query)
    found = {str(result.key): result for result in map(decode, run(given.query, given.leads, given.activities))}
    if found.keys() != given.expected.keys():
        yield f"leads: {sorted(given.expected)} expected, {sorted(found)} found"
    for key, expected in given.expected.items():
        yield from _compared(key, expected, found[key])


def _compared(key: str, expected: LeadResult, found: LeadResult) -> Iterator[str]:
    if expected == found:
        return
    one, other = facts(expected), facts(found)
    for fact in sorted(one):
        if one[fact] != other[fact]:
            yield f"{fact} of {key}: record {one[fact]!r}, SQL {other[fact]!r}"
    if one == other:
        yield f"{key}: {expected!r} is not {found!r}"


def failure(case: Case, dialect: str, run: Run) -> str | None:
    """What is wrong with a case; None if all is well or another engine has to do it."""
    try:
        return judged(case, dialect, run)
    except Unsupported:
        return None
    except Refused:
        return Refused.__name__


def judged(case: Case, dialect: str, run: Run) -> str | None:
    """What is wrong with a case; None if all is well. Raises Unsupported and Refused."""
    try:
        found = next(differences(case, dialect, run), None)
    except (Unsupported, Refused):
        raise
    except Exception as error:  # whatever was raised is the finding
        return type(error).__name__
    return None if found is None else found.split(" ")[0]


def explained(case: Case, dialect: str, run: Run) -> str:
    """A failing case cut down to what still fails alike."""
    wrong = failure(case, dialect, run)
    small = smaller(case, lambda one: failure(one, dialect, run) == wrong)
    try:
        told = list(differences(small, dialect, run))
    except Exception as error:
        told = [f"{type(error).__name__}: {error}"]
    leads = "\n".join(map(repr, small.leads))
    return "\n".join([small.rules.text, f"as of {small.rules.as_of}", leads, *told])
