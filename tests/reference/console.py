"""The README's terminal output is real: each `console` block is a command and what it prints.

The command is run at the top of the checkout, 100 columns wide. Of a block marked `console 20` the first 20 lines
are shown. `python -m tests.reference.console` (or `make reference`) runs them anew and puts their output in.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(^```console ?(\d*)\n\$ (?:[^\n]*\\\n)*[^\n]*\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


def output(command: str) -> list[str]:
    """The lines a command prints on stdout; its messages on stderr are left out."""
    words = shlex.split(command)
    assert words[0] == "assay"
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return [line.rstrip() for line in done.stdout.strip("\n").splitlines()]


def _rewritten(block: re.Match[str]) -> str:
    head, most, _, end = block.groups()
    lines = output(head.split("$ ", 1)[1].replace("\\\n", " "))
    if most and len(lines) > int(most):
        lines = [*lines[: int(most)], "…"]
    return head + "".join(f"{line}\n" for line in lines) + end


def written(page: str) -> str:
    """The page with what its commands print today, as many lines as it shows."""
    return _BLOCK.sub(_rewritten, page)


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
