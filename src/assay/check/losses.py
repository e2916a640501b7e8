"""What may have been declared in statements that did not parse: such names are let pass, so that a mistake in a
declaration is not told again at every use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAME = r"(`[^`\n]*`|[^\W\d]\w*)"
_DECLARED = re.compile(rf"\b(?:let|group|stage)\s+{_NAME}")
_GRADED = re.compile(rf"\bgrade\s+{_NAME}")
_FIRST_OF_LINE = re.compile(rf"^[ \t]*{_NAME}", re.MULTILINE)
_AFTER_BRACE = re.compile(rf"\b(?:lead|activity)\s*\{{\s*{_NAME}")
_ANY = re.compile(_NAME)
_SCHEMAS = {"lead": re.compile(r"\blead\s*\{"), "activity": re.compile(r"\bactivity\s*\{")}


@dataclass(frozen=True, slots=True)
class Losses:
    """`names` may have been declared, `graded` be groups with a grade, `schemas` be tables with a schema."""

    names: frozenset[str] = frozenset()
    graded: frozenset[str] = frozenset()
    schemas: frozenset[str] = frozenset()


def losses(found: Iterable[Losses], lines: Iterable[str]) -> Losses:
    """What may be lost in the texts that have syntax errors; `lines` are those with an error in them."""
    texts = list(found)
    names = frozenset().union(*(one.names for one in texts))
    named = _bare({name for line in lines for name in _ANY.findall(line)})
    graded = frozenset().union(*(one.graded for one in texts))
    return Losses(names | named, graded, frozenset().union(*(one.schemas for one in texts)))


def losses_in(text: str) -> Losses:
    """What a text seems to declare, looked at from outside."""
    names = {name for pattern in (_DECLARED, _FIRST_OF_LINE, _AFTER_BRACE) for name in pattern.findall(text)}
    schemas = frozenset(table for table, pattern in _SCHEMAS.items() if pattern.search(text))
    return Losses(_bare(names), _bare(set(_GRADED.findall(text))), schemas)


def _bare(names: set[str]) -> frozenset[str]:
    return frozenset(name.strip("`") for name in names)
