"""Manners of the protocol that the library leaves to its users: who is answered when, and with which error."""

import json
import logging
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

from assay.lsp.offer import barest, client_of, initialized
from assay.lsp.requests import load_for

if TYPE_CHECKING:
    from pygls.protocol.json_rpc import MessageHandler, RPCMessage

    from assay.lsp.server import Server

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A result that is JSON already: colours are numbers by the hundred thousand, of which few change from key to key."""

    json: str


class Protocol(LanguageServerProtocol):
    """One connection. `exit_code` is None until the client has said goodbye."""

    exit_code: int | None = None
    _greeted = False
    _client: Mapping[str, object] = MappingProxyType({})  # what it can, as it says

    @property
    def server(self) -> "Server":
        return cast("Server", self._server)

    def receive(self, body: bytes | str) -> None:
        """Takes one message. Whatever it is, a request gets one answer, and nothing is raised."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, JsonRpcParseError("this is no JSON"))
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(None, JsonRpcInvalidRequest("this is no message"))
            return
        id_, method = data.get("id"), data.get("method")
        is_request = "id" in data and method is not None
        if method is not None and (refusal := self._untimely(method)) is not None:
            if is_request:
                self._refuse(id_, refusal)
            return
        try:
            message = self._structured(data)
        except JsonRpcException as error:
            if is_request:
                self._refuse(id_, JsonRpcInvalidParams(f"the params of {method} do not fit: {_why(error)}"))
            return
        self._greeted = self._greeted or method == types.INITIALIZE
        self.handle_message(message)

    def _structured(self, data: dict[str, object]) -> "RPCMessage":
        """A message as the library has it. Raises JsonRpcException; never for an `initialize` that can be answered."""
        if (client := client_of(data)) is not None:
            self._client = client
        try:
            message: RPCMessage = self.structure_message(data)
        except JsonRpcException:
            if client is None:
                raise
            message = self.structure_message(barest(data, client))
        return message

    def _get_handler(self, feature_name: str) -> "MessageHandler":
        """What answers a request: loaded now, if it is the first."""
        load_for(self.server, feature_name)
        return super()._get_handler(feature_name)

    def serialized(self, data: object) -> dict[str, object]:
        """What the library sends, as JSON."""
        return self._serialize_message(data)

    def _serialize_message(self, data: object) -> dict[str, object]:
        """A response as JSON."""
        if isinstance(getattr(data, "result", None), types.InitializeResult):
            # Most of what the library makes it of is not loaded yet.
            return {"jsonrpc": self.VERSION, "id": getattr(data, "id", None), "result": initialized(self._client)}
        message: dict[str, object] = super()._serialize_message(data)
        return message

    def _send_data(self, data: object) -> None:
        result = getattr(data, "result", None)
        if not isinstance(result, Written):
            super()._send_data(data)
        elif self.writer is not None:
            id_ = json.dumps(getattr(data, "id", None))
            body = f'{{"jsonrpc":"{self.VERSION}","id":{id_},"result":{result.json}}}'.encode()
            self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) if self._include_headers else body)

    def _untimely(self, method: str) -> JsonRpcException | None:
        if method == types.EXIT:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shutting down")
        if not self._greeted and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("`initialize` comes first")
        if self._greeted and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the server is initialized")
        return None

    def _refuse(self, id_: object, error: JsonRpcException) -> None:
        known = id_ if isinstance(id_, int | str) else None
        self._send_data(types.ResponseErrorMessage(id=known, error=error.to_response_error()))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> Generator[object, object, None]:
        """The connection ends after this message: see `exit_code`."""
        self.exit_code = 0 if self._shutdown else 1
        yield from ()

    # Texts are kept by `documents`, not by the library: it counts form feeds and others as ends of lines.

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[object, object, None]:
        self.server.documents.opened(params)
        yield from ()

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[object, object, None]:
        self.server.documents.changed(params)
        yield from ()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[object, object, None]:
        self.server.documents.closed(params)
        yield from ()


def _why(error: BaseException) -> str:
    """The innermost reason of an error of many parts."""
    cause: BaseException = error.__cause__ or error
    while isinstance(cause, BaseExceptionGroup) and cause.exceptions:
        cause = cause.exceptions[0]
    return f"{type(cause).__name__}: {cause}" if str(cause) else type(cause).__name__
