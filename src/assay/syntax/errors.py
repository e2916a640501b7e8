"""Errors of structure: one function each, all prose here. Spellings from elsewhere are in `spellings`."""

from collections.abc import Sequence

from assay.diagnostics import Applicability, Diagnostic, Edit, Fix, Label
from assay.source import Span
from assay.syntax import codes, limits


def replace(title: str, span: Span, text: str, *more: tuple[Span, str]) -> Fix:
    """A fix that writes a text in place of a span (and further ones), to be looked at before it is applied."""
    return Fix(title, (Edit(span, text), *(Edit(s, t) for s, t in more)))


def safely(title: str, span: Span, text: str, *more: tuple[Span, str]) -> Fix:
    """A fix whose meaning is beyond doubt."""
    return Fix(title, (Edit(span, text), *(Edit(s, t) for s, t in more)), Applicability.SAFE)


def shown(text: str) -> str:
    """User text as a message quotes it: one line, not endless."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= 40 else line[:39] + '…'}`"


# --- what does not fit -----------------------------------------------------------------------------


def unexpected(span: Span, after: str, expected: Sequence[str]) -> Diagnostic:
    what = shown(span.text) if span.start < span.end else "the end of the file"
    place = f" after {shown(after)}" if after else ""
    help_ = f"here one would write {_either(expected)}" if expected else None
    return Diagnostic(codes.UNEXPECTED, f"{what} does not fit{place}", span, help=help_)


def _either(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} or {things[-1]}"


def unfinished(span: Span, expected: Sequence[str]) -> Diagnostic:
    help_ = f"next would come {_either(expected)}" if expected else None
    return Diagnostic(codes.UNFINISHED, f"something is missing after {shown(span.text)}", span, help=help_)


def value_missing(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNFINISHED,
        f"a value is missing after {shown(span.text)}",
        span,
        help='a value is a name, a number, a text in double quotes such as "NL", a list or a condition',
    )


def condition_missing(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNFINISHED, f"a condition is missing after {shown(span.text)}", span, help='such as `country == "NL"`'
    )


def no_points(span: Span, what: str) -> Diagnostic:
    return Diagnostic(
        codes.NO_POINTS,
        f"this {what} gives no points",
        span,
        help="add what it is worth, such as `add 10` or `subtract 5`",
    )


def unknown_start(span: Span, where: str) -> Diagnostic:
    starts = {
        "rules": "a rule begins with `when`, `each`, `match`, `first of`, `best of` or `group`",
        "fields": "a field is a name and its type, such as `country text`",
        "items": "an example is made of `lead { … }`, `activity { … }` and `expect …`",
        "rows": "a row is a value and its points, such as `under 200 add 10`",
    }
    help_ = starts.get(where, "a statement begins with a word such as `when`, `each`, `group`, `let` or `stage`")
    return Diagnostic(codes.UNKNOWN_START, f"nothing can begin with {shown(span.text)} here", span, help=help_)


def outside_groups(span: Span, inside: str, opened: Span) -> Diagnostic:
    return Diagnostic(
        codes.OUTSIDE_GROUPS,
        f"`{span.text}` cannot stand inside {inside}",
        span,
        help="move it behind the closing `}`",
        labels=(Label(opened, "opened here"),),
    )


def name_missing(span: Span) -> Diagnostic:
    return Diagnostic(codes.UNFINISHED, f"a name is missing after {shown(span.text)}", span)


def reserved_name(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.RESERVED_NAME,
        f"`{span.text}` is a word of the language and cannot be a name as it stands",
        span,
        help="write the name in backticks",
        fix=safely(f"write `` `{span.text}` ``", span, f"`{span.text}`"),
    )


def empty_name(span: Span) -> Diagnostic:
    return Diagnostic(codes.RESERVED_NAME, "there is no name between these backticks", span)


def misspelt(span: Span, word: str) -> Diagnostic:
    return Diagnostic(
        codes.MISSPELT,
        f"there is no {shown(span.text)} here",
        span,
        help=f"did you mean `{word}`?",
        fix=replace(f"write `{word}`", span, word),
    )


def chained_comparison(span: Span, middle: str, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        codes.CHAINED_COMPARISON,
        "comparisons do not chain",
        span,
        help=f"compare twice, with `and` between; or write `{middle} in A to B`",
        fix=fix,
    )


def comma_missing(before: Span) -> Diagnostic:
    at = Span(before.source, before.end, before.end)
    return Diagnostic(
        codes.COMMA_MISSING,
        f"a comma is missing after {shown(before.text)}",
        before,
        help="the items of a list stand between commas",
        fix=safely("write `,`", at, ","),
    )


def word_missing(before: Span, word: str) -> Diagnostic:
    at = Span(before.source, before.end, before.end)
    return Diagnostic(
        codes.UNFINISHED,
        f"`{word}` is missing after {shown(before.text)}",
        before,
        help=f"write `{word}`",
        fix=safely(f"write `{word}`", at, f" {word}"),
    )


def points_alone(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.POINTS_FIRST,
        f"`{span.text}` stands without a condition",
        span,
        help="a rule gives points once: write `when … add …` for each",
    )


def times_missing(number: Span) -> Diagnostic:
    at = Span(number.source, number.end, number.end)
    return Diagnostic(
        codes.UNFINISHED,
        f"`times` is missing after `{number.text}`",
        number,
        help=f"write `{number.text} times`",
        fix=safely("write `times`", at, " times"),
    )


# --- brackets and quotes -----------------------------------------------------------------------------


def unclosed_brace(opened: Span, needed: Span) -> Diagnostic:
    label = Label(needed, "a `}` is missing before this") if needed.start < needed.end else None
    return Diagnostic(
        codes.UNCLOSED_BRACE,
        "this `{` is never closed",
        opened,
        help="close it with `}`",
        labels=(label,) if label is not None else (),
        fix=replace("write `}`", Span(needed.source, needed.start, needed.start), "}\n"),
    )


def stray_brace(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.STRAY_BRACE,
        f"this `{span.text}` closes nothing",
        span,
        help="remove it",
        fix=replace("remove it", span, ""),
    )


def missing_brace(header: Span, colon: bool, closing: Span | None) -> Diagnostic:
    """`header` is what the brace follows, or the colon that stands in its place."""
    after = Span(header.source, header.end, header.end)
    opening = (header, " {") if colon else (after, " {")
    fix = replace("write `{ … }`", *opening, (closing, "}\n")) if closing else replace("write `{`", *opening)
    return Diagnostic(
        codes.MISSING_BRACE,
        "a `{` is missing here",
        header,
        help="what belongs together stands between `{` and `}`; indentation has no meaning",
        fix=fix,
    )


def unclosed_bracket(opened: Span, closer: str, before: Span | None) -> Diagnostic:
    """`before` is what the closing one would follow, where that can be told."""
    at = Span(before.source, before.end, before.end) if before is not None else None
    return Diagnostic(
        codes.UNCLOSED_BRACKET,
        f"this `{opened.text}` is never closed",
        opened,
        help=f"close it with `{closer}`",
        fix=replace(f"write `{closer}`", at, closer) if at is not None else None,
    )


def unclosed_text(span: Span, at: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNCLOSED_TEXT,
        "this text is never closed",
        span,
        help='a text stands between two `"` on one line',
        fix=replace('write the closing `"`', at, '"'),
    )


def unclosed_name(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNCLOSED_TEXT, "this name is never closed", span, help="a name in backticks ends with a backtick"
    )


# --- clauses -----------------------------------------------------------------------------------------


def clause_twice(span: Span, words: str, first: Span) -> Diagnostic:
    return Diagnostic(
        codes.CLAUSE_TWICE,
        f"`{words}` is given twice",
        span,
        help="keep one of the two",
        labels=(Label(first, "first given here"),),
        fix=replace("remove the second", span, ""),
    )


def clause_does_not_fit(span: Span, words: str, statement: str, advice: str | None) -> Diagnostic:
    return Diagnostic(codes.CLAUSE_DOES_NOT_FIT, f"`{words}` does not go with {statement}", span, help=advice)


def only_when_in_choice(span: Span, kind: str) -> Diagnostic:
    return Diagnostic(
        codes.ONLY_WHEN_IN_CHOICE,
        f"only `when` rules may stand inside `{kind} of`",
        span,
        help=f"move this one outside the `{kind} of`",
    )


def second_lead(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.SECOND_LEAD,
        "an example describes one lead, and this is its second `lead`",
        span,
        help="put all values of the lead between the braces of the first",
    )


def limit_without_period(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNFINISHED,
        "`at most` needs a period",
        span,
        help="write `at most 3 per day`; `max` bounds the points of a rule",
    )


def negative_row(span: Span, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        codes.NEGATIVE_ROW,
        "a row that begins with a negative number puts it in brackets",
        span,
        help="such as `(-10) to 0 add 5`: without them it would be taken off the points before",
        fix=fix,
    )


# --- bounds ------------------------------------------------------------------------------------------


def too_deep(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.TOO_DEEP,
        f"brackets and braces are nested more than {limits.NESTING} deep here",
        span,
        help="give the inner parts names with `let`",
    )


def too_many_parts(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.TOO_DEEP,
        f"this is nested or chained more than {limits.HEIGHT} deep",
        span,
        help='a list says it shorter, as in `country in ["NL", "BE"]`; or give parts of it names with `let`',
    )


def too_long(span: Span, what: str, bound: int) -> Diagnostic:
    return Diagnostic(codes.TOO_LONG, f"{what} has more than {bound:,} characters", span)


def too_many_mistakes(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.TOO_MANY_MISTAKES,
        f"there are more than {limits.MISTAKES} mistakes; the rest of the file was not read",
        span,
        help="is this a rule file?",
    )
