"""A long run from the command line: `python -m tests.properties.long_postgres --seconds 600 [--count N] [--seed N] [--size N]`.

It starts a server of its own, and says so where PostgreSQL is not installed. Every tenth query runs over ordinary tables
and by several processes, the others over temporary ones and by one process.
"""

import itertools
import tempfile
from pathlib import Path

from assay.engines.sql import Query
from tests.properties.in_sql import Rows, Run
from tests.properties.long_sql import main
from tests.servers.on_postgres import InParallel, on
from tests.servers.postgres import binaries, postgres

_TENTH = 10


def sometimes_shared(run: Run, shared: InParallel) -> Run:
    counted = itertools.count()

    def either(query: Query, leads: object, activities: object) -> Rows:
        by = run if next(counted) % _TENTH else shared.run
        return by(query, leads, activities)

    return either


def on_a_server() -> int:
    if binaries() is None:
        print("PostgreSQL is not installed")
        return 1
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as server, server.connect() as connection:
        connection.execute("set jit = off")
        shared = InParallel(connection)
        status = main("postgres", sometimes_shared(on(connection), shared))
        print(f"{shared.queries} of the queries were run by several processes")
        return status if shared.queries else 1


if __name__ == "__main__":
    raise SystemExit(on_a_server())
