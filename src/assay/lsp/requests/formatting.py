"""`textDocument/formatting`, `rangeFormatting`, `onTypeFormatting`."""

from collections.abc import Iterable

from lsprotocol import types

from assay.diagnostics import Edit
from assay.ide.formatting import formatted, formatted_around, formatted_between, in_style, rewritten
from assay.lsp.errands import done, is_short
from assay.lsp.progress import shown
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    options = types.DocumentFormattingOptions(work_done_progress=True)
    server.answers_later(types.TEXT_DOCUMENT_FORMATTING, _document, options)
    server.answers(types.TEXT_DOCUMENT_RANGE_FORMATTING, _range)
    on_type = types.DocumentOnTypeFormattingOptions(first_trigger_character="}")
    server.answers(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, _on_type, on_type)


async def _document(asked: Asked, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    document = asked.document
    async with shown(asked.server, f"Formatting {asked.path.name}", token=params.work_done_token):
        if is_short(document.text):
            return _edits(asked, formatted(document))
        text = await done(asked, in_style, document.source.name, document.text)
    return _edits(asked, rewritten(document, text))


def _range(asked: Asked, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    return _edits(asked, formatted_between(asked.document, start, end))


def _on_type(asked: Asked, params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
    return _edits(asked, formatted_around(asked.document, asked.offset(params.position)))


def _edits(asked: Asked, edits: Iterable[Edit]) -> list[types.TextEdit]:
    return [types.TextEdit(asked.range(edit.span), edit.text) for edit in edits]
