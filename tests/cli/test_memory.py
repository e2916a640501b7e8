"""A run that takes more than the memory it may have goes to disk meanwhile, and comes out the same."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pyarrow
import pyarrow.parquet
import pytest
from sqlglot import exp

from assay.batch import Files, Input
from assay.check import load_text
from assay.cli.engines import within_bounds
from assay.cli.failure import Failure
from assay.data.arrow import lines_in
from assay.data.bind import bind
from assay.data.failures import Unwritable
from assay.data.spilling import ROOMY, Room, temporary_folder
from assay.data.tables import open_table
from assay.engines.sql.duck import made
from assay.engines.sql.duck import run as run_query
from assay.plan import plan
from assay.scans import opened
from tests.cli.conftest import Run
from tests.patience import LONG

LEADS, RULES = 400_000, 150  # results of 100 bytes a lead
AS_OF = 1_793_487_600_000_000


@pytest.mark.slow
def test_larger_than_memory(tmp_path: Path) -> None:
    rules = "lead { id text exact key  size number }\n" + "\n".join(f"when size > {at} add 1" for at in range(RULES))
    keys = [f"a lead of some length {at}" for at in range(LEADS)]
    table = pyarrow.table({"id": keys, "size": [at % 1000 for at in range(LEADS)]})
    pyarrow.parquet.write_table(table, tmp_path / "leads.parquet", row_group_size=20_000)
    roomy, spilled_none = _written(tmp_path / "leads.parquet", rules, ROOMY)
    narrow, spilled = _written(tmp_path / "leads.parquet", rules, Room("30MB", tmp_path))
    assert spilled_none == 0
    assert spilled > 5_000_000
    assert narrow == roomy
    assert [one.name for one in tmp_path.iterdir()] == ["leads.parquet"]


def _written(path: Path, rules: str, room: Room) -> tuple[str, int]:
    """A hash of all lines, and the bytes that were on disk when all leads were scored."""
    model = load_text(rules).model
    assert model is not None
    plan_ = plan(model)
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns)), None, (), room=room))
        assert store is not None
        with store:
            assert store.score() is not None
            spilled, hashed = store.spilled(), hashlib.sha256()
            for batch in store.kept(plan_).batches("csv"):
                hashed.update(lines_in(batch))
    return hashed.hexdigest(), spilled


@pytest.mark.slow
def test_where_there_is_no_room_a_sentence_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text("lead { id text exact key  size number }\nwhen size > 1 add 5\n")
    (tmp_path / "leads.csv").write_text(
        "id,size\n" + "".join(f"a lead of some length {at},12\n" for at in range(LEADS))
    )
    given = [
        "score",
        tmp_path / "rules.assay",
        tmp_path / "leads.csv",
        "--engine",
        "duckdb",
        "-o",
        tmp_path / "out.csv",
    ]
    ran = run(*given, "--memory", "10MB")
    assert ran.status == 2
    assert "DuckDB has no room left" in ran.err
    assert not (tmp_path / "out.csv").exists()
    (tmp_path / "before.csv").write_text(
        "key,stage\n" + "".join(f"a lead of some length {at},\n" for at in range(LEADS))
    )
    ran = run(*given, "--memory", "5MB", "--previous", tmp_path / "before.csv")
    assert (ran.status, "DuckDB has no room left" in ran.err) == (2, True)
    assert run(*given, "--memory", "plenty").status == 2
    assert run(*given, "--memory", "1 gb").status == 0


@pytest.mark.parametrize("said", ["INTERRUPT Error: Interrupted!", "Query interrupted"])
def test_ctrl_c_in_the_middle_of_a_query_is_one(said: str) -> None:
    """What DuckDB makes of it; no real one is sent, which could hit the tests."""
    with pytest.raises(KeyboardInterrupt), within_bounds():
        raise RuntimeError(said)


@pytest.mark.parametrize("of", [duckdb.OutOfMemoryException, duckdb.TransactionException, duckdb.IOException])
def test_a_full_disk_is_no_traceback(of: type[duckdb.Error]) -> None:
    """Nor is a file passed for unreadable then."""
    full = of('Could not write file "/tmp/leads.duckdb.wal": No space left on device')
    database = Mock(execute=Mock(side_effect=full))
    for work in (run_query, made):
        with pytest.raises(Failure, match="no room left"), within_bounds():
            work(database, exp.select("1"))


def test_temporary_files_without_a_place_are_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="no place for temporary files"), temporary_folder(Room(None, tmp_path / "no")):
        pass


def test_sizes_that_no_computer_has_are_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text("when size > 1 add 5\n")
    (tmp_path / "leads.csv").write_text("id,size\n1,2\n")
    given = ["score", tmp_path / "rules.assay", tmp_path / "leads.csv", "--engine", "duckdb", "--memory"]
    assert run(*given, "1000000TB").status == 0
    for size in ("1000001TB", "9" * 30 + "MB", "9" * 400 + "GB"):
        ran = run(*given, size)
        assert (ran.status, "is no size" in ran.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on Unix")
def test_ended_by_a_scheduler_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text("when size > 1 add 5\n")
    (tmp_path / "out").mkdir()
    given = ["score", "rules.assay", "-", "--engine", "duckdb", "-o", "out/results.csv"]
    environment = {name: value for name, value in os.environ.items() if name != "TMPDIR"}
    command = subprocess.Popen(
        [sys.executable, "-m", "assay", *given],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert command.stdin is not None
    with command, command.stdin:
        command.stdin.write(b'{"id": "1", "size": 2}\n' * 1000)
        command.stdin.flush()
        for _ in range(10 * LONG):
            if len(list((tmp_path / "out").iterdir())) > 1:  # the results, and what the database needs
                break
            assert command.poll() is None
            time.sleep(0.1)
        command.terminate()
        assert command.wait(LONG) == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_other_failures_of_a_query_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="something else"), within_bounds():
        raise RuntimeError("something else")
