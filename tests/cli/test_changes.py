"""`assay score --previous`: who entered a stage, who left, what else changed, and whether time alone did it."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import PACKS, Ran, Run

RULES = """model "Small"
lead { id text exact key  name text  country text  employees integer }
activity { lead_id text exact key  action text  occurred time }
when country == "NL" add 20
when employees >= 200 add 15
each action == "demo" add 30 fading 50% every 7 days
exclude if name == "test" because "test record"
disqualify if country == "XX" because "not served"
stage IQL at 20
stage MQL at 45
stage SQL sticky at 60
route to "Enterprise" when stage >= MQL and employees >= 200
route to "Sales" when stage >= MQL
"""
LEADS = {
    "rises": "Ann,NL,5",
    "fades": "Bea,NL,5",
    "moves": "Cor,NL,5",
    "stays": "Dee,NL,5",
    "barred": "Eva,NL,300",
    "test": "Fay,NL,300",
    "grows": "Gus,NL,5",
    "held": "Ida,NL,300",
}
ACTIVITIES = """lead_id,action,occurred
fades,demo,2026-10-26
grows,demo,2026-10-29
held,demo,2026-10-26
"""


def lines(leads: dict[str, str]) -> str:
    return "".join(f"{line}\n" for line in ["id,name,country,employees", *(f"{k},{v}" for k, v in leads.items())])


@pytest.fixture(params=["record", "duckdb"])
def run(request: pytest.FixtureRequest, run: Run) -> Run:
    """Every test by both engines."""

    def command(*arguments: object, **more: str) -> Ran:
        given = ["--engine", request.param] if arguments[0] == "score" else []
        return run(*arguments, *given, **more)

    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    (tmp_path / "leads.csv").write_text(lines(LEADS))
    (tmp_path / "activities.csv").write_text(ACTIVITIES)
    return tmp_path


def score(run: Run, folder: Path, as_of: str, out: str, *more: object, status: int = 0) -> str:
    given = [folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv"]
    ran = run("score", *given, "--as-of", as_of, "-o", folder / out, *more)
    assert "Traceback" not in ran.err
    assert ran.status == status, ran.err
    return ran.err


def a_day_later(run: Run, folder: Path, *more: object, before: str = "before.csv") -> dict[str, dict[str, str]]:
    """Leads by key, after the second run over data that has changed since the first."""
    score(run, folder, "2026-11-01", before)
    later = {**LEADS, "moves": "Cor,BE,5", "barred": "Eva,XX,300", "test": "Test,NL,300", "grows": "Gus,NL,300"}
    (folder / "leads.csv").write_text(lines({**later, "fresh": "Hal,NL,300", "idle": "Jan,BE,1"}))
    (folder / "activities.csv").write_text(ACTIVITIES + "rises,demo,2026-11-01 12:00\n")
    score(run, folder, "2026-11-02", "after.csv", "--previous", folder / before, *more)
    with (folder / "after.csv").open() as file:
        return {row["key"]: row for row in csv.DictReader(file)}


EXPECTED = {
    "rises": ("entered MQL; routed to Sales; score rose", "activities", "IQL", "20"),
    "fades": ("left MQL; no longer routed to Sales; score fell", "time", "MQL", "50"),
    "moves": ("left IQL; score fell", "data", "IQL", "20"),
    "stays": ("", "", "IQL", "20"),
    "barred": ("left IQL; disqualified; score fell", "data", "IQL", "35"),
    "test": ("left IQL; excluded; score lost", "data", "IQL", "35"),
    "grows": ("entered SQL; routed to Enterprise; score rose", "data", "MQL", "50"),
    "held": ("score fell", "time", "SQL", "65"),
    "fresh": ("new; entered IQL", "", "", ""),
    "idle": ("new", "", "", ""),
}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_each_result_says_what_changed_and_why(run: Run, folder: Path, ending: str) -> None:
    found = a_day_later(run, folder, before=f"before.{ending}")
    columns = "changes", "cause", "previous_stage", "previous_score"
    assert {key: tuple(row[column] for column in columns) for key, row in found.items()} == EXPECTED
    assert (found["held"]["stage"], found["held"]["stage_by"]) == ("SQL", "sticky")


def test_only_changed_leaves_out_leads_that_are_as_they_were(run: Run, folder: Path) -> None:
    assert set(a_day_later(run, folder, "--only-changed")) == set(EXPECTED) - {"stays"}


def test_jsonl_has_what_changed(run: Run, folder: Path) -> None:
    a_day_later(run, folder)
    score(run, folder, "2026-11-02", "after.jsonl", "--previous", folder / "before.csv")
    found = {lead["key"]: lead for lead in map(json.loads, (folder / "after.jsonl").read_text().splitlines())}
    assert found["rises"]["changes"] == ["entered MQL", "routed to Sales", "score rose"]
    assert (found["rises"]["previous_score"], found["rises"]["cause"]) == (20, "activities")
    assert (found["stays"]["changes"], found["stays"]["cause"]) == ([], None)


def test_the_change_list_is_a_table(run: Run, folder: Path) -> None:
    a_day_later(run, folder)
    given = [folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv"]
    shown = run("score", *given, "--as-of", "2026-11-02", "--previous", folder / "before.csv").out
    words = [" ".join(line.split()) for line in shown.splitlines()]
    assert "9 of 10 leads changed since 2026-11-01 00:00 UTC" in words
    assert "MQL 1 1 0 1" in words
    assert "IQL 1 3 0 0" in words
    assert 'Ann rises IQL → MQL 20 → 50 what it did since; action == "demo" +30, country == "NL" +20;' in words
    assert "Bea fades MQL → IQL 50 → 35 time passed, nothing else" in words
    assert "Eva barred IQL → disqualified 35 → 15 its data changed; not served" in words
    assert "newly disqualified 1" in words
    assert "changed because time passed, and for no other reason 2" in words


def test_the_change_list_says_how_many_it_does_not_name(run: Run, folder: Path) -> None:
    (folder / "leads.csv").write_text(lines({f"up{at}": "Ann,NL,300" for at in range(13)}))
    first = run(
        "score", folder / "rules.assay", folder / "leads.csv", "--as-of", "2026-11-01", "-o", folder / "one.csv"
    )
    assert first.status == 0
    (folder / "none.csv").write_text("key,stage\n")
    rose = run("score", folder / "rules.assay", folder / "leads.csv", "--previous", folder / "none.csv")
    assert "\nand 3 more" in rose.out
    (folder / "leads.csv").write_text(lines({f"up{at}": "Ann,DE,5" for at in range(11)}))
    fell = run("score", folder / "rules.assay", folder / "leads.csv", "--previous", folder / "one.csv")
    assert "\nand 1 more" in fell.out


def test_leads_that_are_gone_are_counted(run: Run, folder: Path) -> None:
    score(run, folder, "2026-11-01", "before.csv")
    (folder / "leads.csv").write_text(lines({"rises": LEADS["rises"], "bad": "Kim,NL,many"}))
    told = score(run, folder, "2026-11-01", "after.csv", "--previous", folder / "before.csv", status=1)
    assert "not in this run, and in a stage before       7" in told


def test_a_file_of_keys_and_stages_is_enough(run: Run, folder: Path) -> None:
    (folder / "before.csv").write_text("Stage,KEY,score\nMQL,stays,high\nOld,moves,1\n,fades,2\n")
    told = score(run, folder, "2026-11-01", "after.csv", "--previous", folder / "before.csv")
    with (folder / "after.csv").open() as file:
        found = {row["key"]: (row["changes"], row["cause"]) for row in csv.DictReader(file)}
    assert found["stays"] == ("left MQL", "")
    assert found["moves"] == ("entered IQL; score rose", "")
    assert found["fades"] == ("entered IQL; entered MQL; score rose", "")
    assert "the rules have no stage `Old`" in told
    assert "what time did cannot be told" in told


def test_rules_that_changed_are_named_as_a_cause(run: Run, folder: Path) -> None:
    score(run, folder, "2026-11-01", "before.csv")
    (folder / "rules.assay").write_text(RULES.replace('"NL" add 20', '"NL" add 21'))
    score(run, folder, "2026-11-01", "after.csv", "--previous", folder / "before.csv")
    with (folder / "after.csv").open() as file:
        found = {row["key"]: (row["changes"], row["cause"]) for row in csv.DictReader(file)}
    assert found["stays"] == ("score rose", "rules or data")


def test_results_of_changed_leads_alone_are_recognised(run: Run, folder: Path) -> None:
    a_day_later(run, folder, "--only-changed")
    told = score(run, folder, "2026-11-03", "third.csv", "--previous", folder / "after.csv")
    assert "if they were written with --only-changed, all others count as new" in told


def test_earlier_results_may_be_of_a_later_moment(run: Run, folder: Path) -> None:
    score(run, folder, "2026-11-02", "before.csv")
    told = score(run, folder, "2026-11-01", "after.csv", "--previous", folder / "before.csv")
    assert "of a later moment than this run" in told


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--only-changed"], "--only-changed needs the run to compare with"),
        (["--previous", "before.csv"], "`before.csv` has no column `stage`"),
    ],
)
def test_what_cannot_be_compared(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], said: str
) -> None:
    monkeypatch.chdir(folder)
    (folder / "before.csv").write_text("key,score\nrises,1\n")
    assert said in score(run, folder, "2026-11-01", "out.csv", *more, status=2)


def test_leads_without_a_key_cannot_be_compared(run: Run, folder: Path) -> None:
    (folder / "rules.assay").write_text('lead { country text }\nwhen country == "NL" add 1\nstage A at 1\n')
    (folder / "before.csv").write_text("key,stage\n1,A\n")
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--previous", folder / "before.csv")
    assert ran.status == 2
    assert "the leads have no key" in ran.err


def test_time_is_the_cause_exactly_where_nothing_else_happened(run: Run, tmp_path: Path) -> None:
    """On the pack: of the leads that changed over two days, those that did something in between and those that did
    not; with the activities cut at the first moment it is time for all."""
    pack, then, now = PACKS / "b2b_saas", "2026-10-30", "2026-11-01"
    with (pack / "activities.csv").open() as file:
        activities = list(csv.DictReader(file))
    busy = {one["lead_id"] for one in activities if then <= one["occurred"] < now}
    cut = tmp_path / "cut.csv"
    with cut.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(activities[0]))
        writer.writeheader()
        writer.writerows(one for one in activities if one["occurred"] < then)
    causes = {}
    for given in (pack / "activities.csv", cut):
        leads = pack / "leads.csv", "--activities", given
        run("score", pack, *leads, "--as-of", then, "-o", tmp_path / "before.csv")
        run("score", pack, *leads, "--as-of", now, "--previous", tmp_path / "before.csv", "-o", tmp_path / "after.csv")
        with (tmp_path / "after.csv").open() as file:
            causes[given] = {row["key"]: row["cause"] for row in csv.DictReader(file) if row["changes"]}
    assert set(causes[cut].values()) == {"time"}
    assert set(causes[pack / "activities.csv"].values()) == {"time", "activities"}
    assert {key for key, cause in causes[pack / "activities.csv"].items() if cause == "activities"} <= busy
    idle = {key for key in causes[pack / "activities.csv"] if key not in busy}
    assert {causes[pack / "activities.csv"][key] for key in idle} == {"time"}


@pytest.mark.parametrize("engine", ["record", "duckdb"])
def test_a_key_keeps_its_stage_as_it_is_written(run: Run, tmp_path: Path, engine: str) -> None:
    """Keys are literal: in a field of numbers, too, 007 and 7 are two leads, and results say which is which."""
    (tmp_path / "rules.assay").write_text(
        "lead { id integer key  size number }\nwhen size > 5 add 9\nstage MQL sticky at 9\n"
    )
    for as_of, size in (("2026-11-01", 9), ("2026-11-02", 1)):
        (tmp_path / "leads.csv").write_text(f"id,size\n007,{size}\n7,1\n")
        given = ["score", tmp_path / "rules.assay", tmp_path / "leads.csv", "--as-of", as_of, "--engine", engine]
        earlier = ["--previous", tmp_path / "2026-11-01.csv"] if size == 1 else []
        assert run(*given, "-o", tmp_path / f"{as_of}.csv", *earlier).status == 0
    first, second = (tmp_path / "2026-11-02.csv").read_text().splitlines()[1:]
    assert first.startswith("007,0,MQL,sticky,")
    assert ",MQL,9,score fell,data" in first
    assert second.startswith("7,0,,,")


def test_rules_without_stages_are_compared_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text("lead { id text key  size number }\nwhen size > 5 add 9\n")
    (tmp_path / "leads.csv").write_text("id,size\na,9\nb,1\n")
    (tmp_path / "before.csv").write_text("key,stage,score\na,,9\nb,,9\ngone,,1\n")
    given = [tmp_path / "rules.assay", tmp_path / "leads.csv", "--previous", tmp_path / "before.csv"]
    ran = run("score", *given, "--as-of", "2026-11-01", "-o", tmp_path / "after.csv", "--only-changed")
    assert ran.status == 0
    assert "1 of 2 leads changed" in ran.err
    assert [line.split(",")[0] for line in (tmp_path / "after.csv").read_text().splitlines()] == ["key", "b"]
