"""What DuckDB writes and counts of its results is what Python writes and counts of them, byte for byte."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow
import pytest
import sqlglot

from assay.batch import Scored
from assay.check import load_text
from assay.data.rows import Row
from assay.engines.record import Scorer
from assay.engines.sql import Query, Unsupported, compiled, row_reader
from assay.engines.sql.duck import connection
from assay.engines.sql.output import Kept
from assay.engines.sql.tables import arrow_table
from assay.outcomes import Results
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.results import LeadResult
from tests.properties.agreement import Refused
from tests.properties.in_sql import prepared
from tests.properties.outputs import by_database, by_python
from tests.strategies.cases import make_case

AS_OF = 1_793_487_600_000_000
KEYS = (
    *("L-1", "a,b", 'say "hi"', "two\nlines", "a\rb", "=1+1", "+31 20 555", "-5", "-5.5.5", "@me", "\tx", "+", "a;b"),
    *(
        "\U0001f600",
        "e\u0301",
        "\x00\x01\x1f\x7f",
        "back\\slash",
        "\u2028",
        "'=1",
        "+\u0661",
        " x ",
        "-a\n",
        "/",
        "\x0b",
    ),
)
IN_ORDER = (
    "select s.n as place, s.* replace (k.shown as key) from scored as s join shown as k on s.n = k.n order by s.n"
)


def _check(folder: Path, plan_: Plan, query: Query, tables: Sequence[object], results: Sequence[LeadResult]) -> None:
    """`tables`: leads and activities as the query reads them; `results` in their order, of the record engine."""
    shown = [KEYS[at % len(KEYS)] for at in range(len(results))]
    with connection(threads=1) as database:
        for name, table in zip(("leads", "activities"), tables, strict=False):
            database.register(name, table)
        places = sorted(row[0] for row in database.execute("select n from leads").fetchall())
        database.register("shown", pyarrow.table({"n": pyarrow.array(places, pyarrow.int64()), "shown": shown}))
        database.execute(f"create table scored as {query.sql()}")
        kept = Kept(database, plan_, query, sqlglot.parse_one(IN_ORDER, dialect="duckdb"))  # type: ignore[arg-type]
        found = by_database(folder, Results(kept, {}))
    scored = [
        Scored(Row(at, {}), replace(one, key=key)) for at, (one, key) in enumerate(zip(results, shown, strict=True))
    ]
    expected = by_python(folder, plan_, scored)
    assert found.csv == expected.csv
    assert found.json == expected.json
    assert found.columns.equals(expected.columns, check_metadata=True)
    assert found.counted == expected.counted


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(2))
def test_generated_rules(tmp_path: Path, batch: int) -> None:
    done = 0
    for seed in range(batch * 12, (batch + 1) * 12):
        try:
            case = prepared(make_case(seed, 1 + seed % 8, leads=12), "duckdb")
        except (Unsupported, Refused):
            continue
        _check(tmp_path, case.rules.plan, case.query, (case.leads, case.activities), list(case.expected.values()))
        done += 1
    assert done > 6


ODD_NAMES = """model "M"
lead { id text exact key  size number  share number  name text }
exclude if name == "staff" because "=our, \\"own\\""
exclude if size == 13 because "two; parts"
disqualify if name == "rival" because "+1"
disqualify if share > 90 because "-rich, \\"very\\""
group fit max 60 {
  when size > 3 add share as "=size"
  when size > 4 subtract share as "+7"
  when share > 5 add 0.5 as "a, \\"b\\""
  when name == "anna" add 0.25 as "@name; x"
  when name == "anna" and size > 2 or share < 7 add 1.1 as "either"
}
group other min -5 { when size * 1000000000 > 5 add size * 100000000 as "huge"  when name is missing add 2 as "none" }
MANY
grade fit { "A" from 50, "+" from 20, "=" otherwise }
grade other { "1" from 2, "," otherwise }
stage `=Warm` sticky at 1
stage `Hot, "very"` when score >= 20 and name is known
promote to `=Warm` when share == 77
never stage == `Hot, "very"` and share < 3
route to "-1" within 4 hours when stage >= `=Warm` and size > 3
route to "Desk, A" when stage >= `=Warm`
"""


def test_odd_names_and_large_numbers(tmp_path: Path) -> None:
    many = "\n".join(
        f'when size == {at} or share == {at} add {at + 1}.{at % 100:02} as "rule {at}"' for at in range(130)
    )
    checked = load_text(ODD_NAMES.replace("MANY", many))
    assert checked.model is not None, checked.diagnostics
    plan_ = plan(checked.model)
    query = compiled(plan_, "duckdb", AS_OF, lists=True, previous=True, activities=False)
    sizes, shares = (None, 0, 1, 5, 7, 13, 99, 123456789, 99999999999), (None, 2, 5.01, 6.66, 77, 120)
    names, stages = (None, "anna", "staff", "rival"), (None, "=Warm", 'Hot, "very"', "Gone")
    scorer, read, results = Scorer(plan_, AS_OF), row_reader(plan_, query.leads), []
    rows: list[list[object]] = []
    for size in sizes:
        for share in shares:
            for name in names:
                stage, lead = stages[len(rows) % len(stages)], {"id": "x", "size": size, "share": share, "name": name}
                rows.append([len(rows), f"{len(rows)}", stage, *read(lead)])
                results.append(scorer.score(lead, [], stage).result())
    _check(tmp_path, plan_, query, [arrow_table(query.leads, rows)], results)
