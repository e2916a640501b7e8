"""DuckDB: the compiled rules against the query one would write by hand, and against the bare scan.

python -m bench.sql [LEADS [RULES…]]    by default 300,000 leads, 100 and 1,000 rules; sums are compared before timing

By hand means one CASE a rule, added up in a balanced tree, and a list of the rules that fired. Ours folds text and keeps
what is missing apart. Everybody in turn, three rounds; processor time, the quickest of each.
"""

import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

from assay.check import load_text
from assay.engines.sql import Query, compiled
from assay.engines.sql.duck import Database, connection, executed
from assay.plan import plan
from bench.model import CARDINALITY, HIGHEST, NUMBERS, TEXTS, Between, Equal, OneOf, Part, Rule, rules, source

ROUNDS = 3
TARGETS = {100: (0.5, 5.0, 0.6), 1_000: (0.35, None, None)}  # of the plain query, of the scan, of the list query


def made(database: Database, path: Path, count: int) -> None:
    """The leads of `bench.model`, by the thousand: one value in five is missing."""
    columns = ["'L-' || i as id"]
    for at, (name, many) in enumerate(zip(TEXTS, CARDINALITY, strict=True)):
        value = f"'value ' || (hash(i * 77 + {at}) % {many})"
        columns.append(f"case when hash(i * 31 + {at}) % 5 > 0 then {value} end as {name}")
    for at, (name, most) in enumerate(zip(NUMBERS, HIGHEST, strict=True)):
        value = f"(hash(i * 91 + {at}) % {most + 1})::bigint"
        columns.append(f"case when hash(i * 13 + {at + 50}) % 5 > 0 then {value} end as {name}")
    database.execute(f"copy (select {', '.join(columns)} from range({count}) t(i)) to '{path}' (format parquet)")


def condition(part: Part) -> str:
    match part:
        case Equal(field, value):
            return f"{field} = '{value}'"
        case OneOf(field, values):
            return f"{field} in ({', '.join(repr(value) for value in values)})"
        case Between(field, low, None):
            return f"{field} >= {low}"
        case Between(field, None, high):
            return f"{field} <= {high}"
        case Between(field, low, high):
            return f"{field} between {low} and {high}"


def by_hand(made_: list[Rule], path: Path, *, lists: bool) -> str:
    tests = [" and ".join(map(condition, rule.parts)) for rule in made_]
    cases = [f"case when {test} then {rule.points} else 0 end" for test, rule in zip(tests, made_, strict=True)]
    while len(cases) > 1:
        cases = ["(" + " + ".join(cases[at : at + 2]) + ")" for at in range(0, len(cases), 2)]
    fired = ", ".join(f"case when {test} then {at} end" for at, test in enumerate(tests))
    listed = f", list_filter([{fired}], lambda x: x is not null) as fired" if lists else ""
    total = "sum(score) * 100" + (", sum(len(fired))" if lists else "")
    return f"select {total} from (select {cases[0]} as score{listed} from '{path}')"


def ours(query: Query, path: Path) -> str:
    """The rules' query over the file; text is trimmed on reading, as everywhere."""
    encoded = {"n": "0", "key": "id"}
    columns = [
        f"{encoded.get(one.name) or (f'trim({one.name})' if one.type == 'TEXT' else f'{one.name} * 10000')} as {one.name}"
        for one in query.leads.columns
    ]
    layout = query.layout
    read = [f"max({name})" for name in (*layout.fired, *layout.undecided, *layout.missing)]
    view = f"create or replace temp view leads as select {', '.join(columns)} from '{path}'"
    return f"{view}; select {', '.join([f'sum({layout.score})', *read])} from ({query.sql()})"


def timed(database: Database, queries: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Processor time of each, the quickest of some rounds, and its first number."""
    found: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        for name, text in queries.items():
            gc.collect()
            start = time.process_time()
            row = executed(database, text).fetchone()
            seconds = time.process_time() - start
            assert row is not None
            found[name] = (min(seconds, found.get(name, (seconds, 0.0))[0]), row[0])
    return found


def compared(database: Database, path: Path, count: int) -> None:
    rules_ = rules(count)
    model = load_text(source(rules_)).model
    assert model is not None
    planned = plan(model)
    start = time.process_time()
    query = compiled(planned, "duckdb", 0, lists=False, activities=False)
    text = ours(query, path)
    print(
        f"{count:,} rules: compiled in {time.process_time() - start:.2f} s, {len(text) / 1e3:.0f} kB of SQL", flush=True
    )
    touched = ", ".join([*(f"max(strlen({name}))" for name in ("id", *TEXTS)), *(f"max({name})" for name in NUMBERS)])
    queries = {"scan": f"select {touched} from '{path}'", "ours": text, "by hand": by_hand(rules_, path, lists=False)}
    if count <= 100:
        queries["ours, rules listed"] = ours(compiled(planned, "duckdb", 0, lists=True, activities=False), path)
        queries["by hand, rules listed"] = by_hand(rules_, path, lists=True)
    if count > 1_000:
        del queries["by hand"]
    found = timed(database, queries)
    assert len({found[name][1] for name in found if name != "scan"}) == 1, "the scores are not the same"
    for name, (seconds, _) in found.items():
        print(f"  {name:<24}{seconds:8.2f} s")
    of_plain, of_scan, of_list = TARGETS.get(count, (None, None, None))
    told("of the query by hand", found, "ours", "by hand", of_plain)
    told("of the scan", found, "ours", "scan", of_scan)
    told("of the list by hand", found, "ours, rules listed", "by hand, rules listed", of_list)


def told(what: str, found: dict[str, tuple[float, float]], one: str, other: str, wanted: float | None) -> None:
    if one not in found or other not in found:
        return
    ratio = found[one][0] / found[other][0]
    verdict = "" if wanted is None else f"   at most {wanted}: {'yes' if ratio <= wanted else 'NO'}"
    print(f"  {ratio:6.2f} {what}{verdict}")


def main() -> None:
    count, *asked = map(int, sys.argv[1:]) if __name__ == "__main__" and len(sys.argv) > 1 else (300_000,)
    with tempfile.TemporaryDirectory() as folder:
        database, path = connection(), Path(folder, "leads.parquet")
        made(database, path, count)
        print(f"{count:,} leads from Parquet")
        for many in asked or (100, 1_000):
            compared(database, path, many)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
