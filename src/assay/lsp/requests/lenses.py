"""`textDocument/codeLens`, and the command behind its examples."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from assay.ide.lenses import Lens, lenses
from assay.ide.rules import Rules
from assay.ide.running import Outcome, outcomes, outcomes_of
from assay.ide.scene import Scene
from assay.ide.texts import texts_of
from assay.lsp.errands import done, is_short
from assay.lsp.progress import shown
from assay.lsp.server import Asked, Server
from assay.lsp.trials import now
from assay.model import Model

RUN_EXAMPLE = "assay.runExample"
# Statements times examples, of which a thousand take a sixth of a second: up to so many are run at once, and up to so many
# without being asked for.
_AT_ONCE = 1_000
_UNASKED = 50_000

_Ran = tuple[Model, int, Mapping[str, Outcome]]  # what the examples of a model came to as of a moment
_RAN: "WeakKeyDictionary[Server, _Ran]" = WeakKeyDictionary()


def register(server: Server) -> None:
    server.answers_later(types.TEXT_DOCUMENT_CODE_LENS, _lenses, types.CodeLensOptions(resolve_provider=False))

    server.performs(RUN_EXAMPLE, _run)


async def _lenses(asked: Asked, params: types.CodeLensParams) -> list[types.CodeLens]:
    rules = asked.rules
    ran = await _unasked(asked, rules)
    found = lenses(Scene(rules, asked.document), ran, asked.server.trials.latest(rules))
    return [_lens(asked, lens, params.text_document.uri) for lens in found]


async def _unasked(asked: Asked, rules: Rules) -> Mapping[str, Outcome]:
    """What the examples come to, unless it is much work to know. What takes longer than a key is done elsewhere."""
    model, moment = rules.model, now()
    if model is None:
        return {}
    work = len(model.examples) * sum(len(document.pieces) for document in rules.documents.values())
    if work <= _AT_ONCE or work > _UNASKED:
        return outcomes(model, moment) if work <= _AT_ONCE else {}
    known = _RAN.get(asked.server)
    if known is None or known[0] is not model or known[1] != moment:
        texts = texts_of(asked.server.rules.roots(asked.path), rules)
        ran = await done(asked, outcomes_of, texts, moment, by=asked.server.background)
        known = _RAN[asked.server] = model, moment, ran or {}
    return known[2]


def _lens(asked: Asked, lens: Lens, uri: str) -> types.CodeLens:
    if lens.kind == "example":
        command = types.Command(lens.title, RUN_EXAMPLE, arguments=[uri, lens.about])
    else:
        command = types.Command(lens.title, "")  # editors show it, and there is nothing to do
    return types.CodeLens(asked.range(lens.span), command)


async def _run(server: Server, params: types.ExecuteCommandParams) -> object:
    uri, name = _arguments(params)
    ran = await _ran(server.asked(uri), params.work_done_token)
    if ran is None:
        _say(server, "the rules have a mistake: mend it first", types.MessageType.Warning)
        return None
    outcome = ran.get(name)
    if outcome is None:
        _say(server, f'there is no example "{name}"', types.MessageType.Warning)
        return None
    _say(server, _told(outcome), types.MessageType.Info if outcome.passed else types.MessageType.Warning)
    return {"name": outcome.name, "passed": outcome.passed, "told": list(outcome.told)}


def _arguments(params: types.ExecuteCommandParams) -> tuple[str, str]:
    """The document and the name of an example, as the lens gave them to the client."""
    match params.arguments:
        case [str(uri), str(name)]:
            return uri, name
        case _:
            raise JsonRpcInvalidParams(f"{RUN_EXAMPLE} takes a document and the name of an example")


async def _ran(asked: Asked, token: types.ProgressToken | None) -> Mapping[str, Outcome] | None:
    """What the examples come to; None where there is a mistake."""
    rules, server = asked.rules, asked.server
    texts = texts_of(server.rules.roots(asked.path), rules)
    if is_short(*texts.texts.values()):
        return None if rules.model is None else outcomes(rules.model, now())
    async with shown(server, "Running the examples", token=token):
        return await done(asked, outcomes_of, texts, now())


def _told(outcome: Outcome) -> str:
    if outcome.passed:
        return f'"{outcome.name}" passes'
    return f'"{outcome.name}": ' + "; ".join(outcome.told)


def _say(server: Server, text: str, kind: types.MessageType) -> None:
    server.window_show_message(types.ShowMessageParams(kind, text))
