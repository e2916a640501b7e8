"""Rules as they were at a revision of git: a folder of them copied out, and nothing checked out."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assay.cli.failure import Failure
from assay.cli.git_environment import environment

_MOST_BYTES = 32_000_000  # of one file; rules and lists are read no further
_LINK = "120000"
_FILES = frozenset({"100644", "100755", _LINK})


@dataclass(frozen=True, slots=True)
class Revision:
    """A path at a revision. `repository`: a folder in it; `path` from the top of the tree, "" for the top."""

    repository: Path
    revision: str
    path: str
    is_file: bool


@dataclass(frozen=True, slots=True)
class _Blob:
    mode: str
    id: str
    path: PurePosixPath


def found_at(operand: str, repository: Path) -> Revision:
    """What `REV:PATH` names. PATH is from the top of the repository or, where nothing is there, from the folder.
    Ends the command where git knows no such revision, or nothing at the path."""
    revision, _, path = operand.partition(":")
    if _git(repository, "rev-parse", "--is-inside-work-tree") is None and _git(repository, "rev-parse") is None:
        raise Failure(f"there is no `{operand}`", f"`{repository}` is in no git repository")
    known = None
    if revision and not revision.startswith("-"):
        known = _git(repository, "rev-parse", "--verify", "-q", "--end-of-options", revision + "^{commit}")
    if known is None:
        raise Failure(f"git knows no revision `{revision}` here", "a copy made for CI may lack it: fetch it first")
    commit, prefix = known.decode().strip(), (_git(repository, "rev-parse", "--show-prefix") or b"").decode().strip()
    for place in (_normal(path), _normal(prefix + path)):
        kind = None if place is None else _git(repository, "cat-file", "-t", f"{commit}:{place}")
        if place is not None and kind is not None:
            return Revision(repository, commit, place, kind.strip() == b"blob")
    raise Failure(f"`{revision}` has no `{path}`", "paths are from the top of the repository, or from here")


def _normal(path: str) -> str | None:
    """A path of a tree, without `.` and `..`; None where it leads out of it."""
    inside = os.path.normpath(path) if path else "."
    if inside.startswith((".." + os.sep, os.sep)) or inside == "..":
        return None
    return "" if inside == "." else inside.replace(os.sep, "/")


def copied(at: Revision, folder: Path) -> Path:
    """Copies the folder of the rules, with what lies below it; the path of the rules in the copy."""
    path = PurePosixPath(at.path)
    top = str(path.parent) if at.is_file else at.path
    top = "" if top == "." else top
    blobs = list(_blobs(at, top))
    for blob, content in _contents(at, blobs):
        _put(folder, blob, content)
    return folder / path.name if at.is_file else folder


def _blobs(at: Revision, top: str) -> Iterator[_Blob]:
    listed = _git(at.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", f"{at.revision}:{top}") or b""
    for line in filter(None, listed.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, _, id, size = facts.decode().split()
        path = PurePosixPath(os.fsdecode(name))
        if mode in _FILES and int(size) <= _MOST_BYTES and _is_safe(path):
            yield _Blob(mode, id, path)


def _is_safe(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts


def _contents(at: Revision, blobs: list[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
    """The bytes of each, by one run of git."""
    asked = "".join(f"{blob.id}\n" for blob in blobs).encode()
    given = _git(at.repository, "cat-file", "--batch", input=asked) or b""
    start = 0
    for blob in blobs:
        end = given.index(b"\n", start)
        size = int(given[start:end].split()[-1])
        yield blob, given[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _put(folder: Path, blob: _Blob, content: bytes) -> None:
    place = folder / blob.path
    place.parent.mkdir(parents=True, exist_ok=True)
    if blob.mode == _LINK:
        place.symlink_to(os.fsdecode(content))  # whoever reads it makes sure that it stays inside
    else:
        place.write_bytes(content)


def _git(folder: Path, *arguments: str, input: bytes | None = None) -> bytes | None:
    """What git prints; None where it fails."""
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, env=environment(), input=input, capture_output=True, check=False)
    except OSError:
        raise Failure("`git` cannot be run, and only git knows what was there before") from None
    return done.stdout if done.returncode == 0 else None
