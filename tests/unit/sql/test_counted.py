"""Rules of several fields whose parts are counted: the numbers that DuckDB looks up, against the record engine."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import compiled, decoder, row_reader
from assay.engines.sql.compiler import folded_rules, new_context
from assay.engines.sql.duck import rows
from assay.engines.sql.folds import Folds
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from assay.plan.nodes import Plan
from tests.properties.test_duckdb import DATABASE

FIELDS = 'lead { id text exact key  a text  b text  c number  d number  e one of "x", "y" }'
AS_OF = 1_793_487_600_000_000


def planned(rules: str) -> Plan:
    loaded = load_text(f'model "M"\n{FIELDS}\n{rules}\n')
    assert loaded.model is not None, loaded.diagnostics
    return plan(loaded.model)


def folds_of(made: Plan) -> Folds:
    return folded_rules(new_context(made, "duckdb", AS_OF))


def leads() -> Iterator[dict[str, object]]:
    texts, numbers = (None, "v1", " V2", "v9"), (None, "-1", "1", "5", "9")
    for at, (a, b, c, d, e) in enumerate(product(texts, texts, numbers, numbers, (None, "x", "y"))):
        yield {"id": f"L-{at}", "a": a, "b": b, "c": c, "d": d, "e": e}


def disagreements(made: Plan, *, lists: bool) -> list[tuple[object, object]]:
    query = compiled(made, "duckdb", AS_OF, lists=lists)
    assert query.activities is not None
    read, decode, scorer = row_reader(made, query.leads), decoder(made, query), Scorer(made, AS_OF)
    given = list(leads())
    table = arrow_table(query.leads, [[at, lead["id"], *read(lead)] for at, lead in enumerate(given)])
    nothing = arrow_table(query.activities, [])
    found = {one.key: one for one in map(decode, rows(DATABASE, query, {"leads": table, "activities": nothing}))}
    expected = {str(lead["id"]): scorer.score(lead, ()).result() for lead in given}
    if lists:
        return [(expected[key], found[key]) for key in expected if expected[key] != found[key]]
    told = [((one.score, one.groups), (found[key].score, found[key].groups)) for key, one in expected.items()]
    return [(one, other) for one, other in told if one != other]


def made_rules(count: int, seed: int, most: int = 30) -> str:
    """Rules of one field and of several, in groups."""
    random = Random(seed)
    parts = ['a == "v{}"', 'b in ["v{}", "v2"]', "c >= {}", "d < {}", 'e == "x"', 'not b == "v{}"', "a is known"]

    def rule(parts: list[str]) -> str:
        test = " and ".join(part.format(random.randrange(10)) for part in parts)
        return f"  when {test} {random.choice(('add', 'subtract'))} {random.randrange(1, most)}"

    alone = [rule([random.choice(parts)]) for _ in range(count)]
    several = [rule(random.sample(parts[:5], random.randrange(2, 6))) for _ in range(count)]
    listed = [*alone, *several]
    random.shuffle(listed)
    thirds = [listed[at::3] for at in range(3)]
    return "\n".join(f"group g{at} {{\n" + "\n".join(some) + "\n}" for at, some in enumerate(thirds))


@pytest.mark.parametrize("lists", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_every_count_says_what_the_record_engine_says(seed: int, *, lists: bool) -> None:
    made = planned(made_rules(12, seed))
    assert len(folds_of(made).tallies) == 1
    assert disagreements(made, lists=lists) == []


@pytest.mark.parametrize("lists", [False, True])
def test_more_rules_than_a_number_has_room_for(*, lists: bool) -> None:
    made = planned(made_rules(60, 7))
    tallies = folds_of(made).tallies
    assert len(tallies) > 2
    assert all(max(one.bits) < 1 << 62 for one in tallies)
    assert disagreements(made, lists=lists) == []


def test_points_too_large_to_share_a_number_stay_apart() -> None:
    made = planned(made_rules(12, 1, most=9_000_000_000))
    assert [one.own for one in folds_of(made).tallies] == [()]
    assert disagreements(made, lists=False) == []


def test_one_rule_of_fields_that_no_other_asks_for_is_judged_alone() -> None:
    made = planned('group g { when a == "v1" and c >= 5 add 3 }')
    assert folds_of(made) == Folds()
    assert disagreements(made, lists=True) == []
