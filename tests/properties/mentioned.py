"""Where words begin and end, sign by sign: what an engine makes of `mentions`, beside the record engine."""

from collections.abc import Iterator

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.sql import compiled, decoder, row_reader
from assay.engines.sql.mentioning import SEPARATORS
from assay.engines.sql.tables import arrow_table
from assay.plan import plan
from tests.properties.in_sql import Run

_RULES = 'lead { id text exact key  title text }\nwhen title mentions "vp" add 1\n'


def characters() -> list[str]:
    """Every sign that ends a word, those beside it, and some that are far from any."""
    near = {ord(ch) + step for ch in SEPARATORS for step in (-1, 0, 1)}
    return [chr(code) for code in sorted(near | {0x30, 0xE9, 0x3B1, 0x4E2D, 0x1F600}) if code > 0]


def disagreements(dialect: str, run: Run) -> Iterator[str]:
    model = load_text(_RULES).model
    assert model is not None
    planned = plan(model)
    query, scorer = compiled(planned, dialect, 0, lists=True, activities=False), Scorer(planned, 0)
    read, decode = row_reader(planned, query.leads), decoder(planned, query)
    records: list[dict[str, object]] = [
        {"id": str(at), "title": title}
        for at, title in enumerate(text for ch in characters() for text in (f"x{ch}vp", f"vp{ch}x"))
    ]
    table = arrow_table(query.leads, [[at, str(at), *read(one)] for at, one in enumerate(records)])
    found = {one.key: one for one in map(decode, run(query, table, None))}
    for one in records:
        if found[str(one["id"])] != scorer.score(one).result():
            yield f"mentions is wrong of {one['title']!a}"
