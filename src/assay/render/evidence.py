"""What a finding rests on, in lines."""

from collections.abc import Iterator

from assay.diagnostics import Diagnostic, Evidence

_WORDS = {"shown": "shown by a lead:", "proof": "proof:"}


def evidence_lines(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """("shown", `lead { employees: 200 }`: what it is given) for each lead, then ("proof", in words)."""
    for one in evidence.shown:
        yield "shown", f"`{one.lead}`: {one.given}"
    if evidence.proof is not None:
        yield "proof", evidence.proof


def told(diagnostic: Diagnostic, between: str) -> str:
    """The help and what the finding rests on, for reports that have one text for it all; "" where there is neither."""
    lines = [f"{_WORDS[kind]} {text}" for kind, text in evidence_lines(diagnostic.evidence)]
    return between.join([*([diagnostic.help] if diagnostic.help else []), *lines])
