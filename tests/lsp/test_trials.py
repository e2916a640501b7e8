"""Trials on the sample, on a loop of the test's own: what is given up, and when."""

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from assay.lsp import trials
from assay.lsp.server import Server
from tests.lsp.test_lenses import RULES


class Wire(Server):
    """A server that counts how often its client is asked to look again."""

    asked = 0
    client_capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(code_lens=types.CodeLensWorkspaceClientCapabilities(True))
    )

    def workspace_code_lens_refresh(self, params: None) -> None:
        assert params is None
        self.asked += 1


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(trials, "_PAUSE", 0.0)
    (tmp_path / "assay.toml").write_text('data = "leads.csv"\n')
    (tmp_path / "leads.csv").write_text("id,country\n1,NL\n2,BE\n")
    return tmp_path.resolve() / "rules.assay"


async def others() -> None:
    """Waits for everything that goes on beside the test."""
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})


async def test_a_trial_that_ends_is_told_of(rules: Path) -> None:
    wire = Wire()
    wire.rules.opened(rules, RULES, 1)
    assert wire.trials.latest(wire.rules.rules(rules)) is None
    await others()
    tried = wire.trials.latest(wire.rules.rules(rules))
    assert wire.asked == 1
    assert tried is not None
    assert tried.leads == 2


async def test_typing_gives_up_what_is_going_on(rules: Path) -> None:
    wire = Wire()
    wire.rules.opened(rules, RULES, 1)
    wire.trials.latest(wire.rules.rules(rules))
    wire.trials.typed()
    await others()
    assert wire.asked == 0
    assert wire.trials.latest(wire.rules.rules(rules)) is None  # and begins again
    await others()
    assert wire.asked == 1
