"""PostgreSQL says of every lead what the record engine says."""

from collections.abc import Mapping

import pytest

from assay.engines.sql import compiler, groups, layout, strands
from assay.engines.sql.registry import Registry
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


@pytest.mark.slow
def test_it_does_so_too_where_columns_stand_in_many_strands(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of rules without number, whose columns no step could hold."""

    def always(registry: Registry, _most: int) -> Mapping[str, int]:
        return strands.stranded(registry, 0)

    monkeypatch.setattr(compiler, "stranded", always)
    for module, name, value in ((strands, "_SIZE", 4), (strands, "_FULL", 9), (groups, "_TOGETHER", 1)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(layout, "_ALONE", 0)
    with server.connect() as connection:
        connection.execute("set jit = off")
        run = on(connection)
        for seed in range(1_000, 1_012):
            case = make_case(seed, 1 + seed % 8, leads=12)
            assert failure(case, "postgres", run) is None, explained(case, "postgres", run)
