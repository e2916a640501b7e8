"""`textDocument/completion` and `completionItem/resolve`."""

from lsprotocol import types

from assay.ide.completion import Item, complete, documentation, plain
from assay.ide.completion.item import Kind
from assay.ide.completion.names import MOST
from assay.ide.scene import Scene
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


def _complete(asked: Asked, params: types.CompletionParams) -> types.CompletionList | None:
    rules = asked.rules
    seen = asked.server.trials.seen(rules)
    found = complete(Scene(rules, asked.document), asked.offset(params.position), seen)
    if found is None:
        return None
    replaced, snippets, uri = asked.range(found.replaced), _takes_snippets(asked.server), params.text_document.uri
    items = [_item(item, n, replaced, uri, snippets=snippets) for n, item in enumerate(found.items)]
    return types.CompletionList(is_incomplete=len(items) >= MOST, items=items)


def _takes_snippets(server: Server) -> bool:
    about = server.client_capabilities.text_document
    item = about.completion.completion_item if about and about.completion else None
    return bool(item and item.snippet_support)


def _item(item: Item, order: int, replaced: types.Range, uri: str, *, snippets: bool) -> types.CompletionItem:
    text = item.insert if snippets and item.is_snippet else plain(item.insert)
    formats = types.InsertTextFormat
    return types.CompletionItem(
        item.label,
        kind=_KINDS[item.kind],
        detail=item.detail or None,
        sort_text=f"{order:04}",
        filter_text=plain(item.insert)
        if item.label != item.insert and item.kind in ("field", "let", "group")
        else None,
        insert_text_format=formats.Snippet if snippets and item.is_snippet else formats.PlainText,
        text_edit=types.TextEdit(replaced, text),
        data=None if item.about is None else {"uri": uri, "kind": item.about[0], "name": item.about[1]},
    )


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
