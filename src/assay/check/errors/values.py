"""E309 to E319: values that cannot be what they are: too great, empty, mixed, not fixed."""

from assay.check.errors.wording import label, replace, said, short
from assay.diagnostics import Code, Diagnostic, Fix
from assay.model import Expr
from assay.source import Span
from assay.types import Type, described

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
    NOT_CONSTANT,
    OUT_OF_RANGE,
    EMPTY_TEXT,
    MIXED_LIST,
    NOT_A_LIST,
    WRONG_VALUE,
    NOT_WHOLE,
    WRONG_OPTION,
    MIXED_KEYS,
    EMPTY_LIST,
)


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


def row_needs_list(given: Expr) -> Diagnostic:
    message = f"`in` needs a list, and {said(given)} is {short(given.type)}"
    return Diagnostic(NOT_A_LIST, message, given.span, "for one value leave `in` out")


def wrong_value(span: Span, field: str, type_: Type, help_: str | None, fix: Fix | None) -> Diagnostic:
    return Diagnostic(WRONG_VALUE, f"`{field}` is {described(type_)}", span, help_, fix=fix)


def not_whole(span: Span, what: str) -> Diagnostic:
    """`what`: "`times`", "`at least`", …"""
    return Diagnostic(NOT_WHOLE, f"{what} counts in whole numbers", span)


def wrong_option(span: Span, option: str, takes: str, field: str, type_: Type) -> Diagnostic:
    """`takes`: "text", "dates and times", …"""
    return Diagnostic(WRONG_OPTION, f"`{option}` is for {takes}, and `{field}` is {described(type_)}", span)


def mixed_keys(name: str, span: Span, type_: Type, lead: Span, lead_type: Type) -> Diagnostic:
    message = f"`{name}` is {short(type_)}, and the key of the lead is {short(lead_type)}"
    return Diagnostic(MIXED_KEYS, message, span, "give both the same type", label(lead, "the key of the lead"))


def empty_list(span: Span) -> Diagnostic:
    return Diagnostic(EMPTY_LIST, "this list is empty", span, "nothing is ever in it")
