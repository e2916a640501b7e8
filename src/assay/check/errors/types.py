"""E301 to E308, E315: values of the wrong kind."""

from assay.check.errors.wording import kinds, label, replace, said, short
from assay.diagnostics import Code, Diagnostic, Fix
from assay.model import Expr, Scope
from assay.source import Span
from assay.syntax import ast
from assay.types import Kind, Type

MIXED_TYPES = Code(
    "E301",
    "mixed-types",
    "two kinds of value compared",
    "Text and numbers are never equal and have no order between them, so such a comparison would quietly never be "
    "true. Numbers are written without quotes, text with them.",
    'lead { employees number }\n\nwhen employees > "200" add 10\n',
    "lead { employees number }\n\nwhen employees > 200 add 10\n",
)
NUMBER_FOR_DURATION = Code(
    "E302",
    "number-for-duration",
    "a length of time mixed up with a number or with a moment",
    "`since(created)` is a length of time and is compared with one, `30 days`; `days_since(created)` is a number. A "
    "moment itself is compared with another moment.",
    "lead { created time }\n\nwhen since(created) > 30 subtract 5\n",
    "lead { created time }\n\nwhen since(created) > 30 days subtract 5\n",
)
WRONG_OPERAND = Code(
    "E303",
    "wrong-operand",
    "an operator with a value it does not take",
    "`starts with` needs text, `+` needs numbers, `<` needs values that have an order.",
    'lead { employees number }\n\nwhen employees starts with "2" add 10\n',
    "lead { employees number }\n\nwhen employees >= 200 add 10\n",
)
WRONG_ARGUMENT = Code(
    "E304",
    "wrong-argument",
    "a function given a value it does not take",
    "`domain` is of text, `since` of a date or a time, `sum` of a number.",
    'lead { employees number }\n\nwhen domain(employees) == "gmail.com" subtract 5\n',
    'lead { email text }\n\nwhen domain(email) == "gmail.com" subtract 5\n',
)
ARGUMENT_COUNT = Code(
    "E305",
    "argument-count",
    "a function with too few or too many values",
    "Every function takes a fixed number of values: `domain(email)` one, `min(a, b)` two.",
    "lead { visits number }\n\nwhen min(visits) > 5 add 5\n",
    "lead { visits number }\n\nwhen min(visits, 10) > 5 add 5\n",
)
NOT_A_CONDITION = Code(
    "E306",
    "not-a-condition",
    "a value where a condition is needed",
    "`when`, `and`, `or` and `not` need something that is true or false: compare the value, or ask whether it is known.",
    "lead { employees number }\n\nwhen employees add 5\n",
    "lead { employees number }\n\nwhen employees > 0 add 5\n",
)
NOT_A_NUMBER = Code(
    "E307",
    "not-a-number",
    "something other than a number where points or a bound are needed",
    "Points, bounds and thresholds are numbers.",
    'lead { country text }\n\nwhen country == "NL" add country\n',
    'lead { country text }\n\nwhen country == "NL" add 5\n',
)
NOT_A_MOMENT = Code(
    "E308",
    "not-a-moment",
    "`per … since` something that is no date or time",
    "`subtract 10 per 30 days since T` counts from a date or a time.",
    "lead { employees number }\n\nwhen employees > 5 subtract 10 per 30 days since employees\n",
    "lead { created time }\n\nwhen since(created) > 30 days subtract 10 per 30 days since created\n",
)
CONFLICTING_USE = Code(
    "E315",
    "conflicting-use",
    "a field used as one kind of value here and as another there",
    "Without a schema, a field is what its uses say. Two uses that do not fit together would make one of them never "
    "true.",
    'when size > 100 add 10\n\nwhen size == "large" add 10\n',
    'when size > 100 add 10\n\nwhen size_class == "large" add 10\n',
)

CODES = (
    MIXED_TYPES,
    NUMBER_FOR_DURATION,
    WRONG_OPERAND,
    WRONG_ARGUMENT,
    ARGUMENT_COUNT,
    NOT_A_CONDITION,
    NOT_A_NUMBER,
    NOT_A_MOMENT,
    CONFLICTING_USE,
)


def _are(left: Expr, right: Expr) -> str:
    return f"{said(left)} is {short(left.type)}, {said(right)} is {short(right.type)}"


def mixed_types(span: Span, left: Expr, right: Expr, help_: str | None, fix: Fix | None) -> Diagnostic:
    return Diagnostic(MIXED_TYPES, _are(left, right), span, help_ or "compare values of one kind", fix=fix)


def number_for_duration(span: Span, left: Expr, right: Expr, help_: str, fix: Fix | None) -> Diagnostic:
    return Diagnostic(NUMBER_FOR_DURATION, _are(left, right), span, help_, fix=fix)


def wrong_operand(
    span: Span, op: str, given: Expr, wanted: str, help_: str | None = None, *, fix: Fix | None = None
) -> Diagnostic:
    message = f"`{op}` needs {wanted}, and {said(given)} is {short(given.type)}"
    return Diagnostic(WRONG_OPERAND, message, span, help_, fix=fix)


def wrong_operands(span: Span, op: str, left: Expr, right: Expr, help_: str | None) -> Diagnostic:
    return Diagnostic(WRONG_OPERAND, f"`{op}` does not go here: {_are(left, right)}", span, help_)


def different_choices(span: Span, op: str) -> Diagnostic:
    return Diagnostic(
        WRONG_OPERAND,
        f"`{op}` needs two values of one declared order",
        span,
        "the values of a `one of` are ordered as declared, so compare with one of them",
    )


def wrong_argument(given: Expr, function: str, wanted: frozenset[Kind]) -> Diagnostic:
    return Diagnostic(
        WRONG_ARGUMENT,
        f"`{function}` is of {kinds(wanted)}, and {said(given)} is {short(given.type)}",
        given.span,
    )


def argument_count(call: ast.Call, wanted: int, example: str) -> Diagnostic:
    given = len(call.arguments)
    values = "value" if wanted == 1 else "values"
    return Diagnostic(
        ARGUMENT_COUNT,
        f"`{call.function.name}` takes {_number(wanted)} {values}, not {_number(given)}",
        call.span,
        f"as in `{example}`",
    )


def _number(count: int) -> str:
    return {0: "none", 1: "one", 2: "two", 3: "three"}.get(count, str(count))


def not_a_condition(given: Expr) -> Diagnostic:
    message = f"{said(given)} is {short(given.type)}, not a condition"
    return Diagnostic(NOT_A_CONDITION, message, given.span, _as_condition(given))


def _as_condition(given: Expr) -> str:
    if given.scope is Scope.CONSTANT:
        return 'a condition compares something, as in `country == "NL"`'
    text = " ".join(given.span.text.split()) if given.span.end - given.span.start <= 30 else "it"
    match given.type.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return f"compare it, as in `{text} > 0`, or write `{text} is known`"
        case Kind.DURATION:
            return f"compare it, as in `{text} > 30 days`"
        case Kind.DATE | Kind.TIME:
            return f"compare it, as in `since({text}) > 30 days`, or write `{text} is known`"
        case Kind.LIST:
            return f'ask what is in it, as in `{text} contains "…"`'
        case Kind.STAGE:
            return f"compare it with a stage, or write `{text} is known`"
        case _:
            return f'compare it, as in `{text} == "…"`, or write `{text} is known`'


def not_a_number(given: Expr, what: str) -> Diagnostic:
    """`what`: "the points", "`max`", …"""
    help_ = "write `days_since(…)` for days as a number" if given.type.kind is Kind.DURATION else None
    needs = "need" if what == "the points" else "needs"
    message = f"{what} {needs} a number, and {said(given)} is {short(given.type)}"
    return Diagnostic(NOT_A_NUMBER, message, given.span, help_)


def not_a_moment(given: Expr) -> Diagnostic:
    message = f"`since` needs a date or a time, and {said(given)} is {short(given.type)}"
    return Diagnostic(NOT_A_MOMENT, message, given.span, "as in `add 5 per 30 days since created`")


def list_as_row(given: Expr) -> Diagnostic:
    text = f"in {given.span.text}"
    return Diagnostic(
        WRONG_OPERAND, f"{said(given)} is a list", given.span, f"write `{text}`", fix=replace(given.span, text)
    )


def one_value_needed(name: ast.Name) -> Diagnostic:
    return Diagnostic(
        WRONG_OPERAND,
        f"`per` needs a field with one value, and `{name.name}` is a list",
        name.span,
        "name another field",
    )


def conflicting_use(span: Span, name: str, has: Type, wanted: str, origin: Span | None) -> Diagnostic:
    """`wanted`: what this place takes it for; `origin`: the use that gave it its type."""
    return Diagnostic(
        CONFLICTING_USE,
        f"`{name}` is used as {wanted} here and as {short(has)} elsewhere",
        span,
        "use it as one kind of value, or declare its type in `lead { … }` or `activity { … }`",
        label(origin, f"{short(has)} here"),
    )
