"""The house: where things are, how long they get, and who imports inside functions."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "assay"
MODULES = sorted(SOURCE.rglob("*.py"))
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "src", "grammar", "rules", "tests", "editors"),
    *("bench", "Makefile", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "action.yml"),
}
LINES = 400
FUNCTION_LINES = 60
# Imports inside functions cost readers a surprise: only where they buy start-up time or an optional package.
LOCAL_IMPORTS_IN = (
    *("cli/", "data/", "syntax/table.py", "syntax/parser.py", "linter/settings.py"),
    *("ide/exact_reach.py", "ide/linting.py", "lsp/requests/actions.py", "lsp/transport.py", "lsp/trials.py"),
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(module: Path) -> str:
    return str(module.relative_to(SOURCE))


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def functions(module: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, Function))


def test_the_top_level_is_what_it_says() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout")
    top = {line.split("/")[0] for line in done.stdout.splitlines()}
    assert {entry for entry in top if not entry.startswith(".")} == TOP_LEVEL


def test_files_stay_short() -> None:
    lengths = {name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {file: length for file, length in lengths.items() if length > LINES} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{name(module)}:{function.lineno} {function.name}"
        for module in MODULES
        for function in functions(module)
        if function.end_lineno is not None and function.end_lineno - function.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_imports_stand_at_the_top() -> None:
    local = {
        name(module)
        for module in MODULES
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert sorted(file for file in local if not file.startswith(LOCAL_IMPORTS_IN)) == []


def test_nothing_is_typed_any() -> None:
    using = [
        name(module)
        for module in MODULES
        if any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree(module)))
    ]
    assert using == []


def test_nothing_is_evaluated_from_users_text() -> None:
    """`exec` and `compile` belong to the engine alone, which writes its own Python."""
    calls = {
        (name(module), node.func.id)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    }
    assert sorted(file for file, _ in calls if not file.startswith("engines/record/")) == []
    assert "eval" not in {call for _, call in calls}


@pytest.mark.parametrize("word", ["TO-DO", "FIX-ME", "NotImplemented-Error"])
def test_nothing_is_left_for_later(word: str) -> None:
    plain = word.replace("-", "")
    assert [name(module) for module in MODULES if plain in module.read_text(encoding="utf-8")] == []
