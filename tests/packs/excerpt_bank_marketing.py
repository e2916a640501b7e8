"""Draws rules/bank_marketing/leads.csv from the full file: every 41st row, the first 1,000 of these.

    python tests/packs/excerpt_bank_marketing.py bank-additional-full.csv [OUT]

The file is ordered by date, so this takes the same share of every month. Lines are copied as they are.
"""

import sys
from pathlib import Path

EVERY = 41
ROWS = 1_000
LEADS = Path(__file__).parents[2] / "rules" / "bank_marketing" / "leads.csv"


def excerpt(lines: list[bytes]) -> list[bytes]:
    """The header, then every 41st row from the first on."""
    return [lines[0], *lines[1::EVERY][:ROWS]]


if __name__ == "__main__":
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else LEADS
    out.write_bytes(b"".join(excerpt(Path(sys.argv[1]).read_bytes().splitlines(keepends=True))))
