"""Made-up leads: an example for a rule, run before it is written down."""

from assay.ide.witness.example import example_edit, example_of

__all__ = ["example_edit", "example_of"]
