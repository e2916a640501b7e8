"""E4xx: what stands where it cannot."""

from assay.check.errors.wording import label, said
from assay.diagnostics import Code, Diagnostic
from assay.model import Expr
from assay.source import Span

READS_NO_ACTIVITY = Code(
    "E401",
    "reads-no-activity",
    "a rule or question about activities that looks at none of their fields",
    "`each` gives points for every activity that matches, and `count`, `sum` and the like go over activities: so the "
    "condition or value must read the activity. About the lead alone, write `when`.",
    'lead { country text }\n\nactivity { page text }\n\neach country == "NL" add 5\n',
    'lead { country text }\n\nactivity { page text }\n\nwhen country == "NL" add 5\n',
)
CLAUSE_ON_LEAD = Code(
    "E402",
    "clause-on-lead",
    "`within`, `at least N times` or a decay on a condition about the lead alone",
    "A lead's fields have no age and do not happen several times; activities do. In a condition with `any(…)` or "
    "`count(…)`, the window stands inside the brackets.",
    'lead { country text }\n\nwhen country == "NL" within 30 days add 5\n',
    'lead { country text }\n\nwhen country == "NL" add 5\n',
)
ACTIVITY_OUTSIDE = Code(
    "E403",
    "activity-outside",
    "a field of one activity where there is no activity at hand",
    "A lead has many activities. In `match`, `never`, `always` and the points of a `when`, say which are meant: "
    "`any(…)`, `count(…)`, `last(…)`.",
    'activity { action text }\n\nnever action == "unsubscribe"\n',
    'activity { action text }\n\nnever any(action == "unsubscribe")\n',
)
TOO_EARLY = Code(
    "E404",
    "too-early",
    "a result read before it is known",
    "Rules give points to groups, groups make the score, the score decides stages, stages decide routes. Nothing can "
    "read what comes out after it.",
    "group fit { when score > 50 add 5 }\n",
    "group fit { when email is known add 5 }\n\nstage MQL when score > 50\n",
)
NO_ACTIVITY_TIME = Code(
    "E405",
    "no-activity-time",
    "a window, a decay or a period where activities have no time",
    "The first `time` field of `activity` says when it happened. Without one, no activity is in any window and none "
    "has an age.",
    'activity { action text }\n\nwhen action == "visit" within 30 days add 5\n',
    'activity { action text\n  occurred time }\n\nwhen action == "visit" within 30 days add 5\n',
)
MISPLACED_CLAUSE = Code(
    "E406",
    "misplaced-clause",
    "`where` or `within` in a function that does not go over activities",
    "`where` and `within` choose activities for `sum`, `last`, `distinct` and the like; `any`, `none` and `count` take "
    "the condition itself.",
    "lead { email text }\n\nwhen length(email within 3 days) > 5 add 5\n",
    "lead { email text }\n\nwhen length(email) > 5 add 5\n",
)
CODES = (
    READS_NO_ACTIVITY,
    CLAUSE_ON_LEAD,
    ACTIVITY_OUTSIDE,
    TOO_EARLY,
    NO_ACTIVITY_TIME,
    MISPLACED_CLAUSE,
)


def each_reads_no_activity(span: Span) -> Diagnostic:
    return Diagnostic(
        READS_NO_ACTIVITY,
        "`each` needs a condition on activities, and this reads only the lead",
        span,
        "write `when` for a rule about the lead",
    )


def aggregate_reads_no_activity(span: Span, function: str) -> Diagnostic:
    return Diagnostic(
        READS_NO_ACTIVITY,
        f"`{function}` goes over activities, and this reads only the lead",
        span,
        "name a field of the activity in it",
    )


def clause_on_lead(span: Span, what: str, has_aggregate: bool) -> Diagnostic:
    """`what`: "`within`", "`at least … times`", "a decay"."""
    help_ = "write it inside the brackets, as in `any(… within 30 days)`" if has_aggregate else "leave it out"
    return Diagnostic(
        CLAUSE_ON_LEAD, f"{what} is for activities, and this condition is about the lead alone", span, help_
    )


def activity_outside(read: Expr, place: str) -> Diagnostic:
    """`place`: "`match`", "`never`", "the points of `when`"."""
    return Diagnostic(
        ACTIVITY_OUTSIDE,
        f"{said(read)} is of one activity, and there is none at hand in {place}",
        read.span,
        "say which activities: `any(…)`, `none(…)`, `count(…)`, `last(…)`",
    )


def too_early(read: Expr, place: str, may_read: str, through: Span | None) -> Diagnostic:
    """`place`: "a rule", "`disqualify`", …; `through`: the `let` that reads it."""
    return Diagnostic(
        TOO_EARLY,
        f"{said(read)} is not known yet in {place}",
        read.span,
        f"{place} may read {may_read}",
        label(through, "defined here"),
    )


def no_activity_time(span: Span, what: str, schema: Span) -> Diagnostic:
    return Diagnostic(
        NO_ACTIVITY_TIME,
        f"{what} needs to know when an activity happened, and `activity` has no `time` field",
        span,
        "declare one: `occurred time`",
        label(schema, "the activity's fields"),
    )


def within_outside(span: Span, function: str) -> Diagnostic:
    return Diagnostic(
        MISPLACED_CLAUSE, f"`{function}` does not go over activities, so it takes no `within`", span, "leave it out"
    )


def where_outside(span: Span, function: str) -> Diagnostic:
    return Diagnostic(
        MISPLACED_CLAUSE, f"`{function}` does not go over activities, so it takes no `where`", span, "leave it out"
    )


def where_in_condition(span: Span, function: str) -> Diagnostic:
    return Diagnostic(
        MISPLACED_CLAUSE,
        f"`{function}` takes one condition and no `where`",
        span,
        f"join the two: `{function}(… and …)`",
    )
