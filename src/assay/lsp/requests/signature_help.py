"""`textDocument/signatureHelp`."""

from lsprotocol import types

from assay.ide.signature_help import signature_help
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    options = types.SignatureHelpOptions(trigger_characters=("(", ","), retrigger_characters=(" ",))
    server.answers(types.TEXT_DOCUMENT_SIGNATURE_HELP, _signature_help, options)


def _signature_help(asked: Asked, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    found = signature_help(asked.document, asked.offset(params.position))
    if found is None:
        return None
    parameters = [types.ParameterInformation(parameter) for parameter in found.parameters]
    doc = types.MarkupContent(types.MarkupKind.Markdown, found.doc)
    signature = types.SignatureInformation(found.label, doc, parameters, found.active)
    return types.SignatureHelp([signature], 0, found.active)
