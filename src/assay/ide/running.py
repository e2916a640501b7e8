"""Examples, run where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assay.ide.texts import Texts, rules_of
from assay.model import Model
from assay.render.expectations import failures
from assay.testing import ExampleReport, run_examples


@dataclass(frozen=True, slots=True)
class Outcome:
    """`told` says of a failing example what was expected and what came, a line each."""

    name: str
    passed: bool
    told: tuple[str, ...]


class _Kept:
    """A model as a cache key: equal only to itself, so that a look-up never compares whole models."""

    def __init__(self, model: Model, as_of: int) -> None:
        self.model, self.as_of = model, as_of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.model is self.model and other.as_of == self.as_of

    def __hash__(self) -> int:
        return hash((id(self.model), self.as_of))


def outcomes(model: Model, as_of: int) -> Mapping[str, Outcome]:
    """What all examples come to, by name; `as_of` (microseconds) is for those that name no moment."""
    return _outcomes(_Kept(model, as_of))


def outcomes_of(texts: Texts, as_of: int) -> Mapping[str, Outcome] | None:
    """The same of rules as plain text, for another process; None where they have a mistake."""
    model = rules_of(texts).model
    return None if model is None else outcomes(model, as_of)


@lru_cache(maxsize=4)
def _outcomes(kept: _Kept) -> Mapping[str, Outcome]:
    return {report.example.name: _outcome(report) for report in run_examples(kept.model, kept.as_of)}


def _outcome(report: ExampleReport) -> Outcome:
    return Outcome(report.example.name, report.passed, tuple(failures(report)))
