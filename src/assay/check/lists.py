"""List files: one value a line."""

import re

from assay.check.constants import constant
from assay.check.env import Env
from assay.check.errors import files as errors
from assay.check.folder import Folder
from assay.diagnostics import Diagnostic
from assay.model import ListValue, Phase, Scope
from assay.syntax import ast
from assay.types import LIST_OF_TEXT, TEXT
from assay.values import trim

MOST_VALUES = 1_000_000
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")  # in `C#` it is part of the value
_LINE = re.compile(r"\r\n|\n|\r")


def list_from_file(let: ast.LetFile, folder: Folder, env: Env) -> ListValue | None:
    """The values of a list file, as texts; what keeps it from being read is reported."""
    place = folder.find(let.path)
    text = place if isinstance(place, Diagnostic) else folder.read(let.path, place)
    if isinstance(text, Diagnostic):
        env.report(text)
        return None
    values = values_of(text)
    if len(values) > MOST_VALUES:
        reason = f"it has more than {MOST_VALUES:,} values".replace(",", "_")
        env.report(errors.unreadable_file(let.path, reason))
        return None
    items = tuple(constant(value, TEXT, let.path.span) for value in values)
    return ListValue(LIST_OF_TEXT, Scope.CONSTANT, Phase.DATA, let.path.span, items, let.name.name)


def values_of(text: str) -> tuple[str, ...]:
    """The values in a list file, each once: one a line, without blanks around it, `#` beginning a comment."""
    lines = (trim(_COMMENT.sub("", line)) for line in _LINE.split(text.replace("\0", "")))
    return tuple(dict.fromkeys(line for line in lines if line))
