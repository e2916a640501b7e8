"""What a lint is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assay.diagnostics import Code, Diagnostic
from assay.model import Model

Family = Literal["logic", "missing", "reading", "data"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a lint may look at: checked rules. `today` (days since 1970) decides what is past."""

    model: Model
    today: int


@dataclass(frozen=True, slots=True)
class Lint:
    """A kind of finding and how it is found. `code.bad` and `code.good` are its tests. A lint that cannot be sure
    stays silent or says "may". `opt_in`: only when it is selected by name."""

    code: Code
    family: Family
    check: Callable[[Context], Iterable[Diagnostic]]
    opt_in: bool = False
