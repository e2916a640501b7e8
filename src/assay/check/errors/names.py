"""E2xx: names that mean nothing, or two things."""

from assay.check.errors.wording import guess_fix, guess_help, label, listed, replace, written
from assay.diagnostics import Code, Diagnostic
from assay.source import Span
from assay.syntax import ast

UNKNOWN_FIELD = Code(
    "E201",
    "unknown-field",
    "a name that is no field, no `let` and no group",
    "A misspelt field would silently never match. So every name must be a field of `lead` or `activity`, a `let` or a "
    "group; without a schema, a column of the input.",
    'lead { country text }\n\nwhen contry == "NL" add 10\n',
    'lead { country text }\n\nwhen country == "NL" add 10\n',
)
UNKNOWN_FUNCTION = Code(
    "E202",
    "unknown-function",
    "a function that does not exist",
    "Functions are written with brackets, `domain(email)`; `assay` knows a fixed set of them.",
    'when domian(email) == "gmail.com" subtract 5\n',
    'when domain(email) == "gmail.com" subtract 5\n',
)
UNKNOWN_STAGE = Code(
    "E203",
    "unknown-stage",
    "a stage that is not declared",
    "Stages are declared with `stage NAME …`, and conditions and promotions name them as they are written there.",
    'stage MQL at 60\n\nroute to "Sales" when stage >= MLQ\n',
    'stage MQL at 60\n\nroute to "Sales" when stage >= MQL\n',
)
UNKNOWN_GROUP = Code(
    "E204",
    "unknown-group",
    "a group that is not declared",
    "`grade` gives a letter for a group of rules, or for the whole `score`.",
    'group fit { when email is known add 5 }\n\ngrade fitt { "A" from 5, "B" otherwise }\n',
    'group fit { when email is known add 5 }\n\ngrade fit { "A" from 5, "B" otherwise }\n',
)
NO_GRADE = Code(
    "E205",
    "no-grade",
    "`grade(…)` of a group that has no grade",
    "`grade(fit)` reads the letter that a `grade fit { … }` gives.",
    'group fit { when email is known add 5 }\n\nroute to "Sales" when grade(fit) == "A"\n',
    "group fit { when email is known add 5 }\n\n"
    'grade fit { "A" from 5, "B" otherwise }\n\nroute to "Sales" when grade(fit) == "A"\n',
)
UNKNOWN_VALUE = Code(
    "E206",
    "unknown-value",
    "a value the field cannot have",
    "A field declared `one of` has only the values listed there, a grade only its letters, `route` only its owners: "
    "comparing with anything else would never be true.",
    'lead { income_band one of "minimum", "middle", "high" }\n\ndisqualify if income_band == "minimun"\n',
    'lead { income_band one of "minimum", "middle", "high" }\n\ndisqualify if income_band == "minimum"\n',
)
AMBIGUOUS_FIELD = Code(
    "E207",
    "ambiguous-field",
    "a name that both the lead and the activity declare, and a rule reads",
    "Inside a condition on activities, the name could mean the lead's value or the activity's. Give one of the two "
    'another name and say with `from "…"` which column it is read from.',
    'lead { source text }\n\nactivity { source text }\n\nwhen source == "ads" add 5\n',
    'lead { source text }\n\nactivity { visit_source text from "source" }\n\nwhen source == "ads" add 5\n',
)
STAGE_AS_VALUE = Code(
    "E208",
    "stage-as-value",
    "a stage's name on its own",
    "A stage's name is not a condition: compare `stage` with it.",
    'stage MQL at 60\n\nroute to "Sales" when MQL\n',
    'stage MQL at 60\n\nroute to "Sales" when stage >= MQL\n',
)
QUOTED_STAGE = Code(
    "E209",
    "quoted-stage",
    "a stage's name in quotes",
    "Quotes are for text from the data; stages are names of your own and stand without them.",
    'stage MQL at 60\n\nroute to "Sales" when stage == "MQL"\n',
    'stage MQL at 60\n\nroute to "Sales" when stage == MQL\n',
)
UNKNOWN_ZONE = Code(
    "E210",
    "unknown-timezone",
    "a time zone that does not exist",
    "Zones have the names of the IANA list, a continent and a city.",
    'model "Leads" timezone "Europe/Amsterdan"\n\nwhen email is known add 5\n',
    'model "Leads" timezone "Europe/Amsterdam"\n\nwhen email is known add 5\n',
)
NEEDS_BACKTICKS = Code(
    "E211",
    "needs-backticks",
    "a name that is also a result, without backticks",
    "A bare `score`, `stage`, `route` or `disqualified` is what the rules found out. A field of that name is written "
    "in backticks, here and wherever it is read.",
    "lead { score number }\n\nwhen `score` > 5 add 5\n",
    "lead { `score` number }\n\nwhen `score` > 5 add 5\n",
)
RESERVED_NAME = Code(
    "E212",
    "reserved-name",
    "a name that Assay itself uses",
    "`score` is the sum of all groups and `ungrouped` the group of the rules outside any; a group of your own needs "
    "another name.",
    "group ungrouped { when email is known add 5 }\n",
    "group basics { when email is known add 5 }\n",
)
WRONG_TABLE = Code(
    "E213",
    "wrong-table",
    "a field of the lead where one of the activity is needed, or the other way round",
    "`once per` and `times per` look at a field of the activity; in an example, `lead { … }` gives fields of the lead "
    "and `activity { … }` those of an activity.",
    "lead { country text }\n\nactivity { page text }\n\neach page is known once per country add 5\n",
    "lead { country text }\n\nactivity { page text }\n\neach page is known once per page add 5\n",
)

CODES = (
    UNKNOWN_FIELD,
    UNKNOWN_FUNCTION,
    UNKNOWN_STAGE,
    UNKNOWN_GROUP,
    NO_GRADE,
    UNKNOWN_VALUE,
    AMBIGUOUS_FIELD,
    STAGE_AS_VALUE,
    QUOTED_STAGE,
    UNKNOWN_ZONE,
    NEEDS_BACKTICKS,
    RESERVED_NAME,
    WRONG_TABLE,
)


def unknown_field(name: ast.Name, guess: str | None, help_: str | None) -> Diagnostic:
    fix = None if guess is None else replace(name.span, written(guess))
    return Diagnostic(UNKNOWN_FIELD, f"there is no field `{name.name}`", name.span, guess_help(guess, help_), fix=fix)


def text_without_quotes(name: ast.Name) -> Diagnostic:
    return Diagnostic(
        UNKNOWN_FIELD,
        f"there is no field `{name.name}`",
        name.span,
        f'text is written in double quotes: "{name.name}"',
        fix=replace(name.span, f'"{name.name}"'),
    )


def function_without_brackets(name: ast.Name) -> Diagnostic:
    help_ = f"`{name.name}` is a function: say of what, as in `{name.name}(…)`"
    return Diagnostic(UNKNOWN_FIELD, f"there is no field `{name.name}`", name.span, help_)


def unknown_function(name: ast.Name, guess: str | None, help_: str | None) -> Diagnostic:
    message = f"there is no function `{name.name}`"
    fix = guess_fix(name.span, guess)
    return Diagnostic(UNKNOWN_FUNCTION, message, name.span, guess_help(guess, help_), fix=fix)


def unknown_stage(span: Span, name: str, guess: str | None, stages: tuple[str, ...]) -> Diagnostic:
    otherwise = f"the stages are {listed(stages)}" if stages else "declare it: `stage NAME at 60`"
    fix = None if guess is None else replace(span, written(guess))
    return Diagnostic(UNKNOWN_STAGE, f"there is no stage `{name}`", span, guess_help(guess, otherwise), fix=fix)


def unknown_group(name: ast.Name, guess: str | None, groups: tuple[str, ...]) -> Diagnostic:
    otherwise = f"the groups are {listed(groups)}" if groups else "a grade is for a group, or for `score`"
    fix = None if guess is None else replace(name.span, written(guess))
    return Diagnostic(
        UNKNOWN_GROUP, f"there is no group `{name.name}`", name.span, guess_help(guess, otherwise), fix=fix
    )


def not_a_group(span: Span) -> Diagnostic:
    return Diagnostic(UNKNOWN_GROUP, "`grade` is of a group or of `score`", span, "as in `grade(fit)`")


def no_grade(name: ast.Name) -> Diagnostic:
    help_ = f'give it letters: `grade {name.span.text} {{ "A" from 50, "B" otherwise }}`'
    return Diagnostic(NO_GRADE, f"`{name.name}` has no grade", name.span, help_)


def unknown_value(
    span: Span, value: str, of: str, values: tuple[str, ...], guess: str | None, *, item: Span | None = None
) -> Diagnostic:
    """`item` is where the value is written if that is not at `span`: in a named list."""
    help_ = f'did you mean "{guess}"?' if guess is not None else "it is one of " + _quoted(values)
    fix = replace(span, f'"{guess}"') if guess is not None and item is None else None
    labels = label(item, "written here")
    return Diagnostic(UNKNOWN_VALUE, f'{of} is never "{value}"', span, help_, labels, fix)


def _quoted(values: tuple[str, ...]) -> str:
    shown = ", ".join(f'"{value}"' for value in values[:8])
    return shown + (", …" if len(values) > 8 else "")


def ambiguous_field(name: str, span: Span, other: Span, use: Span) -> Diagnostic:
    help_ = f'give one of them another name, such as `activity_{name} … from "{name}"`'
    labels = (*label(other, "declared here as well"), *label(use, "read here"))
    return Diagnostic(AMBIGUOUS_FIELD, f"`{name}` is a field of the lead and of the activity", span, help_, labels)


def stage_as_value(name: ast.Name) -> Diagnostic:
    text = f"stage >= {written(name.name)}"
    return Diagnostic(
        STAGE_AS_VALUE,
        f"`{name.name}` is a stage, not a condition or a value",
        name.span,
        f"compare `stage` with it: `{text}`",
        fix=replace(name.span, text),
    )


def quoted_stage(span: Span, name: str) -> Diagnostic:
    bare = written(name)
    return Diagnostic(
        QUOTED_STAGE,
        f"the stage `{name}` is written without quotes",
        span,
        f"write `{bare}`",
        fix=replace(span, bare, safe=True),
    )


def unknown_zone(zone: ast.Text, guess: str | None) -> Diagnostic:
    help_ = f'did you mean "{guess}"?' if guess else 'zones are a continent and a city, like "Europe/Amsterdam"'
    fix = None if guess is None else replace(zone.span, f'"{guess}"')
    return Diagnostic(UNKNOWN_ZONE, f"there is no time zone `{zone.value}`", zone.span, help_, fix=fix)


def needs_backticks(name: ast.Name) -> Diagnostic:
    return Diagnostic(
        NEEDS_BACKTICKS,
        f"`{name.name}` is a result; as a name of your own it stands in backticks",
        name.span,
        f"write `` `{name.name}` ``",
        fix=replace(name.span, f"`{name.name}`", title="put it in backticks"),
    )


def reserved_name(name: ast.Name) -> Diagnostic:
    meaning = {
        "score": "the sum of all groups",
        "ungrouped": "the group of the rules outside any group",
    }.get(name.name, "a result")
    return Diagnostic(RESERVED_NAME, f"`{name.name}` is {meaning} already", name.span, "choose another name")


def wrong_table(name: ast.Name, wanted: str) -> Diagnostic:
    """`wanted`: "lead" or "activity"."""
    other = "activity" if wanted == "lead" else "lead"
    return Diagnostic(
        WRONG_TABLE,
        f"`{name.name}` is a field of the {other}, not of the {wanted}",
        name.span,
        f"name a field of the {wanted}",
    )


def not_an_activity_field(name: ast.Name, what: str) -> Diagnostic:
    """`what`: "a `let`", "a group", "a list"."""
    return Diagnostic(
        WRONG_TABLE, f"`{name.name}` is {what}, not a field of the activity", name.span, "name a field of the activity"
    )
