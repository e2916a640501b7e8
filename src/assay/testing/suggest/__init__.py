"""The examples that are missing, found and written."""

from assay.testing.suggest.proving import Gap
from assay.testing.suggest.suggest import Suggested, Suggestions, suggest

__all__ = ["Gap", "Suggested", "Suggestions", "suggest"]
