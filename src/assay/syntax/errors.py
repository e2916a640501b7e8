"""One function per syntax error. All prose is here."""

from assay.diagnostics import Diagnostic, Label
from assay.source import Source, Span
from assay.syntax import codes
from assay.syntax.tokens import END, Token


def unexpected(source: Source, token: Token) -> Diagnostic:
    span = Span(source, token.start, token.end)
    if token.kind == END:
        return Diagnostic(codes.UNEXPECTED, "the file ends in the middle of a statement", span)
    return Diagnostic(codes.UNEXPECTED, f"`{token.text}` does not fit here", span)


def clause_twice(span: Span, words: str, first: Span) -> Diagnostic:
    return Diagnostic(
        codes.CLAUSE_TWICE,
        f"`{words}` is given twice",
        span,
        help="keep one of the two",
        labels=(Label(first, "first given here"),),
    )


def clause_does_not_fit(span: Span, words: str, statement: str) -> Diagnostic:
    return Diagnostic(codes.CLAUSE_DOES_NOT_FIT, f"`{words}` does not go with {statement}", span)


def only_when_in_choice(span: Span, kind: str) -> Diagnostic:
    return Diagnostic(codes.ONLY_WHEN_IN_CHOICE, f"only `when` rules may stand inside `{kind} of`", span)


def second_lead(span: Span) -> Diagnostic:
    return Diagnostic(codes.SECOND_LEAD, "an example describes one lead, and this is its second `lead`", span)
