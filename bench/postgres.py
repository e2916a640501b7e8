"""PostgreSQL: our query against the one a user would write by hand, one CASE a rule, on a server of our own.

python -m bench.postgres [--leads N] [--rules N] [--rounds N]

Both give every lead's score and the groups; who answers is checked before anything is timed, and both take turns.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from assay.check import load_text
from assay.data.addresses import address_of
from assay.data.bind import bind
from assay.data.postgres import PostgresTable
from assay.engines.sql import compiled
from assay.engines.sql.postgres.reading import Source, read_in
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import GROUPS, NUMBERS, TEXTS, Between, Equal, OneOf, Part, Rule, leads, rules, source
from tests.servers.postgres import Server, binaries, postgres

AS_OF = 1_793_491_200_000_000


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    if binaries() is None:
        print("PostgreSQL is not installed")
        return
    made = rules(options.rules)
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as server, server.connect() as connection:
        connection.execute("set jit = off")
        _fill(connection, options.leads)
        connection.execute("begin")
        started = time.perf_counter()
        planned = _planned(made)
        _read(connection, server, planned)
        reading = time.perf_counter() - started
        ours = compiled(planned, "postgres", AS_OF, lists=False, activities=False)
        outer = f"select count(*), sum({ours.layout.score}) / 100 from ({ours.sql()}) s"
        _compare(connection, options, {"plain": plain(made), "assay": outer, "scan": SCAN})
        print(f"reading the table, keys checked: {reading:.2f} s")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args(arguments)


def _fill(connection: psycopg.Connection, count: int) -> None:
    """Ten thousand leads over and over, under keys of their own, in typed columns."""
    columns = [("id", "text"), *((name, "text") for name in TEXTS), *((name, "bigint") for name in NUMBERS)]
    listed = SQL(", ").join(SQL("{} {}").format(Identifier(name), SQL(type_)) for name, type_ in columns)
    connection.execute(SQL("create table raw_leads ({})").format(listed))
    made = leads(10_000)
    with connection.cursor() as cursor, cursor.copy("copy raw_leads from stdin") as copy:
        for number in range(count):
            lead = made[number % len(made)]
            copy.write_row([f"L-{number}", *(lead[name] for name, _ in columns[1:])])
    connection.execute("analyze raw_leads")


def _planned(made: list[Rule]) -> Plan:
    model = load_text(source(made)).model
    assert model is not None
    return plan(model)


def _read(connection: psycopg.Connection, server: Server, planned: Plan) -> None:
    with PostgresTable(address_of(server.url()), "raw_leads") as table:
        wanted = compiled(planned, "postgres", AS_OF, lists=False, activities=False).leads
        binding = bind(planned.lead, table.columns)
        read_in(connection, planned, Source(table.relation, binding, planned.lead, wanted), lambda *_: None)


SCAN = f"select count(*), {' + '.join(f'max(length({name}))' for name in TEXTS)} from raw_leads"


def plain(made: list[Rule]) -> str:
    """A sum of cases for each group, and of groups."""
    groups = {name: [rule for rule in made if rule.group == name] for name in GROUPS}
    sums = [f"{' + '.join(map(_case, own)) or '0'} as {name}" for name, own in groups.items()]
    return f"select count(*), sum({' + '.join(GROUPS)}) from (select {', '.join(sums)} from raw_leads offset 0) s"


def _case(rule: Rule) -> str:
    return f"case when {' and '.join(map(_condition, rule.parts))} then {rule.points} else 0 end"


def _condition(part: Part) -> str:
    """As people write it: text compares without case, or the answers would not be the same."""
    match part:
        case Equal(field, value):
            return f"lower({field}) = '{value}'"
        case OneOf(field, values):
            listed = ", ".join(f"'{value}'" for value in values)
            return f"lower({field}) in ({listed})"
        case Between(field, low, high):
            bounds = [f"{field} >= {low}"] * (low is not None) + [f"{field} <= {high}"] * (high is not None)
            return " and ".join(bounds)


def _compare(connection: psycopg.Connection, options: argparse.Namespace, queries: dict[str, str]) -> None:
    answers = {name: connection.execute(query.encode()).fetchone() for name, query in queries.items()}
    assert answers["plain"] == answers["assay"], answers
    times: dict[str, list[float]] = {name: [] for name in queries}
    for _ in range(options.rounds):
        for name, query in queries.items():
            started = time.perf_counter()
            connection.execute(query.encode())
            times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(f"{options.leads:,} leads, {options.rules:,} rules, median of {options.rounds}")
    for name, median in medians.items():
        print(f"{name:>6}  {median:7.2f} s  {median / medians['plain']:5.2f} of the plain query")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
