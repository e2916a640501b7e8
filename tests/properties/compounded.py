"""Amounts that are worked out and fade compounding: what an engine makes of them, beside the record engine.

Of every decay: amounts that end half-way between two hundredths and just below, the largest there are, none, and those
of a dice, after no steps, few, many, and when nothing is left.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import compiled, decoder, row_reader
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from assay.values import LIMIT, SCALE
from tests.properties.in_sql import Run

PERCENTS = ("0.9", "7.5", "25", "33.3333", "50", "99.9999", "100")
STEPS = (0, 1, 2, 3, 5, 8, 13, 21, 27, 34, 54, 55, 100, 300, 1_001, 4_100, 9_000)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_RULES = """lead {{ id text exact key  size number }}
activity {{ lead_id text exact key  action text  at time }}
when action == "a" add size / 1 fading {percent}% every 1 hours compounding
"""


def disagreements(dialect: str, run: Run, percents: Sequence[str] = PERCENTS) -> Iterator[str]:
    for percent in percents:
        yield from _of(percent, dialect, run)


def _of(percent: str, dialect: str, run: Run) -> Iterator[str]:
    model = load_text(_RULES.format(percent=percent)).model
    assert model is not None
    planned, moment = plan(model), 9_000 * 3_600_000_000
    query, scorer = compiled(planned, dialect, moment, lists=True), Scorer(planned, moment)
    assert query.activities is not None
    lead, activity = row_reader(planned, query.leads), row_reader(planned, query.activities)
    leads, activities, expected = [], [], {}
    for at, (size, passed) in enumerate((size, passed) for size in sizes() for passed in STEPS):
        values: dict[str, object] = {"id": str(at), "size": f"{size // SCALE}.{size % SCALE:04}"}
        done: dict[str, object] = {"action": "a", "at": _EPOCH + dt.timedelta(hours=9_000 - passed)}
        leads.append([at, str(at), *lead(values)])
        activities.append([str(at), *activity(done)])
        expected[str(at)] = (size, passed, scorer.score(values, [done]).result().score)
    tables = arrow_table(query.leads, leads), arrow_table(query.activities, activities)
    decode = decoder(planned, query)
    found = {one.key: one.score for one in map(decode, run(query, *tables))}
    for key, (size, passed, score) in expected.items():
        if found[key] != score:
            yield f"{size} after {passed} steps of {percent}%: {score} expected, {found[key]} found"


def sizes() -> list[int]:
    dice = random.Random(7)
    tied = [50, 150, 49, 51, 50 * 4**9, 50 * 4**9 - 1, 50 * 2**54, 50 * 2**54 - 1, 5 * 10**16]
    return [0, 1, 99, 300_000, *tied, LIMIT - 1, *(dice.randrange(10 ** dice.randrange(3, 18)) for _ in range(10))]
