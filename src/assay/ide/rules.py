"""A set of rules at one moment: its files as they are, unsaved text included, and what the checker makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assay.check import Checked
from assay.check.env import Env
from assay.check.folder import Folder
from assay.check.setting import Setting
from assay.diagnostics import Diagnostic, Edit, Fix, Label
from assay.ide.document import Document
from assay.ide.exact import Exact
from assay.linter.settings import Settings
from assay.model import Model
from assay.source import Span


@dataclass(frozen=True, eq=False)
class Rules:
    """`documents` are the files in order of taking in, by where they really are. `last_good` is what the last moment
    without an error gave, or the first one; its spans may be of text that is gone. `lints` are findings of the linter, perhaps of a moment
    ago. `folder` finds the files that `use` and `let … from` name. `exact` is how far points reach, perhaps as of a moment
    ago, where a solver has found out."""

    documents: Mapping[Path, Document]
    checked: Checked = field(repr=False)
    last_good: Checked = field(repr=False)
    settings: Settings
    folder: Folder = field(repr=False)
    lints: tuple[Diagnostic, ...] = ()
    exact: Exact | None = None

    @property
    def model(self) -> Model | None:
        """None where there is any error; then see `last_model`."""
        return self.checked.model

    @property
    def last_model(self) -> Model | None:
        """The model, or the one there was before the errors; None if there never was one."""
        return self.last_good.model

    @property
    def stands(self) -> Setting:
        """Zone and schemas; `stands.env` is what names mean."""
        assert self.checked.stands is not None
        return self.checked.stands

    @property
    def env(self) -> Env:
        return self.stands.env

    @cached_property
    def schemas(self) -> Model:
        """A model of the schemas alone, for rules that have had a mistake ever since they were opened."""
        return _of_schemas(self.stands)

    def place(self, span: Span) -> Span | None:
        """Where a span of a tree, a model or a diagnostic stands now: `source.name` is the path of its file. None if it was
        edited since."""
        for document in self.documents.values():
            if (found := document.place(span)) is not None:
                return found
        return None

    def document(self, span: Span) -> Document | None:
        """The file a placed span is in."""
        return next((d for d in self.documents.values() if d.source is span.source), None)

    @cached_property
    def findings(self) -> Mapping[Path, tuple[Diagnostic, ...]]:
        """Of each file its mistakes, or what the linter says of it, in order of place, all spans where they stand now."""
        found: dict[Path, list[Diagnostic]] = {path: [] for path in self.documents}
        homes = {document.source: path for path, document in self.documents.items()}
        for diagnostic in (*self.checked.diagnostics, *self.lints):
            placed = self.placed(diagnostic)
            if placed is not None:
                found[homes[placed.span.source]].append(placed)
        return {path: tuple(sorted(some, key=_order)) for path, some in found.items()}

    def placed(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """The same finding at its place of now; a label or a fix that was edited since is left out."""
        span = self.place(diagnostic.span)
        if span is None:
            return None
        labels = ((self.place(label.span), label.text) for label in diagnostic.labels)
        kept = tuple(Label(at, text) for at, text in labels if at is not None)
        fix = diagnostic.fix and self._placed_fix(diagnostic.fix)
        return Diagnostic(diagnostic.code, diagnostic.message, span, diagnostic.help, kept, fix)

    def _placed_fix(self, fix: Fix) -> Fix | None:
        edits = [(self.place(edit.span), edit.text) for edit in fix.edits]
        placed = tuple(Edit(at, text) for at, text in edits if at is not None)
        return Fix(fix.title, placed, fix.applicability) if len(placed) == len(edits) else None


def _order(diagnostic: Diagnostic) -> tuple[int, int, str]:
    return diagnostic.span.start, diagnostic.span.end, diagnostic.code.code


def _of_schemas(stands: Setting) -> Model:
    return Model(
        name=None,
        zone=stands.zone,
        missing=stands.missing,
        lead=stands.lead,
        activity=stands.activity,
        constants=(),
        lets=(),
        ignores=(),
        excludes=(),
        disqualifies=(),
        groups=(),
        total_minimum=None,
        total_maximum=None,
        grades=(),
        stages=(),
        promotions=(),
        routes=(),
        guarantees=(),
        examples=(),
    )
