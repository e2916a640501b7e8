"""JUnit's XML: a test case for each file that was checked, a failure for each finding in it."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assay.diagnostics import Diagnostic
from assay.source import Source


def report_junit(diagnostics: Sequence[Diagnostic], sources: Sequence[Source]) -> str:
    """One suite. A file without findings is a test that passed."""
    suite = Element("testsuite", name="assay check")
    failing = 0
    for source in sources:
        found = [d for d in diagnostics if d.span.source is source]
        case = SubElement(suite, "testcase", classname="assay.check", name=printable(source.name))
        failing += bool(found)
        for d in found:
            failure = SubElement(case, "failure", type=d.code.code, message=printable(d.message))
            failure.text = printable(
                f"{source.name}:{d.span.line}:{d.span.column}: {d.message}\n{d.help or ''}".strip()
            )
    suite.set("tests", str(len(sources)))
    suite.set("failures", str(failing))
    suite.set("errors", "0")
    suites = Element("testsuites")
    suites.append(suite)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode")


def printable(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "".join(
        ch if ch in "\t\n\r" or " " <= ch <= "\ud7ff" or "\ue000" <= ch <= "\ufffd" or ch > "\uffff" else "\ufffd"
        for ch in text
    )
