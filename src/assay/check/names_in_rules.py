"""What a name means where a rule reads it: a result, a `let`, a field, a group, or a stage next to `stage`."""

from dataclasses import replace

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.check.constants import constant
from assay.check.env import Env, KnownField
from assay.check.errors import names as errors
from assay.check.names import RESULTS, UNGROUPED
from assay.model import Const, Expr, FieldRef, GroupRef, LetRef, ListValue, Phase, Result, ResultRef, Scope
from assay.source import Span
from assay.syntax import ast
from assay.types import BOOLEAN, NUMBER, STAGE, Kind

_RESULTS = {
    "score": (Result.SCORE, Phase.SCORE),
    "stage": (Result.STAGE, Phase.STAGE),
    "route": (Result.ROUTE, Phase.ROUTE),
    "disqualified": (Result.DISQUALIFIED, Phase.DISQUALIFIED),
}


def name(written: ast.Name, env: Env) -> Expr | None:
    """A name as a value."""
    env.asked.add(written.name)
    if written.name in RESULTS and not written.quoted:
        return _result(written, env)
    if written.name in env.lets:
        return _let(written, env.lets[written.name])
    if (known := env.fields.get(written.name)) is not None:
        return _field(written, known, env)
    if written.name in env.names.groups or (written.name == UNGROUPED and env.names.ungrouped is not None):
        return GroupRef(NUMBER, Scope.LEAD, Phase.GROUPS, written.span, written.name)
    _report_unknown(written, env)
    return None


def _result(written: ast.Name, env: Env) -> Expr:
    result, phase = _RESULTS[written.name]
    match result:
        case Result.SCORE:
            type_ = NUMBER
        case Result.STAGE:
            type_ = STAGE
        case Result.ROUTE:
            type_ = env.route
        case Result.DISQUALIFIED:
            type_ = BOOLEAN
    return ResultRef(type_, Scope.LEAD, phase, written.span, result)


def _let(written: ast.Name, value: Expr | None) -> Expr | None:
    match value:
        case None:
            return None
        case Const() | ListValue():
            return replace(value, span=written.span)
        case _:
            return LetRef(value.type, value.scope, value.phase, written.span, written.name)


def _field(written: ast.Name, known: KnownField, env: Env) -> Expr | None:
    if written.name in env.ambiguous:
        env.ambiguous_uses.setdefault(written.name, written.span)
        return None
    return FieldRef(known.type, known.scope, Phase.DATA, written.span, known.table, written.name)


def _report_unknown(written: ast.Name, env: Env) -> None:
    if written.name in env.names.stages:
        env.report(errors.stage_as_value(written))
    elif env.lets_pass(written.name):
        return
    elif written.name in FUNCTIONS or written.name in AGGREGATES:
        env.report(errors.function_without_brackets(written))
    else:
        env.report(errors.unknown_field(written, near_name(written.name, env), _advice(env)))


def is_unknown(written: ast.Name, env: Env) -> bool:
    """Whether a name is surely nothing that can be read."""
    if written.name in RESULTS and not written.quoted:
        return False
    env.asked.add(written.name)
    names = env.names
    known = written.name in env.lets or written.name in env.fields or written.name in names.groups
    if known or (written.name == UNGROUPED and names.ungrouped is not None):
        return False
    return not env.lets_pass(written.name)


def near_name(name: str, env: Env) -> str | None:
    """What a bare name could have been meant to be."""
    return env.suggester.near(name, env.fields, env.lets, env.names.groups, env.columns)


def _advice(env: Env) -> str:
    if env.columns:
        return "name a column of the input, or a `let` or group of these rules"
    return "declare it in `lead { … }` or `activity { … }`"


# --- stages ------------------------------------------------------------------------------------------


def is_about_stage(expr: ast.Expr, env: Env) -> bool:
    """Whether names next to this expression are names of stages."""
    if isinstance(expr, ast.Call):
        return expr.function.name in ("min", "max") and any(is_about_stage(part, env) for part in expr.arguments)
    if not isinstance(expr, ast.Name):
        return False
    if expr.name == "stage" and not expr.quoted:
        return True
    env.asked.add(expr.name)
    value = env.lets.get(expr.name)
    return value is not None and value.type.kind is Kind.STAGE


def stage_value(expr: ast.Name | ast.Text, env: Env) -> Const | None:
    """A stage's name next to `stage`."""
    if isinstance(expr, ast.Text):
        _quoted_stage(expr, env)
        return None
    if stage_exists(expr.name, expr.span, env):
        return constant(expr.name, STAGE, expr.span)
    return None


def _quoted_stage(text: ast.Text, env: Env) -> None:
    stages = env.names.stages
    known = next((stage for stage in stages if stage.lower() == text.value.strip().lower()), None)
    if known is not None:
        env.report(errors.quoted_stage(text.span, known))
    else:
        stage_exists(text.value, text.span, env)


def stage_exists(stage: str, span: Span, env: Env) -> bool:
    """Whether there is a stage of that name; reported if not."""
    env.asked.add(stage)
    if stage in env.names.stages:
        return True
    if not env.lets_pass(stage):
        stages = env.names.stages
        env.report(errors.unknown_stage(span, stage, env.suggester.near(stage, stages), tuple(stages)))
    return False
