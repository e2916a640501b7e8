"""A long run from the command line: `python -m tests.properties.long_postgres --seconds 600 [--count N] [--seed N] [--size N]`.

It starts a server of its own, and says so where PostgreSQL is not installed.
"""

import tempfile
from pathlib import Path

from tests.properties.long_sql import main
from tests.servers.on_postgres import on
from tests.servers.postgres import binaries, postgres


def on_a_server() -> int:
    if binaries() is None:
        print("PostgreSQL is not installed")
        return 1
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as server, server.connect() as connection:
        connection.execute("set jit = off")
        return main("postgres", on(connection))


if __name__ == "__main__":
    raise SystemExit(on_a_server())
