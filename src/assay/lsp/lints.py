"""Lints in the background: begun when nobody has typed for a while, given up when somebody does."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assay.check import Checked
from assay.ide.linting import attached, linted
from assay.ide.roots import Roots
from assay.ide.rules import Rules
from assay.ide.texts import texts_of
from assay.lsp.progress import shown

if TYPE_CHECKING:
    from assay.lsp.server import Server

PAUSE = 0.3  # seconds without a key before it begins
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lints:
    """`done` is what was linted last, of each set of rules."""

    server: "Server"
    done: dict[Roots, Checked] = field(default_factory=dict)
    _task: "asyncio.Task[None] | None" = None

    def typed(self) -> None:
        self.stop()
        self._task = asyncio.get_running_loop().create_task(self._soon())

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _soon(self) -> None:
        await asyncio.sleep(PAUSE)
        news = False
        for path in list(self.server.rules.open):
            roots, rules = self.server.rules.roots(path), self.server.rules.rules(path)
            if self.done.get(roots) is rules.checked or rules.checked.diagnostics:
                continue
            try:
                news = await self._lint(roots, rules) or news
            except RuntimeError as error:
                _log.error("lints: %s", error)
        if news:
            self.server.diagnostics.news()

    async def _lint(self, roots: Roots, rules: Rules) -> bool:
        """Whether something else is found than before."""
        async with shown(self.server, f"Looking over {roots.files[0].name}"):
            found = await self.server.background.run(linted, texts_of(roots, rules))
        self.server.rules.linted(roots, attached(found, rules.documents))
        self.done[roots] = rules.checked
        return bool(found or rules.lints)
