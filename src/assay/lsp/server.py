"""The server of one connection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol as Shape
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from assay.ide.document import Document
from assay.ide.rules import Rules
from assay.ide.workspace import Workspace
from assay.lsp.background import Background
from assay.lsp.diagnostics import Diagnostics
from assay.lsp.documents import Documents
from assay.lsp.lints import Lints
from assay.lsp.places import encoding_of, offset, path_of, position, range_of
from assay.lsp.protocol import Protocol
from assay.lsp.reaches import Reaches
from assay.lsp.trials import Trials
from assay.source import Encoding, Span
from assay.version import __version__

_log = logging.getLogger(__name__)


class AboutDocument(Shape):
    """Params that name a document."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...


P = TypeVar("P", bound=AboutDocument)
R = TypeVar("R")


class Server(LanguageServer):
    """`rules` is the workspace of this connection alone; `encoding` what its columns count; `loaded` are the files of
    `requests/` that it has, `loading` what brings the others."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("assay", __version__, protocol_cls=Protocol, converter_factory=default_converter)
        self.loaded: set[str] = set()
        self.loading: asyncio.Task[None] | None = None
        self.rules = Workspace()
        self.documents = Documents(self)
        self.diagnostics = Diagnostics(self)
        self.background = Background("background")  # for what nobody waits for
        self.errands = Background("errands")  # for what a request waits for
        self.lints = Lints(self)
        self.trials = Trials(self)
        self.reaches = Reaches(self)
        self._commands: dict[str, Callable[[Server, types.ExecuteCommandParams], Awaitable[object]]] = {}
        # The library's way loses sight of a command: to take it back would not end it.
        self.protocol.fm.add_builtin_feature(types.WORKSPACE_EXECUTE_COMMAND, self._perform)

    @property
    def encoding(self) -> Encoding:
        return encoding_of(self.workspace.position_encoding)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """To the log: what goes wrong with one message is no reason to interrupt a person."""
        _log.error("%s: %s", source.__name__, error)

    def answers(self, method: str, answer: "Callable[[Asked, P], R]", options: object = None) -> None:
        """Registers what answers a request about a document. It waits for its turn once, so that a request can be taken
        back before anything is done for it."""

        async def handler(params: P) -> R:
            await asyncio.sleep(0)
            return answer(self.asked(params.text_document.uri), params)

        self.feature(method, options)(handler)

    def answers_later(self, method: str, answer: "Callable[[Asked, P], Awaitable[R]]", options: object = None) -> None:
        """The same for an answer that others need not wait for."""

        async def handler(params: P) -> R:
            await asyncio.sleep(0)
            return await answer(self.asked(params.text_document.uri), params)

        self.feature(method, options)(handler)

    def performs(
        self, command: str, perform: "Callable[[Server, types.ExecuteCommandParams], Awaitable[object]]"
    ) -> None:
        """Registers what a command does."""
        self.command(command)(perform)
        self._commands[command] = perform

    async def _perform(self, params: types.ExecuteCommandParams) -> object:
        await asyncio.sleep(0)
        perform = self._commands.get(params.command)
        if perform is None:
            raise JsonRpcInvalidParams(f"there is no command `{params.command}`")
        return await perform(self, params)

    def close(self) -> None:
        """The client is gone."""
        if self.loading is not None:
            self.loading.cancel()
        self.diagnostics.stop()
        self.lints.stop()
        self.background.stop()
        self.errands.stop()
        self.trials.stop()
        self.reaches.stop()

    def can_refresh(self, what: str) -> bool:
        """Whether the client asks again when it is told to: of "diagnostics", "code_lens", "inlay_hint"."""
        workspace = self.client_capabilities.workspace
        support = None if workspace is None else getattr(workspace, what, None)
        return bool(support and support.refresh_support)

    def asked(self, uri: str) -> "Asked":
        path = path_of(uri)
        document = self.rules.document(path)
        if document is None:
            raise JsonRpcInvalidParams(f"there is no document `{uri}`")
        return Asked(self, path, document)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about, and the ways between its places and ours."""

    server: Server
    path: Path
    document: Document

    @property
    def rules(self) -> Rules:
        """The rules the document is of, as they are now."""
        return self.server.rules.rules(self.path)

    @property
    def encoding(self) -> Encoding:
        return self.server.encoding

    def offset(self, at: types.Position) -> int:
        return offset(self.document.source, at, self.encoding)

    def position(self, at: int) -> types.Position:
        return position(self.document.source, at, self.encoding)

    def range(self, span: Span) -> types.Range:
        """The range of a span that stands where it says, see `Rules.place`."""
        return range_of(span, self.encoding)

    def location(self, span: Span) -> types.Location:
        """The same, in its file."""
        return types.Location(self.server.documents.uri(Path(span.source.name)), self.range(span))
