"""Rules in one style: what is written is what was read, and comments stay where they belong."""

from assay.formatter.formatting import Formatted, MeaningChangedError, format_source

__all__ = ["Formatted", "MeaningChangedError", "format_source"]
