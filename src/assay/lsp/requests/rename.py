"""`textDocument/rename` and `prepareRename`."""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from assay.ide.rename import Refusal, prepare_rename, rename
from assay.ide.scene import Scene
from assay.lsp.edits import workspace_edit
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_PREPARE_RENAME, _prepare)
    server.answers(types.TEXT_DOCUMENT_RENAME, _rename, types.RenameOptions(prepare_provider=True))


def _prepare(asked: Asked, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    found = prepare_rename(Scene(asked.rules, asked.document), asked.offset(params.position))
    if isinstance(found, Refusal):
        raise _refused(found)
    return None if found is None else types.PrepareRenamePlaceholder(asked.range(found.span), found.name)


def _rename(asked: Asked, params: types.RenameParams) -> types.WorkspaceEdit:
    edits = rename(Scene(asked.rules, asked.document), asked.offset(params.position), params.new_name)
    if isinstance(edits, Refusal):
        raise _refused(edits)
    return workspace_edit(asked, edits)


def _refused(refusal: Refusal) -> JsonRpcException:
    """Editors show the sentence."""
    return JsonRpcException(refusal.reason, types.LSPErrorCodes.RequestFailed)
