"""PostgreSQL says of every lead what the record engine says."""

import pytest

from tests.properties import compounded, mentioned
from tests.properties.in_sql import explained, failure
from tests.servers.on_postgres import on
from tests.servers.postgres import Server
from tests.strategies.cases import make_case

BATCHES, SETS = 8, 25


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_postgres_agrees_with_the_record_engine(server: Server, batch: int) -> None:
    with server.connect() as connection:
        connection.execute("set jit = off")
        run = on(connection)
        for seed in range(batch * SETS, (batch + 1) * SETS):
            case = make_case(seed, 1 + seed % 8, leads=12)
            assert failure(case, "postgres", run) is None, explained(case, "postgres", run)


@pytest.mark.slow
def test_amounts_that_are_worked_out_fade_as_in_the_record_engine(server: Server) -> None:
    with server.connect() as connection:
        assert list(compounded.disagreements("postgres", on(connection), ("7.5", "25"))) == []


@pytest.mark.slow
def test_words_end_at_the_same_signs(server: Server) -> None:
    with server.connect() as connection:
        assert list(mentioned.disagreements("postgres", on(connection))) == []
