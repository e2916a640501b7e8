"""What a completion offers."""

import re
from dataclasses import dataclass
from typing import Literal

from assay.source import Span

Kind = Literal[
    "keyword", "operator", "field", "let", "list", "group", "stage", "function", "value", "snippet", "result"
]

_PLACEHOLDER = re.compile(r"\$\{\d+(?:\|([^,|]*)[^|]*\||:([^}]*))?\}|\$\d+")


@dataclass(frozen=True, slots=True)
class Item:
    """`insert` is a snippet where it holds `$`, see `plain`. Of lower `rank` come first, of one rank in order.
    `about` names what `documentation` tells of it: ("field", "country")."""

    label: str
    kind: Kind
    insert: str
    detail: str = ""
    rank: int = 5
    about: tuple[str, str] | None = None

    @property
    def is_snippet(self) -> bool:
        return _PLACEHOLDER.search(self.insert) is not None


@dataclass(frozen=True, slots=True)
class Completions:
    """`replaced` is what an item takes the place of; the editor filters by what stands there."""

    replaced: Span
    items: tuple[Item, ...]


def plain(snippet: str) -> str:
    """A snippet for an editor that knows none: its places filled with what they suggest."""
    return _PLACEHOLDER.sub(lambda found: found[1] or found[2] or "", snippet)


def escaped(text: str) -> str:
    """A text as it stands for itself in a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
