"""Assay: rules for what makes a lead qualified, as one pipeline.

    rules = assay.load("rules/b2b_saas")
    plan = assay.compile(rules)
    result = assay.score(plan, {"id": "L-1", "title": "CTO"}, activities=[...], as_of="2026-11-01")
    print(result.score, result.stage, result.rules)

Every stage can be looked at: `load` gives the checked Model, `compile` the evaluation plan (data, to JSON and back),
`Scorer` scores many leads, `score` one, `explain` says why. Names are loaded on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from assay.version import __version__

if TYPE_CHECKING:
    from assay.api import RulesError, Scorer, compile, diagnose, explain, format, load, loads, score
    from assay.diagnostics import Diagnostic
    from assay.engines.record import BadRecord, Outcome
    from assay.plan.nodes import Plan
    from assay.plan.store import from_json, to_json
    from assay.results import LeadResult

_HOMES = {
    "RulesError": "assay.api",
    "Scorer": "assay.api",
    "compile": "assay.api",
    "diagnose": "assay.api",
    "explain": "assay.api",
    "format": "assay.api",
    "load": "assay.api",
    "loads": "assay.api",
    "score": "assay.api",
    "Diagnostic": "assay.diagnostics",
    "BadRecord": "assay.engines.record",
    "Outcome": "assay.engines.record",
    "Plan": "assay.plan.nodes",
    "from_json": "assay.plan.store",
    "to_json": "assay.plan.store",
    "LeadResult": "assay.results",
}

__all__ = [
    "BadRecord",
    "Diagnostic",
    "LeadResult",
    "Outcome",
    "Plan",
    "RulesError",
    "Scorer",
    "__version__",
    "compile",
    "diagnose",
    "explain",
    "format",
    "from_json",
    "load",
    "loads",
    "score",
    "to_json",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'assay' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
