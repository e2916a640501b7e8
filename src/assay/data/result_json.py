"""A result as one line of JSON: exactly the keys of the contract, in its order; `previous_stage` where one was given,
and what changed where the run was compared with an earlier one."""

import json

from assay.data.flat import spoken, whole
from assay.results import LeadResult

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def line_of(result: LeadResult) -> str:
    """The line, with its end."""
    return _ENCODER.encode(_record(result)) + "\n"


def _record(result: LeadResult) -> dict[str, object]:
    return {
        "key": result.key,
        "score": whole(result.score),
        "groups": {
            name: {"earned": whole(group.earned), "kept": whole(group.kept)} for name, group in result.groups.items()
        },
        "grades": result.grades,
        "grade": result.grade,
        "stage": result.stage,
        "stage_by": result.stage_by,
        **({} if result.previous_stage is None else {"previous_stage": result.previous_stage}),
        "disqualified": result.disqualified,
        "excluded": result.excluded,
        "route": _route(result),
        "rules": [{"id": rule.id, "group": rule.group, "points": whole(rule.points)} for rule in result.rules],
        "undecided": [{"id": rule.id, "missing": rule.missing} for rule in result.undecided],
        "broken": result.broken,
        "as_of": spoken(result.as_of),
        "rules_version": result.rules_version,
        **({} if result.changes is None else _comparison(result)),
    }


def _comparison(result: LeadResult) -> dict[str, object]:
    return {"previous_score": whole(result.previous_score), "changes": result.changes, "cause": result.cause}


def _route(result: LeadResult) -> dict[str, object] | None:
    if (handover := result.route) is None:
        return None
    respond_by = handover.respond_by
    return {"to": handover.to, "respond_by": None if respond_by is None else spoken(respond_by)}
