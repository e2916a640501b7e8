"""Places: of a text for us (code points), of a client (lines, and columns in the units it chose)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from assay.source import Encoding, Source, Span

_ENCODINGS: dict[types.PositionEncodingKind | str, Encoding] = {
    types.PositionEncodingKind.Utf8: "utf-8",
    types.PositionEncodingKind.Utf16: "utf-16",
    types.PositionEncodingKind.Utf32: "utf-32",
}


def encoding_of(kind: types.PositionEncodingKind | str | None) -> Encoding:
    return "utf-16" if kind is None else _ENCODINGS.get(kind, "utf-16")


def position(source: Source, offset: int, encoding: Encoding) -> types.Position:
    line, units = source.lines.units(offset, encoding)
    return types.Position(line, units)


def range_of(span: Span, encoding: Encoding) -> types.Range:
    """The range of a span of a document's text as it is now."""
    return types.Range(position(span.source, span.start, encoding), position(span.source, span.end, encoding))


def range_json(span: Span, encoding: Encoding) -> dict[str, dict[str, int]]:
    """The same as plain data."""
    (line, start), (last, end) = (span.source.lines.units(at, encoding) for at in (span.start, span.end))
    return {"start": {"line": line, "character": start}, "end": {"line": last, "character": end}}


def offset(source: Source, at: types.Position, encoding: Encoding) -> int:
    return source.lines.offset(at.line, at.character, encoding)


def path_of(uri: str) -> Path:
    """Where a document is; one that is in no file (`untitled:`) gets a path that no file has."""
    if uri.startswith("file:"):
        return Path(to_fs_path(uri) or unquote(urlsplit(uri).path)).resolve()
    return Path("/dev/null", uri)
