"""Programs with their expected errors drawn in: under a line, a comment whose carets mark the range, then the code.

    when employees > "200" add 10
    #                ^^^^^ E301

A range that begins in the first column is drawn with the `#` as its first mark: `#^^^ E501`. A range over several
lines is marked on its first with a `+` after the carets.
"""

import re
from pathlib import Path

from assay.check import Checked, Columns, load_text
from assay.diagnostics import Diagnostic

SCHEMA = """\
lead {
  id text exact key
  country text
  employees number
  created time
  tier one of "gold", "silver"
  interests list of text
  active boolean
}
activity {
  lead_id text exact key
  action one of "visit", "demo_request"
  page text
  occurred time
  amount number
  labels list of text
}
"""

_MARK = re.compile(r"(\^+\+?) (E\d{3})")
Found = tuple[int, int, int | None, str]  # line, column, length (None: goes on), code


def expected(program: str) -> list[Found]:
    """The errors drawn into a program."""
    found: list[Found] = []
    line = 0
    for number, text in enumerate(program.split("\n"), 1):
        if not text.startswith("#") or not _MARK.search(text):
            line = number
            continue
        marks = "^" + text[1:] if text.startswith("#^") else text
        for mark in _MARK.finditer(marks):
            carets = mark[1]
            length = None if carets.endswith("+") else len(carets)
            found.append((line, mark.start() + 1, length, mark[2]))
    return sorted(found, key=lambda f: f[:2])


def actual(diagnostics: tuple[Diagnostic, ...]) -> list[Found]:
    """The errors found, in the same form."""
    return sorted((_place(d) for d in diagnostics), key=lambda f: f[:2])


def _place(d: Diagnostic) -> Found:
    goes_on = "\n" in d.span.text
    return d.span.line, d.span.column, None if goes_on else d.span.end - d.span.start, d.code.code


def told(checked: Checked) -> str:
    """The diagnostics of a check, for the message of a failing test."""
    return "\n".join(f"{_place(d)} {d.message} — {d.help}" for d in checked.diagnostics)


def assert_marked(program: str, columns: Columns | None = None, folder: Path | None = None) -> Checked:
    """Holds that a program has exactly the errors drawn into it."""
    checked = load_text(program, columns=columns, folder=folder)
    assert actual(checked.diagnostics) == expected(program), told(checked)
    assert (checked.model is None) == bool(checked.diagnostics)
    return checked


def one_error(program: str) -> Checked:
    """Holds that a program has one error, whatever it is."""
    checked = load_text(program)
    assert len(checked.diagnostics) == 1, told(checked)
    return checked


def fixed(checked: Checked) -> str:
    """The program after all fixes, applied from the last to the first."""
    edits = [edit for d in checked.diagnostics if d.fix is not None for edit in d.fix.edits]
    text = checked.sources[0].text
    for edit in sorted(edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
