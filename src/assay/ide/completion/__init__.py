"""Completion: what the parser takes next, with the names and values that belong there."""

from assay.ide.completion.complete import complete, documentation
from assay.ide.completion.item import Completions, Item, plain

__all__ = ["Completions", "Item", "complete", "documentation", "plain"]
