"""E5xx: statements that do not fit together."""

from assay.check.errors.wording import label, listed, replace
from assay.diagnostics import Code, Diagnostic, Label
from assay.source import Span
from assay.syntax import ast

DUPLICATE_NAME = Code(
    "E501",
    "duplicate-name",
    "one name for two things",
    "Fields, `let`s, groups and stages share one set of names, so that a name in a rule means one thing.",
    'let home = "NL"\n\nlet home = "BE"\n\nlead { country text }\n\nwhen country == home add 5\n',
    'let home = "NL"\n\nlet away = "BE"\n\nlead { country text }\n\nwhen country == home add 5\n',
)
SECOND_MODEL = Code(
    "E502",
    "second-model",
    "two `model` statements",
    "A set of rules has one name and one time zone, also when it is spread over several files.",
    'model "Inbound"\n\nmodel "Outbound"\n\nwhen email is known add 5\n',
    'model "Inbound"\n\nwhen email is known add 5\n',
)
SECOND_BLOCK = Code(
    "E503",
    "second-block",
    "`lead`, `activity`, `total` or the grade of a group said twice",
    "Each of these is said once for the whole set of rules; put the lines together in one place.",
    "lead { email text }\n\nlead { country text }\n\nwhen email is known add 5\n",
    "lead {\n  email text\n  country text\n}\n\nwhen email is known add 5\n",
)
SECOND_KEY = Code(
    "E504",
    "second-key",
    "more than one key",
    "One field tells leads apart, and one field of an activity says whose it is.",
    "lead {\n  id text key\n  email text key\n}\n\nwhen email is known add 5\n",
    "lead {\n  id text key\n  email text\n}\n\nwhen email is known add 5\n",
)
KEY_WITHOUT_LEAD_KEY = Code(
    "E505",
    "key-without-lead-key",
    "the activity has a key and the lead has none",
    "The activity's key is the lead's key, written on every activity: it needs one to refer to.",
    "lead { email text }\n\nactivity {\n  lead_id text key\n  page text\n}\n\neach page is known add 5\n",
    "lead { id text key }\n\nactivity {\n  lead_id text key\n  page text\n}\n\neach page is known add 5\n",
)
BANDS_NOT_DESCENDING = Code(
    "E506",
    "bands-not-descending",
    "a band of a grade that is not below the one before it",
    "Bands are read from the top and the first that is reached counts, so each begins below the one before.",
    'group fit { when email is known add 5 }\n\ngrade fit { "A" from 40, "B" from 50, "C" otherwise }\n',
    'group fit { when email is known add 5 }\n\ngrade fit { "A" from 50, "B" from 40, "C" otherwise }\n',
)
MISSING_OTHERWISE = Code(
    "E507",
    "missing-otherwise",
    "a grade without `otherwise`",
    "Every lead gets a letter, so the last band says which one the rest get.",
    'group fit { when email is known add 5 }\n\ngrade fit { "A" from 40, "B" from 20 }\n',
    'group fit { when email is known add 5 }\n\ngrade fit { "A" from 40, "B" from 20, "C" otherwise }\n',
)
AFTER_OTHERWISE = Code(
    "E508",
    "after-otherwise",
    "a row, band or route after `otherwise`",
    "The first that fits counts and `otherwise` always fits, so nothing after it is ever reached. Only a `missing` "
    "row may follow: `otherwise` does not take missing values.",
    "lead { employees number }\n\nmatch employees {\n  otherwise add 0\n  under 10 add 5\n}\n",
    "lead { employees number }\n\nmatch employees {\n  under 10 add 5\n  otherwise add 0\n}\n",
)
REVERSED_BOUNDS = Code(
    "E509",
    "reversed-bounds",
    "a lower bound above the upper one",
    "`min` is the least and `max` the most, and `A to B` runs upwards.",
    "group fit min 50 max 20 { when email is known add 5 }\n",
    "group fit min 20 max 50 { when email is known add 5 }\n",
)
CIRCULAR_LET = Code(
    "E510",
    "circular-let",
    "a `let` that is defined by itself",
    "A name stands for what is written after the `=`, and that cannot need the name again.",
    "let a = b + 1\n\nlet b = a + 1\n\nwhen a > 5 add 5\n",
    "let a = 1\n\nlet b = a + 1\n\nwhen visits > b add 5\n",
)
CIRCULAR_GROUP = Code(
    "E511",
    "circular-group",
    "groups that need each other's points",
    "A group may read another group's points only if those do not depend on it, and the outer group is the sum of "
    "the inner ones.",
    "group fit { when interest > 5 add 5 }\n\ngroup interest { when fit > 5 add 5 }\n",
    "group fit { when email is known add 5 }\n\ngroup interest { when fit > 5 add 5 }\n",
)
COUNT_OUT_OF_RANGE = Code(
    "E512",
    "count-out-of-range",
    "a number of times, or of conditions, that makes no sense",
    "`at least 0 times` is always true, and no four of three conditions can be.",
    'activity { action text }\n\nwhen action == "visit" at least 0 times add 5\n',
    'activity { action text }\n\nwhen action == "visit" at least 1 times add 5\n',
)
PERCENT_OUT_OF_RANGE = Code(
    "E513",
    "percent-out-of-range",
    "a share that makes no sense",
    "Points fade by more than 0% and at most 100% a step.",
    'activity { action text\n  occurred time }\n\nwhen action == "visit" add 5 fading 120% every 30 days\n',
    'activity { action text\n  occurred time }\n\nwhen action == "visit" add 5 fading 20% every 30 days\n',
)
ZERO_DURATION = Code(
    "E514",
    "zero-duration",
    "a window or a period of no length",
    "Nothing happens within no time, and nothing can be counted every 0 days.",
    'activity { action text\n  occurred time }\n\nwhen action == "visit" within 0 days add 5\n',
    'activity { action text\n  occurred time }\n\nwhen action == "visit" within 1 days add 5\n',
)
REPEATED = Code(
    "E515",
    "repeated-value",
    "something given twice where once is meant",
    "The second would change nothing or contradict the first.",
    'lead { size one of "small", "large", "Small" }\n\nwhen size == "small" add 5\n',
    'lead { size one of "small", "large" }\n\nwhen size == "small" add 5\n',
)

CODES = (
    DUPLICATE_NAME,
    SECOND_MODEL,
    SECOND_BLOCK,
    SECOND_KEY,
    KEY_WITHOUT_LEAD_KEY,
    BANDS_NOT_DESCENDING,
    MISSING_OTHERWISE,
    AFTER_OTHERWISE,
    REVERSED_BOUNDS,
    CIRCULAR_LET,
    CIRCULAR_GROUP,
    COUNT_OUT_OF_RANGE,
    PERCENT_OUT_OF_RANGE,
    ZERO_DURATION,
    REPEATED,
)

FIRST = "first here"


def duplicate_name(name: ast.Name, what: str, first: Span) -> Diagnostic:
    """`what`: what the first one is: "a field of the lead", "a `let`", "a group", "a stage"."""
    return Diagnostic(
        DUPLICATE_NAME,
        f"`{name.name}` is {what} already",
        name.span,
        "choose another name",
        label(first, FIRST),
    )


def second_model(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(SECOND_MODEL, "there is a `model` already", span, "a set of rules has one", label(first, FIRST))


def second_block(span: Span, what: str, first: Span) -> Diagnostic:
    """`what`: "`lead`", "`total`", "the grade of `fit`"."""
    return Diagnostic(SECOND_BLOCK, f"{what} has been given already", span, "put the two together", label(first, FIRST))


def second_key(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(SECOND_KEY, "there is a key already", span, "leave one of them out", label(first, FIRST))


def key_without_lead_key(span: Span, lead: Span) -> Diagnostic:
    return Diagnostic(
        KEY_WITHOUT_LEAD_KEY,
        "this refers to the key of the lead, and the lead has none",
        span,
        "mark the lead's field with `key`",
        label(lead, "the lead's fields"),
    )


def band_not_descending(span: Span, letter: str, before: str, first: Span) -> Diagnostic:
    message = f'"{letter}" does not begin below "{before}"'
    return Diagnostic(BANDS_NOT_DESCENDING, message, span, "write the bands from the highest down", label(first, FIRST))


def missing_otherwise(span: Span) -> Diagnostic:
    return Diagnostic(
        MISSING_OTHERWISE, "this grade has no `otherwise`", span, 'end it with the letter of the rest: `"D" otherwise`'
    )


def after_otherwise(span: Span, what: str, first: Span) -> Diagnostic:
    """`what`: "row", "band", "route"."""
    return Diagnostic(
        AFTER_OTHERWISE,
        f"this {what} is never reached: `otherwise` comes before it",
        span,
        "put `otherwise` last",
        label(first, "takes all the rest"),
    )


def reversed_bounds(span: Span, low: Span, high: Span, what: str) -> Diagnostic:
    """`what`: "`min` is above `max`", …"""
    edits = replace(low, high.text), replace(high, low.text)
    fix = type(edits[0])("swap them", (*edits[0].edits, *edits[1].edits), edits[0].applicability)
    return Diagnostic(REVERSED_BOUNDS, what, span, "the lower one comes first", fix=fix)


def circular_let(name: ast.Name, others: tuple[ast.Name, ...]) -> Diagnostic:
    through = f" by way of {listed(other.name for other in others)}" if others else ""
    labels = tuple(Label(other.span, "needed for it") for other in others[:8])
    return Diagnostic(
        CIRCULAR_LET, f"`{name.name}` is defined by itself{through}", name.span, "break the circle", labels
    )


def circular_group(name: str, span: Span, reads: tuple[tuple[str, Span], ...]) -> Diagnostic:
    """`reads`: what is read where, round the circle."""
    labels = tuple(Label(place, f"needs `{read}`") for read, place in reads[:8])
    return Diagnostic(CIRCULAR_GROUP, f"the points of `{name}` depend on themselves", span, "break the circle", labels)


def count_too_low(span: Span, what: str) -> Diagnostic:
    return Diagnostic(COUNT_OUT_OF_RANGE, f"{what} needs 1 or more", span)


def count_too_high(span: Span, what: str, most: int) -> Diagnostic:
    return Diagnostic(COUNT_OUT_OF_RANGE, f"{what} takes {most:,} or less".replace(",", "_"), span)


def more_than_given(span: Span, given: int) -> Diagnostic:
    noun = "condition" if given == 1 else "conditions"
    return Diagnostic(COUNT_OUT_OF_RANGE, f"there are only {given} {noun} in the list", span)


def percent_out_of_range(span: Span) -> Diagnostic:
    return Diagnostic(PERCENT_OUT_OF_RANGE, "points fade by more than 0% and at most 100% a step", span)


def losing_nothing(span: Span) -> Diagnostic:
    return Diagnostic(PERCENT_OUT_OF_RANGE, "`losing` takes some points away at each step", span)


def zero_duration(span: Span, what: str) -> Diagnostic:
    return Diagnostic(ZERO_DURATION, f"{what} needs some time", span)


def repeated(span: Span, what: str, first: Span) -> Diagnostic:
    """`what`: the value, or "a `missing` row"."""
    return Diagnostic(REPEATED, f"{what} stands here twice", span, "leave one out", label(first, FIRST))
