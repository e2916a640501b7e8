"""Characters that look like others, or like nothing."""

import unicodedata
from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.syntax import ast

CODE = Code(
    "L311",
    "odd-characters",
    "a text has invisible characters or mixes alphabets within a word",
    "A text pasted from a web page may hold characters that nobody sees, or a Cyrillic `а` in place of a Latin `a`. "
    "It looks right and never matches.",
    bad='when country == "N\u043eorway" add 5\n',
    good='when country == "Norway" add 5\n',
    severity=Severity.WARNING,
)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


def check(context: Context) -> Iterator[Diagnostic]:
    for node in nodes(context.model):
        if not isinstance(node, ast.Text):
            continue
        if hidden := [ch for ch in node.value if unicodedata.category(ch) in ("Cf", "Cc", "Co")]:
            name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}").lower()
            yield Diagnostic(CODE, f"this text has an invisible character ({name})", node.span, "type the text anew")
        elif mixed := next((word for word in node.value.split() if len(_alphabets(word)) > 1), None):
            alphabets = " and ".join(name.capitalize() for name in sorted(_alphabets(mixed)))
            yield Diagnostic(CODE, f"`{mixed}` mixes {alphabets} letters", node.span, "type the word anew")


def _alphabets(word: str) -> set[str]:
    names = (unicodedata.name(ch, "") for ch in word if ch.isalpha())
    return {alphabet for name in names for alphabet in _ALPHABETS if name.startswith(alphabet)}


LINT = Lint(CODE, "reading", check)
