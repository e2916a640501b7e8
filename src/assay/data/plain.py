"""Whether a delimited file is so plain that every program cuts it into the same cells."""

from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 24


@dataclass(frozen=True, slots=True)
class Plain:
    """A file of UTF-8. `header`: lines before the first row; `lines`: behind it. `quotes`: some cells are quoted."""

    path: str
    delimiter: str
    header: int
    lines: int
    quotes: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a file: its lines, quotes, U+0000, and line breaks that are neither LF nor CRLF."""

    lines: int
    quotes: bool
    zeros: bool
    other_breaks: bool


def marks_of(path: Path) -> Marks:
    """Reads through the file as fast as the disk gives it."""
    quotes = zeros = False
    returns = pairs = lines = 0
    last, ended = b"", True
    with path.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            quotes = quotes or b'"' in chunk
            zeros = zeros or b"\0" in chunk
            lines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            pairs += (last + chunk).count(b"\r\n")
            last, ended = chunk[-1:] if chunk.endswith(b"\r") else b"", chunk.endswith(b"\n")
    return Marks(lines + (not ended), quotes, zeros, returns != pairs)
