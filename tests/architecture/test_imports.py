"""The import contracts of pyproject.toml hold: layers, and fences around packages."""

import ast
import subprocess
import sys
import sysconfig
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

import assay

ROOT = Path(__file__).parents[2]
BENCHES = {f"bench.{path.stem}": path for path in (ROOT / "bench").glob("*.py")}


def test_import_contracts() -> None:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def loaded(imports: str, unwanted: tuple[str, ...]) -> str:
    """What of the unwanted is loaded after some imports; empty where nothing is."""
    code = f"import sys, {imports}; sys.exit(' '.join(m for m in {unwanted} if m in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stderr


def test_the_engine_runs_without_parser_and_checker() -> None:
    """A saved plan scores where no rules are ever read."""
    unwanted = ("lark", "click", "assay.syntax", "assay.check", "assay.model")
    assert loaded("assay.engines.record, assay.plan.store", unwanted) == ""


def test_a_client_is_greeted_before_the_server_is_loaded() -> None:
    assert loaded("assay.cli.lsp_command, assay.lsp.transport", ("pygls", "lsprotocol", "assay.syntax")) == ""


def test_the_server_starts_without_what_only_some_requests_need() -> None:
    unwanted = ("assay.data", "assay.engines", "assay.linter.registry", "assay.plan", "pydantic", "rich")
    assert loaded("assay.lsp.server", unwanted) == ""


def bound(path: Path) -> set[str]:
    """The names a module has at its top."""
    names = set[str]()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.ImportFrom(names=imported) | ast.Import(names=imported):
                names.update(one.asname or one.name for one in imported)
            case ast.Assign() | ast.AnnAssign():
                names.update(one.id for one in ast.walk(node) if isinstance(one, ast.Name))
    return names


def test_benches_find_each_other() -> None:
    """Nobody runs them all after a change of one; their peers need not be installed for this."""
    taken = {
        (user, node.module, one.name)
        for user, path in BENCHES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in BENCHES
        for one in node.names
    }
    assert taken
    assert [one for one in sorted(taken) if one[2] not in bound(BENCHES[one[1]])] == []


def test_no_files_import_each_other_in_a_circle() -> None:
    """Imports for types alone count. What a connection is made of knows its server, and the server makes it."""
    graph = grimp.build_graph("assay", cache_dir=None)
    imports = {
        one: {
            other
            for other in graph.find_modules_directly_imported_by(one)
            if not (one.startswith("assay.lsp.") and other == "assay.lsp.server")
        }
        for one in graph.modules
    }
    assert circle_in({"a": {"b"}, "b": {"a"}})
    assert circle_in(imports) == []


def circle_in(imports: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        return list(circle.args[1])
    return []


def test_no_module_hides_a_public_name() -> None:
    """Whoever imports `assay.x` sets `x` of the package."""
    modules = {path.stem for path in Path(assay.__file__).parent.iterdir()}
    assert {"results", "check"} <= modules
    assert not modules & set(assay.__all__)
