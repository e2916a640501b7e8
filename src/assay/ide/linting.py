"""Lints of whole rule sets: seconds of work on long files, so it is done elsewhere, on texts, and what is found comes back
to the pieces it is about."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from assay.diagnostics import Diagnostic, Edit, Label
from assay.ide.document import Document
from assay.ide.texts import Texts, rules_of
from assay.source import Span
from assay.values import days_of


def linted(texts: Texts) -> tuple[Diagnostic, ...]:
    """What the linter finds; nothing where there is a mistake. Spans are of the texts."""
    # Only the process that lints needs the lints.
    from assay.linter import baseline  # noqa: PLC0415
    from assay.linter.lint import Context  # noqa: PLC0415
    from assay.linter.registry import LINTS  # noqa: PLC0415
    from assay.linter.run import lint  # noqa: PLC0415
    from assay.linter.select import UnknownLint, selected  # noqa: PLC0415

    model = rules_of(texts).model
    if model is None:
        return ()
    settings, today = texts.settings, days_of(dt.datetime.now(dt.UTC).date())
    try:
        lints = selected(LINTS.values(), settings.select, settings.ignore)
    except UnknownLint:  # `assay check` says so
        lints = tuple(one for one in LINTS.values() if not one.opt_in)
    found = lint(Context(model, today), lints)
    return found if settings.baseline is None else baseline.without(found, _read(settings.baseline))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def attached(found: Iterable[Diagnostic], documents: Mapping[Path, Document]) -> tuple[Diagnostic, ...]:
    """Findings about the texts of some documents, with the places of their pieces: they hold until a piece is edited."""
    homes = {str(document.path): document for document in documents.values()}
    return tuple(_attached(d, homes) for d in found if d.span.source.name in homes)


def _attached(found: Diagnostic, homes: Mapping[str, Document]) -> Diagnostic:
    fix = found.fix
    if fix is not None:
        fix = replace(fix, edits=tuple(Edit(_home(edit.span, homes), edit.text) for edit in fix.edits))
    labels = tuple(Label(_home(label.span, homes), label.text) for label in found.labels)
    return replace(found, span=_home(found.span, homes), labels=labels, fix=fix)


def _home(span: Span, homes: Mapping[str, Document]) -> Span:
    document = homes.get(span.source.name)
    return span if document is None else document.read_from(span)
