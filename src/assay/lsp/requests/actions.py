"""`textDocument/codeAction` and `codeAction/resolve`."""

from collections.abc import Sequence

from lsprotocol import types

from assay.ide.actions import Action, actions
from assay.ide.scene import Scene
from assay.lsp.edits import workspace_edit
from assay.lsp.server import Asked, Server

_KINDS = {
    "quickfix": types.CodeActionKind.QuickFix,
    "refactor.rewrite": types.CodeActionKind.RefactorRewrite,
    "source.fixAll": "source.fixAll.assay",
}


def register(server: Server) -> None:
    options = types.CodeActionOptions(code_action_kinds=list(_KINDS.values()))
    server.answers(types.TEXT_DOCUMENT_CODE_ACTION, _actions, options)


def _actions(asked: Asked, params: types.CodeActionParams) -> list[types.CodeAction]:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    found = actions(Scene(asked.rules, asked.document), start, end)
    return [_action(asked, action, params.context) for action in found if _is_wanted(action, params.context.only)]


def _is_wanted(action: Action, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Kinds are a tree: who asks for `source` wants `source.fixAll` too."""
    kind = str(_kind(action))
    return not only or any(kind == str(_text(one)) or kind.startswith(f"{_text(one)}.") for one in only)


def _kind(action: Action) -> str:
    return _text(_KINDS[action.kind])


def _text(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _action(asked: Asked, action: Action, context: types.CodeActionContext) -> types.CodeAction:
    return types.CodeAction(
        action.title,
        kind=_kind(action),
        diagnostics=_cured(asked, action, context),
        is_preferred=action.preferred or None,
        edit=workspace_edit(asked, action.edits or ()),
    )


def _cured(asked: Asked, action: Action, context: types.CodeActionContext) -> list[types.Diagnostic] | None:
    """The finding as the client knows it."""
    if action.cures is None:
        return None
    place, code = asked.range(action.cures.span), action.cures.code.code
    return [one for one in context.diagnostics if one.range == place and one.code == code] or None
