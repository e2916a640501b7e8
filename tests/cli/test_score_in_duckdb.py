"""`assay score --engine duckdb` writes and says, byte for byte, what the record engine does."""

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import duckdb
import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from tests.cli.conftest import Ran, Run
from tests.packs.packs import PACKS, Pack

RULES = """model "Small" timezone "Europe/Amsterdam"
lead { id integer key  name text  country text  employees integer }
activity { lead_id integer key  action one of "demo", "visit"  occurred time }
group fit { when country == "NL" add 20 as "Home"  when employees >= 200 add 15 as "Large" }
each action == "demo" at most once per day add 30 halving every 10 days
stage MQL at 30
"""
LEADS = 'id,name,country,employees\n007,Anna,NL,300\n8,"Ben\nvan",be,many\n,Cas,NL,1\n9,Dora,nl ,\n9,Ed,NL,2\n'
ACTIVITIES = (
    "lead_id,action,occurred\n007,demo,2026-10-30 10:00\n9,demo,2026-10-31\n9,demo,\n3,visit,tomorrow\n1,visit,\n"
)


def both(run: Run, folder: Path, *arguments: object, ending: str = "jsonl", stdin: str = "") -> tuple[Ran, Ran]:
    """The same command by both engines; what they write is the same."""
    ran = []
    for engine in ("record", "duckdb"):
        out, rejects = folder / f"out.{ending}", folder / "rejects.csv"
        ran.append(run("score", *arguments, "--engine", engine, "-o", out, "--rejects", rejects, stdin=stdin))
        out.rename(folder / f"{engine}.out")
        rejects.rename(folder / f"{engine}.rejects")
    for what in ("out", "rejects"):
        assert (folder / f"record.{what}").read_bytes() == (folder / f"duckdb.{what}").read_bytes()
    return ran[0], ran[1]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_packs(run: Run, tmp_path: Path, pack: Pack, ending: str) -> None:
    arguments = pack.command(tmp_path / "unused")[1:]
    arguments = [*arguments[: arguments.index("-o")], *arguments[arguments.index("-o") + 2 :]]
    record, duckdb = both(run, tmp_path, *arguments, ending=ending)
    assert record == duckdb


@pytest.mark.slow
def test_the_summary_is_the_same(run: Run) -> None:
    pack = PACKS[0]
    given = ["score", pack.folder, pack.folder / pack.leads, "--activities", pack.folder / str(pack.activities)]
    record, duckdb = (run(*given, "--as-of", "2026-11-01", "--engine", engine) for engine in ("record", "duckdb"))
    assert record.out.count("\n") > 20
    assert record == duckdb


def test_bad_rows_are_told_alike(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "activities.csv").write_text(ACTIVITIES)
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--activities", tmp_path / "activities.csv"]
    record, duckdb = both(run, tmp_path, *given, "--as-of", "2026-11-01")
    assert record == duckdb
    assert record.status == 1
    assert "3 rows" in record.err
    keys = [json.loads(line)["key"] for line in (tmp_path / "duckdb.out").read_text().splitlines()]
    assert keys == ["007", "9"]


def test_keys_are_literal(run: Run, tmp_path: Path) -> None:
    """Numbers, too: whoever wrote 7, 007 and 7.0 finds all three again, each with what it did."""
    (tmp_path / "rules.assay").write_text(RULES.replace("integer key", "number key"))
    (tmp_path / "leads.csv").write_text("id\n7\n007\n7.0\n007\n")
    (tmp_path / "activities.csv").write_text(
        "lead_id,action,occurred\n007,demo,2026-11-01\n7.0,demo,2026-10-22 01:00\n"
    )
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--activities", tmp_path / "activities.csv"]
    record, duckdb = both(run, tmp_path, *given, "--as-of", "2026-11-01")
    assert record == duckdb
    assert "the key `007` is repeated" in record.err
    results = [json.loads(line) for line in (tmp_path / "duckdb.out").read_text().splitlines()]
    assert [(one["key"], one["score"]) for one in results] == [("7", 0), ("007", 30), ("7.0", 15)]
    ran = run("explain", *given, "--as-of", "2026-11-01", "--lead", "007")
    assert ran.out.startswith("007")


def test_what_a_query_cannot_take_comes_out_at_its_place(run: Run, tmp_path: Path) -> None:
    """Half a character, and an activity inside a record that does not fit."""
    (tmp_path / "rules.assay").write_text(RULES)
    records = [
        {"id": 1, "country": "NL"},
        {"id": 2, "name": "\ud800", "country": "NL"},
        {"id": 3, "country": "\udc00NL", "activities": [{"action": "demo", "occurred": "2026-10-30"}]},
        {"id": 4, "activities": [{"action": "demo", "occurred": "soon"}]},
        {"id": 5, "activities": [{"action": "demo", "occurred": "2026-10-30"}]},
    ]
    stdin = "".join(json.dumps(one) + "\n" for one in records)
    record, duckdb = both(run, tmp_path, tmp_path / "rules.assay", "-", "--as-of", "2026-11-01", stdin=stdin)
    assert record == duckdb
    keys = [json.loads(line)["key"] for line in (tmp_path / "duckdb.out").read_text().splitlines()]
    assert keys == ["1", "2", "3", "5"]


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("key", ["", " key"])
def test_rows_of_blanks_are_passed_over(run: Run, tmp_path: Path, key: str, quote: str) -> None:
    rules = f"lead {{ id text{key}  name text  employees number }}\n"
    rules += (
        "activity { lead_id text key  action text }\nwhen any(action is missing) add 5\n"
        if key
        else "when employees is missing add 1\n"
    )
    (tmp_path / "rules.assay").write_text(rules)
    (tmp_path / "leads.csv").write_text(f"id,name,employees\n1,{quote}A{quote},2\n ,  , \n,,\n2,,\n ,\t, \n 3, ,\n")
    (tmp_path / "did.csv").write_text(f"lead_id,action\n1,{quote}demo{quote}\n ,  \n,\n2,\n,\t\n")
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--as-of", "2026-11-01"]
    record, duckdb = both(run, tmp_path, *given, *(["--activities", tmp_path / "did.csv"] if key else []))
    assert record == duckdb


@pytest.mark.parametrize("ending", ["xlsx", "json", "jsonl"])
def test_every_format_is_compared_and_written_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """No lead of it goes through Python once it is read."""
    (tmp_path / "rules.assay").write_text(RULES.replace("stage MQL at 30", "stage MQL sticky at 30"))
    records = [
        {"id": at, "name": f"n{at}", "country": "NL" if at % 3 else None, "employees": at * 40} for at in range(9)
    ]
    records += [{"id": 3, "name": "again"}, {"id": 10, "employees": "many"}, {"name": "nobody"}]
    did = [{"lead_id": at, "action": "demo", "occurred": f"2026-10-{20 + at}"} for at in range(9)]
    leads, activities = (
        _written(tmp_path / f"{name}.{ending}", rows) for name, rows in (("leads", records), ("did", did))
    )
    (tmp_path / "before.csv").write_text(
        "key,stage,score,as_of\n1,MQL,30,2026-10-01\n3,,0,2026-10-01\n99,MQL,1,2026-10-01\n"
    )
    given = [tmp_path / "rules.assay", leads, "--activities", activities, "--as-of", "2026-11-01"]
    monkeypatch.setattr("assay.cli.engines.LARGE", {"line": 10, "record": 1, "row": 1})
    for more in ([], ["--previous", tmp_path / "before.csv", "--only-changed"]):
        record, duckdb = both(run, tmp_path, *given, *more, ending="csv")
        assert record == duckdb
        assert record.status == 1
        with monkeypatch.context() as patch:
            patch.setattr("assay.cli.score_command._Run._take_each", None)
            assert run("score", *given, *more, "-o", tmp_path / "auto.csv").status == 1
        assert (tmp_path / "auto.csv").read_bytes() == (tmp_path / "record.out").read_bytes()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_leads_did_in_their_records_is_read_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Compared with an earlier run too, beside a file of activities, in little memory, and some left to the reader."""
    monkeypatch.setattr("assay.engines.sql.scan.feeding.FedStore.__enter__", Mock(side_effect=AssertionError))
    (tmp_path / "rules.assay").write_text(RULES)
    demo = {"action": "demo", "occurred": "2026-10-30 10:00"}
    leads = [
        {"id": at, "name": f"N{at}", "country": "NL", "employees": at, "activities": [demo] * (at % 3)}
        for at in range(300)
    ]
    leads[207]["activities"] = [{**demo, "action": "Demo"}, {**demo, "occurred": "soon"}]
    leads[209]["activities"] = [demo, 7]
    leads[211] |= {"activities": [{"Action": "demo", "occurred": "2026-10-31"}], "employees": "many"}
    leads[213]["activities"] = [{"Action": "visit"}, {**demo, "occurred": "2027-01-01"}]
    leads[215]["id"] = 214
    (tmp_path / "leads.jsonl").write_text("".join(json.dumps(one) + "\n" for one in leads))
    (tmp_path / "did.csv").write_text(ACTIVITIES + "".join(f"{at},demo,2026-10-29 10:00\n" for at in range(200, 220)))
    given = [tmp_path / "rules.assay", tmp_path / "leads.jsonl", "--activities", tmp_path / "did.csv"]
    earlier = tmp_path / "earlier.csv"
    run("score", *given, "--as-of", "2026-10-30 12:00", "-o", earlier)
    given += ["--as-of", "2026-11-01", "--memory", "100MB"]
    for more in ([], ["--previous", earlier, "--only-changed"]):
        record, duckdb = both(run, tmp_path, *given, *more, ending=ending)
        assert record == duckdb
        assert "its activity 2: `soon` is not a time" in duckdb.err
        assert "`activities` holds something that is no record" in duckdb.err


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_files_are_found_by_their_names_alone(run: Run, tmp_path: Path, ending: str) -> None:
    """DuckDB would take some names for patterns and some folders for columns."""
    (tmp_path / "rules.assay").write_text(RULES)
    folder = tmp_path / "country=DE" / "x*"
    folder.mkdir(parents=True)
    given = [{"id": at, "name": "A", "country": country, "employees": at} for at, country in ((1, "NL"), (2, "BE"))]
    meant = _written(folder / f"leads [1]?'%.{ending}", given)
    _written(folder / f"leads 1x'%.{ending}", [{**one, "country": "NL"} for one in given])
    arguments = [tmp_path / "rules.assay", meant, "--as-of", "2026-11-01"]
    record, duckdb = both(run, tmp_path, *arguments)
    assert record == duckdb
    for name, country in (("before[1]", "NL"), ("before1", "BE")):
        leads = _written(tmp_path / "then.csv", [{**given[0], "country": country}])
        to = folder / f"{name}.parquet"
        assert run("score", tmp_path / "rules.assay", leads, "--as-of", "2026-10-01", "-o", to).status == 0
    record, duckdb = both(run, tmp_path, *arguments, "--previous", folder / "before[1].parquet")
    assert record == duckdb


BILLIONS: dict[str, dict[str, list[object]]] = {
    "csv": {
        "size": ["9999999999.99995", "1e3", "-9999999999.99995", "9999999999.9999"],
        "seats": [1, 2, 3, 10**13 - 1],
    },
    "jsonl": {"size": [9999999999.99995, 1, 12345678901.5, 9999999999.9999], "seats": [12345678901.0, 1e13, 7, 8.0]},
    "parquet": {"size": [9999999999.99995, 0.5, -12345678901.25, 1e22], "seats": [12345678901.0, 1e14, 7.0, None]},
    "decimal.parquet": {"size": [Decimal("9999999999999.25"), Decimal("-12345678901"), None, Decimal("0.01")]},
}


@pytest.mark.parametrize("ending", BILLIONS)
def test_billions_are_not_too_much(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / "rules.assay").write_text(
        "lead { id text key  size number  seats integer }\nwhen size >= 9999999999.9999 add 1\nwhen seats > 9 add 2\n"
    )
    cells = BILLIONS[ending]
    rows = [
        dict(zip(("id", *cells), (str(at), *row), strict=True))
        for at, row in enumerate(zip(*cells.values(), strict=True))
    ]
    leads = _written(tmp_path / f"leads.{ending}", rows)
    record, duckdb = both(run, tmp_path, tmp_path / "rules.assay", leads, "--as-of", "2026-11-01")
    assert record == duckdb
    assert record.status in (0, 1)


@pytest.mark.parametrize("which", ["leads", "activities"])
def test_a_wrong_letter_where_nothing_looks_loses_no_bad_row(run: Run, tmp_path: Path, which: str) -> None:
    """DuckDB sees it only when bad rows are read once more, with all their cells."""
    (tmp_path / "rules.assay").write_text(RULES)
    junk = {name: b"caf\xe9" if name == which else b"caf\xc3\xa9" for name in ("leads", "activities")}
    leads = b"".join(b"%d,A,NL,3,x\n" % at for at in range(30_000)) + b"-1,B,BE,4," + junk["leads"] + b"\n"
    did = b"".join(b"%d,demo,2026-10-30,x\n" % at for at in range(30_000)) + b"1,visit,,%b\n" % junk["activities"]
    (tmp_path / "leads.csv").write_bytes(b"id,name,country,employees,junk\n" + leads + b"-2,C,NL,many,x\n")
    (tmp_path / "did.csv").write_bytes(b"lead_id,action,occurred,junk\n" + did + b"1,visit,never,x\n")
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--activities", tmp_path / "did.csv"]
    record, duckdb = both(run, tmp_path, *given, "--as-of", "2026-11-01")
    assert record == duckdb
    assert "left out: 1 row of " in record.err


def test_earlier_results_with_a_wrong_letter_lose_no_lead(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And for want of memory they are no traceback."""
    (tmp_path / "rules.assay").write_text('lead { id text key  country text }\nstage MQL sticky when country == "NL"\n')
    (tmp_path / "leads.csv").write_text("id,country\n=1,BE\n2,BE\n")
    then = b"key,stage,note\n" + b"".join(b"k%d,,a note\n" % at for at in range(30_000))
    (tmp_path / "then.csv").write_bytes(then + b"'=1,MQL,x\nq,MQL,caf\xe9\n")
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--as-of", "2026-11-01"]
    given += ["--previous", tmp_path / "then.csv"]
    record, duckdb_ = both(run, tmp_path, *given)
    assert record == duckdb_
    assert json.loads((tmp_path / "duckdb.out").read_text().splitlines()[0])["stage"] == "MQL"
    monkeypatch.setattr("assay.earlier.take_over", Mock(side_effect=duckdb.OutOfMemoryException("none left")))
    ran = run("score", *given, "--engine", "duckdb")
    assert (ran.status, "DuckDB has no room left" in ran.err) == (2, True)


@pytest.mark.parametrize("unit", ["us", "s", "ns"])
def test_a_moment_beyond_the_calendar_is_a_bad_row(run: Run, tmp_path: Path, unit: str) -> None:
    """And not a damaged file."""
    (tmp_path / "rules.assay").write_text("lead { id text key  born date  seen time }\nwhen seen is known add 1\n")
    far = 2**62 if unit != "s" else 2**40
    table = pyarrow.table(
        {
            "id": ["1", "2", "3", "4"],
            "born": pyarrow.array([1, None, 2**22, -(2**20)], pyarrow.date32()),
            "seen": pyarrow.array([1, far, None, 10**9], pyarrow.timestamp(unit)),
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "leads.parquet")
    record, duckdb_ = both(run, tmp_path, tmp_path / "rules.assay", tmp_path / "leads.parquet", "--as-of", "2026-11-01")
    assert record == duckdb_
    assert f"left out: {2 + (unit != 'ns')} rows of" in record.err


@pytest.mark.parametrize("at", [20, 60, 200])
def test_damaged_parquet_is_one_sentence(run: Run, tmp_path: Path, at: int) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    given = [{"id": one, "name": f"n{one % 7}", "country": "NL", "employees": one} for one in range(500)]
    leads, before = (_written(tmp_path / name, given) for name in ("leads.parquet", "leads.csv"))
    arguments = ["score", tmp_path / "rules.assay", "--as-of", "2026-11-01"]
    assert run(*arguments, before, "-o", tmp_path / "before.parquet").status == 0
    for path in (leads, tmp_path / "before.parquet"):
        content = bytearray(path.read_bytes())
        content[at : at + 40] = b"\xff" * 40
        path.write_bytes(content)
    for more in ([leads], [before, "--previous", tmp_path / "before.parquet"]):
        ran = [run(*arguments, *more, "--engine", engine) for engine in ("record", "duckdb")]
        assert ran[0] == ran[1]
        assert "damaged Parquet file" in ran[0].err


ODD_RESULTS: Mapping[str, Mapping[str, list[object]]] = {
    "nothing": {},
    "a key twice": {"key": ["1", "3", "3", "99"]},
    "a key that is guarded": {"key": ["'=1", "3", "4", "99"]},
    "blanks": {"key": ["1 ", "3", "4", "99"]},
    "no key": {"key": [None, "3", "4", "99"]},
    "a stage of other rules": {"stage": ["MQL", None, "SQL", None]},
    "points of another kind": {"score": [1.005, 2.0, float("nan"), None]},
    "routes": {"route": ["Équipe", None, "\u00a0Desk", "Desk"]},
    "two runs": {"rules_version": ["a", "b", "a", "a"]},
}
TAKEN_OVER = {"nothing", "a stage of other rules"}


@pytest.mark.parametrize("odd", ODD_RESULTS)
def test_earlier_results_are_taken_over_as_they_are_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    """Of a file as it is written none comes to Python; any other is read as ever."""
    (tmp_path / "rules.assay").write_text(RULES.replace("stage MQL at 30", "stage MQL sticky at 30"))
    (tmp_path / "leads.csv").write_text("id,name,country,employees\n1,A,NL,300\n3,B,BE,1\n4,C,NL,2\n5,D,NL,900\n")
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv"]
    before = tmp_path / "before.parquet"
    assert run("score", *given, "--as-of", "2026-10-01", "-o", before).status == 0
    table = pyarrow.parquet.read_table(before)
    for name, cells in ODD_RESULTS[odd].items():
        at = table.column_names.index(name)
        table = table.set_column(at, name, pyarrow.array(cells, table.schema.field(name).type))
    pyarrow.parquet.write_table(table, before)
    compared = [*given, "--as-of", "2026-11-01", "--previous", before]
    record, duckdb = both(run, tmp_path, *compared, ending="csv")
    assert record == duckdb
    if odd in TAKEN_OVER:
        monkeypatch.setattr("assay.cli.score_command.earlier_run", None)
        assert run("score", *compared, "--engine", "duckdb", "-o", tmp_path / "again.csv").status == duckdb.status
        assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "duckdb.out").read_bytes()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_of_other_earlier_results_odd_lines_alone_are_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    (tmp_path / "rules.assay").write_text(RULES.replace("stage MQL at 30", "stage MQL sticky at 30"))
    (tmp_path / "leads.csv").write_text("id,name,country,employees\n1,A,NL,300\n3,B,BE,1\n4,C,NL,2\n5,D,NL,900\n")
    given, before = [tmp_path / "rules.assay", tmp_path / "leads.csv"], tmp_path / f"before.{ending}"
    assert run("score", *given, "--as-of", "2026-10-01", "-o", before).status == 0
    text = before.read_text()
    odd = (
        text.replace("\n4,20,", "\n4,+20,")
        if ending == "csv"
        else text.replace('"key": "4"', '"key": " 4", "key": "4 "')
    )
    assert text != odd
    before.write_text(odd)
    compared = [*given, "--as-of", "2026-11-01", "--previous", before]
    record, duckdb = both(run, tmp_path, *compared, ending="csv")
    assert record == duckdb
    monkeypatch.setattr("assay.cli.score_command.earlier_run", None)
    assert run("score", *compared, "--engine", "duckdb", "-o", tmp_path / "again.csv").status == duckdb.status
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "duckdb.out").read_bytes()


def test_few_leads_are_compared_without_a_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    (tmp_path / "leads.csv").write_text("id,name,country,employees\n1,A,NL,300\n")
    (tmp_path / "before.csv").write_text("key,stage\n1,MQL\n")
    monkeypatch.setattr("assay.cli.score_command.kept_run", None)
    ran = run("score", tmp_path / "rules.assay", tmp_path / "leads.csv", "--previous", tmp_path / "before.csv")
    assert ran.status == 0


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_wrong_with_earlier_results_is_told_alike(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    (tmp_path / "leads.csv").write_text("id,name,country,employees\n1,A,NL,300\n")
    lines = {"csv": "key,stage,score\n1,MQL,30\n2,MQL,30,7\n", "jsonl": '{"key": "1", "stage": "MQL"}\n\nnope\n'}
    before = tmp_path / f"before.{ending}"
    before.write_text(lines[ending])
    told = [
        run("score", tmp_path / "rules.assay", tmp_path / "leads.csv", "--previous", before, "--engine", engine)
        for engine in ("record", "duckdb")
    ]
    assert told[0] == told[1]
    assert told[0].status == 2
    assert "line 3" in told[0].err


def _written(path: Path, records: Sequence[Mapping[str, object]]) -> Path:
    if path.suffix == ".xlsx":
        sheet = openpyxl.Workbook()
        columns = list(records[0])
        for row in (columns, *([one.get(name) for name in columns] for one in records)):
            sheet.active.append(row)
        sheet.save(path)
    elif path.suffix == ".json":
        path.write_text(json.dumps(records))
    elif path.suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(records), path)
    elif path.suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in (records[0], *(one.values() for one in records))))
    else:
        path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def test_what_has_no_form_in_sql_is_scored_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text(
        "lead { id text key  size number }\nactivity { lead_id text key  occurred time }\n"
        "when occurred is known add size fading 0.0001% every 1 days compounding\n"
    )
    (tmp_path / "leads.csv").write_text("id,size\n1,12\n")
    _, duckdb = both(run, tmp_path, tmp_path / "rules.assay", tmp_path / "leads.csv", "--as-of", "2026-11-01")
    assert "in so many small steps are not worked out in SQL: the record engine scored" in duckdb.err


@pytest.mark.parametrize("library", ["duckdb", "sqlglot", "pyarrow"])
@pytest.mark.parametrize("leads", ["leads.csv", "leads.jsonl", "leads.json"])
def test_without_one_of_its_libraries_it_says_what_to_install_or_is_not_chosen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, leads: str
) -> None:
    (tmp_path / "rules.assay").write_text("lead { id text key  size number }\nwhen size > 1 add 5\n")
    records = {"csv": "id,size\n1,12\n", "jsonl": '{"id": "1", "size": 12}\n', "json": '[{"id": "1", "size": 12}]'}
    (tmp_path / leads).write_text(records[leads.partition(".")[2]])
    monkeypatch.setitem(sys.modules, library, None)
    ours = ("assay.bulk", "assay.scans", "assay.fed", "assay.earlier", "assay.engines.sql")
    for module in [name for name in sys.modules if name.startswith(ours)]:
        monkeypatch.delitem(sys.modules, module)
    given = ["score", tmp_path / "rules.assay", tmp_path / leads, "-o", tmp_path / "out.csv"]
    ran = run(*given, "--engine", "duckdb")
    assert ran.status == 2
    assert 'pip install "assay-lang[sql]"' in ran.err
    monkeypatch.setattr("assay.cli.engines.LARGE", {"line": 1, "record": 1})
    ran = run(*given)
    assert (ran.status, (tmp_path / "out.csv").read_text().splitlines()[1][:4]) == (0, "1,5,")


@pytest.mark.parametrize(("limit", "in_duckdb"), [(40, True), (41, False)])
def test_files_are_large_together(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, in_duckdb: bool
) -> None:
    """Leads of 20 bytes and activities of 20."""
    (tmp_path / "rules.assay").write_text(
        "lead { id text key  size number }\nactivity { lead_id text key  n number }\nwhen n > 1 add 1\n"
    )
    (tmp_path / "leads.csv").write_text("id,size\n123456789,1\n")
    (tmp_path / "acts.csv").write_text("lead_id,n\n12345678,2")
    assert [(tmp_path / name).stat().st_size for name in ("leads.csv", "acts.csv")] == [20, 20]
    used = []
    monkeypatch.setattr("assay.cli.engines.LARGE", {"line": limit})
    monkeypatch.setattr("assay.scans.scanned", lambda *given: used.append(given))
    ran = run("score", tmp_path / "rules.assay", tmp_path / "leads.csv", "--activities", tmp_path / "acts.csv")
    assert ran.status == 0
    assert bool(used) == in_duckdb
