"""How long `assay diff` takes from outside on two versions of a thousand rules: medians of elapsed and processor time.

python -m bench.diff
"""

import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.model import Equal, Rule, rules, source
from bench.startup import timed

RULES = 1_000
LIMIT = 2.0  # seconds
ROUNDS = 5
RESULTS = 'stage IQL at 40\nstage MQL at 80\nroute to "Sales" when stage >= MQL\n'


def other_points(made: list[Rule]) -> list[Rule]:
    """One rule gives five points more."""
    return _with_one(made, replace(made[500], points=made[500].points + 5))


def other_condition(made: list[Rule]) -> list[Rule]:
    """One rule is about another value."""
    return _with_one(made, replace(made[500], parts=(Equal("text_3", "value 7"),)))


def _with_one(made: list[Rule], rule: Rule) -> list[Rule]:
    return [*made[:500], rule, *made[501:]]


def in_another_order(made: list[Rule]) -> list[Rule]:
    """The same rules, so that the two are equivalent."""
    return made[::-1]


def main() -> None:
    made = rules(RULES)
    for change in (other_points, other_condition, in_another_order):
        with tempfile.TemporaryDirectory() as folder:
            old, new = Path(folder, "old.assay"), Path(folder, "new.assay")
            old.write_text(source(made) + RESULTS)
            new.write_text(source(change(made)) + RESULTS)
            run = [timed(["diff", str(old), str(new), "--as-of", "2026-11-01"]) for _ in range(ROUNDS)]
            elapsed, used = (statistics.median(column) for column in zip(*run, strict=True))
        verdict = "yes" if elapsed <= LIMIT else "NO"
        name = f"{RULES:,} rules, {change.__name__.replace('_', ' ')}"
        print(f"  {name:<34}{elapsed:6.2f} s elapsed, {used:5.2f} s of processor   within {LIMIT:g} s: {verdict}")


if __name__ == "__main__":
    main()
