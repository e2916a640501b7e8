"""Findings: pushed shortly after an edit until the client pulls for the first time; from then on only on demand.

A client that pulls and is pushed to as well shows everything twice; and one may announce that it pulls, and never do.
"""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from assay.diagnostics import Diagnostic, Label, Severity
from assay.lsp.places import range_of

if TYPE_CHECKING:
    from assay.lsp.server import Server

WAIT = 0.03  # seconds: after the last of many edits
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_UNUSED = frozenset({"unused-let", "rule-never-fires", "unreached-row", "stage-shadowed", "route-never-taken"})


@dataclass(slots=True)
class Diagnostics:
    """`pulled` once the client has asked by itself; `shown` are the files it was told something of."""

    server: "Server"
    pulled: bool = False
    shown: dict[Path, tuple[types.Diagnostic, ...]] = field(default_factory=dict)
    _waiting: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Something was edited: tells the client in a moment, if it does not ask by itself."""
        if self._waiting is not None:
            self._waiting.cancel()
        if not self.pulled:
            self._waiting = asyncio.get_running_loop().call_later(WAIT, self._push)
        self.server.lints.typed()

    def news(self) -> None:
        """Something is known that was not when the client asked or was told."""
        if not self.pulled:
            self._push()
        elif self.server.can_refresh("diagnostics"):
            self.server.workspace_diagnostic_refresh(None)

    def closed(self, path: Path) -> None:
        if not self.pulled and self.shown.pop(path, ()):
            self._publish(path, ())
        self.changed()

    def stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()

    def _push(self) -> None:
        for path in list(self.server.rules.open):
            found = self.of(path)
            if self.shown.get(path) != found:
                self.shown[path] = found
                self._publish(path, found)

    def _publish(self, path: Path, found: tuple[types.Diagnostic, ...]) -> None:
        document = self.server.rules.open.get(path)
        version = None if document is None else document.version
        uri = self.server.documents.uri(path)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, list(found), version))

    def pull(self, path: Path) -> list[types.Diagnostic]:
        """The client asks: what was pushed before is taken back once."""
        if not self.pulled:
            self.pulled = True
            self.stop()
            for shown, found in self.shown.items():
                if found:
                    self._publish(shown, ())
        return list(self.of(path))

    def of(self, path: Path) -> tuple[types.Diagnostic, ...]:
        return tuple(self._translated(found) for found in self.server.rules.rules(path).findings.get(path, ()))

    def _translated(self, found: Diagnostic) -> types.Diagnostic:
        return types.Diagnostic(
            range_of(found.span, self.server.encoding),
            found.message if found.help is None else f"{found.message}\nhelp: {found.help}",
            severity=_SEVERITIES[found.severity],
            code=found.code.code,
            source="assay",
            tags=[types.DiagnosticTag.Unnecessary] if found.code.name in _UNUSED else None,
            related_information=[self._related(label) for label in found.labels] or None,
        )

    def _related(self, label: Label) -> types.DiagnosticRelatedInformation:
        uri = self.server.documents.uri(Path(label.span.source.name))
        location = types.Location(uri, range_of(label.span, self.server.encoding))
        return types.DiagnosticRelatedInformation(location, label.text)
