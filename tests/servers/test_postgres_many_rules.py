"""Many rules in PostgreSQL: no limit of its parser or planner is met, and the one that is has a sentence."""

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import Unsupported, compiled, decoder, row_reader
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import leads, rules, source
from tests.servers.on_postgres import on
from tests.servers.postgres import Server


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


def test_more_columns_than_a_step_can_have_are_refused() -> None:
    head = "lead { id text exact key }\nactivity { lead_id text exact key  action text  at time }"
    lines = [f'each action == "a{at}" within {at % 50 + 1} days add 1 max {at + 2}' for at in range(600)]
    with pytest.raises(Unsupported, match="columns side by side"):
        compiled(_planned("\n".join([head, *lines])), "postgres", 0, lists=True)


def _planned(text: str) -> Plan:
    model = load_text(text).model
    assert model is not None
    return plan(model)
