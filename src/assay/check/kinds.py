"""How types go together."""

from collections.abc import Sequence

from assay.check.env import Env
from assay.check.errors import types as errors
from assay.diagnostics import Diagnostic
from assay.model import Expr, FieldRef, Phase, Scope
from assay.source import Span
from assay.types import (
    BOOLEAN,
    DATE,
    DURATION,
    EXACT_TEXT,
    INTEGER,
    MOMENTS,
    NUMBER,
    NUMERIC,
    STAGE,
    TEXT,
    TEXTUAL,
    TIME,
    Kind,
    Type,
)

OF_KIND = {
    Kind.TEXT: TEXT,
    Kind.NUMBER: NUMBER,
    Kind.INTEGER: INTEGER,
    Kind.BOOLEAN: BOOLEAN,
    Kind.DATE: DATE,
    Kind.TIME: TIME,
    Kind.DURATION: DURATION,
    Kind.STAGE: STAGE,
}


def one_kind(a: Type, b: Type) -> bool:
    """Whether values of the two can be compared: text with `one of`, numbers with whole ones, dates with times."""
    if a.kind is b.kind:
        return True
    return any(a.kind in family and b.kind in family for family in (TEXTUAL, NUMERIC, MOMENTS))


def joined(a: Type, b: Type) -> Type:
    """The type that holds the values of both, for types of one kind."""
    if a == b:
        return a
    if a.kind in TEXTUAL:
        return EXACT_TEXT if a.exact or b.exact else TEXT
    if a.kind in NUMERIC:
        return NUMBER
    return TIME if a.kind in MOMENTS else a


def joined_scope(args: Sequence[Expr]) -> tuple[Scope, Phase]:
    """What an expression of these parts needs, and the latest result it reads."""
    return max(arg.scope for arg in args), max(arg.phase for arg in args)


def conflict(expr: Expr, wanted: str, span: Span, env: Env) -> Diagnostic | None:
    """The error of a field whose type comes from another use; None where its type was declared."""
    if not isinstance(expr, FieldRef):
        return None
    known = env.fields.get(expr.name)
    if known is None or known.declared or known.origin in (None, span):
        return None
    return errors.conflicting_use(span, expr.name, expr.type, wanted, known.origin)
