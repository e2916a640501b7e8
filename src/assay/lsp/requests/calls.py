"""`textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls`, `outgoingCalls`."""

from collections.abc import Callable
from pathlib import Path

from lsprotocol import types

from assay.ide.calls import Call, incoming, member_again, member_at, outgoing
from assay.ide.scene import Scene
from assay.ide.structure import Entry
from assay.lsp.requests.structure import KINDS
from assay.lsp.server import Asked, Server

_OF_KIND = {int(kind): entry_kind for entry_kind, kind in KINDS.items()}


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, _prepare)

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    async def readers(params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
        asked = server.asked(params.item.uri)
        return [types.CallHierarchyIncomingCall(*parts) for parts in _calls(asked, params.item, incoming)]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    async def read(params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
        asked = server.asked(params.item.uri)
        return [types.CallHierarchyOutgoingCall(*parts) for parts in _calls(asked, params.item, outgoing)]


def _prepare(asked: Asked, params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem] | None:
    found = member_at(Scene(asked.rules, asked.document), asked.offset(params.position))
    return None if found is None else [_item(asked, found)]


def _calls(
    asked: Asked, item: types.CallHierarchyItem, look: Callable[[Scene, Entry], tuple[Call, ...]]
) -> list[tuple[types.CallHierarchyItem, list[types.Range]]]:
    """What comes of looking one way from an item. It comes back from the client, and the text may have changed since."""
    scene, kind = Scene(asked.rules, asked.document), _OF_KIND.get(int(item.kind))
    member = None if kind is None else member_again(scene, asked.offset(item.selection_range.start), kind)
    calls = () if member is None or member.name != item.name else look(scene, member)
    return [(_item(asked, call.other), [asked.range(place) for place in call.places]) for call in calls]


def _item(asked: Asked, entry: Entry) -> types.CallHierarchyItem:
    path = Path(entry.span.source.name)
    detail = entry.detail if entry.kind in ("group", "field") else ""
    return types.CallHierarchyItem(
        entry.name,
        KINDS[entry.kind],
        asked.server.documents.uri(path),
        asked.range(entry.span),
        asked.range(entry.name_span),
        detail=detail or None,
    )
