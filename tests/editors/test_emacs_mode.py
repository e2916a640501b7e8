"""The Emacs mode compiles without a warning, and leaves the layout of the rule packs as it is."""

import os
import subprocess
from pathlib import Path

from tests.editors import needs
from tests.patience import LONG

ROOT = Path(__file__).parents[2]


def test_the_mode_compiles_and_keeps_the_layout_of_the_packs() -> None:
    packs = sorted(map(str, (ROOT / "rules").glob("*/*.assay")))
    assert packs
    script = str(Path(__file__).parent / "drivers" / "indent.el")
    done = subprocess.run(
        [needs.program("emacs"), "-Q", "--batch", "-L", str(ROOT / "editors" / "emacs"), "-l", script, *packs],
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
