"""Runs the command as a person would, inside this process."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assay.cli import main

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "rules"


@dataclass(frozen=True, slots=True)
class Ran:
    """`status` is the exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it, and tables would be narrower
        monkeypatch.setattr(sys, "argv", ["assay", *map(str, arguments)])
        raw = io.BufferedReader(io.BytesIO(stdin.encode()))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="utf-8"))
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return command
