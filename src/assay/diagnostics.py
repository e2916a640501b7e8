"""The one Diagnostic. User mistakes are returned as these, never raised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assay.source import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(StrEnum):
    """How far a fix may be trusted: SAFE keeps the meaning, UNSAFE is a guess, shown and applied on demand."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `bad` and `good` are whole rule files: tests hold that `bad` gives exactly this
    code and `good` nothing, and `assay rule CODE` prints them."""

    code: str  # "E101"
    name: str  # "single-equals"
    summary: str  # one line
    why: str  # one short paragraph in a marketer's words
    bad: str
    good: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Edit:
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    title: str  # "write `==`"
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.UNSAFE


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that explains the finding ("first defined here")."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A lead that shows a finding, on one line as an example states it, and what it was given when it was scored."""

    lead: str
    given: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: leads that were scored, and how it is known that there is no other lead, in words."""

    shown: tuple[Shown, ...] = ()
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: plain, lowercase, user text in backticks, help on its own line. `seek` looks for what it rests on,
    which takes longer than to find it: `with_evidence` asks for it once it is known what is reported."""

    code: Code
    message: str
    span: Span
    help: str | None = None
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    seek: Callable[[], Evidence] | None = field(default=None, compare=False, repr=False)
    evidence: Evidence = field(default=Evidence(), compare=False)

    @property
    def severity(self) -> Severity:
        return self.code.severity


def with_evidence(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings with what they rest on."""
    return tuple(one if one.seek is None else replace(one, seek=None, evidence=one.seek()) for one in diagnostics)


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, then place, so that output never depends on the order of the passes."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span.source.name, d.span.start, d.span.end, d.code.code)))
