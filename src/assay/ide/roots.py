"""Which files are one set of rules.

A file that another one uses belongs to that one. Files of a folder that lean on the schema or the model of one of them
are one set, as `assay check FOLDER` takes them; any other file stands alone.
"""

import os
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assay.ide.document import Document
from assay.syntax import ast

MOST_FILES = 200  # of a folder that are looked at
_MOST_FOLDERS = 2_000  # in a folder that are walked through

Reader = Callable[[Path], Document | None]


@dataclass(frozen=True, slots=True)
class Roots:
    """The files that a set of rules begins with, and the folder its paths are read in; None for text that is in none."""

    files: tuple[Path, ...]
    folder: Path | None


def roots_of(path: Path, folders: tuple[Path, ...], read: Reader) -> Roots:
    """The roots of the set a file belongs to."""
    if not path.parent.is_dir():
        return Roots((path,), None)
    for folder in _folders(path, folders):
        for user in _rule_files(folder):
            if user != path and path in _closure(user, folder, read):
                return Roots((_top(user, folder, read),), folder)
    together = _together(path, read)
    return Roots(together if path in together else (path,), path.parent)


def _folders(path: Path, folders: tuple[Path, ...]) -> Iterator[Path]:
    """The folder of a file, and those above it up to one that is open in the editor."""
    yield path.parent
    if any(path.is_relative_to(folder) for folder in folders):
        for above in path.parent.parents:
            if not any(above.is_relative_to(folder) for folder in folders):
                return
            yield above


def _rule_files(folder: Path) -> list[Path]:
    try:
        files = sorted(f for f in folder.iterdir() if f.suffix == ".assay" and not f.name.startswith("."))
    except OSError:
        return []
    return [file.resolve() for file in files[:MOST_FILES]]


def files_below(folder: Path) -> Iterator[Path]:
    """The rule files of a folder and of those in it, the first of them; hidden folders and those of other people's code
    are left out."""
    files = (Path(place, name) for place, name in _walked(folder) if name.endswith(".assay") and name[0] != ".")
    return (file.resolve() for file in islice(files, MOST_FILES))


def _walked(folder: Path) -> Iterator[tuple[str, str]]:
    for place, folders, names in islice(os.walk(folder), _MOST_FOLDERS):
        folders[:] = sorted(name for name in folders if name[0] != "." and name != "node_modules")
        yield from ((place, name) for name in sorted(names))


def _used(file: Path, folder: Path, read: Reader) -> Iterator[Path]:
    document = read(file)
    for piece in () if document is None else document.pieces:
        if isinstance(piece.statement, ast.Use):
            inside = posixpath.normpath(posixpath.join(file.parent.as_posix(), piece.statement.path.value.strip()))
            used = Path(inside)
            if used.is_relative_to(folder):
                yield used


def _closure(file: Path, folder: Path, read: Reader) -> set[Path]:
    """The files that one uses, by way of others included."""
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        for used in _used(waiting.pop(), folder, read):
            if used not in found:
                found.add(used)
                waiting.append(used)
    return found


def _top(user: Path, folder: Path, read: Reader) -> Path:
    """The first file that uses `user`, if there is one, and is used by none."""
    for other in _rule_files(folder):
        if other != user and user in (used := _closure(other, folder, read)) and other not in used:
            return _top(other, folder, read)
    return user


def _together(path: Path, read: Reader) -> tuple[Path, ...]:
    """The files of the folder that no other uses, if just one of them has the schema or the model."""
    folder = path.parent
    files = _rule_files(folder)
    used = set[Path]().union(*(_closure(file, folder, read) for file in files)) if files else set[Path]()
    roots = tuple(file for file in files if file not in used)
    return roots if sum(_declares(file, read) for file in roots) == 1 else ()


def _declares(file: Path, read: Reader) -> bool:
    document = read(file)
    return document is not None and any(isinstance(p.statement, ast.Schema | ast.ModelDecl) for p in document.pieces)
