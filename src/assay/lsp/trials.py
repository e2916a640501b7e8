"""Rules tried on the sample in the background: begun when somebody looks, given up when somebody types."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from assay.ide.rules import Rules
from assay.ide.sample import Sample, Tried, sample_of
from assay.lsp.progress import Progress, shown
from assay.model import Model
from assay.values import microseconds_of

if TYPE_CHECKING:
    from assay.ide.completion.values import Seen
    from assay.lsp.server import Server

_PAUSE = 0.5  # seconds without a key before a trial begins
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
Stamp = tuple[tuple[int, int] | None, ...]  # when the files of a sample were written, and their sizes


def now() -> int:
    """Microseconds since 1970, of the full hour, so that what was worked out holds for a while."""
    moment = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    return microseconds_of(moment - _EPOCH)


@dataclass(slots=True)
class _Trial:
    """The latest trial of some rules on a sample: the `model` and the files it was begun for, and what came of it or of the one
    before, which was of `version`."""

    model: Model | None = None
    stamp: Stamp = ()
    version: tuple[str, Stamp] = ("", ())
    tried: Tried | None = None
    stop: Event = field(default_factory=Event)
    task: "asyncio.Task[None] | None" = None


@dataclass(slots=True)
class Trials:
    """Of every set of rules, by its first file, and every sample."""

    server: "Server"
    _trials: dict[tuple[Path, Sample], _Trial] = field(default_factory=dict)

    def latest(self, rules: Rules) -> Tried | None:
        """What is known of the sample that the settings of some rules name. Begins a trial where the rules or the sample
        are others than those it was for."""
        sample = sample_of(rules.settings)
        if sample is None:
            return None
        model = rules.model or rules.last_model or rules.schemas
        trial = self._trials.setdefault((next(iter(rules.documents)), sample), _Trial())
        stamp = _stamp(sample)
        if trial.model is not model or trial.stamp != stamp:
            trial.stop.set()
            trial.model, trial.stamp, trial.stop = model, stamp, Event()
            trial.task = asyncio.get_running_loop().create_task(self._try(sample, trial, model, stamp, trial.stop))
        return trial.tried

    def seen(self, rules: Rules) -> "Seen":
        """The values of fields in the sample, as far as they are known."""
        tried = self.latest(rules)
        return {} if tried is None else tried.seen

    def typed(self) -> None:
        """Gives up what is going on: it would be about rules that are gone."""
        for trial in self._trials.values():
            if trial.task is not None and not trial.task.done():
                trial.stop.set()
                trial.model = None

    stop = typed

    async def _try(self, sample: Sample, trial: _Trial, model: Model, stamp: Stamp, stop: Event) -> None:
        await asyncio.sleep(_PAUSE)
        if stop.is_set():
            return
        from assay.ide.trying import try_out  # noqa: PLC0415 - the engine and the readers of files: few have a sample
        from assay.plan import plan  # noqa: PLC0415

        planned = await asyncio.to_thread(plan, model)
        if stop.is_set() or (planned.rules_version, stamp) == trial.version:
            return
        async with shown(self.server, f"Trying the rules on {sample.leads.name}", give_up=stop.set) as progress:
            tried = await asyncio.to_thread(try_out, planned, sample, now(), _watched(stop, progress))
        if stop.is_set():
            return
        trial.tried, trial.version = tried, (planned.rules_version, stamp)
        self._refresh()

    def _refresh(self) -> None:
        """Asks the client to look again."""
        about = self.server.client_capabilities.workspace
        if about and about.code_lens and about.code_lens.refresh_support:
            self.server.workspace_code_lens_refresh(None)


def _watched(stop: Event, progress: Progress) -> Callable[[int], bool]:
    """Told from another thread how many leads were tried; whether to stop there."""
    loop = asyncio.get_running_loop()

    def watch(leads: int) -> bool:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(progress.report, f"{leads:,} leads")
        return stop.is_set()

    return watch


def _stamp(sample: Sample) -> Stamp:
    return tuple(_written(path) for path in (sample.leads, sample.activities))


def _written(path: Path | None) -> tuple[int, int] | None:
    try:
        stat = None if path is None else path.stat()
    except OSError:
        return None
    return None if stat is None else (stat.st_mtime_ns, stat.st_size)
