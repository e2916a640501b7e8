"""One of the two rule sets of a comparison, in every form the comparison asks for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assay.check import Columns
from assay.check.merge import Merged
from assay.model import Model
from assay.plan.nodes import Plan
from assay.source import Source


@dataclass(frozen=True)
class Version:
    """`name` is how it was asked for: a path, or `REV:PATH`. `merged` are its statements in order; `columns` the
    headers of the data, for rules without a schema."""

    name: str
    merged: Merged
    model: Model
    plan: Plan
    columns: Columns | None = None

    @cached_property
    def is_file(self) -> bool:
        """Whether one file was asked for, which may take in others."""
        return Path(self.merged.files[0].source.name) == Path(self.name)

    def inside(self, source: Source, other: "Version") -> str:
        """A file by its path from the folder of the rules; "" for the one file of each, whatever they are called."""
        if source is self.merged.files[0].source and self.is_file and other.is_file:
            return ""
        return self.merged.folder.homes[source].inside
