"""Leads and activities for the benches of DuckDB, made by DuckDB itself, and the queries one would write by hand."""

from pathlib import Path

from assay.data.sheets import SheetSink
from assay.engines.sql.duck import Database, connection
from bench.model import CARDINALITY, HIGHEST, NUMBERS, TEXTS, Between, Equal, OneOf, Part, Rule

AS_OF = 1_793_487_600_000_000  # 2026-10-31 23:00 UTC

ACTIVITY_RULES = """model "Activities"
lead { id text exact key  text_0 text  number_0 number }
activity { lead_id text exact key  action text  page text  occurred time }
let pricing = action == "page_view" and page starts with "/pricing"
group interest max 100 {
  when action == "demo_request" add 30 halving every 90 days
  each pricing at most once per day within 30 days add 5 max 20
  each action == "email_click" within 30 days add 1 max 10
  when action == "webinar" at least 2 times within 60 days add 10
  when count(action == "page_view" within 7 days) >= 1 add 8
  when action == "download" add 12 fading 25% every 30 days
}
group fit { when text_0 == "value 1" add 10  when number_0 >= 50 add 5 }
"""


def made_leads(folder: Path, count: int, ending: str) -> Path:
    """The leads of `bench.model`, one value in five missing; made once."""
    path = folder / f"leads_{count}.{ending}"
    if not path.exists():
        columns = ["'L-' || i as id"]
        for at, (name, many) in enumerate(zip(TEXTS, CARDINALITY, strict=True)):
            value = f"'value ' || (hash(i * 77 + {at}) % {many})"
            columns.append(f"case when hash(i * 31 + {at}) % 5 > 0 then {value} end as {name}")
        for at, (name, most) in enumerate(zip(NUMBERS, HIGHEST, strict=True)):
            value = f"(hash(i * 91 + {at}) % {most + 1})::bigint"
            columns.append(f"case when hash(i * 13 + {at + 50}) % 5 > 0 then {value} end as {name}")
        _written(connection(), f"select {', '.join(columns)} from range({count}) t(i)", path)
    return path


def made_activities(folder: Path, count: int, leads: int, ending: str) -> Path:
    """What `leads` leads did in a year, as many as `count`, in no order; one in twenty asked for a demo."""
    path = folder / f"activities_{count}.{ending}"
    if not path.exists():
        actions = "['page_view', 'page_view', 'page_view', 'email_click', 'email_click', 'webinar', 'download', 'demo_request']"
        pages = "['/', '/blog', '/pricing', '/pricing/teams', '/docs', '/about']"
        query = f"""select 'L-' || (hash(i * 7) % {leads}) as lead_id, {actions}[1 + (hash(i * 11) % 8)::int] as action,
            {pages}[1 + (hash(i * 13) % 6)::int] as page,
            timestamp '2026-10-31 22:00:00' - to_seconds((hash(i * 17) % 31536000)::bigint) as occurred
            from range({count}) t(i)"""
        _written(connection(), query, path)
    return path


def _written(database: Database, query: str, path: Path) -> None:
    if path.suffix == ".xlsx":
        found = database.execute(query)
        sheet = SheetSink("leads", [name for name, *_ in found.description or ()])
        for row in found.fetchall():
            sheet.write(row)
        sheet.save(path)
        return
    options = {".csv": "format csv, header", ".jsonl": "format json"}.get(path.suffix, "format parquet")
    database.execute(f"copy ({query}) to '{path}' ({options})")


def relation(path: Path) -> str:
    """A file with the types one would give its columns."""
    if path.suffix not in (".csv", ".jsonl"):
        return f"'{path}'"
    typed = ", ".join(
        [*(f"'{name}': 'VARCHAR'" for name in ("id", *TEXTS)), *(f"'{name}': 'BIGINT'" for name in NUMBERS)]
    )
    if path.suffix == ".jsonl":
        return f"read_json('{path}', format = 'newline_delimited', columns = {{{typed}}})"
    return f"read_csv('{path}', header = true, columns = {{{typed}}})"


def bare_scan(path: Path) -> str:
    """Every value of every column is looked at."""
    touched = [*(f"max(strlen({name}))" for name in ("id", *TEXTS)), *(f"max({name})" for name in NUMBERS)]
    return f"select {', '.join(touched)} from {relation(path)}"


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


def by_hand(made: list[Rule], path: Path, *, lists: bool) -> str:
    """One CASE a rule, added up in a balanced tree, and a list of the rules that fired."""
    tests = [" and ".join(map(condition, rule.parts)) for rule in made]
    cases = [f"case when {test} then {rule.points} else 0 end" for test, rule in zip(tests, made, strict=True)]
    while len(cases) > 1:
        cases = ["(" + " + ".join(cases[at : at + 2]) + ")" for at in range(0, len(cases), 2)]
    fired = ", ".join(f"case when {test} then {at} end" for at, test in enumerate(tests))
    listed = f", list_filter([{fired}], lambda x: x is not null) as fired" if lists else ""
    total = "sum(score) * 100" + (", sum(len(fired))" if lists else "")
    return f"select {total} from (select {cases[0]} as score{listed} from {relation(path)})"
