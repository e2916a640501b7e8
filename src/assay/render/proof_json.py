"""Proofs for programs: version 1 of the JSON that `assay prove --format json` prints. `prove.schema.json`, beside this
file, is its schema."""

import json

from assay.analysis.proof import Judged, Judgement
from assay.analysis.solver import Proof, Unknown, Witness
from assay.plan.nodes import Plan
from assay.plan.words import time
from assay.render.witness import witness_lines


def proof_json(found: Judgement) -> str:
    """Times in UTC; a lead as the lines of an example in the rules."""
    body: dict[str, object] = {
        "version": 1,
        "as_of": time(found.as_of),
        "proved": not found.broken and not found.unknown,
        "assumed": list(found.assumed),
        "free": list(found.free),
        "guarantees": [_judged(found.plan, one) for one in found.judged],
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def _judged(plan: Plan, one: Judged) -> dict[str, object]:
    head: dict[str, object] = {"kind": one.guarantee.kind, "text": one.guarantee.text}
    match one.answer:
        case Proof():
            return {**head, "verdict": "proved"}
        case Unknown(why=why):
            return {**head, "verdict": "unknown", "why": why}
        case Witness():
            return {**head, "verdict": "broken", "lead": _lead(plan, one.answer)}


def _lead(plan: Plan, found: Witness) -> dict[str, object]:
    trace = found.traces[0]
    stage = None if trace.stage is None else plan.stages[trace.stage].name
    return {
        "example": list(witness_lines(plan, found)),
        "previous": found.previous,
        "score": trace.result().score,
        "stage": stage,
        "smallest": found.smallest,
    }
