"""`python -m tests.unit.ide.redraw [NAME…]`: draws the pictures anew."""

import sys

from tests.unit.ide.drawings import DRAWINGS
from tests.unit.ide.scenes import FOLDER, redrawn

for name in sys.argv[1:] or DRAWINGS:
    (FOLDER / f"{name}.txt").write_text(redrawn(name, DRAWINGS[name]), encoding="utf-8")
