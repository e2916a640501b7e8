"""`textDocument/codeAction` and `codeAction/resolve`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from lsprotocol import types

from assay.diagnostics import Edit
from assay.ide.actions import Action, actions
from assay.ide.scene import Scene
from assay.ide.texts import texts_of
from assay.lsp.edits import workspace_edit
from assay.lsp.errands import done, is_short
from assay.lsp.progress import shown
from assay.lsp.server import Asked, Server

_KINDS = {
    "quickfix": types.CodeActionKind.QuickFix,
    "refactor.rewrite": types.CodeActionKind.RefactorRewrite,
    "source.fixAll": "source.fixAll.assay",
}


def register(server: Server) -> None:
    options = types.CodeActionOptions(code_action_kinds=list(_KINDS.values()), resolve_provider=True)
    server.answers(types.TEXT_DOCUMENT_CODE_ACTION, _actions, options)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        return await _resolved(server, action)


def _actions(asked: Asked, params: types.CodeActionParams) -> list[types.CodeAction]:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    found = actions(Scene(asked.rules, asked.document), start, end)
    wanted = [action for action in found if _is_wanted(action, params.context.only)]
    return [
        _action(asked, action, params, start)
        for action in wanted
        if action.edits is not None or _resolves(asked.server)
    ]


def _resolves(server: Server) -> bool:
    """Whether the client asks for the edits of an action when it is chosen."""
    about = server.client_capabilities.text_document
    support = about.code_action.resolve_support if about and about.code_action else None
    return support is not None and "edit" in support.properties


def _is_wanted(action: Action, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Kinds are a tree: who asks for `source` wants `source.fixAll` too."""
    kind = str(_kind(action))
    return not only or any(kind == str(_text(one)) or kind.startswith(f"{_text(one)}.") for one in only)


def _kind(action: Action) -> str:
    return _text(_KINDS[action.kind])


def _text(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _action(asked: Asked, action: Action, params: types.CodeActionParams, start: int) -> types.CodeAction:
    later = {"uri": params.text_document.uri, "offset": start, "version": asked.document.version}
    return types.CodeAction(
        action.title,
        kind=_kind(action),
        diagnostics=_cured(asked, action, params.context),
        is_preferred=action.preferred or None,
        edit=None if action.edits is None else workspace_edit(asked, action.edits),
        data=later if action.edits is None else None,
    )


async def _resolved(server: Server, action: types.CodeAction) -> types.CodeAction:
    """With its edits. What the action carries comes back from the client, so that it may be anything."""
    data = action.data
    if not isinstance(data, dict) or not isinstance(data.get("uri"), str) or not isinstance(data.get("offset"), int):
        return action
    asked = server.asked(data["uri"])
    if asked.document.version != data.get("version") or not 0 <= data["offset"] <= len(asked.document.text):
        return action
    edit = await _example(asked, data["offset"])
    if edit is None:
        told = "no lead comes to mind for whom this rule fires; write the example by hand"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, told))
    action.edit = workspace_edit(asked, () if edit is None else (edit,))
    return action


async def _example(asked: Asked, offset: int) -> Edit | None:
    """An example for the rule at a place."""
    from assay.ide.witness import example_edit, example_of  # noqa: PLC0415 - the engine, for what is seldom chosen

    server, document, now = asked.server, asked.document, dt.datetime.now(dt.UTC)
    texts = texts_of(server.rules.roots(asked.path), asked.rules)
    if is_short(*texts.texts.values()):
        return example_edit(Scene(asked.rules, document), offset, now)
    async with shown(server, "Making up an example"):
        made = await done(asked, example_of, texts, asked.path, offset, now)
    return None if made is None else replace(made, span=replace(made.span, source=document.source))


def _cured(asked: Asked, action: Action, context: types.CodeActionContext) -> list[types.Diagnostic] | None:
    """The finding as the client knows it."""
    if action.cures is None:
        return None
    place, code = asked.range(action.cures.span), action.cures.code.code
    return [one for one in context.diagnostics if one.range == place and one.code == code] or None
