"""`textDocument/semanticTokens`: full, delta and range."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from weakref import WeakKeyDictionary

from lsprotocol import types

from assay.ide.semantic_tokens import KINDS, MODIFIERS, Colours, Run, difference, numbers
from assay.lsp.protocol import Written
from assay.lsp.server import Asked, Server

_ids = count(1)


@dataclass(slots=True)
class _Known:
    """`id` and `shown`: what the client was told last of a document."""

    colours: Colours
    id: str = ""
    shown: Sequence[Run] = ()


_KNOWN: "WeakKeyDictionary[Server, dict[str, _Known]]" = WeakKeyDictionary()


def register(server: Server) -> None:
    legend = types.SemanticTokensLegend(list(KINDS), list(MODIFIERS))
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _full, legend)
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, _delta, legend)
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, _range, legend)


def _known(asked: Asked) -> _Known:
    of_server = _KNOWN.setdefault(asked.server, {})
    return of_server.setdefault(str(asked.path), _Known(Colours(asked.encoding)))


def _full(asked: Asked, _params: types.SemanticTokensParams) -> Written:
    known = _known(asked)
    known.id, known.shown = str(next(_ids)), known.colours.of(asked.rules, asked.document)
    return Written(f'{{"resultId":"{known.id}","data":[{numbers(known.shown)}]}}')


def _delta(asked: Asked, params: types.SemanticTokensDeltaParams) -> Written:
    known = _known(asked)
    before = known.shown
    if not known.id or known.id != params.previous_result_id:
        return _full(asked, types.SemanticTokensParams(params.text_document))
    known.id, known.shown = str(next(_ids)), known.colours.of(asked.rules, asked.document)
    changed = difference(before, known.shown)
    edit = "" if changed is None else _edit(*changed)
    return Written(f'{{"resultId":"{known.id}","edits":[{edit}]}}')


def _edit(start: int, gone: int, instead: Sequence[Run]) -> str:
    return f'{{"start":{start},"deleteCount":{gone},"data":[{numbers(instead)}]}}'


def _range(asked: Asked, params: types.SemanticTokensRangeParams) -> Written:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    return Written(f'{{"data":[{numbers(_known(asked).colours.of(asked.rules, asked.document, start, end))}]}}')
