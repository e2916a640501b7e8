"""What is told of work that takes a while, whatever happens to it: a beginning has one end, and nothing else has one."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress as Library

from assay.lsp import progress
from assay.lsp.progress import shown
from assay.lsp.server import Server


class Wire:
    """Where messages go. The client says yes or no when `answer` is set."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def notify(self, _method: str, params: types.ProgressParams) -> None:
        self.told.append(cast("types.WorkDoneProgressBegin", params.value).kind)

    async def send_request_async(self, _method: str, _params: object) -> None:
        self.told.append("create")
        await self.answer


def server(wire: Wire, *, shows: bool = True) -> Server:
    window = types.WindowClientCapabilities(work_done_progress=shows)
    can = types.ClientCapabilities(window=window)
    return cast("Server", SimpleNamespace(client_capabilities=can, work_done_progress=Library(wire)))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)


async def turns() -> None:
    """Lets everything go on that can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_from_beginning_to_end() -> None:
    wire = Wire()
    wire.answer.set_result(None)
    async with shown(server(wire), "work") as told:
        await turns()
        told.report("half")
    assert wire.told == ["create", "begin", "report", "end"]


async def test_work_that_fails_ends_too() -> None:
    wire = Wire()
    wire.answer.set_result(None)

    async def work() -> None:
        async with shown(server(wire), "work"):
            await turns()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()
    assert wire.told == ["create", "begin", "end"]


async def test_work_that_is_done_before_the_client_has_answered() -> None:
    wire = Wire()
    async with shown(server(wire), "work"):
        await turns()
    assert wire.told == ["create"]
    wire.answer.set_result(None)
    await turns()
    assert wire.told == ["create", "begin", "end"]


async def test_work_that_is_done_soon_is_not_worth_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    wire = Wire()
    async with shown(server(wire), "work") as told:
        await turns()
        told.report("half")
    await turns()
    assert wire.told == []


async def test_a_client_that_refuses() -> None:
    wire = Wire()
    wire.answer.set_exception(JsonRpcException("no"))
    async with shown(server(wire), "work"):
        await turns()
    assert wire.told == ["create"]


async def test_a_client_that_shows_no_progress() -> None:
    wire = Wire()
    async with shown(server(wire, shows=False), "work"):
        await turns()
    assert wire.told == []


async def test_a_token_of_the_client_needs_no_question() -> None:
    wire = Wire()
    async with shown(server(wire, shows=False), "work", token="mine"):
        pass
    assert wire.told == ["begin", "end"]


@pytest.mark.parametrize("give_up", [None, lambda: None])
async def test_a_person_gives_it_up(give_up: Callable[[], object] | None) -> None:
    wire = Wire()
    wire.answer.set_result(None)
    of = server(wire)

    async def work() -> None:
        async with shown(of, "work", give_up=give_up):
            await turns()
            (token,) = of.work_done_progress.tokens.values()
            token.cancel()
            await turns()

    task = asyncio.ensure_future(work())
    await asyncio.wait([task])
    assert task.cancelled() == (give_up is None)
    assert wire.told == ["create", "begin", "end"]
    assert of.work_done_progress.tokens == {}
