"""E3xx: values of the wrong kind."""

from assay.check.errors.wording import kinds, label, replace, said, short
from assay.diagnostics import Code, Diagnostic, Fix
from assay.model import Expr, Scope
from assay.source import Span
from assay.syntax import ast
from assay.types import Kind, Type, described

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
NOT_CONSTANT = Code(
    "E309",
    "not-constant",
    "a value from the data where a fixed one is needed",
    "Bounds, bands, thresholds, rows of a `match` and the texts of `mentions` and `matches` are the same for every "
    "lead: a number, a text, or a `let` that names one.",
    "lead { visits number }\n\nwhen visits > 5 add 2 * visits max visits\n",
    "lead { visits number }\n\nwhen visits > 5 add 2 * visits max 20\n",
)
OUT_OF_RANGE = Code(
    "E310",
    "out-of-range",
    "a number or a length of time too great to be held",
    "Numbers are below 10^14, lengths of time at most 1,000 years, and nothing can be divided by zero.",
    "lead { revenue number }\n\nwhen revenue > 900_000_000_000_000 add 5\n",
    "lead { revenue number }\n\nwhen revenue > 900_000_000 add 5\n",
)
EMPTY_TEXT = Code(
    "E311",
    "empty-text",
    "a text with nothing in it where something is needed",
    "Every text contains the empty text, and `mentions` looks for whole words. Whether a value was given is asked "
    "with `is known` and `is missing`.",
    'lead { page text }\n\nwhen page contains "" add 5\n',
    'lead { page text }\n\nwhen page contains "pricing" add 5\n',
)
MIXED_LIST = Code(
    "E312",
    "mixed-list",
    "a list of different kinds of value",
    "The items of a list are compared with one value, so they are all of one kind.",
    'let sizes = [10, 20, "many"]\n\nlead { employees number }\n\nwhen employees in sizes add 5\n',
    "let sizes = [10, 20, 30]\n\nlead { employees number }\n\nwhen employees in sizes add 5\n",
)
NOT_A_LIST = Code(
    "E313",
    "not-a-list",
    "`in` something that is no list",
    "`in` takes a list in square brackets, the name of one, or a range `A to B`. One value is compared with `==`.",
    'lead { country text }\n\nwhen country in "NL" add 5\n',
    'lead { country text }\n\nwhen country in ["NL", "BE"] add 5\n',
)
WRONG_VALUE = Code(
    "E314",
    "wrong-value",
    "an example gives a field a value of another kind",
    "An example's values are written as in a condition: text in quotes, numbers, dates and true or false without.",
    'lead { employees number }\n\nwhen employees > 5 add 5\n\nexample "big" {\n  lead { employees: "many" }\n'
    "  expect score == 5\n}\n",
    'lead { employees number }\n\nwhen employees > 5 add 5\n\nexample "big" {\n  lead { employees: 500 }\n'
    "  expect score == 5\n}\n",
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
NOT_WHOLE = Code(
    "E316",
    "not-whole",
    "a fraction where something is counted",
    "Activities, conditions and repetitions are counted in whole numbers.",
    'activity { action text }\n\nwhen action == "visit" at least 1.5 times add 5\n',
    'activity { action text }\n\nwhen action == "visit" at least 2 times add 5\n',
)
WRONG_OPTION = Code(
    "E317",
    "wrong-option",
    "an option that a field of this type does not take",
    "`exact` is for text, `format` for dates and times, `split by` for lists; a key is text, a number or a whole number.",
    'lead { employees number format "dd/mm/yyyy" }\n\nwhen employees > 5 add 5\n',
    'lead { created date format "dd/mm/yyyy" }\n\nwhen since(created) > 30 days subtract 5\n',
)
MIXED_KEYS = Code(
    "E318",
    "mixed-keys",
    "the key of the lead and that of the activity are of different types",
    "An activity belongs to the lead whose key it carries: a text and a number never meet.",
    "lead { id text key }\n\nactivity { lead_id number key\n  page text }\n\neach page is known add 5\n",
    "lead { id text key }\n\nactivity { lead_id text key\n  page text }\n\neach page is known add 5\n",
)
EMPTY_LIST = Code(
    "E319",
    "empty-list",
    "a list without items",
    "Nothing is in an empty list, so the condition could never be true.",
    "lead { country text }\n\nwhen country in [] add 5\n",
    'lead { country text }\n\nwhen country in ["NL"] add 5\n',
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
    NOT_CONSTANT,
    OUT_OF_RANGE,
    EMPTY_TEXT,
    MIXED_LIST,
    NOT_A_LIST,
    WRONG_VALUE,
    CONFLICTING_USE,
    NOT_WHOLE,
    WRONG_OPTION,
    MIXED_KEYS,
    EMPTY_LIST,
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


def mixed_arguments(span: Span, function: str, left: Expr, right: Expr) -> Diagnostic:
    return Diagnostic(WRONG_ARGUMENT, f"`{function}` needs values of one kind: {_are(left, right)}", span)


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


def not_constant(given: Expr, what: str) -> Diagnostic:
    """`what`: "`max`", "a band", "a row of `match`", …"""
    return Diagnostic(
        NOT_CONSTANT,
        f"{what} needs a fixed value, and {said(given)} differs from lead to lead",
        given.span,
        "write the value itself, or a `let` that names one",
    )


def number_out_of_range(span: Span) -> Diagnostic:
    return Diagnostic(OUT_OF_RANGE, "this number is too great", span, "numbers are below 100_000_000_000_000")


def division_by_zero(span: Span) -> Diagnostic:
    return Diagnostic(OUT_OF_RANGE, "this divides by zero", span, "there is no such number")


def duration_out_of_range(span: Span) -> Diagnostic:
    return Diagnostic(
        OUT_OF_RANGE, "this length of time is too great", span, "it is at most 1,000 years (365_250 days)"
    )


def moment_out_of_range(span: Span) -> Diagnostic:
    return Diagnostic(OUT_OF_RANGE, "this is outside the calendar", span, "dates run from the year 1 to 9999")


def empty_needle(span: Span, op: str) -> Diagnostic:
    help_ = "to ask whether there is a value, write `is known`"
    return Diagnostic(EMPTY_TEXT, f"`{op}` needs a text with something in it", span, help_)


def no_word(span: Span) -> Diagnostic:
    return Diagnostic(
        EMPTY_TEXT, "`mentions` looks for words, and this has none", span, "for signs inside a text use `contains`"
    )


def empty_name(span: Span, what: str) -> Diagnostic:
    """`what`: "a label", "a route", …"""
    return Diagnostic(EMPTY_TEXT, f"{what} needs a text with something in it", span)


def always_missing(span: Span) -> Diagnostic:
    return Diagnostic(
        EMPTY_TEXT, "an empty value always counts as missing", span, "leave it out; ask for it with `is missing`"
    )


def empty_is_missing(span: Span, instead: str, fix: Fix) -> Diagnostic:
    message = "an empty value counts as missing, so nothing is ever equal to it"
    return Diagnostic(EMPTY_TEXT, message, span, f"write `{instead}`", fix=fix)


def empty_row(span: Span) -> Diagnostic:
    message = "an empty value counts as missing, so nothing is ever equal to it"
    return Diagnostic(EMPTY_TEXT, message, span, "write `missing`", fix=replace(span, "missing"))


def mixed_list(item: Expr, first: Expr) -> Diagnostic:
    message = f"{said(item)} is {short(item.type)}, and the list begins with {short(first.type)}"
    return Diagnostic(MIXED_LIST, message, item.span, "a list holds one kind of value", label(first.span, "this one"))


def list_in_list(item: Expr) -> Diagnostic:
    return Diagnostic(MIXED_LIST, "a list cannot hold another list", item.span, "write all items in one list")


def not_a_list(op: str, op_span: Span, right: Expr) -> Diagnostic:
    equal = "==" if op == "in" else "!="
    return Diagnostic(
        NOT_A_LIST,
        f"`{op}` needs a list or a range, and {said(right)} is {short(right.type)}",
        right.span,
        f"write `{equal}` for one value, or put it in square brackets",
        fix=replace(op_span, equal),
    )


def list_as_row(given: Expr) -> Diagnostic:
    text = f"in {given.span.text}"
    return Diagnostic(
        WRONG_OPERAND, f"{said(given)} is a list", given.span, f"write `{text}`", fix=replace(given.span, text)
    )


def row_needs_list(given: Expr) -> Diagnostic:
    message = f"`in` needs a list, and {said(given)} is {short(given.type)}"
    return Diagnostic(NOT_A_LIST, message, given.span, "for one value leave `in` out")


def one_value_needed(name: ast.Name) -> Diagnostic:
    return Diagnostic(
        WRONG_OPERAND,
        f"`per` needs a field with one value, and `{name.name}` is a list",
        name.span,
        "name another field",
    )


def wrong_value(span: Span, field: str, type_: Type, help_: str | None, fix: Fix | None) -> Diagnostic:
    return Diagnostic(WRONG_VALUE, f"`{field}` is {described(type_)}", span, help_, fix=fix)


def conflicting_use(span: Span, name: str, has: Type, wanted: str, origin: Span | None) -> Diagnostic:
    """`wanted`: what this place takes it for; `origin`: the use that gave it its type."""
    return Diagnostic(
        CONFLICTING_USE,
        f"`{name}` is used as {wanted} here and as {short(has)} elsewhere",
        span,
        "use it as one kind of value, or declare its type in `lead { … }` or `activity { … }`",
        label(origin, f"{short(has)} here"),
    )


def not_whole(span: Span, what: str) -> Diagnostic:
    """`what`: "`times`", "`at least`", …"""
    return Diagnostic(NOT_WHOLE, f"{what} counts in whole numbers", span)


def wrong_option(span: Span, option: str, takes: str, field: str, type_: Type) -> Diagnostic:
    """`takes`: "text", "dates and times", …"""
    return Diagnostic(WRONG_OPTION, f"`{option}` is for {takes}, and `{field}` is {short(type_)}", span)


def mixed_keys(name: str, span: Span, type_: Type, lead: Span, lead_type: Type) -> Diagnostic:
    message = f"`{name}` is {short(type_)}, and the key of the lead is {short(lead_type)}"
    return Diagnostic(MIXED_KEYS, message, span, "give both the same type", label(lead, "the key of the lead"))


def empty_list(span: Span) -> Diagnostic:
    return Diagnostic(EMPTY_LIST, "this list is empty", span, "nothing is ever in it")
