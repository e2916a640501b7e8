"""One server for all tests of this folder, and a client of pytest-lsp that can what VS Code can."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pytest_lsp import ClientServerConfig, fixture

from tests.lsp.features.pages import Editor, abilities

SERVER = ClientServerConfig([sys.executable, "-m", "assay", "lsp"], Editor)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all of these tests, in one event loop, so that the server starts once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("features"))
            item.add_marker(pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"))


@fixture(config=SERVER, scope="session")  # type: ignore[untyped-decorator]
async def editor(client: Editor) -> AsyncIterator[None]:
    """An editor with nothing open."""
    await client.greet(abilities())
    yield
    await client.shutdown_session()


@fixture(config=SERVER)  # type: ignore[untyped-decorator]
async def pushed(client: Editor) -> AsyncIterator[None]:
    """An editor that waits to be told of findings, as old ones do."""
    await client.greet(abilities())
    yield
    await client.shutdown_session()


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def put_away(editor: Editor) -> AsyncIterator[None]:
    yield
    editor.put_away()
