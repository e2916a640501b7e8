"""Thousands of rules compile and run: no expression is too deep, and planning stays short."""

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import compiled, decoder, row_reader
from assay.engines.sql.duck import connection, rows
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from bench.model import leads, rules, source


def test_three_thousand_rules() -> None:
    model = load_text(source(rules(3_000))).model
    assert model is not None
    planned = plan(model)
    query = compiled(planned, "duckdb", 0, lists=True, activities=False)
    read, records = row_reader(planned, query.leads), leads(50)
    table = arrow_table(query.leads, [[at, str(one["id"]), *read(one)] for at, one in enumerate(records)])
    found = {one.key: one for one in map(decoder(planned, query), rows(connection(), query, {"leads": table}))}
    scorer = Scorer(planned, 0)
    assert [found[str(one["id"])] for one in records] == [scorer.score(one).result() for one in records]
