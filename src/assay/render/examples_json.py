"""Examples and coverage for programs: version 1 of the JSON that `assay test --format json` prints. `test.schema.json`,
beside this file, is its schema."""

import json
from collections.abc import Sequence

from assay.plan.words import time
from assay.render.diagnostics_json import Json
from assay.render.expectations import failure_of
from assay.testing import ExampleReport
from assay.testing.coverage import Coverage, Measured, Shown
from assay.testing.coverage.words import part_text


def examples_json(reports: Sequence[ExampleReport], coverage: Coverage | None) -> str:
    """Lines from 1; times in UTC."""
    body: Json = {
        "version": 1,
        "passed": all(report.passed for report in reports),
        "examples": [_example(report) for report in reports],
        "coverage": None if coverage is None else _coverage(coverage),
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def _example(report: ExampleReport) -> Json:
    span = report.example.span
    failing: list[Json] = [
        {"line": one.expectation.span.line, "expected": one.expectation.text, "message": failure_of(report, one)}
        for one in report.failing
    ]
    return {
        "name": report.example.name,
        "file": span.source.name,
        "line": span.line,
        "as_of": time(report.as_of),
        "passed": report.passed,
        "failures": failing,
    }


def _coverage(coverage: Coverage) -> Json:
    names = [report.example.name for report in coverage.reports]
    return {
        "shown": coverage.shown,
        "of": coverage.of,
        "points": [_point(one, names) for one in coverage.points],
    }


def _point(one: Measured, names: Sequence[str]) -> Json:
    point = one.point
    return {
        "kind": point.kind,
        "name": point.name,
        "file": point.span.source.name,
        "line": point.span.line,
        "acted": one.acted,
        "goals": [_goal(one, goal, names) for goal in one.goals],
    }


def _goal(one: Measured, shown: Shown, names: Sequence[str]) -> Json:
    goal = shown.goal
    part = None if goal.compound is None or goal.part is None else part_text(one.point, goal.compound, goal.part)
    return {"part": part, "want": goal.want, "possible": shown.possible, "shown_by": [names[at] for at in shown.by]}
