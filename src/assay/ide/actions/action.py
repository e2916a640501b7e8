"""What a code action is: a title, and edits of documents as they are now."""

from dataclasses import dataclass
from typing import Literal

from assay.diagnostics import Diagnostic, Edit

Kind = Literal["quickfix", "refactor.rewrite", "source.fixAll"]


@dataclass(frozen=True, slots=True)
class Action:
    """`edits` is None for what is worked out only when it is chosen: `later` names it then. `cures` is the finding it is
    about; `preferred` if there is no doubt about it."""

    title: str
    kind: Kind
    edits: tuple[Edit, ...] | None
    cures: Diagnostic | None = None
    preferred: bool = False
    later: str | None = None
