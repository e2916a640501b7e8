"""`textDocument/codeLens`, and the command behind its examples."""

from lsprotocol import types

from assay.ide.lenses import Lens, lenses
from assay.ide.running import Outcome, outcomes
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server
from assay.lsp.trials import now

RUN_EXAMPLE = "assay.runExample"
_QUICK = 1_000  # statements: up to so many, examples are run without being asked for


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_CODE_LENS, _lenses, types.CodeLensOptions(resolve_provider=False))

    @server.command(RUN_EXAMPLE)
    async def run(uri: str, name: str) -> object:
        return _run(server, server.asked(uri), name)


def _lenses(asked: Asked, params: types.CodeLensParams) -> list[types.CodeLens]:
    rules = asked.rules
    scene = Scene(rules, asked.document)
    model = rules.model
    few = sum(len(document.pieces) for document in scene.documents) <= _QUICK
    ran = outcomes(model, now()) if model is not None and model.examples and few else {}
    found = lenses(scene, ran, asked.server.trials.latest(rules))
    return [_lens(asked, lens, params.text_document.uri) for lens in found]


def _lens(asked: Asked, lens: Lens, uri: str) -> types.CodeLens:
    if lens.kind == "example":
        command = types.Command(lens.title, RUN_EXAMPLE, arguments=[uri, lens.about])
    else:
        command = types.Command(lens.title, "")  # editors show it, and there is nothing to do
    return types.CodeLens(asked.range(lens.span), command)


def _run(server: Server, asked: Asked, name: str) -> object:
    model = asked.rules.model
    if model is None:
        _say(server, "the rules have a mistake: mend it first", types.MessageType.Warning)
        return None
    outcome = outcomes(model, now()).get(name)
    if outcome is None:
        _say(server, f'there is no example "{name}"', types.MessageType.Warning)
        return None
    _say(server, _told(outcome), types.MessageType.Info if outcome.passed else types.MessageType.Warning)
    return {"name": outcome.name, "passed": outcome.passed, "told": list(outcome.told)}


def _told(outcome: Outcome) -> str:
    if outcome.passed:
        return f'"{outcome.name}" passes'
    return f'"{outcome.name}": ' + "; ".join(outcome.told)


def _say(server: Server, text: str, kind: types.MessageType) -> None:
    server.window_show_message(types.ShowMessageParams(kind, text))
