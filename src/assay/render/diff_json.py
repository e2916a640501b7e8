"""A comparison for programs: version 1 of the JSON that `assay diff --format json` prints. `diff.schema.json`, beside
this file, is its schema."""

import json

from assay.analysis.difference.changes import Change
from assay.analysis.difference.comparison import Comparison, Witness
from assay.analysis.difference.movements import Movements, Mover
from assay.analysis.difference.outcomes import EFFECTS
from assay.analysis.difference.parts import Part
from assay.analysis.difference.versions import Version
from assay.render import diff_words as words
from assay.render.diagnostics_json import Json
from assay.results import LeadResult
from assay.values import utc_datetime


def report_json(found: Comparison, limit: float | None) -> str:
    """`limit`: the share of leads that may change their stage."""
    numbers = {id(change): at for at, change in enumerate(found.changes)}
    body: dict[str, object] = {
        "version": 1,
        "old": _version(found.old),
        "new": _version(found.new),
        "as_of": utc_datetime(found.as_of).isoformat().replace("+00:00", "Z"),
        "changes": [_change(change) for change in found.changes],
        "verdict": {
            "kind": found.verdict.kind,
            "equivalent": {"same": True, "proved": True, "differs": False, "open": None}[found.verdict.kind],
            "witnesses": [_witness(witness, numbers) for witness in found.verdict.witnesses],
            "never": list(found.verdict.never),
            "notes": list(found.verdict.assumed),
        },
        "data": None if found.movements is None else _movements(found, found.movements, limit, numbers),
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def _version(version: Version) -> Json:
    return {"name": version.name, "rules_version": version.plan.rules_version}


def _change(change: Change) -> dict[str, object]:
    return {
        "what": change.what,
        "kind": change.kind,
        "name": change.name,
        "decides": change.decides,
        "edits": list(change.edits),
        "readers": change.readers,
        "old": _part(change.old),
        "new": _part(change.new),
    }


def _part(part: Part | None) -> Json:
    if part is None:
        return None
    return {"name": part.name, "in": list(part.home), "file": part.file, "line": part.line, "column": part.span.column}


def _witness(witness: Witness, numbers: dict[int, int]) -> dict[str, object]:
    return {
        "effects": list(witness.effects),
        "lead": dict(witness.lead),
        "activities": [dict(activity) for activity in witness.activities],
        "previous": witness.previous,
        "old": _result(witness.old),
        "new": _result(witness.new),
        "causes": [numbers[id(change)] for change in witness.causes],
        "alone": witness.alone,
    }


def _result(result: LeadResult) -> dict[str, object]:
    return {
        "score": result.score,
        "grade": result.grade,
        "stage": result.stage,
        "stage_by": result.stage_by,
        "disqualified": list(result.disqualified),
        "excluded": list(result.excluded),
        "route": None if result.route is None else result.route.to,
    }


def _movements(
    found: Comparison, movements: Movements, limit: float | None, numbers: dict[int, int]
) -> dict[str, object]:
    counts = sorted(movements.transitions.items())
    return {
        "leads": movements.leads,
        "changed": movements.changed,
        "stage_changed": movements.moved,
        "max_stage_change": limit,
        "transitions": [{"from": old, "to": new, "leads": count} for (old, new), count in counts],
        "effects": {effect: movements.effects[effect] for effect in EFFECTS},
        "movers": [_mover(found, mover, numbers) for mover in movements.top()],
    }


def _mover(found: Comparison, mover: Mover, numbers: dict[int, int]) -> dict[str, object]:
    causes = found.causes.of(words.main_effect(mover.effects), mover.old, mover.new)
    return {
        "key": mover.new.key,
        "name": mover.name,
        "effects": sorted(mover.effects),
        "old": _result(mover.old),
        "new": _result(mover.new),
        "causes": [numbers[id(change)] for change in causes],
    }
