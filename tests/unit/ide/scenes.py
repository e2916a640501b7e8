"""Answers of the editor as pictures: a program with a mark where the cursor is, and below it what the editor shows.

The cursor is `|`. A place is drawn as its line with `^` under the letters. The pictures of an answer stand in a file of
`pictures/`, parted by lines of `=`; `python -m tests.unit.ide.redraw` draws them anew: read the difference.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from assay.ide.scene import Scene
from assay.ide.workspace import Workspace
from assay.source import Span

CURSOR = "|"
NOWHERE = Path("/nowhere/rules.assay")
FOLDER = Path(__file__).parent / "pictures"
BETWEEN = "\n========\n"
BELOW = "\n--------\n"

SCHEMA = """\
lead {
  id text exact key
  email text
  title text
  country text
  employees number
  tier one of "gold", "silver"
  interests list of text
  active boolean
  created time
  `Lead Source` text
}
activity {
  lead_id text exact key
  action one of "visit", "demo_request"
  page text
  amount number
  occurred time
}
"""


class Picture(NamedTuple):
    """`program` has the cursor; what is said of it stands in comments."""

    program: str
    answer: str


def pictures(name: str) -> list[Picture]:
    """The pictures of an answer. The one in a file begins at a line of `=`."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    parts = [part.strip("\n").partition(BELOW.rstrip("\n")) for part in text.split(BETWEEN)]
    return [Picture(program, answer.strip("\n")) for program, _, answer in parts]


def redrawn(name: str, draw: Callable[[str], str]) -> str:
    """The text of a file of pictures, all drawn anew."""
    return BETWEEN.join(f"{one.program}{BELOW}{draw(one.program)}" for one in pictures(name)) + "\n"


def scene_at(program: str, schema: str = SCHEMA) -> tuple[Scene, int]:
    """The scene of a program below the schema, and where its cursor is."""
    assert program.count(CURSOR) == 1, "one cursor"
    text = schema + program
    return scene_of(text.replace(CURSOR, "")), text.index(CURSOR)


def scene_of(text: str, path: Path = NOWHERE, workspace: Workspace | None = None) -> Scene:
    """The scene of an open file."""
    workspace = workspace or Workspace()
    workspace.opened(path, text, 1)
    rules = workspace.rules(path)
    return Scene(rules, rules.documents[path])


def drawn(*spans: Span) -> str:
    """Places, each line once; of a place that goes on over lines the first."""
    lines: dict[int, list[Span]] = {}
    for span in spans:
        lines.setdefault(span.line, []).append(span)
    return "\n".join(_line(some) for some in lines.values())


def _line(spans: list[Span]) -> str:
    text = spans[0].source.lines.line_text(spans[0].line)
    marks = [" "] * (len(text) + 1)
    for span in spans:
        width = max(min(span.end - span.start, len(text) - span.column + 1), 1)
        marks[span.column - 1 : span.column - 1 + width] = "^" * width
    return f"{text}\n{''.join(marks).rstrip()}"
