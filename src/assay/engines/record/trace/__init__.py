"""The plan walked step by step for one lead, with everything that was seen kept: what explanations are made of."""

from assay.engines.record.trace.tracing import Trace, trace, trace_of_values

__all__ = ["Trace", "trace", "trace_of_values"]
