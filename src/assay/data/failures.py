"""Files that cannot be read or written, each in one sentence."""

import errno
from difflib import get_close_matches
from pathlib import Path


class Unreadable(Exception):  # noqa: N818  it says what is wrong, not that we failed
    """A file that is no table of leads: one sentence, and what to do about it."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Absent(Unreadable):
    """What is to be read is not there, or not yet."""


class Unwritable(Exception):  # noqa: N818
    """A result that could not be written; nothing is left behind."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def cannot_open(path: Path, error: OSError) -> Unreadable:
    """Why a file did not open, with the name that was probably meant."""
    if isinstance(error, FileNotFoundError):
        return Unreadable(f"there is no file `{path}`", _similar(path))
    if isinstance(error, IsADirectoryError):
        return Unreadable(f"`{path}` is a folder, not a file", "name the file in it")
    if isinstance(error, PermissionError):
        return Unreadable(f"no permission to read `{path}`")
    return Unreadable(f"cannot read `{path}`: {reason(error)}")


def cannot_write(path: Path, error: OSError) -> Unwritable:
    """Why a result was not written."""
    if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
        return Unwritable(f"cannot write `{path}`: there is no folder `{path.parent}`")
    if isinstance(error, FileNotFoundError):  # in `/proc`
        return Unwritable(f"cannot write `{path}`: no file can be made in `{path.parent}`")
    if isinstance(error, PermissionError):
        return Unwritable(f"cannot write `{path}`: no permission to write there")
    if error.errno == errno.ENOSPC:
        return Unwritable(f"cannot write `{path}`: the disk is full")
    return Unwritable(f"cannot write `{path}`: {reason(error)}")


def reason(error: OSError) -> str:
    """The system's reason in lowercase, without codes and paths."""
    return (error.strerror or type(error).__name__).lower()


def _similar(path: Path) -> str | None:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"there is no folder `{path.parent}` either"
    near = get_close_matches(path.name, names, n=1, cutoff=0.7)
    return f"did you mean `{path.parent / near[0]}`?" if near else None
