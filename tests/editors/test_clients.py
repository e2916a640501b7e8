"""Neovim and Emacs use the server by their own clients: what they show is what `assay` says.

One run of each editor does everything; the tests look at what it saw. See drivers/neovim.lua and drivers/emacs.el.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.editors import needs
from tests.patience import LONG

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("editors")]  # one run of each editor
ROOT = Path(__file__).parents[2]
DRIVERS = Path(__file__).parent / "drivers"
VENV = Path(sys.executable).parent
STEPS = "diagnostics hover completion code_action rename format symbols tokens storm"

FIRST = """\
lead {
  id text key
  country text
  employees number
}

let big_company = employees >= 200

group fit "Fit" max 50 {
  when big_company add 20
  when contry == "NL" add 10
}

when "🦊" == country and fit2 > 3 add 5
"""
SECOND = 'use "first.assay"\n\nwhen big_company add 5\n'
FIXED = FIRST.replace("contry", "country")
RENAMED = FIXED.replace("big_company", "large")
FORMATTED = (
    "when employees >= 10 add 1\n"
    + RENAMED.replace("  id text", "  id         text")
    .replace("  country text", "  country    text")
    .replace("  employees number", "  employees  number")
)  # fmt: skip
MISSPELT = {"code": "E201", "line": 10, "text": "contry"}
UNKNOWN = {"code": "E201", "line": 13, "text": "fit2"}

Json = dict[str, object]


@dataclass(frozen=True)
class Editor:
    """`command` is run with the folder of the rules, and where to write what it saw, in the environment."""

    name: str
    encoding: str
    command: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


NEOVIM = Editor(
    "nvim",
    "utf-8",
    ("--headless", "--clean", "-u", "NONE", "-l", str(DRIVERS / "neovim.lua")),
)
EMACS = Editor("emacs", "utf-16", ("-q", "--batch", "-l", str(DRIVERS / "emacs.el")))


@cache
def seen(editor: Editor) -> Json:
    """What an editor saw on its way through all steps."""
    program = needs.program(editor.name, VENV)
    with TemporaryDirectory() as name:
        home, observed = Path(name).resolve(), Path(name) / "seen.json"
        folder = home / "rules"
        folder.mkdir()
        (folder / "first.assay").write_text(FIRST, encoding="utf-8")
        (folder / "second.assay").write_text(SECOND, encoding="utf-8")
        done = subprocess.run(
            [program, *editor.command],
            env=environment(home, editor, folder, observed),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
        assert observed.exists(), done.stderr[-2000:]
        found: Json = json.loads(observed.read_text(encoding="utf-8"))
    assert "problem" not in found, found["problem"]
    return found


def environment(home: Path, editor: Editor, folder: Path, observed: Path) -> dict[str, str]:
    """A home of its own, and the `assay` of these tests first on the PATH."""
    return os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{VENV}{os.pathsep}{os.environ['PATH']}",
        "STEPS": STEPS,
        "MODE": str(ROOT / "editors" / ("neovim" if editor is NEOVIM else "emacs")),
        "FOLDER": str(folder),
        "OBSERVED": str(observed),
    }


@pytest.fixture(params=[NEOVIM, EMACS], ids=str)
def editor(request: pytest.FixtureRequest) -> Editor:
    found: Editor = request.param
    return found


def after(editor: Editor, step: str) -> Json:
    found = seen(editor)
    assert f"{step}_problem" not in found, found[f"{step}_problem"]
    return found


def test_the_file_has_its_mode_and_the_server_its_encoding(editor: Editor) -> None:
    found = after(editor, "diagnostics")
    assert (found["filetype"], found["encoding"]) == ("assay", editor.encoding)


def test_findings_stand_where_the_mistakes_are_and_once(editor: Editor) -> None:
    found = after(editor, "diagnostics")
    assert found["findings"] == [MISSPELT, UNKNOWN]
    assert found["findings_later"] == [MISSPELT, UNKNOWN]


def test_hover_says_what_a_field_is(editor: Editor) -> None:
    hover = str(after(editor, "hover")["hover"])
    assert "employees" in hover
    assert "number" in hover
    assert "field of the lead" in hover


def test_completion_offers_fields(editor: Editor) -> None:
    assert "employees" in list(after(editor, "completion")["completion"])  # type: ignore[call-overload]


def test_emacs_completes_the_word() -> None:
    assert after(EMACS, "completion")["completed"] == "when employees"


def test_a_fix_mends_the_text(editor: Editor) -> None:
    found = after(editor, "code_action")
    assert any("country" in title for title in list(found["actions"]))  # type: ignore[call-overload]
    assert found["after_fix"] == [UNKNOWN]


def test_rename_reaches_every_file(editor: Editor) -> None:
    found = after(editor, "rename")
    assert found["renamed"] == RENAMED
    assert found["renamed_elsewhere"] == SECOND.replace("big_company", "large")


def test_the_whole_text_is_formatted(editor: Editor) -> None:
    assert after(editor, "format")["formatted"] == FORMATTED


def test_symbols_are_listed(editor: Editor) -> None:
    names = " ".join(map(str, list(after(editor, "symbols")["symbols"])))  # type: ignore[call-overload]
    assert "large" in names
    assert "fit" in names.lower()


def test_neovim_colours_by_the_servers_tokens() -> None:
    assert after(NEOVIM, "tokens")["token"] == "keyword"


def test_after_a_storm_of_edits_both_have_the_same_text(editor: Editor) -> None:
    storm = after(editor, "storm")["storm"]
    assert isinstance(storm, dict)
    assert storm["differences"] == []
    assert storm["changed"] > 300
    assert storm["length"] > 400


def test_the_server_ends_with_the_editor(editor: Editor) -> None:
    assert seen(editor)["ended"] is True
