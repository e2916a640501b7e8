"""Whether a delimited file is so plain that every program cuts it into the same cells."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from assay.values import BLANKS

_CHUNK = 1 << 18  # what the processor keeps at hand
_LINE = 1 << 24
_RARE = tuple(blank.encode() for blank in BLANKS if blank not in "\t\n\r ")
_GENERAL = b"\xe2\x80"  # begins blanks and also dashes and curly quotes
_SIGMA = "ς".encode()
_GREEK = b"\\u03"  # escaped, as JSON may have it


@dataclass(frozen=True, slots=True)
class Plain:
    """A file of UTF-8. `header`: lines before the first row; `lines`: behind it. `quotes`: some cells are quoted.
    `blanks`: there may be others than spaces. `sigma`: there is a final sigma."""

    path: str
    delimiter: str
    header: int
    lines: int
    quotes: bool
    blanks: bool = True
    sigma: bool = True


@dataclass(slots=True)
class Marks:
    """What stands in a file: its lines, quotes, U+0000, line breaks that are neither LF nor CRLF, tabs, blanks that
    are neither tabs nor spaces, final sigmas, escaped Greek and CR. `ended`: the last line has an end."""

    lines: int = 0
    quotes: bool = False
    zeros: bool = False
    other_breaks: bool = False
    tabs: bool = False
    blanks: bool = False
    sigma: bool = False
    greek: bool = False
    returns: bool = False
    ended: bool = False

    def take(self, chunk: bytes) -> None:
        """Looks through whole lines. What is rare is searched for byte by byte, which is quick."""
        self.ended = chunk.endswith(b"\n")
        self.lines += chunk.count(b"\n") + (not self.ended)
        self.quotes = self.quotes or b'"' in chunk
        self.zeros = self.zeros or b"\0" in chunk
        self.tabs = self.tabs or b"\t" in chunk
        self.greek = self.greek or _GREEK in chunk
        if b"\r" in chunk:
            self.returns = True
            self.other_breaks = self.other_breaks or chunk.count(b"\r") != chunk.count(b"\r\n")
        if chunk.isascii():
            self.blanks = self.blanks or b"\x0b" in chunk or b"\x0c" in chunk
        else:
            self.sigma = self.sigma or _SIGMA in chunk
            self.blanks = self.blanks or _has_rare(chunk)


def _has_rare(chunk: bytes) -> bool:
    general = _GENERAL in chunk
    return any(blank in chunk for blank in _RARE if general or not blank.startswith(_GENERAL))


def marks_of(path: Path) -> Marks:
    """Reads through the file about as fast as the disk gives it."""
    marks = Marks()
    with path.open("rb") as raw:
        for chunk in _chunks(raw):
            marks.take(chunk)
    return marks


def _chunks(raw: BufferedReader) -> Iterator[bytes]:
    """Whole lines, so that neither CRLF nor a character is cut in two. (A line too long for that counts as several, and
    then the file is not plain.)"""
    first = True
    while chunk := raw.read(_CHUNK):
        chunk += raw.readline(_LINE)
        yield chunk.removeprefix(codecs.BOM_UTF8) if first else chunk
        first = False
