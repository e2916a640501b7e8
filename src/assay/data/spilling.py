"""Where what does not fit into memory goes while a command runs, and comes from again."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assay.data.failures import Unwritable, reason


@dataclass(frozen=True, slots=True)
class Room:
    """`memory`: the most that is taken, such as `1GB`; None: what the database takes by itself. `folder`: where the rest
    goes; None: where temporary files go."""

    memory: str | None = None
    folder: Path | None = None


ROOMY = Room()


@contextlib.contextmanager
def temporary_folder(room: Room) -> Iterator[Path]:
    """A folder of one's own, which is gone afterwards. Raises Unwritable."""
    try:
        made = tempfile.TemporaryDirectory(prefix=".assay-" if room.folder else "assay-", dir=room.folder)
    except OSError as error:
        raise Unwritable(f"no place for temporary files: {reason(error)}", "name a folder in TMPDIR") from None
    with made as name:
        yield Path(name)
