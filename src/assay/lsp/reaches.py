"""How far points really reach, worked out in the background where there is a solver: begun when somebody looks and nobody
types, given up when somebody does. Until it is known, bounds that are quickly read off the rules are shown."""

import asyncio
import logging
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assay.ide.exact import Exact
from assay.ide.exact_reach import exact_reach
from assay.ide.roots import Roots
from assay.ide.rules import Rules
from assay.ide.texts import Texts, texts_of
from assay.lsp.errands import is_short
from assay.lsp.progress import shown
from assay.lsp.trials import now
from assay.model import Model

if TYPE_CHECKING:
    from assay.lsp.server import Server

_PAUSE = 1.5  # seconds without a key before it begins
_WITHIN = 10.0  # seconds
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Reaches:
    """`begun` are the models it was begun for last, of each set of rules."""

    server: "Server"
    begun: dict[Roots, Model] = field(default_factory=dict)
    _task: "asyncio.Task[None] | None" = None

    def wanted(self, path: Path) -> None:
        """Somebody looks at the ranges of a file."""
        if self._task is not None or not self.server.can_refresh("inlay_hint") or find_spec("ortools") is None:
            return
        roots, rules = self.server.rules.roots(path), self.server.rules.rules(path)
        model = rules.model
        if model is not None and model.groups and self.begun.get(roots) is not model:
            self._task = asyncio.get_running_loop().create_task(self._soon(roots, rules, model))

    def typed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None

    stop = typed

    async def _soon(self, roots: Roots, rules: Rules, model: Model) -> None:
        await asyncio.sleep(_PAUSE)
        self.begun[roots] = model
        texts = texts_of(roots, rules)
        try:
            if is_short(*texts.texts.values()):
                await self._find(texts, model)
        except RuntimeError as error:
            _log.error("ranges: %s", error)
        except asyncio.CancelledError:
            if self._task is not asyncio.current_task():  # by typing, and not by a person who does not want to know
                self.begun.pop(roots, None)
            raise
        finally:
            if self._task is asyncio.current_task():
                self._task = None

    async def _find(self, texts: Texts, model: Model) -> None:
        async with shown(self.server, "Working out how far points reach"):
            found = await self.server.background.run(exact_reach, texts, now(), _WITHIN)
        if found is not None:
            self.server.rules.reached(texts.roots, Exact(model, found))
            self.server.workspace_inlay_hint_refresh(None)
