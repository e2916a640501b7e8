"""The plan walked step by step for one lead, with everything that was seen kept: what explanations are made of.

Loaded on first use: others share its operators and have no use for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assay.engines.record.trace.traced import Trace
    from assay.engines.record.trace.tracing import trace, trace_of_values

__all__ = ["Trace", "trace", "trace_of_values"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.tracing"), name)
