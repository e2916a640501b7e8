"""Trials on the sample, in the process of the test: what is given up, and when."""

import asyncio
from concurrent.futures import Future
from pathlib import Path

import pytest
from lsprotocol import types

from assay.lsp import trials
from assay.lsp.server import Server
from tests.lsp.test_lenses import RULES
from tests.patience import LONG


class Wire(Server):
    """A server that counts how often its client is asked to look again."""

    looks = 0
    client_capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(code_lens=types.CodeLensWorkspaceClientCapabilities(True))
    )

    def workspace_code_lens_refresh(self, params: None, callback: object = None) -> Future[None]:
        assert params is None
        assert callback is None
        self.looks += 1
        return Future()


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(trials, "_PAUSE", 0.0)
    (tmp_path / "assay.toml").write_text('data = "leads.csv"\n')
    (tmp_path / "leads.csv").write_text("id,country\n1,NL\n2,BE\n")
    return tmp_path.resolve() / "rules.assay"


async def done(before: set[asyncio.Task[object]]) -> None:
    """Waits for what was begun since; others have the loop, too."""
    await asyncio.wait_for(asyncio.gather(*asyncio.all_tasks() - before), LONG)


async def test_a_trial_that_ends_is_told_of(rules: Path) -> None:
    wire, before = Wire(), asyncio.all_tasks()
    wire.rules.opened(rules, RULES, 1)
    assert wire.trials.latest(wire.rules.rules(rules)) is None
    await done(before)
    tried = wire.trials.latest(wire.rules.rules(rules))
    assert wire.looks == 1
    assert tried is not None
    assert tried.leads == 2


async def test_typing_gives_up_what_is_going_on(rules: Path) -> None:
    wire, before = Wire(), asyncio.all_tasks()
    wire.rules.opened(rules, RULES, 1)
    wire.trials.latest(wire.rules.rules(rules))
    wire.trials.typed()
    await done(before)
    assert wire.looks == 0
    assert wire.trials.latest(wire.rules.rules(rules)) is None  # and begins again
    await done(before)
    assert wire.looks == 1
