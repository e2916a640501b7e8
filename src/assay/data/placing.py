"""Putting a result in its place: whole, by a temporary file in the same folder, or not at all."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assay.data.extras import MissingExtra
from assay.data.failures import Unwritable, cannot_write
from assay.files import replacing


@contextlib.contextmanager
def writable(path: Path) -> Iterator[Path]:
    """The path to write to; a device or a pipe (`/dev/stdout`) is written itself. Raises Unwritable."""
    if _is_special(path):
        yield path
        return
    place = replacing(path.resolve())
    with saying_why(path):
        temporary = place.__enter__()
    try:
        yield temporary
    except BaseException as error:
        place.__exit__(type(error), error, error.__traceback__)
        raise
    with saying_why(path):
        place.__exit__(None, None, None)


def refuse_unwritable(path: Path) -> None:
    """Says at once what would keep a file from being written at the end of a long run. Raises Unwritable."""
    if not _is_special(path):
        with saying_why(path):
            tempfile.TemporaryFile(dir=path.resolve().parent).close()


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe. Raises Unwritable for a folder."""
    with saying_why(path):
        if path.is_dir():
            raise Unwritable(f"cannot write `{path}`: it is a folder", "name a file in it")
        return path.exists() and not path.is_file()


@contextlib.contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turns what the system or a missing library says into Unwritable."""
    try:
        yield
    except MissingExtra as missing:
        raise Unwritable(f"cannot write `{path}`: {missing.message}", missing.help) from None
    except OSError as error:
        raise cannot_write(path, error) from None
