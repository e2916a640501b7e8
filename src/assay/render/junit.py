"""JUnit's XML: a test case for each file that was checked, a failure for each finding in it that is more than
information."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assay.diagnostics import Diagnostic, Severity
from assay.render.evidence import told
from assay.source import Source


def report_junit(diagnostics: Sequence[Diagnostic], sources: Sequence[Source]) -> str:
    """One suite. A file without findings is a test that passed."""
    suite = Element("testsuite", name="assay check")
    failing = 0
    for source in sources:
        found = [d for d in diagnostics if d.span.source is source]
        case = SubElement(suite, "testcase", classname="assay.check", name=printable(source.name))
        failures = [d for d in found if d.severity is not Severity.INFO]
        failing += bool(failures)
        for d in failures:
            SubElement(case, "failure", type=d.code.code, message=printable(d.message)).text = _told(d)
        if told := [f"{d.code.code} {_told(d)}" for d in found if d.severity is Severity.INFO]:
            SubElement(case, "system-out").text = "\n".join(told)
    suite.set("tests", str(len(sources)))
    suite.set("failures", str(failing))
    suite.set("errors", "0")
    suites = Element("testsuites")
    suites.append(suite)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode")


def _told(d: Diagnostic) -> str:
    place = f"{d.span.source.name}:{d.span.line}:{d.span.column}"
    return printable("\n".join(filter(None, (f"{place}: {d.message}", told(d, "\n")))))


def printable(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "".join(
        ch if ch in "\t\n\r" or " " <= ch <= "\ud7ff" or "\ue000" <= ch <= "\ufffd" or ch > "\uffff" else "\ufffd"
        for ch in text
    )
