"""PostgreSQL: our query against the one a user would write by hand, one CASE a rule, on a server of our own.

python -m bench.postgres [--leads N] [--rules N] [--rounds N] [--locale NAME]

Both read the same table of typed columns and give every lead's score and the groups; who answers is checked before
anything is timed, and both take turns. Processor time of the server's process, which works alone, the quickest of some
rounds: of our query; of that with the pass that checks every cell and key; and with the rules that fired.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from assay.check import load_text
from assay.data.addresses import address_of
from assay.data.bind import bind
from assay.data.postgres import PostgresTable
from assay.engines.sql import Query, compiled
from assay.engines.sql.postgres.reading import read_in
from assay.engines.sql.postgres.sampling import common_spellings
from assay.engines.sql.postgres.selection import Source
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import GROUPS, NUMBERS, TEXTS, Between, Equal, OneOf, Part, Rule, leads, rules, source
from tests.servers.postgres import Server, binaries, postgres

AS_OF = 1_793_491_200_000_000
SETTINGS = ("jit = off", "max_parallel_workers_per_gather = 0")  # for everybody
HAND_LIMIT = 1_000  # rules: PostgreSQL plans more CASEs for minutes
WANTED = 0.5


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    if binaries() is None:
        print("PostgreSQL is not installed")
        return
    made = rules(options.rules)
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres(Path(folder), options.locale) as server,
        server.connect() as connection,
    ):
        for setting in SETTINGS:
            connection.execute(f"set {setting}".encode())
        _fill(connection, options.leads)
        connection.execute("begin")
        _compare(connection, options, server, made)


def _compare(connection: psycopg.Connection, options: argparse.Namespace, server: Server, made: list[Rule]) -> None:
    started = time.process_time()
    planned = _planned(made)
    with PostgresTable(address_of(server.url()), "raw_leads") as table:
        relation, binding = table.relation, bind(planned.lead, table.columns)
    common = common_spellings(connection, planned, relation, binding)
    ours, listed = (
        compiled(planned, "postgres", AS_OF, lists=lists, activities=False, common=common) for lists in (False, True)
    )
    text = _summed(ours)
    print(f"{options.leads:,} leads, {options.rules:,} rules, least of {options.rounds}; locale {options.locale}")
    print(f"compiled twice in {time.process_time() - started:.1f} s, {len(text) / 1e3:,.0f} kB of SQL")
    read = _reader(connection, planned, Source(relation, binding, planned.lead, ours.leads))
    read()
    tried: dict[str, Callable[[], object]] = {
        "by hand": lambda: _row(connection, plain(made)),
        "scan": lambda: _row(connection, SCAN),
        "ours": lambda: _row(connection, text),
        "ours, checked": lambda: [read(), _row(connection, text)],
        "ours, rules listed": lambda: _row(connection, _summed(listed)),
    }
    if options.rules > HAND_LIMIT:
        del tried["by hand"]
    else:
        assert tried["by hand"]() == tried["ours"](), "the scores are not the same"
    _told(_timed(connection, tried, options.rounds))
    print(f"peak memory of the server's process {_peak(connection):.0f} MB")


def _row(connection: psycopg.Connection, query: str) -> object:
    return connection.execute(query.encode()).fetchone()


def _summed(query: Query) -> str:
    """Every column of the result is worked out."""
    layout = query.layout
    groups = [f"sum({kept})" for _, _, kept in layout.groups]
    masks = [f"max({name})" for name in (*layout.fired, *layout.undecided, *layout.missing)]
    listed = ", ".join([f"sum({layout.score}) / 100", *groups, *masks])
    return f"select count(*), {listed} from ({query.sql()}) s"


def _timed(connection: psycopg.Connection, tried: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for _ in range(rounds):
        for name, run in tried.items():
            started = _seconds(connection)
            run()
            seconds = _seconds(connection) - started
            found[name] = min(seconds, found.get(name, seconds))
    return found


def _told(found: dict[str, float]) -> None:
    whole = found.get("by hand")
    for name, seconds in found.items():
        ratio = "" if whole is None else f"{seconds / whole:7.2f} of the query by hand"
        print(f"{name:>20}  {seconds:7.2f} s{ratio}")
    if whole is not None:
        print(f"at most {WANTED} of it: {'yes' if found['ours'] / whole <= WANTED else 'NO'}")


# --- the server's process, as Linux sees it -------------------------------------------------------------------


def _seconds(connection: psycopg.Connection) -> float:
    stat = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _peak(connection: psycopg.Connection) -> float:
    status = Path(f"/proc/{connection.info.backend_pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--locale", default="C", help="of the database; in C `lower` costs least")
    return parser.parse_args(arguments)


def _fill(connection: psycopg.Connection, count: int) -> None:
    """Ten thousand leads over and over, under keys of their own, in typed columns."""
    columns = [("id", "text primary key"), *((name, "text") for name in TEXTS), *((name, "bigint") for name in NUMBERS)]
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


def _reader(connection: psycopg.Connection, planned: Plan, given: Source) -> Callable[[], None]:
    """What looks at the table, as the engine does before its query."""

    def read() -> None:
        common_spellings(connection, planned, given.relation, given.binding)
        connection.execute("drop view if exists leads")
        read_in(connection, planned, given, lambda *_: None)

    return read


SCAN = f"select count(*), {' + '.join(f'max(length({name}))' for name in TEXTS)} from raw_leads"


def plain(made: list[Rule]) -> str:
    """A sum of cases for each group, and of groups."""
    groups = {name: [rule for rule in made if rule.group == name] for name in GROUPS}
    sums = [f"{' + '.join(map(_case, own)) or '0'} as {name}" for name, own in groups.items()]
    kept = [f"sum({name}) * 100" for name in GROUPS]
    listed = ", ".join([f"sum({' + '.join(GROUPS)})", *kept])
    return f"select count(*), {listed} from (select {', '.join(sums)} from raw_leads offset 0) s"


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


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
