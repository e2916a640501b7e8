"""DuckDB: files read, checked and scored, against the query one would write by hand and the bare scan.

    python -m bench.sql                              what CI can bear: 200,000 leads
    python -m bench.sql --leads 10000000 --activities 20000000 --scratch FOLDER
    python -m bench.sql --charts                     draws bench/*.svg from the figures it measures

Every part lets everybody take turns, each turn in a process of its own; sums of the scores are compared. Printed are the
quickest processor time, the time by the clock and the peak memory of each, and the ratios of processor times.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.sql_data import made_activities, made_leads
from bench.sql_turn import Took, Turn

Turns = Mapping[str, Turn]


def measured(turns: Turns, rounds: int) -> dict[str, Took]:
    """The quickest of some rounds of each; the peak memory is the highest."""
    found: dict[str, Took] = {}
    for _ in range(rounds):
        for name, turn in turns.items():
            took = _taken(turn)
            before = found.get(name, took)
            quickest = min(took, before, key=lambda one: one.processor)
            found[name] = Took(quickest.processor, quickest.clock, max(took.peak, before.peak), took.answer)
    answers = {found[name].answer for name, turn in turns.items() if turn.what != "scan"}
    assert len(answers) == 1, f"the scores are not the same: {answers}"
    return found


def _taken(turn: Turn) -> Took:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.sql_turn"],
        input=json.dumps(asdict(turn)),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"{turn}:\n{ran.stderr[-2000:]}")
    return Took(**json.loads(ran.stdout))


def told(title: str, found: Mapping[str, Took], ratios: Sequence[tuple[str, str, str, float | None]]) -> None:
    """Prints a part; `ratios`: what, of whom, of whose time, and what is wanted at most."""
    print(title, flush=True)
    for name, took in found.items():
        print(f"  {name:<26}{took.processor:9.2f} s of processors{took.clock:9.2f} s{took.peak:8.0f} MB")
    for what, one, other, wanted in ratios:
        if one in found and other in found:
            ratio = found[one].processor / found[other].processor
            verdict = "" if wanted is None else f"   at most {wanted}: {'yes' if ratio <= wanted else 'NO'}"
            print(f"  {ratio:6.2f} {what}{verdict}")
    print(flush=True)


def leads_of(folder: Path, count: int, rules: int, rounds: int) -> dict[str, Took]:
    """Leads alone, from Parquet; the lists too where there are few rules, and by hand where that ends some day."""
    path = str(made_leads(folder, count, "parquet"))
    turns = {
        "scan": Turn("scan", path, rules),
        "query": Turn("query", path, rules),
        "by hand": Turn("hand", path, rules),
        "read, checked and kept": Turn("run", path, rules),
    }
    if rules > 1_000:
        del turns["by hand"]
    if rules <= 100:
        turns["query, rules listed"] = Turn("query", path, rules, lists=True)
        turns["by hand, rules listed"] = Turn("hand", path, rules, lists=True)
    found = measured(turns, rounds)
    plain, scan = {100: (0.5, 5.0), 1_000: (0.35, None)}.get(rules, (None, None))
    ratios = [
        ("query, of the one by hand", "query", "by hand", plain),
        ("query, of the bare scan", "query", "scan", scan),
        ("query, of the one by hand, rules listed", "query, rules listed", "by hand, rules listed", 0.6),
        ("read, checked and kept, of the query by hand", "read, checked and kept", "by hand", None),
    ]
    told(f"{count:,} leads from Parquet, {rules:,} rules", found, ratios)
    return found


def csv_of(folder: Path, count: int, rules: int, rounds: int) -> dict[str, Took]:
    path = str(made_leads(folder, count, "csv"))
    turns = {
        "scan": Turn("scan", path, rules),
        "query": Turn("query", path, rules),
        "by hand": Turn("hand", path, rules),
        "read, checked and kept": Turn("run", path, rules),
    }
    found = measured(turns, rounds)
    ratios = [
        ("query, of the bare scan", "query", "scan", 2.5),
        ("query, of the one by hand", "query", "by hand", None),
        ("read, checked and kept, of the bare scan", "read, checked and kept", "scan", None),
        ("read, checked and kept, of the query by hand", "read, checked and kept", "by hand", None),
    ]
    told(f"{count:,} leads from CSV, {rules:,} rules", found, ratios)
    return found


def others_of(folder: Path, count: int, ending: str, rounds: int) -> None:
    """JSON lines, beside what DuckDB alone takes to read them; sheets, beside the library that reads them."""
    path = str(made_leads(folder, count, ending))
    found = measured({"scan": Turn("scan", path, 100), "read, checked and kept": Turn("run", path, 100)}, rounds)
    ratios = [("read, checked and kept, of reading alone", "read, checked and kept", "scan", None)]
    told(f"{count:,} leads from {ending}, 100 rules", found, ratios)


def activities_of(folder: Path, leads: int, activities: int, ending: str) -> None:
    """Windows, limits and decay, joined to the leads."""
    path = str(made_leads(folder, leads, ending))
    did = str(made_activities(folder, activities, leads, ending))
    turns = {
        "run": Turn("run", path, 0, activities=did),
        "run in 1 GB": Turn("run", path, 0, activities=did, memory="1GB"),
    }
    told(f"{activities:,} activities of {leads:,} leads from {ending}, 8 rules", measured(turns, 1), ())


def within_memory(folder: Path, count: int) -> None:
    """Every lead kept with its rules, in less memory than the file takes."""
    path = str(made_leads(folder, count, "csv"))
    turns = {
        "unlimited": Turn("run", path, 100, lists=True),
        "in 1 GB": Turn("run", path, 100, lists=True, memory="1GB"),
    }
    told(f"{count:,} leads from CSV ({Path(path).stat().st_size / 1e9:.1f} GB), rules listed", measured(turns, 1), ())


def written(folder: Path, count: int, rounds: int) -> None:
    """From a file to a file of results, every rule that fired named."""
    for ending in ("csv", "jsonl", "parquet"):
        source = "parquet" if ending == "parquet" else "csv"
        path = str(made_leads(folder, count, source))
        turns = {
            "read, checked and kept": Turn("run", path, 100, lists=True),
            "and written": Turn("run", path, 100, lists=True, output=ending),
        }
        found = measured(turns, rounds)
        ratios = [("of what is not written", "and written", "read, checked and kept", None)]
        told(f"{count:,} leads from {source} to {ending}, 100 rules", found, ratios)
        print(f"  {count / found['and written'].clock:,.0f} leads a second\n", flush=True)


def charts(folder: Path, count: int, rounds: int) -> None:
    """Time against leads and against rules, drawn from what is measured now."""
    from bench.charts import drawn

    by_leads = {many: leads_of(folder, many, 100, rounds) for many in (count // 8, count // 4, count // 2, count)}
    by_rules = {many: leads_of(folder, count // 4, many, rounds) for many in (10, 30, 100, 300, 1_000)}
    drawn(by_leads, by_rules, count // 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=200_000)
    parser.add_argument("--activities", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scratch", type=Path, help="where files are made, and found again")
    parser.add_argument(
        "--parts", default="leads,csv,lines,sheets,rules,activities,memory,written", help="which, with commas between"
    )
    parser.add_argument("--charts", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.scratch or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if asked.charts:
            charts(folder, asked.leads, asked.rounds)
            return
        for name in asked.parts.split(","):
            part(name, folder, asked.leads, asked.activities, asked.rounds)


def part(name: str, folder: Path, leads: int, activities: int, rounds: int) -> None:
    match name:
        case "leads":
            leads_of(folder, leads, 100, rounds)
        case "csv":
            csv_of(folder, leads, 100, rounds)
        case "lines":
            others_of(folder, leads, "jsonl", rounds)
        case "sheets":
            others_of(folder, leads // 4, "xlsx", rounds)
        case "rules":
            for many in (1_000, 5_000):
                leads_of(folder, leads // 10, many, rounds)
        case "activities":
            for ending in ("parquet", "csv"):
                activities_of(folder, activities // 4, activities, ending)
        case "written":
            written(folder, leads, rounds)
        case "memory":
            within_memory(folder, leads)
        case _:
            raise SystemExit(f"there is no part {name!r}")


if __name__ == "__main__":
    main()
