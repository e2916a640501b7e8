"""The examples that are missing, found and written."""

from assay.testing.suggest.suggest import Gap, Suggested, Suggestions, suggest

__all__ = ["Gap", "Suggested", "Suggestions", "suggest"]
