"""`textDocument/semanticTokens`: full, delta and range."""

from dataclasses import dataclass
from itertools import chain, count
from weakref import WeakKeyDictionary

from lsprotocol import types

from assay.ide.semantic_tokens import KINDS, MODIFIERS, Colours, Encoded
from assay.lsp.server import Asked, Server

_ids = count(1)


@dataclass(slots=True)
class _Shown:
    """What a client was told last of a document."""

    id: str
    tokens: list[Encoded]


@dataclass(slots=True)
class _Known:
    colours: Colours
    shown: _Shown | None = None


_KNOWN: "WeakKeyDictionary[Server, dict[str, _Known]]" = WeakKeyDictionary()


def register(server: Server) -> None:
    legend = types.SemanticTokensLegend(list(KINDS), list(MODIFIERS))
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _full, legend)
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, _delta, legend)
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, _range, legend)


def _known(asked: Asked) -> _Known:
    of_server = _KNOWN.setdefault(asked.server, {})
    return of_server.setdefault(str(asked.path), _Known(Colours(asked.encoding)))


def _full(asked: Asked, _params: types.SemanticTokensParams) -> types.SemanticTokens:
    known = _known(asked)
    known.shown = _Shown(str(next(_ids)), known.colours.of(asked.rules, asked.document))
    return types.SemanticTokens(list(chain.from_iterable(known.shown.tokens)), known.shown.id)


def _delta(asked: Asked, params: types.SemanticTokensDeltaParams) -> types.SemanticTokens | types.SemanticTokensDelta:
    known = _known(asked)
    before = known.shown
    if before is None or before.id != params.previous_result_id:
        return _full(asked, types.SemanticTokensParams(params.text_document))
    known.shown = _Shown(str(next(_ids)), known.colours.of(asked.rules, asked.document))
    return types.SemanticTokensDelta(_edits(before.tokens, known.shown.tokens), known.shown.id)


def _edits(old: list[Encoded], new: list[Encoded]) -> list[types.SemanticTokensEdit]:
    """One edit from the first list that differs to the last."""
    most = min(len(old), len(new))
    first = next((n for n in range(most) if old[n] is not new[n] and old[n] != new[n]), most)
    same = next(
        (n for n in range(most - first) if old[-1 - n] is not new[-1 - n] and old[-1 - n] != new[-1 - n]), most - first
    )
    left, right = old[first : len(old) - same], new[first : len(new) - same]
    if not left and not right:
        return []
    start = sum(map(len, old[:first]))
    return [types.SemanticTokensEdit(start, sum(map(len, left)), list(chain.from_iterable(right)))]


def _range(asked: Asked, params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    tokens = _known(asked).colours.of(asked.rules, asked.document, start, end)
    return types.SemanticTokens(list(chain.from_iterable(tokens)))
