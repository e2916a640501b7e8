"""What was expected in an example, and what came instead, in a line of plain text."""

from collections.abc import Iterator
from dataclasses import replace

from assay.engines.record.trace import Trace
from assay.engines.record.trace.nodes import Part
from assay.plan.nodes import Op
from assay.render.explaining_conditions import fact
from assay.render.words import Words, words_of
from assay.render.words_values import line
from assay.testing import ExampleReport, ExpectationReport


def failures(report: ExampleReport) -> list[str]:
    return [failure_of(report, one) for one in report.failing]


def failure_of(report: ExampleReport, one: ExpectationReport) -> str:
    """What was expected and what came, in the words of the rules."""
    words = replace(words_of(report.trace.plan, report.trace.state.zone, report.trace.lead), as_written=True)
    return failure(words, report.trace, one)


def failure(words: Words, trace: Trace, one: ExpectationReport) -> str:
    """ "expected `interest == 5`, got interest 20"; of an unknown one, what is missing."""
    part = trace.part(one.condition.test)
    got = list(dict.fromkeys(_got(words, trace, part, wanted=True)))
    found = f", got {' and '.join(got)}" if got else ""
    unknown = " (unknown, and only true passes)" if one.holds is None else ""
    return f"expected `{line(one.expectation.text)}`{found}{unknown}"


def _got(words: Words, trace: Trace, part: Part, *, wanted: bool) -> Iterator[str]:
    """The values behind the parts that kept a condition from being as wanted."""
    negating = isinstance(part.expr, Op) and part.expr.op == "not"
    for inner in part.parts:
        if negating or inner.value is not wanted:
            yield from _got(words, trace, inner, wanted=wanted is not negating)
    for seen in part.seen:
        yield fact(words, trace, seen).removeprefix("there is ").replace(" is ", " ", 1)
