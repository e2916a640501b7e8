"""`textDocument/completion` and `completionItem/resolve`."""

import json
from dataclasses import dataclass

from lsprotocol import types

from assay.ide.completion import Item, complete, documentation, plain
from assay.ide.completion.item import Kind
from assay.ide.completion.names import MOST
from assay.ide.scene import Scene
from assay.lsp.offer import Json
from assay.lsp.places import range_json
from assay.lsp.protocol import Written
from assay.lsp.server import Asked, Server

_TRIGGERS = (" ", '"', "`", "(", "[", ":", "{", ",")
_KINDS: dict[Kind, types.CompletionItemKind] = {
    "keyword": types.CompletionItemKind.Keyword,
    "operator": types.CompletionItemKind.Operator,
    "field": types.CompletionItemKind.Field,
    "let": types.CompletionItemKind.Constant,
    "list": types.CompletionItemKind.Enum,
    "group": types.CompletionItemKind.Module,
    "stage": types.CompletionItemKind.EnumMember,
    "function": types.CompletionItemKind.Function,
    "value": types.CompletionItemKind.Value,
    "snippet": types.CompletionItemKind.Snippet,
    "result": types.CompletionItemKind.Variable,
}


def register(server: Server) -> None:
    options = types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True)
    server.answers(types.TEXT_DOCUMENT_COMPLETION, _complete, options)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    async def resolve(item: types.CompletionItem) -> types.CompletionItem:
        return _resolved(server, item)


def _complete(asked: Asked, params: types.CompletionParams) -> Written | None:
    """Written without the library, which takes as long over a hundred items as finding them does."""
    rules = asked.rules
    seen = asked.server.trials.seen(rules)
    found = complete(Scene(rules, asked.document), asked.offset(params.position), seen)
    if found is None:
        return None
    replaced, client = range_json(found.replaced, asked.encoding), _client(asked.server)
    items = [_item(item, n, client, params.text_document.uri) for n, item in enumerate(found.items)]
    answer: Json = {"isIncomplete": len(items) >= MOST, "items": items}
    if client.defaults:
        answer["itemDefaults"] = {"editRange": replaced}
    else:
        for item in items:
            item["textEdit"] = {"range": replaced, "newText": item.pop("textEditText")}
    return Written(json.dumps(answer))


@dataclass(frozen=True, slots=True)
class _Client:
    """`snippets`: whether it takes them; `defaults`: whether it takes the range of all items once."""

    snippets: bool
    defaults: bool


def _client(server: Server) -> _Client:
    about = server.client_capabilities.text_document
    completion = about.completion if about else None
    item, items = (completion.completion_item, completion.completion_list) if completion else (None, None)
    defaults = items.item_defaults if items else None
    return _Client(bool(item and item.snippet_support), "editRange" in (defaults or ()))


def _item(item: Item, order: int, client: _Client, uri: str) -> Json:
    snippet = client.snippets and item.is_snippet
    written: Json = {
        "label": item.label,
        "kind": _KINDS[item.kind],
        "sortText": f"{order:04}",
        "textEditText": item.insert if snippet else plain(item.insert),
    }
    if item.detail:
        written["detail"] = item.detail
    if item.label != item.insert and item.kind in ("field", "let", "group"):
        written["filterText"] = plain(item.insert)
    if snippet:
        written["insertTextFormat"] = types.InsertTextFormat.Snippet
    if item.about is not None:
        written["data"] = {"uri": uri, "kind": item.about[0], "name": item.about[1]}
    return written


def _resolved(server: Server, item: types.CompletionItem) -> types.CompletionItem:
    """With its documentation. What the item carries comes back from the client, so that it may be anything."""
    data = item.data
    if not isinstance(data, dict) or not all(isinstance(data.get(key), str) for key in ("uri", "kind", "name")):
        return item
    asked = server.asked(data["uri"])
    told = documentation((data["kind"], data["name"]), Scene(asked.rules, asked.document))
    if told is not None:
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, told)
    return item
