"""Errors of spelling: what people bring along from SQL, Excel, Python, word processors and chats, and what it is
called here. One function each; every one carries its fix."""

from assay.diagnostics import Diagnostic, Fix
from assay.source import Span
from assay.syntax import codes
from assay.syntax.errors import replace, safely, shown

_INVISIBLE_NAMES = {
    "\xa0": "a non-breaking blank",
    "\u200b": "a blank without width",
    "\u200c": "a character without width",
    "\u200d": "a character without width",
    "\ufeff": "a byte order mark",
    "\xad": "a soft hyphen",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
}


def single_equals(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.SINGLE_EQUALS,
        "`=` does not compare",
        span,
        help="write `==` to compare; `=` gives a `let` its value",
        fix=safely("write `==`", span, "=="),
    )


def double_equals_in_let(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.SINGLE_EQUALS,
        "`==` compares, and a `let` takes its value with `=`",
        span,
        help="write `=`",
        fix=safely("write `=`", span, "="),
    )


def wrong_sign(span: Span, right: str) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_SIGN,
        f"{shown(span.text)} does not stand here",
        span,
        help=f"write `{right}`",
        fix=safely(f"write `{right}`", span, right),
    )


def foreign_operator(span: Span, right: str) -> Diagnostic:
    return Diagnostic(
        codes.FOREIGN_OPERATOR,
        f"{shown(span.text)} is written `{right.strip()}` here",
        span,
        help=f"write `{right.strip()}`",
        fix=safely(f"write `{right.strip()}`", span, right),
    )


def foreign_quotes(span: Span, right: str) -> Diagnostic:
    curly = span.text[:1] not in "'\""
    return Diagnostic(
        codes.FOREIGN_QUOTES,
        f"{'curly' if curly else 'single'} quotes do not make a text",
        span,
        help=f"write {right}",
        fix=safely(f"write {right}", span, right),
    )


def quoted_value(span: Span, right: str, kind: str) -> Diagnostic:
    return Diagnostic(
        codes.FOREIGN_QUOTES,
        f"a {kind} stands here, and a {kind} has no quotes",
        span,
        help=f"write `{right}`",
        fix=replace(f"write `{right}`", span, right),
    )


def unquoted_text(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.FOREIGN_QUOTES,
        "a text stands here, and a text has double quotes",
        span,
        help=f'write `"{span.text}"`',
        fix=replace(f'write `"{span.text}"`', span, f'"{span.text}"'),
    )


def invisible(span: Span, count: int, fix: Fix) -> Diagnostic:
    what = _INVISIBLE_NAMES.get(span.text, "an odd blank")
    more = f" (and {count - 1} more on this line)" if count > 1 else ""
    return Diagnostic(
        codes.INVISIBLE,
        f"{what} (U+{ord(span.text):04X}) stands here{more}",
        span,
        help="it comes from a word processor or a chat; write an ordinary blank or nothing",
        fix=fix,
    )


def stray_character(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.STRAY_CHARACTER,
        f"{shown(span.text)} means nothing here",
        span,
        help="remove it; texts stand in double quotes",
        fix=replace("remove it", span, ""),
    )


def capitals(span: Span) -> Diagnostic:
    right = span.text.lower()
    return Diagnostic(
        codes.CAPITALS,
        f"`{span.text}` is written in small letters",
        span,
        help=f"write `{right}`, or put it in backticks if it is a name",
        fix=safely(f"write `{right}`", span, right),
    )


def needless(span: Span, help_: str) -> Diagnostic:
    return Diagnostic(
        codes.NEEDLESS,
        f"{shown(span.text)} is not needed here",
        span,
        help=help_,
        fix=safely(f"remove {shown(span.text)}", span, ""),
    )


def no_else(span: Span, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        codes.NO_ELSE,
        f"there is no {shown(span.text)}",
        span,
        help="write a second rule with `not`, or a `match` with an `otherwise` row",
        fix=fix,
    )


def foreign_unit(span: Span, right: str, why: str) -> Diagnostic:
    return Diagnostic(
        codes.FOREIGN_UNIT, f"{shown(span.text)} {why}", span, help=f"write `{right}`",
        fix=replace(f"write `{right}`", span, right),
    )  # fmt: skip


def wrong_number(span: Span, right: str, why: str) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_NUMBER, f"{shown(span.text)} is no number here: {why}", span, help=f"write `{right}`",
        fix=replace(f"write `{right}`", span, right),
    )  # fmt: skip


def needless_percent(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.PERCENT,
        "a percentage does not stand here",
        span,
        help="points and values are plain numbers; percent go with `fading` and `weight`",
        fix=replace("remove `%`", span, ""),
    )


def percent_missing(number: Span) -> Diagnostic:
    at = Span(number.source, number.end, number.end)
    return Diagnostic(
        codes.PERCENT, "this is a percentage, and its `%` is missing", number, help=f"write `{number.text}%`",
        fix=safely(f"write `{number.text}%`", at, "%"),
    )  # fmt: skip


def wrong_date(span: Span, right: str | None, why: str) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_DATE,
        f"{shown(span.text)} {why}",
        span,
        help="dates are written year-month-day, such as `2026-11-30`" if right is None else f"write `{right}`",
        fix=replace(f"write `{right}`", span, right) if right is not None else None,
    )


def zoned_time(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_DATE,
        f"a time takes no zone such as {shown(span.text)}",
        span,
        help='times are in the zone of the model, `model "…" timezone "Europe/Amsterdam"`',
        fix=replace("remove it", span, ""),
    )


def missing_spelling(span: Span, right: str) -> Diagnostic:
    return Diagnostic(
        codes.MISSING_SPELLING,
        f"{shown(span.text)} is written `{right}` here",
        span,
        help=f"write `{right}`",
        fix=safely(f"write `{right}`", span, right),
    )


def foreign_comparison(span: Span, right: str, fix: Fix) -> Diagnostic:
    return Diagnostic(
        codes.FOREIGN_COMPARISON,
        f"{shown(span.text)} is written `{right}` here",
        span,
        help=f"write `{right}`",
        fix=fix,
    )


def list_in_brackets(span: Span, fix: Fix) -> Diagnostic:
    return Diagnostic(
        codes.LIST_IN_BRACKETS, "a list stands in square brackets", span, help='such as `["NL", "BE"]`', fix=fix
    )


def foreign_comment(span: Span, fix: Fix) -> Diagnostic:
    return Diagnostic(codes.FOREIGN_COMMENT, "a comment begins with `#`", span, help="write `#`", fix=fix)


def blank_in_call(span: Span, function: str) -> Diagnostic:
    return Diagnostic(
        codes.BLANK_IN_CALL,
        f"no blank stands between `{function}` and its `(`",
        span,
        help=f"write `{function}(`",
        fix=safely("remove the blank", span, f"{function}("),
    )


def wrong_escape(span: Span, fix: Fix) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_ESCAPE,
        f"{shown(span.text)} means nothing in a text",
        span,
        help='only `\\"` and `\\\\` do; a backslash itself is written `\\\\`',
        fix=fix,
    )


def points_first(span: Span, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        codes.POINTS_FIRST,
        "a rule begins with its condition",
        span,
        help="write `when … add …`",
        fix=fix,
    )
