"""Small pieces that messages and fixes are put together from."""

from collections.abc import Iterable

from assay.diagnostics import Applicability, Edit, Fix, Label
from assay.model import Expr
from assay.source import Span
from assay.syntax.words import needs_backticks
from assay.types import Kind, Type, described

__all__ = ["guess_fix", "guess_help", "kinds", "label", "listed", "replace", "said", "short", "surround", "written"]


def written(name: str) -> str:
    """A name as it is written in a rule: in backticks if it needs them."""
    return f"`{name}`" if needs_backticks(name) else name


def replace(span: Span, text: str, title: str | None = None, *, safe: bool = False) -> Fix:
    """A fix that writes `text` in place of a range."""
    trust = Applicability.SAFE if safe else Applicability.UNSAFE
    return Fix(title or f"write `{text}`", (Edit(span, text),), trust)


def surround(span: Span, before: str, after: str) -> Fix:
    """A fix that puts something round a range."""
    return replace(span, before + span.text + after)


def label(span: Span | None, text: str) -> tuple[Label, ...]:
    return () if span is None else (Label(span, text),)


def guess_help(guess: str | None, otherwise: str | None = None) -> str | None:
    """ "did you mean", or what to say when nothing is near."""
    return otherwise if guess is None else f"did you mean `{guess}`?"


def guess_fix(span: Span, guess: str | None) -> Fix | None:
    return None if guess is None else replace(span, guess)


def listed(names: Iterable[str], most: int = 8) -> str:
    """`a`, `b`, `c` and no more than a line of them."""
    known = list(names)
    shown = ", ".join(f"`{name}`" for name in known[:most])
    return shown + (", …" if len(known) > most else "")


def said(expr: Expr) -> str:
    """What an expression is, as a message says it: `age` is a number."""
    text = " ".join(expr.span.text.split())
    return f"`{text}`" if 0 < len(text) <= 40 else "this"


_MANY = {
    Kind.TEXT: "text",
    Kind.ONE_OF: "text",
    Kind.NUMBER: "numbers",
    Kind.INTEGER: "numbers",
    Kind.DATE: "dates",
    Kind.TIME: "times",
    Kind.DURATION: "lengths of time",
    Kind.BOOLEAN: "conditions",
    Kind.LIST: "lists",
    Kind.STAGE: "stages",
}
_GENERAL = {
    Kind.ONE_OF: "text",
    Kind.INTEGER: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DURATION: "a length of time",
}


def short(type_: Type) -> str:
    """The type in a word or two, without the values of a `one of`."""
    if type_.kind is Kind.LIST:
        return "a list" if type_.of is None else f"a list of {_MANY[type_.of.kind]}"
    return _GENERAL.get(type_.kind) or described(type_)


def kinds(allowed: frozenset[Kind]) -> str:
    """ "text or lists": what an operator or function takes."""
    words = list(dict.fromkeys(word for kind, word in _MANY.items() if kind in allowed))
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
