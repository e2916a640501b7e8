"""Writes the expected results of every rule pack anew: `python -m tests.packs.expect`, or `make expected`.

Read the difference before you commit it: it is what the change does to leads.
"""

import subprocess
import sys

from tests.packs.packs import PACKS, rows

if __name__ == "__main__":
    for pack in PACKS:
        subprocess.run([sys.executable, "-m", "assay", *pack.command(pack.expected)], check=True)
        print(f"{pack.expected.parent.name}: {len(rows(pack.expected))} leads")
