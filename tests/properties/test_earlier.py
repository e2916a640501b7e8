"""Files of earlier results: what DuckDB takes over is what the reader reads of them, odd rows, and what is wrong, included."""

import csv
import json
import random
from pathlib import Path

import duckdb
import pytest

from assay.data.failures import Unreadable
from assay.data.previous import Before, PreviousRun, previous_run
from assay.data.spilling import ROOMY
from assay.data.tables import open_table
from assay.earlier import kept_run

STAGES = ("MQL", "SQL")
COLUMNS = ("key", "score", "stage", "disqualified", "excluded", "route", "changes", "as_of", "rules_version", "rules")
# Of each column what `score -o` writes, then what else there may be.
PLAIN: dict[str, list[object]] = {
    "score": [0, 65, 12.5, -3.25, None],
    "stage": ["MQL", "SQL", None, "Gone"],
    "disqualified": [[], ["rival"], ["a, b", "c"]],
    "excluded": [[], ["ours"]],
    "route": [None, {"to": "Desk, A", "respond_by": None}, {"to": 'The "B"', "respond_by": "2026-11-01T04:00:00Z"}],
    "changes": [[], ["score fell"]],
    "as_of": ["2026-11-01T00:00:00Z"],
    "rules_version": ["9f2c41d07b31"],
    "rules": [[], ['country in ("NL", "BE")', "a\u00a0b"]],
}
ODD: dict[str, list[object]] = {
    "key": ["", " x ", "'=1", "'x", "\u00e9", "007", 7, None, "'", "\u00a0y"],
    "score": ["65", "1e1", 1e1, 1.005, "many", True, 123456789012, "+5", " 7 ", 0.1 + 0.2],
    "stage": ["", " MQL ", "'MQL", "'=MQL", 7, "mql"],
    "disqualified": ["", " ", "text", "; ", 0, None, [""], "\u2003"],
    "excluded": [None, True, "x"],
    "route": ["'=B", "", " ", "Desk", {"to": None}, {"to": ""}, {"to": " x"}, {}, 5],
    "changes": [None, ""],
    "as_of": ["2026-11-01", None, "", "soon", " 2026-11-01T00:00:00Z"],
    "rules_version": [None, "", "another", 7],
    "rules": [None, "x"],
}
Record = dict[str, object]


def records(dice: random.Random, columns: list[str], odd: float) -> list[Record]:
    found: list[Record] = []
    for at in range(dice.randrange(1, 8)):
        record: Record = {"key": f"L-{at}"} | {name: dice.choice(PLAIN[name]) for name in columns[1:]}
        if dice.random() < odd:
            name = dice.choice(columns)
            record[name] = dice.choice(ODD[name])
        if dice.random() < odd / 6:
            record["key"] = "L-0"
        found.append(record)
    return found


def in_cells(value: object) -> object:
    """As a CSV has it."""
    match value:
        case list():
            return "; ".join(value)
        case dict():
            return value.get("to")
        case bool():
            return str(value).lower()
    return value


def written_csv(path: Path, columns: list[str], rows: list[Record], dice: random.Random) -> None:
    end = dice.choice(["\n", "\r\n"])
    with path.open("w", encoding=dice.choice(["utf-8", "utf-8-sig"]), newline="") as file:
        writer = csv.writer(file, lineterminator=end, delimiter=dice.choice(",;"))
        writer.writerow(columns)
        for row in rows:
            writer.writerow([in_cells(row[name]) for name in columns])
            if dice.random() < 0.05:
                file.write(dice.choice([end, "x,y" + end, '"a" ,' + end]))


def written_lines(path: Path, columns: list[str], rows: list[Record], dice: random.Random) -> None:
    end = dice.choice(["\n", "\r\n"])
    lines = []
    for row in rows:
        members = [(name, json.dumps(row[name], ensure_ascii=dice.random() < 0.5)) for name in columns]
        if dice.random() < 0.1:
            members.append(dice.choice([("key", '"again"'), ("Stage", '"SQL"'), ("route", "null"), ("x", "{}")]))
        if dice.random() < 0.05:
            members.pop(dice.randrange(len(members)))
        lines.append("{" + ", ".join(f'"{name}": {value}' for name, value in members) + "}")
        if dice.random() < 0.05:
            lines.append(dice.choice(["", " ", "nope", "[]"]))
    path.write_bytes((dice.choice(["", "\ufeff"]) + end.join(lines) + dice.choice(["", end])).encode("utf-8"))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_taken_over_is_what_is_read(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The columns are those of the first record alone, so that all others may bring more."""
    monkeypatch.setattr("assay.data.json_lines._AHEAD", 1)
    dice, path, taken = random.Random(ending), tmp_path / f"before.{ending}", 0
    for at in range(50):
        columns = ["key", *(name for name in COLUMNS[1:] if name == "stage" or dice.random() < 0.8)]
        rows = records(dice, columns, (0, 0.2, 0.6)[at % 3])
        (written_csv if ending == "csv" else written_lines)(path, columns, rows, dice)
        found, expected = _taken_over(path), _read(path)
        taken += found is not None
        assert found in (None, expected), path.read_text()
    assert taken > 20


Told = tuple[object, ...]


def _taken_over(path: Path) -> Told | str | None:
    try:
        with open_table(path) as table, kept_run(table, STAGES, ROOMY) as run:
            if run is None:
                return None
            leads = dict(run.leads)
            rows = duckdb.read_parquet(str(run.path)).fetchall()
            for key, stage, score, route, disqualified, excluded, _ in rows:
                assert key not in leads
                leads[key] = Before(stage, score, route, disqualified, excluded, run.told)
            assert len(leads) == run.size
            return _told(run, leads)
    except Unreadable as error:
        return error.message


def _read(path: Path) -> Told | str:
    try:
        with open_table(path) as table:
            run = previous_run(table, STAGES)
    except Unreadable as error:
        return error.message
    return _told(run, run.leads)


def _told(run: PreviousRun, leads: dict[str, Before]) -> Told:
    said = {
        key: (
            one.stage,
            *(
                getattr(one, name) if name in one.told else None
                for name in ("score", "route", "disqualified", "excluded")
            ),
            one.told,
        )
        for key, one in leads.items()
    }
    return run.as_of, run.rules_version, run.unknown, run.changed, said
