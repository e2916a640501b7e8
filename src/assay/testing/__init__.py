"""Examples in rule files, run."""

from assay.testing.examples import ExampleReport, ExpectationReport, run_examples

__all__ = ["ExampleReport", "ExpectationReport", "run_examples"]
