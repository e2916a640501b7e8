"""The record engine: one lead at a time, from the plan to generated Python. It is the reference for all others.

Loaded on first use: the linter shares its operators and has no use for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assay.engines.record.bad_record import BadRecord
    from assay.engines.record.outcome import Outcome
    from assay.engines.record.register import Fired, Undecided
    from assay.engines.record.scorer import Scorer

_HOMES = {
    "BadRecord": "bad_record",
    "Fired": "register",
    "Outcome": "outcome",
    "Scorer": "scorer",
    "Undecided": "register",
}

__all__ = ["BadRecord", "Fired", "Outcome", "Scorer", "Undecided"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
