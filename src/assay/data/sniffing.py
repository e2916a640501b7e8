"""What a file really is, from its first bytes: its encoding, or why it is no table.

Text is, in this order: what its byte order mark says; UTF-16 without a mark if every other byte of the start is
zero; UTF-8 if the start (256 KiB) is UTF-8, and then a byte further on that is not is read as Windows-1252; else
Windows-1252.
"""

import codecs
from dataclasses import dataclass

from assay.data.failures import Unreadable

SAMPLE = 1 << 18

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVE = "unpack it first"
_NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive", _ARCHIVE),
    (b"PAR1", "a Parquet file", "name it `.parquet`"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file, or one with a password", "save it as `.xlsx` or as CSV"),
    (b"\x1f\x8b", "compressed (gzip)", _ARCHIVE),
    (b"BZh", "compressed (bzip2)", _ARCHIVE),
    (b"\xfd7zXZ\x00", "compressed (xz)", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "compressed (7z)", _ARCHIVE),
    (b"%PDF-", "a PDF", "export the table itself, as CSV or XLSX"),
    (b"{\\rtf", "a text document (RTF)", "save it as CSV"),
    (b"SQLite format 3\x00", "a database file", "export the table as CSV"),
    (b"\x89PNG", "an image", None),
    (b"\xff\xd8\xff", "an image", None),
    (b"GIF8", "an image", None),
    (b"ARROW1", "an Arrow file", "save it as `.parquet`"),
)
_LFS = b"version https://git-lfs.github.com/spec/"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f\x00"))
_MUCH = 0.05  # control characters in text, as a share


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` for `open`; `errors` is the rule for bytes that do not fit."""

    name: str
    errors: str


def refuse_other_formats(name: str, start: bytes) -> None:
    """Raises Unreadable where the first bytes are no text: archives, PDFs, images, pointers, web pages, nothing."""
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(f"`{name}` is empty" if not start else f"`{name}` holds nothing but blanks")
    if start.startswith(b"PK\x03\x04") and (b"xl/" in start or b"[Content_Types].xml" in start):
        raise Unreadable(f"`{name}` is an Excel file", "name it `.xlsx`")
    for magic, what, help in _NOT_TEXT:
        if start.startswith(magic):
            raise Unreadable(f"`{name}` is {what}, not a table as text", help)
    if start.startswith(_LFS):
        raise Unreadable(f"`{name}` is a Git LFS pointer, not the data", "fetch the data with `git lfs pull`")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise Unreadable(f"`{name}` is an XML file, not a table as text", "save it as `.xlsx` or as CSV")
    if is_web_page(start):
        raise Unreadable(
            f"`{name}` is a web page (HTML), not a table",
            "open the link in a browser, sign in if asked, and download the file itself",
        )


def is_web_page(start: bytes) -> bool:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return head.startswith((b"<!doctype", b"<html", b"<head", b"<table", b"<body", b"<script", b"<!--"))


def encoding_of(name: str, start: bytes) -> Encoding:
    """The encoding of a text by its start, or Unreadable for binary data."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return Encoding(encoding, "assay-windows-1252" if encoding == "utf-8-sig" else "strict")
    if wide := _wide(start):
        return Encoding(wide, "strict")
    text = _is_utf8(start)
    if start.count(0) > len(start) // 100 or (not text and _control_share(start) > _MUCH):
        raise Unreadable(f"`{name}` holds binary data, not text", "export it as CSV, JSONL, XLSX or Parquet")
    if text:
        return Encoding("utf-8", "assay-windows-1252")
    return Encoding("cp1252", "strict")


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: text of mostly ASCII has a zero in every other byte."""
    half = max(len(start) // 2, 1)
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None


def _control_share(start: bytes) -> float:
    return (len(start) - len(start.translate(None, _CONTROL))) / max(len(start), 1)


def _is_utf8(start: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)  # a character cut off by the end of the sample is fine
    except UnicodeDecodeError:
        return False
    return True


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """An error handler of codecs: bytes that are not UTF-8 are read as Windows-1252, its gaps as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


codecs.register_error("assay-windows-1252", _as_windows_1252)
