"""The record engine: one lead at a time, from the plan to generated Python. It is the reference for all others."""

from assay.engines.record.bad_record import BadRecord
from assay.engines.record.outcome import Outcome
from assay.engines.record.register import Fired, Undecided
from assay.engines.record.scorer import Scorer

__all__ = ["BadRecord", "Fired", "Outcome", "Scorer", "Undecided"]
