"""Findings are pushed until the client asks for the first time, and never both."""

import asyncio
from collections.abc import Callable

import pytest
from lsprotocol import types

from assay.lsp import diagnostics
from assay.lsp.places import path_of
from assay.lsp.server import Server
from assay.source import Encoding
from tests.lsp.raw import edit, raw_client

URI = "untitled:Untitled-1"
PUSH = "textDocument/publishDiagnostics"


def test_a_client_that_does_not_pull_is_told() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        pushed = client.notification(PUSH)["params"]
        assert [(d["code"], d["source"]) for d in pushed["diagnostics"]] == [("E130", "assay")]  # type: ignore[index]
        client.change(URI, 2, edit(0, 7, 8, "=="))
        assert client.notification(PUSH)["params"]["diagnostics"] == []  # type: ignore[index]


def test_the_last_edit_is_told_of() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        for n in range(19):
            client.change(URI, n + 2, edit(0, 5, 5, "x"))
        client.change(URI, 21, edit(0, 26, 26, "="))
        pushed = client.notification(PUSH)["params"]
        while pushed["version"] != 21:  # type: ignore[index]
            pushed = client.notification(PUSH)["params"]
        assert pushed["diagnostics"] == []  # type: ignore[index]


def test_a_client_that_pulls_is_told_no_more() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        client.notification(PUSH)
        report = client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        assert len(report["items"]) == 1
        assert client.notification(PUSH)["params"]["diagnostics"] == []  # type: ignore[index]
        client.change(URI, 2, edit(0, 0, 0, "x"))
        assert client.quiet(PUSH, 0.3)


def test_what_is_closed_has_no_findings() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        client.notification(PUSH)
        client.send(method="textDocument/didClose", params={"textDocument": {"uri": URI}})
        assert client.notification(PUSH)["params"] == {"uri": URI, "diagnostics": []}


# --- when: in the process of the test, where nothing comes between two lines of it ------------------------------------


class Wire(Server):
    """A server whose findings go nowhere but here: how many of which version were told, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[int | None, int]] = []

    @property
    def encoding(self) -> Encoding:
        return "utf-16"

    def can_refresh(self, what: str) -> bool:
        return what == "never"

    def text_document_publish_diagnostics(self, params: types.PublishDiagnosticsParams) -> None:
        self.told.append((params.version, len(params.diagnostics)))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "WAIT", 0.0)


async def told_after(act: Callable[[Wire], None]) -> list[tuple[int | None, int]]:
    """What a client is told of a file with one mistake when something happens before the loop comes to turn."""
    wire = Wire()
    wire.rules.opened(path_of(URI), "when a = 1 add 2\n", 1)
    act(wire)
    for _ in range(10):
        await asyncio.sleep(0)
    wire.close()
    return wire.told


@pytest.mark.usefixtures("at_once")
async def test_many_edits_are_one_push() -> None:
    def many(wire: Wire) -> None:
        for version in range(2, 22):
            wire.rules.edited(path_of(URI), 0, 0, " ", version)
            wire.diagnostics.changed()

    assert await told_after(many) == [(21, 1)]


@pytest.mark.usefixtures("at_once")
async def test_a_client_that_pulls_at_once_is_not_told_as_well() -> None:
    def pulled(wire: Wire) -> None:
        wire.diagnostics.changed()
        assert len(wire.diagnostics.pull(path_of(URI))) == 1

    assert await told_after(pulled) == []


@pytest.mark.usefixtures("at_once")
async def test_nor_is_it_when_something_is_known_later() -> None:
    def later(wire: Wire) -> None:
        wire.diagnostics.pull(path_of(URI))
        wire.diagnostics.news()

    assert await told_after(later) == []
