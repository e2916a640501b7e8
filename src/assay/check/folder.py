"""The folder of the rules: which files `use` and `let … from` may read, and how.

Nothing outside the folder is read, whether it is named with `..`, with an absolute path or by way of a link.
"""

import os
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assay.check.errors import files as errors
from assay.check.suggest import nearest
from assay.diagnostics import Diagnostic
from assay.source import Source
from assay.syntax import ast

MOST_BYTES = 32_000_000
_DRIVE = re.compile(r"[A-Za-z]:|~|/")


class UnreadableError(Exception):
    """A file cannot be read; says why, in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the folder: `inside` is its path from the folder, with `/`; `real` where it is on disk, None
    where the rules are text without a folder."""

    inside: str
    real: Path | None


def real_path(root: Path, inside: str) -> Path | None:
    """Where a path of the folder really is, or None if links lead out of the folder."""
    base = Path(os.path.realpath(root))
    real = Path(os.path.realpath(base / inside))
    return real if real.is_relative_to(base) else None


def read_text(path: Path) -> str:
    """The text of a file, UTF-8 or UTF-16 with a mark. Raises UnreadableError."""
    try:
        return _decoded(_bytes(path))
    except OSError as error:
        raise UnreadableError(_reason(error)) from None


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableError("it is a folder")
    if path.exists() and not path.is_file():
        raise UnreadableError("it is no file")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"it is not UTF-8 text (line {line}); save it as UTF-8") from None


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file"
        case PermissionError():
            return "reading it is not allowed"
        case _:
            return (error.strerror or str(error)).lower()


@dataclass(frozen=True, slots=True)
class Folder:
    """`root` is None for text that came without a folder. `homes`: where each source was read from. `disk` gives the
    text of a file, or raises UnreadableError; an editor puts what is not saved yet in its place. `known`: what people
    call the folder, where it is a copy."""

    root: Path | None
    homes: dict[Source, Place] = field(default_factory=dict)
    disk: Callable[[Path], str] = read_text
    known: Path | None = None

    def find(self, path: ast.Text) -> Place | Diagnostic:
        """The file that a path written in a rule file means; it need not exist."""
        written = path.value.strip()
        if "\\" in written:
            return errors.backslashes(path)
        if not written or "\0" in written:
            return errors.unreadable_file(path, "this is no file name")
        home = self.homes[path.span.source].inside
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(home), written))
        if _DRIVE.match(written) or inside == ".." or inside.startswith("../"):
            return errors.outside_folder(path)
        real = None if self.root is None else real_path(self.root, inside)
        if self.root is not None and real is None:
            return errors.outside_folder(path)
        return Place(inside, real)

    def read(self, path: ast.Text, place: Place) -> str | Diagnostic:
        """The text of a file that `find` found."""
        if place.real is None:
            return errors.unreadable_file(path, "these rules are not in a folder")
        try:
            return self.disk(place.real)
        except UnreadableError as error:
            near = self._near(place) if not place.real.exists() else None
            guess = None if near is None else posixpath.join(posixpath.dirname(path.value), near)
            return errors.unreadable_file(path, str(error), guess=guess)

    def _near(self, place: Place) -> str | None:
        assert place.real is not None
        try:
            names = sorted(file.name for file in place.real.parent.iterdir())[:1000]
        except OSError:
            return None
        return nearest(place.real.name, names)
