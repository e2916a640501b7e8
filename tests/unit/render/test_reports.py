"""The report formats of `assay check`: each says the same findings, in its own words."""

import json
from xml.etree import ElementTree

import pytest

from assay.check import load_text
from assay.diagnostics import Diagnostic
from assay.fingerprints import fingerprints
from assay.render.github import report_github
from assay.render.gitlab import report_gitlab
from assay.render.junit import report_junit
from assay.render.sarif import report_sarif

RULES = """lead { id text key  country text }
when contry == "NL" add 5
when country = "100%, \x01<b>" add 5
"""


@pytest.fixture
def found() -> tuple[Diagnostic, ...]:
    diagnostics = load_text(RULES, "rules/my file.assay").diagnostics
    assert len(diagnostics) == 2
    return diagnostics


def test_sarif_has_a_result_a_finding_with_its_place(found: tuple[Diagnostic, ...]) -> None:
    log = json.loads(report_sarif(found))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [r["ruleId"] for r in run["results"]] == [d.code.code for d in found]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "rules/my%20file.assay"
        assert set(location["physicalLocation"]["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 6


def test_fingerprints_outlive_edits_elsewhere(found: tuple[Diagnostic, ...]) -> None:
    moved = load_text("# a line more\n\n" + RULES, "rules/my file.assay").diagnostics
    assert fingerprints(found) == fingerprints(moved)


def test_the_same_finding_twice_has_two_fingerprints() -> None:
    twice = load_text('when a = "x" add 1\nwhen a = "x" add 1\n').diagnostics
    assert len(set(fingerprints(twice))) == len(twice) == 2


def test_github_lines_are_escaped(found: tuple[Diagnostic, ...]) -> None:
    lines = report_github(found).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=rules/my file.assay,line=2,col=6,endLine=2,endColumn=12,title=E")
    assert all(line.count("::") >= 2 for line in lines)


def test_gitlab_is_a_list_of_issues(found: tuple[Diagnostic, ...]) -> None:
    issues = json.loads(report_gitlab(found))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [2, 3]
    assert len({issue["fingerprint"] for issue in issues}) == 2
    assert json.loads(report_gitlab(())) == []


def test_junit_counts_files_and_lists_failures(found: tuple[Diagnostic, ...]) -> None:
    source = found[0].span.source
    suite = ElementTree.fromstring(report_junit(found, (source,))).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert len(suite.findall("testcase/failure")) == 2
    clean = ElementTree.fromstring(report_junit((), (source,)))
    assert clean.find("testsuite/testcase/failure") is None
