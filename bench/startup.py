"""How long whole commands take, from outside: medians of elapsed and of processor time.

python -m bench.startup
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

MINIMAL = Path(__file__).parents[1] / "rules" / "minimal"
COMMANDS = {
    "assay --version": (["--version"], 0.15),
    "assay check, two rules": (["check", str(MINIMAL)], 0.4),
}
ROUNDS = 11
# As installed: with compiled modules kept from the first run on.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(arguments: list[str]) -> tuple[float, float]:
    """Elapsed seconds and processor seconds of one run."""
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "assay", *arguments], capture_output=True, check=True, env=ENVIRONMENT)
    elapsed, after = time.perf_counter() - start, os.times()
    return elapsed, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    for name, (arguments, limit) in COMMANDS.items():
        timed(arguments)
        elapsed, used = (
            statistics.median(column) for column in zip(*[timed(arguments) for _ in range(ROUNDS)], strict=True)
        )
        verdict = "yes" if elapsed <= limit else "NO"
        print(f"  {name:<24}{elapsed:6.3f} s elapsed, {used:6.3f} s of processor   within {limit} s: {verdict}")


if __name__ == "__main__":
    main()
