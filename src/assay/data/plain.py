"""Whether a delimited file is so plain that every program cuts it into the same cells."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from assay.values import BLANKS

_CHUNK = 1 << 18  # what the processor keeps at hand
_LINE = 1 << 24
_RARE = tuple(blank.encode() for blank in BLANKS if blank not in "\t\n\r ")
_GENERAL = b"\xe2\x80"  # begins blanks and also dashes and curly quotes
_SIGMA = "ς".encode()
_GREEK = b"\\u03"  # escaped, as JSON may have it
_GROUPED = re.compile(rb"_(?<=[0-9]_)[0-9]")  # begins with what is rare, which is quick
_AT_FIRST, _LATER, _SAMPLED, _LONG = 1_000, 4, 8_000, 1 << 16  # lines of a sample, and bytes of one


@dataclass(frozen=True, slots=True)
class Plain:
    """A file of UTF-8. `header`: lines before the first row; `lines`: behind it. `quotes`: some cells are quoted.
    `blanks`: there may be others than spaces. `sigma`: there is a final sigma. `numbers`: columns in which a sample of
    the rows has nothing but plain numbers, where others read no number that our reader does not. `common`: of other
    columns, what comes again and again in the sample of a long file."""

    path: str
    delimiter: str
    header: int
    lines: int
    quotes: bool
    blanks: bool = True
    sigma: bool = True
    numbers: frozenset[str] = frozenset()
    common: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Marks:
    """What stands in a file: its lines, quotes, U+0000, line breaks that are neither LF nor CRLF, tabs, blanks that
    are neither tabs nor spaces, final sigmas, escaped Greek and CR. `ended`: the last line has an end. `strange`:
    there are digits grouped by `_`, signs in a row, or endless lines, out of which others may make numbers. `loose`: spaces may
    stand between the end of a quote and that of its cell, which some programs pass over. `sample`: the first lines, and
    some of all others."""

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
    strange: bool = False
    loose: bool = False
    sample: list[bytes] = field(default_factory=list)

    def take(self, chunk: bytes, delimiter: str | None) -> None:
        """Looks through whole lines. What is rare is searched for byte by byte, which is quick, pairs of bytes only behind
        a rare one."""
        self.ended = chunk.endswith(b"\n")
        self.lines += chunk.count(b"\n") + (not self.ended)
        self.quotes = self.quotes or b'"' in chunk
        self.loose = self.loose or (delimiter is not None and _is_loose(chunk, delimiter))
        self.zeros = self.zeros or b"\0" in chunk
        self.tabs = self.tabs or b"\t" in chunk
        self.greek = self.greek or (b"\\" in chunk and _GREEK in chunk)
        self.strange = self.strange or len(chunk) > 2 * _CHUNK or _is_strange(chunk)
        if b"\r" in chunk:
            self.returns = True
            self.other_breaks = self.other_breaks or chunk.count(b"\r") != chunk.count(b"\r\n")
        if chunk.isascii():
            self.blanks = self.blanks or b"\x0b" in chunk or b"\x0c" in chunk
        else:
            self.sigma = self.sigma or _SIGMA in chunk
            self.blanks = self.blanks or _has_rare(chunk)
        if len(self.sample) < _SAMPLED:
            many = _LATER if self.sample else _AT_FIRST
            self.sample += [line for line in chunk.split(b"\n", many)[:many] if len(line) < _LONG]


def _is_strange(chunk: bytes) -> bool:
    return (b"+" in chunk and b"+-" in chunk) or (b"_" in chunk and _GROUPED.search(chunk) is not None)


def _is_loose(chunk: bytes, delimiter: str) -> bool:
    """Of quotes in a row an odd number may end a cell, and an even one at its beginning."""
    mark = re.escape(delimiter).encode()
    ends = rb'(?:(?<!")"(?:"")*|(?:^|[\s' + mark + rb'])(?:"")+) +(?:["\r\n' + mark + rb"]|\Z)"
    return b'"' in chunk and b'" ' in chunk and re.search(ends, chunk) is not None


def _has_rare(chunk: bytes) -> bool:
    general = _GENERAL in chunk
    return any(blank in chunk for blank in _RARE if general or not blank.startswith(_GENERAL))


def marks_of(path: Path, delimiter: str | None = None) -> Marks:
    """Reads through the file about as fast as the disk gives it. `delimiter`: of its cells, where it has any."""
    marks = Marks()
    with path.open("rb") as raw:
        for chunk in _chunks(raw):
            marks.take(chunk, delimiter)
    return marks


def _chunks(raw: BufferedReader) -> Iterator[bytes]:
    """Whole lines, so that neither CRLF nor a character is cut in two. (A line too long for that counts as several, and
    then the file is not plain.)"""
    first = True
    while chunk := raw.read(_CHUNK):
        chunk += raw.readline(_LINE)
        yield chunk.removeprefix(codecs.BOM_UTF8) if first else chunk
        first = False
