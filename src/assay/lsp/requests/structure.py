"""`textDocument/documentSymbol`, `foldingRange`, `selectionRange`."""

import json

from lsprotocol import types

from assay.ide.structure import Entry, SymbolKind, folds, outline, selections
from assay.lsp.offer import Json
from assay.lsp.places import range_json
from assay.lsp.protocol import Written
from assay.lsp.server import Asked, Server

KINDS: dict[SymbolKind, types.SymbolKind] = {
    "file": types.SymbolKind.File,
    "schema": types.SymbolKind.Struct,
    "field": types.SymbolKind.Field,
    "let": types.SymbolKind.Constant,
    "group": types.SymbolKind.Class,
    "rule": types.SymbolKind.Event,
    "grade": types.SymbolKind.Enum,
    "stage": types.SymbolKind.EnumMember,
    "decision": types.SymbolKind.Boolean,
    "route": types.SymbolKind.Interface,
    "example": types.SymbolKind.Method,
}


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols)
    server.answers(types.TEXT_DOCUMENT_FOLDING_RANGE, _folding)
    server.answers(types.TEXT_DOCUMENT_SELECTION_RANGE, _selection)


def _symbols(asked: Asked, _params: types.DocumentSymbolParams) -> Written:
    """Written without the library: editors ask after every key, and a long file has thousands."""
    return Written(json.dumps([_symbol(asked, entry) for entry in outline(asked.document)]))


def _symbol(asked: Asked, entry: Entry) -> Json:
    written: Json = {
        "name": entry.name,
        "kind": KINDS[entry.kind],
        "range": range_json(entry.span, asked.encoding),
        "selectionRange": range_json(entry.name_span, asked.encoding),
    }
    if entry.detail:
        written["detail"] = entry.detail
    if entry.inside:
        written["children"] = [_symbol(asked, inner) for inner in entry.inside]
    return written


def _folding(asked: Asked, _params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    kinds = {"comment": types.FoldingRangeKind.Comment}
    return [
        types.FoldingRange(fold.first, fold.last, kind=None if fold.kind is None else kinds[fold.kind])
        for fold in folds(asked.document)
    ]


def _selection(asked: Asked, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    return [_nested(asked, position) for position in params.positions]


def _nested(asked: Asked, position: types.Position) -> types.SelectionRange:
    found: types.SelectionRange | None = None
    for span in reversed(selections(asked.document, asked.offset(position))):
        found = types.SelectionRange(asked.range(span), found)
    assert found is not None
    return found
