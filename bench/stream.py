"""Memory and speed of `assay score` over a CSV that grows: the peak must not grow with the leads.

python -m bench.stream [LEADS …]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.model import leads, rules, source

SIZES = (100_000, 1_000_000)
RULES = 100


def write_leads(path: Path, count: int) -> None:
    """A CSV with so many leads, one thousand of them over and over under keys of their own."""
    made = leads(1_000)
    columns = [name for name in dict.fromkeys(name for lead in made for name in lead) if name != "id"]
    lines = [",".join("" if lead.get(name) is None else str(lead[name]) for name in columns) for lead in made]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"id,{','.join(columns)}\n")
        for number in range(count):
            file.write(f"L{number},{lines[number % len(lines)]}\n")


def run(folder: Path, count: int) -> tuple[float, float]:
    """Seconds and peak megabytes of scoring so many leads into a CSV."""
    given = folder / f"{count}.csv"
    write_leads(given, count)
    command = [
        sys.executable,
        "-m",
        "assay",
        "score",
        "--engine",
        "record",
        str(folder / "r.assay"),
        str(given),
        "-o",
        str(folder / "out.csv"),
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "r.assay").write_text(source(rules(RULES)), encoding="utf-8")
        for size in sizes:
            seconds, peak = run(folder, size)
            print(
                f"  {size:>9,} leads, {RULES} rules: {seconds:6.1f} s, {size / seconds:8,.0f} a second, {peak:5.0f} MB"
            )


if __name__ == "__main__":
    main()
