"""Rows packed into text, so that millions of activities fit in memory: about the size of the CSV they came from.

Cells end with U+0000, which reading removes from every text. A cell that is not text starts with U+0001 and a
letter for its type.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assay.data.cells import plain

_END = "\0"
_TYPED = "\x01"


def pack(cells: Sequence[object]) -> bytes:
    """The cells of a row; packed rows may be joined."""
    try:
        packed = _END.join(cells) + _END  # type: ignore[arg-type]
    except TypeError:
        packed = ""
    if packed.count(_END) != len(cells) or _TYPED in packed:
        packed = "".join(_packed(cell) + _END for cell in cells)
    return packed.encode("utf-8", "surrogatepass")


def unpack(packed: bytes | bytearray, width: int) -> Iterator[list[object]]:
    """The rows of `width` cells each; a blank cell comes back as an empty text."""
    text = packed.decode("utf-8", "surrogatepass")
    cells: list[object] = list(text.split(_END))
    cells.pop()
    if _TYPED in text:
        cells = [_unpacked(cell) if isinstance(cell, str) and cell.startswith(_TYPED) else cell for cell in cells]
    for start in range(0, len(cells), width):
        yield cells[start : start + width]


def _packed(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            text = cell.replace(_END, "")
            return f"{_TYPED}s{text}" if text.startswith(_TYPED) else text
        case bool():
            return f"{_TYPED}b{'1' if cell else ''}"
        case int():
            return f"{_TYPED}i{cell:x}"
        case float():
            return f"{_TYPED}f{float(cell)!r}"
        case Decimal():
            return f"{_TYPED}d{cell}"
        case dt.datetime():
            return f"{_TYPED}t{cell.isoformat()}"
        case dt.date():
            return f"{_TYPED}D{cell.isoformat()}"
    simple = plain(cell)
    return _TYPED + "j" + json.dumps(cell, default=str) if simple is cell else _packed(simple)


def _unpacked(cell: str) -> object:
    kind, text = cell[1], cell[2:]
    match kind:
        case "b":
            return bool(text)
        case "i":
            return int(text, 16)
        case "f":
            return float(text)
        case "d":
            return Decimal(text)
        case "t":
            return dt.datetime.fromisoformat(text)
        case "D":
            return dt.date.fromisoformat(text)
        case "j":
            found: object = json.loads(text, parse_float=Decimal)
            return found
    return text
