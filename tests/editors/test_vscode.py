"""VS Code, as a web page in a headless browser, with the extension: driven by its keyboard, judged by the files it writes
and by what is on its page. See drivers/vscode.mjs.

ASSAY_PICTURES names a folder for pictures of every step.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.editors import needs, trees
from tests.patience import LONG
from tests.reference.blocks import cases

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
PACK = ROOT / "rules" / "b2b_saas"
RULES = (PACK / "b2b_saas.assay").read_text(encoding="utf-8")

Json = dict[str, object]


def spoilt(text: str) -> str:
    """The pack's rules with a misspelt field, and a line nobody put into shape."""
    spoilt = text.replace("when country in benelux add", "when contry in benelux add")
    spoilt = spoilt.replace("let hand_raise   = action", "let hand_raise   =    action")
    assert spoilt.count("contry") == 1
    return spoilt


@cache
def seen() -> Json:
    """What the page showed and the editor wrote, on its way through all steps."""
    made = needs.tool("vscode/node_modules/playwright-core")
    package = EXTENSION / "dist" / "assay.vsix"
    if not package.exists():
        needs.missing("dist/assay.vsix (`npm run package`)")
    with TemporaryDirectory() as name:
        home = Path(name).resolve()
        folder = home / "rules"
        shutil.copytree(PACK, folder)
        (folder / "b2b_saas.assay").write_text(spoilt(RULES), encoding="utf-8")
        pictures = Path(os.environ.get("ASSAY_PICTURES", str(home / "pictures")))
        pictures.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "HOME": str(home),
            "TOOLS": str(made.parents[1]),
            "VSIX": str(package),
            "ASSAY": str(Path(sys.executable).with_name("assay")),
            "FOLDER": str(folder),
            "OBSERVED": str(home / "seen.json"),
            "PICTURES": str(pictures),
        }
        driver = [needs.program("node"), str(Path(__file__).parent / "drivers" / "vscode.mjs")]
        subprocess.run(driver, env=environment, timeout=LONG, check=False)
        found: Json = json.loads((home / "seen.json").read_text(encoding="utf-8"))
    assert "problem" not in found, found["problem"]
    return found


def after(step: str) -> Json:
    found = seen()
    assert f"{step}_problem" not in found, found[f"{step}_problem"]
    return found


def words(of: object) -> str:
    assert isinstance(of, list)
    return " ".join(map(str, of))


def test_a_mistake_is_underlined() -> None:
    found = after("squiggles")
    assert found["squiggles"] == 1
    assert "Assay" in words(found["status"])


def test_hover_says_what_is_wrong() -> None:
    assert "there is no field `contry`" in str(after("hover")["hover"])


def test_the_fix_is_offered_and_applied() -> None:
    found = after("fix")
    assert "write `country`" in words(found["actions"])
    assert found["fixed"] == spoilt(RULES).replace("contry", "country")
    assert found["squiggles_after"] == 0


def test_the_document_is_formatted() -> None:
    assert after("format")["formatted"] == RULES


def test_completion_offers_and_writes_a_field() -> None:
    found = after("completion")
    assert "employees" in words(found["completion"])
    assert found["completed"] == RULES + "when employees"


def test_a_name_is_changed_wherever_it_stands() -> None:
    renamed = str(after("rename")["renamed"])
    assert renamed.split() == RULES.replace("decision_maker", "decides").split()


def test_rules_say_for_how_many_leads_of_the_sample_they_fire() -> None:
    assert re.search(r"fires for \d+ of 500 leads", words(after("sample")["fires"]))


def test_examples_say_above_them_whether_they_hold_and_run() -> None:
    found = after("lenses")
    assert words(found["lenses"]).count("passes") >= 3
    assert '"The marketing director who asks for a demo" passes' in str(found["message"])


# --- the TextMate grammar ------------------------------------------------------------------------------------------

_KINDS = {
    "keyword": "keyword",
    "keyword.operator": "keyword",
    "type.builtin": "keyword",
    "number": "number",
    "string": "string",
    "comment": "comment",
    "constant": "other",
    "property": "other",
    "function": "other",
    "module": "other",
    "type": "other",
}


def tokens(text: str) -> Iterator[Json]:
    """What the tree-sitter grammar has the words of a text for."""
    query = trees.Query(trees.language(), (trees.GRAMMAR / "queries" / "highlights.scm").read_text(encoding="utf-8"))
    lines = text.encode().split(b"\n")
    for capture, nodes in trees.QueryCursor(query).captures(trees.read(text).root_node).items():
        for node in nodes if capture in _KINDS else ():
            row, byte = node.start_point
            word = node.text or b""
            yield {
                "line": row,
                "column": len(lines[row][:byte].decode()),
                "word": word.decode(),
                "kind": _KINDS[capture],
            }


def test_colours_of_single_lines_agree_with_the_tree(tmp_path: Path) -> None:
    needs.tool("vscode")
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").glob("*/*.assay"))]
    texts += [case.text for case in cases() if not case.codes]
    listed = tmp_path / "tokens.json"
    listed.write_text(json.dumps([{"text": text, "tokens": [*tokens(text)]} for text in texts]), encoding="utf-8")
    done = subprocess.run(
        [needs.program("npm"), "test"],
        cwd=EXTENSION,
        env=os.environ | {"ASSAY_TOKENS": str(listed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
