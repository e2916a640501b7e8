"""A progress bar with rate and time left, on a terminal only."""

import contextlib
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from assay.batch import Rejected, Scored
from assay.data.rows import Table

_EVERY = 512  # rows between looks at the clock

Item = Scored | Rejected
Rows = Callable[[Iterable[Item]], Iterator[Item]]


@contextlib.contextmanager
def progress(table: Table, console: Console) -> Iterator[Rows]:
    """A wrapper for the loop over the rows of a table."""
    if not console.is_terminal:
        yield iter
        return
    columns = (BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield lambda items: _watched(items, table, bar)


def _watched(items: Iterable[Item], table: Table, bar: Progress) -> Iterator[Item]:
    task = bar.add_task("", total=table.size, rate="")
    for count, item in enumerate(items, 1):
        if count % _EVERY == 0:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{count:,} leads, {count / elapsed:,.0f} a second" if elapsed > 0 else ""
            bar.update(task, completed=table.position, rate=rate)
        yield item
