"""`textDocument/definition`, `references`, `documentHighlight`."""

from lsprotocol import types

from assay.ide.definition import definition, highlights, references
from assay.ide.links import link_at
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_DEFINITION, _definition)
    server.answers(types.TEXT_DOCUMENT_REFERENCES, _references)
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _highlights)


def _definition(asked: Asked, params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
    scene, offset = Scene(asked.rules, asked.document), asked.offset(params.position)
    if (link := link_at(scene, offset)) is not None:
        start = types.Position(0, 0)
        return types.Location(asked.server.documents.uri(link.target), types.Range(start, start))
    found = definition(scene, offset)
    if found is None:
        return None
    place = asked.location(found.name)
    if not _takes_links(asked.server):
        return place
    whole, origin = asked.range(found.whole), asked.range(found.origin)
    return [types.LocationLink(place.uri, whole, place.range, origin)]


def _takes_links(server: Server) -> bool:
    about = server.client_capabilities.text_document
    return bool(about and about.definition and about.definition.link_support)


def _references(asked: Asked, params: types.ReferenceParams) -> list[types.Location]:
    scene, offset = Scene(asked.rules, asked.document), asked.offset(params.position)
    found = references(scene, offset, declaration=params.context.include_declaration)
    return [asked.location(span) for span in found]


def _highlights(asked: Asked, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    found = highlights(Scene(asked.rules, asked.document), asked.offset(params.position))
    kinds = types.DocumentHighlightKind
    return [types.DocumentHighlight(asked.range(one.span), kinds.Write if one.defines else kinds.Read) for one in found]
