"""A run that takes more than the memory it may have goes to disk meanwhile, and comes out the same."""

import hashlib
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from assay.batch import Files, Input
from assay.check import load_text
from assay.cli.engines import within_bounds
from assay.data.arrow import lines_in
from assay.data.bind import bind
from assay.data.spilling import ROOMY, Room
from assay.data.tables import open_table
from assay.plan import plan
from assay.scans import opened
from tests.cli.conftest import Run

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
    assert run(*given, "--memory", "plenty").status == 2
    assert run(*given, "--memory", "1 gb").status == 0


@pytest.mark.parametrize("said", ["INTERRUPT Error: Interrupted!", "Query interrupted"])
def test_ctrl_c_in_the_middle_of_a_query_is_one(said: str) -> None:
    """What DuckDB makes of it; no real one is sent, which could hit the tests."""
    with pytest.raises(KeyboardInterrupt), within_bounds():
        raise RuntimeError(said)


def test_other_failures_of_a_query_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="something else"), within_bounds():
        raise RuntimeError("something else")
