"""Functions and aggregates on checked arguments, typed by the tables in `builtins`."""

from assay.builtins import AGGREGATES, FUNCTIONS, Signature
from assay.check.choices import same_order
from assay.check.constants import duration, foldable, folded
from assay.check.env import Env
from assay.check.errors import names as name_errors
from assay.check.errors import places as place_errors
from assay.check.errors import structure as structure_errors
from assay.check.errors import types as errors
from assay.check.errors.wording import kinds
from assay.check.kinds import OF_KIND, conflict, joined, joined_scope
from assay.check.names import UNGROUPED
from assay.check.operators import comparable
from assay.check.places import timed
from assay.model import Aggregate, Expr, GradeRef, Op, Phase, Scope
from assay.syntax import ast, printer
from assay.types import EXACT_TEXT, TEXT, Kind, Type

CONDITIONS = frozenset({"any", "none", "count"})
_OTHERS = ("grade",)
_SCORE = ("score",)
_OF_NOW = frozenset({"since", "days_since", "weeks_since", "days_until"})  # read the moment of scoring


def report_unknown(call: ast.Call, env: Env) -> None:
    """A function that does not exist."""
    name = call.function.name
    help_ = f"`{name}` is a group: write it without brackets" if name in env.names.groups else None
    env.report(
        name_errors.unknown_function(call.function, env.suggester.near(name, FUNCTIONS, AGGREGATES, _OTHERS), help_)
    )


def has_count(call: ast.Call, signature: Signature, env: Env) -> bool:
    """Whether a call gives as many values as its function takes."""
    if len(call.arguments) == len(signature.params):
        return True
    env.report(errors.argument_count(call, len(signature.params), signature.example))
    return False


def is_plain(call: ast.Call, signature: Signature, env: Env) -> bool:
    """Whether a call of a function has the right number of values and no clause of an aggregate."""
    if call.where is not None:
        env.report(place_errors.where_outside(call.where.span, signature.name))
    elif call.within is not None:
        env.report(place_errors.within_outside(call.within.span, signature.name))
    else:
        return has_count(call, signature, env)
    return False


def function(call: ast.Call, signature: Signature, args: tuple[Expr, ...], env: Env) -> Expr | None:
    """A call of a function; its arguments are as many as it takes."""
    if not _take(signature, args, env):
        return None
    if signature.same and not (comparable(args[0], args[1], call.span, env) and _one_order(call, args, env)):
        return None
    if foldable(signature.name, args):
        return folded(signature.name, args, call.span, env)
    scope, phase = joined_scope(args)
    if signature.name in _OF_NOW:
        scope = max(scope, Scope.LEAD)
    return Op(_result(signature, args), scope, phase, call.span, signature.name, args)


def _take(signature: Signature, args: tuple[Expr, ...], env: Env) -> bool:
    for arg, allowed in zip(args, signature.params, strict=True):
        if arg.type.kind not in allowed:
            problem = conflict(arg, kinds(allowed), arg.span, env)
            env.report(problem or errors.wrong_argument(arg, signature.name, allowed))
            return False
    return True


def _one_order(call: ast.Call, args: tuple[Expr, ...], env: Env) -> bool:
    if same_order(*args):
        return True
    env.report(errors.different_choices(call.span, call.function.name))
    return False


def _result(signature: Signature, args: tuple[Expr, ...]) -> Type:
    if signature.result is None:
        return args[0].type if len(args) == 1 else joined(args[0].type, args[1].type)
    if signature.name == "domain" and args[0].type.exact:
        return EXACT_TEXT
    return OF_KIND[signature.result]


# --- aggregates ----------------------------------------------------------------------------------------------


def aggregate(call: ast.Call, argument: Expr, where: Expr | None, env: Env) -> Expr | None:
    """A call over activities; for `any`, `none` and `count` the argument is the condition itself."""
    signature = AGGREGATES[call.function.name]
    is_condition = signature.name in CONDITIONS
    if not _take(signature, (argument,), env) or not _chooses_well(call, argument, where, env):
        return None
    within = window(call.within, "`within`", env)
    if call.within is not None and within is None:
        return None
    phase = max(argument.phase, where.phase) if where is not None else argument.phase
    return Aggregate(
        _result(signature, (argument,)),
        Scope.LEAD,
        phase,
        call.span,
        signature.name,
        None if is_condition else argument,
        argument if is_condition else where,
        within,
        printer.expression(call),
    )


def _chooses_well(call: ast.Call, argument: Expr, where: Expr | None, env: Env) -> bool:
    name = call.function.name
    if where is not None and name in CONDITIONS:
        env.report(place_errors.where_in_condition(where.span, name))
        return False
    if max(argument.scope, where.scope if where is not None else argument.scope) is Scope.LEAD:
        env.report(place_errors.aggregate_reads_no_activity(argument.span, name))
        return False
    return True


def window(within: ast.Duration | None, what: str, env: Env) -> int | None:
    """The length of a `within` in microseconds."""
    if within is None:
        return None
    timed(within, what, env)
    return some_time(within, what, env)


def some_time(written: ast.Duration, what: str, env: Env) -> int | None:
    """A length of time that is not zero, in microseconds."""
    length = duration(written, env)
    if length == 0:
        env.report(structure_errors.zero_duration(written.span, what))
        return None
    return length


# --- grades --------------------------------------------------------------------------------------------------


def grade(call: ast.Call, env: Env) -> Expr | None:
    """`grade(fit)`, `grade(score)`."""
    of = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(of, ast.Name):
        env.report(name_errors.not_a_group(call.span))
        return None
    if not is_gradable(of, env):
        return None
    declared = env.names.grades.get(of.name)
    if declared is None:
        env.unsure = True
        if not (env.open or of.name in env.lost_grades):
            env.report(name_errors.no_grade(of))
        return None
    letters = tuple(dict.fromkeys(band.letter.value for band in declared.bands))
    type_ = Type(Kind.ONE_OF, letters) if letters else TEXT
    return GradeRef(type_, Scope.LEAD, Phase.GRADE, call.span, of.name)


def is_gradable(of: ast.Name, env: Env) -> bool:
    """Whether a name is a group or `score`; reported if not."""
    names = env.names
    env.asked.add(of.name)
    if (of.name == "score" and not of.quoted) or of.name in names.groups:
        return True
    if of.name == UNGROUPED and names.ungrouped is not None:
        return True
    if not env.lets_pass(of.name):
        guess = env.suggester.near(of.name, names.groups, _SCORE)
        env.report(name_errors.unknown_group(of, guess, tuple(names.groups)))
    return False
