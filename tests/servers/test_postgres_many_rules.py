"""Many rules in PostgreSQL: no limit of its parser or planner is met, and the one that is has a sentence."""

from random import Random

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import Unsupported, compiled, decoder, row_reader
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.values import DAY, utc_datetime
from bench.model import leads, rules, source
from tests.servers.on_postgres import on
from tests.servers.postgres import Server

AS_OF = 1_793_491_200_000_000


@pytest.mark.slow
@pytest.mark.parametrize("count", [1_000, 5_000])
def test_thousands_of_rules_give_what_the_record_engine_gives(server: Server, count: int) -> None:
    planned, records = _planned(source(rules(count))), leads(100)
    query, scorer = compiled(planned, "postgres", 0, lists=True, activities=False), Scorer(planned, 0)
    read, decode = row_reader(planned, query.leads), decoder(planned, query)
    table = arrow_table(query.leads, [[at, str(one["id"]), *read(one)] for at, one in enumerate(records)])
    with server.connect() as connection:
        found = {one.key: one for one in map(decode, on(connection)(query, table, None))}
    assert [found[str(one["id"])] for one in records] == [scorer.score(one).result() for one in records]


@pytest.mark.slow
def test_a_thousand_rules_that_count_activities_of_their_own(server: Server) -> None:
    """More columns than PostgreSQL has in a row; some rules ask for a field of the lead, too, and are undecided."""
    planned = _planned(counting(1_000))
    query, scorer = compiled(planned, "postgres", AS_OF, lists=True), Scorer(planned, AS_OF)
    assert query.activities is not None
    read_lead, read_activity = row_reader(planned, query.leads), row_reader(planned, query.activities)
    decode, random = decoder(planned, query), Random(1)
    records = [{"id": f"L{at}", "country": random.choice([None, "c0", "c1", "C2"])} for at in range(60)]
    acts = [[activity(random) for _ in range(random.randrange(60))] for _ in records]
    leads = arrow_table(query.leads, [[at, one["id"], *read_lead(one)] for at, one in enumerate(records)])
    rows = [[one["id"], *read_activity(did)] for one, own in zip(records, acts, strict=True) for did in own]
    with server.connect() as connection:
        connection.execute("set jit = off")
        found = {one.key: one for one in map(decode, on(connection)(query, leads, arrow_table(query.activities, rows)))}
    expected = {str(one["id"]): scorer.score(one, own).result() for one, own in zip(records, acts, strict=True)}
    assert found == expected
    assert min(sum(len(one.rules) for one in found.values()), sum(len(one.undecided) for one in found.values())) > 20


def counting(count: int) -> str:
    lines = ["lead { id text exact key  country text }", "activity { lead_id text exact key  action text  at time }"]
    lines += ["stage hot at 20", "group did max 500 {", *(_counting_rule(at) for at in range(count)), "}"]
    return "\n".join(lines)


def _counting_rule(at: int) -> str:
    action, days = f'action == "a{at}"', at % 50 + 1
    match at % 5:
        case 0:
            return f"each {action} within {days} days add {at % 7 + 1} max {at % 11 + 3}"
        case 1:
            return f"when count({action} within {days} days) >= {at % 3 + 1} add {at % 9}"
        case 2:
            return f'each {action} and country == "c{at % 3}" add {at % 4 + 1}'
        case 3:
            return f"each {action} add {at % 4 + 1} fading 10% every {at % 9 + 1} days"
        case _:
            return f"when {action} within {days} days add -3"


def activity(random: Random) -> dict[str, object]:
    moment = utc_datetime(AS_OF - random.randrange(60) * DAY)
    return {"action": random.choice(["a", "A"]) + str(random.randrange(1_000)), "at": moment}


@pytest.mark.slow
def test_more_columns_of_an_activity_than_a_step_can_have_are_refused() -> None:
    head = "lead { id text exact key }\nactivity { lead_id text exact key  action text  at time }"
    lines = [f'each action == "a{at}" add {at + 1} fading 10% every {at + 1} days' for at in range(850)]
    with pytest.raises(Unsupported, match="columns side by side"):
        compiled(_planned("\n".join([head, *lines])), "postgres", 0, lists=True)


def _planned(text: str) -> Plan:
    model = load_text(text).model
    assert model is not None
    return plan(model)
