"""0 where "not given" may be meant."""

from collections.abc import Iterator

from assay import model as m
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint

CODE = Code(
    "L203",
    "zero-for-missing",
    "0 is asked for where no value may be meant",
    "A field without a value is missing, and missing is not 0: `employees == 0` is unknown of it, and the rule does not "
    'act. Where an export writes 0 for "not given", both have to be asked for; a row or a condition about `missing` '
    "shows that it was thought of.",
    bad="disqualify if employees == 0\n",
    good="disqualify if employees == 0 or employees is missing\n",
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    thought_of = set(_asked(context.model))
    for root in walk.conditions(context.model):
        for op in walk.parts(root):
            name = _zero(op)
            if name is not None and name not in thought_of:
                message = f"leads without `{name}` are not meant by `{name} == 0`, which may be a mistake"
                yield Diagnostic(CODE, message, op.span, f"add `or {name} is missing`, if they are")


def _zero(expr: m.Expr) -> str | None:
    match expr:
        case m.Op(op="==", args=(m.FieldRef(table="lead", name=name), m.Const(value=value))) if value == 0:
            return None if isinstance(value, bool) else name
    return None


def _asked(model: m.Model) -> Iterator[str]:
    """Fields of which somebody asks whether they are there."""
    for root in walk.expressions(model):
        for op in walk.parts(root):
            if isinstance(op, m.Op) and op.op in ("is known", "is missing") and isinstance(op.args[0], m.FieldRef):
                yield op.args[0].name
    for _, rule in walk.rules(model):
        if not isinstance(rule, m.When) and isinstance(rule.subject, m.FieldRef) and any(r.missing for r in rule.rows):
            yield rule.subject.name


LINT = Lint(CODE, "missing", check)
