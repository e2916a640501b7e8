"""`textDocument/diagnostic`: findings for a client that asks."""

from lsprotocol import types

from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier="assay")
    server.answers(types.TEXT_DOCUMENT_DIAGNOSTIC, _diagnostic, options)


def _diagnostic(asked: Asked, _params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
    return types.RelatedFullDocumentDiagnosticReport(asked.server.diagnostics.pull(asked.path))
