"""The sample of leads that settings name, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.linter.settings import Settings


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the sample is. `outcome` is the column that says how a lead ended, `won` its value for those that were won."""

    leads: Path
    activities: Path | None = None
    outcome: str | None = None
    won: str | None = None


def sample_of(settings: Settings) -> Sample | None:
    """The sample that the settings name, if they do."""
    if settings.data is None:
        return None
    return Sample(settings.data, settings.activities, settings.outcome, settings.won)


@dataclass(frozen=True, slots=True)
class Tried:
    """`fired` counts leads by the id of every rule that was tried, `won` those of them that were won; it is None where no
    outcome is known. `seen` are values of fields, by
    table and name, the most frequent first."""

    leads: int
    fired: Mapping[str, int]
    won: Mapping[str, int] | None
    seen: Mapping[tuple[str, str], tuple[str, ...]]
