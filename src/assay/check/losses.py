"""What may have been declared in statements that did not parse: such names are let pass, so that a mistake in a
declaration is not told again at every use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assay.source import Source

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


def losses(sources: Iterable[Source], lines: Iterable[str]) -> Losses:
    """Looks through the text of the sources that have syntax errors; `lines` are those with an error in them."""
    names: set[str] = set()
    graded: set[str] = set()
    schemas: set[str] = set()
    for source in sources:
        for pattern in (_DECLARED, _FIRST_OF_LINE, _AFTER_BRACE):
            names.update(pattern.findall(source.text))
        graded.update(_GRADED.findall(source.text))
        schemas.update(table for table, pattern in _SCHEMAS.items() if pattern.search(source.text))
    for line in lines:
        names.update(_ANY.findall(line))
    return Losses(_bare(names), _bare(graded), frozenset(schemas))


def _bare(names: set[str]) -> frozenset[str]:
    return frozenset(name.strip("`") for name in names)
