"""A negation that leads without a value never meet."""

from collections.abc import Iterator

from assay import model as m
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint

CODE = Code(
    "L201",
    "negated-missing",
    "a negation leaves out leads whose field is missing",
    '`country != "NL"` is not true of a lead without a country: it is unknown, and the rule does not act. Where such '
    "leads are meant too, say so; where they are not, `is known` shows that it was thought of.",
    bad='disqualify if country != "NL"\n',
    good='disqualify if country != "NL" or country is missing\n',
    severity=Severity.INFO,
)
_NEGATIONS = ("!=", "not in")


def check(context: Context) -> Iterator[Diagnostic]:
    keeping_out = (*context.model.excludes, *context.model.disqualifies)
    for decision in keeping_out:
        said = {_field(op.args[0]) for op in walk.parts(decision.condition) if _asks(op) and isinstance(op, m.Op)}
        for op in walk.parts(decision.condition):
            if isinstance(op, m.Op) and op.op in _NEGATIONS and (name := _field(op.args[0])) and name not in said:
                message = f"leads without `{name}` are not kept out by this"
                yield Diagnostic(CODE, message, op.span, f"add `or {name} is missing`, or `and {name} is known`")


def _asks(expr: m.Expr) -> bool:
    return isinstance(expr, m.Op) and expr.op in ("is known", "is missing")


def _field(expr: m.Expr) -> str | None:
    return expr.name if isinstance(expr, m.FieldRef) and expr.table == "lead" else None


LINT = Lint(CODE, "missing", check)
