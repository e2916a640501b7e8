"""Opening files for reading: bytes, the first of them, and text by the rule in `sniffing`."""

import codecs
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

from assay.data.failures import Unreadable, cannot_open
from assay.data.sniffing import SAMPLE, Encoding


def open_binary(path: Path) -> io.BufferedReader:
    """The file, buffered so that `peek` shows its start. Raises Unreadable."""
    try:
        return io.BufferedReader(path.open("rb", buffering=0), SAMPLE)
    except OSError as error:
        raise cannot_open(path, error) from None
    except ValueError:  # a NUL in the name
        raise Unreadable("this is not the name of a file") from None


def peek(path: Path, raw: io.BufferedReader) -> bytes:
    """The first bytes, at most SAMPLE, without taking them."""
    try:
        return raw.peek(SAMPLE)[:SAMPLE]
    except OSError as error:
        raise cannot_open(path, error) from None


def size_of(raw: BinaryIO) -> int | None:
    """Bytes of a regular file; None for pipes and devices."""
    try:
        status = os.fstat(raw.fileno())
    except (OSError, io.UnsupportedOperation):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def position_of(raw: BinaryIO, size: int | None) -> int:
    """Bytes read so far; all of them once the file is closed, none that are known for a pipe."""
    if raw.closed:
        return size or 0
    return raw.tell() if raw.seekable() else 0


def as_text(raw: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """The text of a file with its line ends as they are."""
    return io.TextIOWrapper(raw, encoding=encoding.name, errors=encoding.errors, newline="")


def sample_lines(name: str, start: bytes, encoding: Encoding) -> list[str]:
    """The first lines, with their ends; one cut off by the end of the sample is left out unless it is alone."""
    try:
        text = codecs.getincrementaldecoder(encoding.name)(encoding.errors).decode(start, final=False)
    except UnicodeError:
        raise wrong_encoding(name) from None
    lines = list(io.StringIO(text, newline=""))
    return lines[:-1] if len(start) >= SAMPLE and len(lines) > 1 else lines


def wrong_encoding(name: str) -> Unreadable:
    return Unreadable(
        f"the text of `{name}` is neither UTF-8 nor UTF-16 nor Windows-1252", "save it as UTF-8 and try again"
    )
