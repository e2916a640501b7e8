"""The import contracts of pyproject.toml hold: layers, and fences around packages."""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_contracts() -> None:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_engine_runs_without_parser_and_checker() -> None:
    """A saved plan scores where no rules are ever read."""
    code = (
        "import sys, assay.engines.record, assay.plan.store;"
        "loaded = [m for m in ('lark', 'click', 'assay.syntax', 'assay.check', 'assay.model') if m in sys.modules];"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
