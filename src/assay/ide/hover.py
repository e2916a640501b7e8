"""What an editor shows under the pointer: type, meaning in words, what missing values do, documentation."""

from dataclasses import dataclass

from assay.builtins import AGGREGATES, FUNCTIONS, Signature
from assay.ide import wording_rules
from assay.ide.expression_types import type_of
from assay.ide.hover_symbols import about_symbol
from assay.ide.nodes import nodes_at
from assay.ide.phrases import phrase_at
from assay.ide.scene import Scene
from assay.ide.symbols import Symbol, occurrence_at
from assay.ide.vocabulary import BY_WORDS, Phrase
from assay.ide.wording import condition, value
from assay.source import Span
from assay.syntax import ast
from assay.types import Kind

_MISSING = {
    "strict": "of missing values: unknown, or missing",
    "kleene": "unknown where a missing value decides it: true, false and unknown",
    "never": "never unknown: always true or false, or a number",
    "skips": "missing values are passed over",
}
_DECIDING = (ast.Exclude, ast.Disqualify, ast.Ignore, ast.Stage, ast.Promote, ast.Route, ast.Guarantee)
_SPEAKING = (ast.When, ast.Each, ast.Match, ast.Choice, ast.Row, *_DECIDING)


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown, and the place it is about."""

    span: Span
    text: str


def hover(scene: Scene, offset: int) -> Hover | None:
    """What there is to say of the word at a place; None where there is nothing."""
    found = occurrence_at(scene, offset)
    if found is not None:
        return Hover(found.span, about_symbol(found.symbol, scene))
    path = nodes_at(scene.document, offset)
    function = _function(path)
    if function is not None and (span := scene.document.place(path[-1].span)) is not None:
        return Hover(span, "\n\n".join([*_of_call(path[-2], scene), with_example(function)]))
    if path and isinstance(path[-1], ast.Text | ast.Number):
        return _of_file(path, scene)
    phrase = phrase_at(scene.document, offset)
    if phrase is None:
        return None
    span, told = phrase
    meaning = _meaning(path, scene, span)
    own = [] if span.text in ("when", "if") and _decides(path) else [with_example(told)]
    return Hover(span, "\n\n".join([*meaning, *own]))


def _of_file(path: tuple[ast.Node, ...], scene: Scene) -> Hover | None:
    """What a list's file holds; other texts and numbers speak for themselves."""
    span = scene.document.place(path[-1].span)
    if span is None or not isinstance(path[0], ast.LetFile) or path[-1] is not path[0].path:
        return None
    return Hover(span, about_symbol(Symbol("let", path[0].name.name), scene))


def _decides(path: tuple[ast.Node, ...]) -> bool:
    return bool(path) and isinstance(path[0], _DECIDING)


def _of_call(call: ast.Node, scene: Scene) -> list[str]:
    """What an aggregate says."""
    if not isinstance(call, ast.Call) or call.function.name not in AGGREGATES:
        return []
    return [f"**{_sentence(value(call, scene))}**"]


def _function(path: tuple[ast.Node, ...]) -> Signature | Phrase | None:
    match path[-2:]:
        case (ast.Call(function=own), ast.Name() as name) if own is name:
            return FUNCTIONS.get(name.name) or AGGREGATES.get(name.name) or BY_WORDS.get(f"{name.name}(…)")
    return None


def documented(told: Signature | Phrase) -> str:
    """The documentation of a word, an operator or a function."""
    if isinstance(told, Phrase):
        return f"`{told.words}` {_sentence(told.doc)}"
    head = f"`{told.name}` {_sentence(told.doc)}"
    return f"{head}\n\n*Missing*: {_MISSING[told.missing]}."


def with_example(told: Signature | Phrase) -> str:
    """The documentation, and how it is written."""
    return "\n\n".join([documented(told), *_example(told)])


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def _example(told: Signature | Phrase) -> list[str]:
    return [f"```assay\n{told.example}\n```"]


def _meaning(path: tuple[ast.Node, ...], scene: Scene, word: Span) -> list[str]:
    """What the rule or expression says whose word is under the pointer."""
    at = scene.document.here(word.start)
    for node in reversed(path):
        if isinstance(node, ast.Binary) and node.op_span.start == at and _is_condition(node, scene):
            return [f"**{_sentence(condition(node, scene))}**"]
        if isinstance(node, _SPEAKING) and (
            _leads(node, at) or (isinstance(node, _DECIDING) and word.text in ("when", "if"))
        ):
            return [
                "\n".join(
                    f"{'' if n else '**'}{told}{'' if n else '**'}  "
                    for n, told in enumerate(wording_rules.sentences(node, scene))
                )
            ]
    return []


def _leads(node: ast.Node, at: int) -> bool:
    """Whether a word begins a rule, or is its `add`."""
    if node.span.start == at:
        return True
    amount = getattr(node, "amount", None)
    return isinstance(amount, ast.Amount) and amount.span.start == at


def _is_condition(node: ast.Binary, scene: Scene) -> bool:
    found = type_of(node, scene)
    return found is not None and found.kind is Kind.BOOLEAN
