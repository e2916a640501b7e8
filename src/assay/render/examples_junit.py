"""Examples as JUnit's XML: a suite for each file, a test case for each example."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assay.render.examples import told
from assay.render.expectations import failures
from assay.render.junit import printable
from assay.testing import ExampleReport


def examples_junit(reports: Sequence[ExampleReport]) -> str:
    """The message of a failure says what was expected and what came; its text is what `assay test` prints."""
    suites = Element("testsuites", name="assay test")
    for name, found in groupby(reports, key=lambda report: report.example.span.source.name):
        _suite(suites, name, list(found))
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _suite(suites: Element, name: str, reports: list[ExampleReport]) -> None:
    failed = sum(not report.passed for report in reports)
    counts = {"tests": str(len(reports)), "failures": str(failed), "errors": "0"}
    suite = SubElement(suites, "testsuite", {"name": printable(name), **counts})
    for report in reports:
        place = {"file": printable(name), "line": str(report.example.span.line)}
        case = SubElement(
            suite, "testcase", {"classname": printable(name), "name": printable(report.example.name), **place}
        )
        if not report.passed:
            message = printable("; ".join(failures(report)))
            SubElement(case, "failure", type="expectation", message=message).text = printable(told(report))
