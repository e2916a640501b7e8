"""JSONL, streaming: one record a line. A line that is no record is a faulty row."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from io import BufferedReader
from pathlib import Path
from typing import Self

from assay.data.failures import Unreadable
from assay.data.files import as_text, position_of, size_of, wrong_encoding
from assay.data.plain_lines import PlainLines, plain_lines
from assay.data.records import Labels, activities_in, columns_of, paths_of, row_of
from assay.data.rows import FaultyRow, Label, NothingToClose, Row
from assay.data.sniffing import Encoding

_AHEAD = 100  # records read before scoring, to know the columns

DECODER = json.JSONDecoder(parse_float=Decimal)
NOT_JSON = (ValueError, ArithmeticError, RecursionError)  # what it raises

Line = tuple[int, Mapping[str, object] | str]  # a record, or what is wrong with the line


class JsonLines:
    """An open JSONL file; see rows.Table. Later records may bring columns that the first do not have."""

    counted = "line"
    open_ended = True
    typed = True
    shifted = 0

    def __init__(self, name: str, raw: BufferedReader, encoding: Encoding, path: Path | None = None) -> None:
        """`path`: of the file, where it is one."""
        self.name = name
        self._raw, self.path, self._encoding = raw, path, encoding
        self.size = size_of(raw)
        self._plain: PlainLines | None = None
        self._text = as_text(raw, encoding)
        self._lines = self._parsed()
        self._ahead = list(itertools.islice(self._lines, _AHEAD))
        self.columns = columns_of(found for _, found in self._ahead if not isinstance(found, str))

    def plain(self) -> PlainLines | None:
        """How others would find the same lines; None where they might not."""
        if self.path is None or self.size is None:
            return None
        if self._plain is None:
            self._plain = plain_lines(self.path, self._encoding)
        return self._plain

    def paths(self) -> dict[str, tuple[str, ...]] | None:
        """Where in a record each column is; None where one may be in two places."""
        return paths_of(found for _, found in self._ahead if not isinstance(found, str))

    def paths_inside(self) -> dict[str, tuple[str, ...]] | None:
        """The same of what leads did, inside their records."""
        records = (found for _, found in self._ahead if not isinstance(found, str))
        return paths_of(one for record in records for one in activities_in(record))

    @property
    def position(self) -> int:
        return position_of(self._raw, self.size)

    def rows(self, label: Label = str) -> Iterator[Row]:
        yield from _rows(itertools.chain(self._ahead, self._lines), label)

    def _parsed(self) -> Iterator[Line]:
        try:
            for line, text in enumerate(self._text, 1):
                if text.strip():
                    yield line, record_in(text)
        except UnicodeError:
            raise wrong_encoding(self.name) from None
        except OSError as error:
            raise Unreadable(f"cannot read `{self.name}`: {error.strerror}") from None

    def close(self) -> None:
        self._text.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class JsonLinesAside(NothingToClose):
    """Some lines of such a file, with their ends, that another program has cut out of it; see rows.Table."""

    counted = "line"
    open_ended = True
    typed = True
    shifted = 0
    size = None
    position = 0

    def __init__(self, of: JsonLines, lines: Iterable[tuple[int, str]]) -> None:
        self.name, self.columns = of.name, of.columns
        self._lines = lines

    def rows(self, label: Label = str) -> Iterator[Row]:
        yield from _rows(((line, record_in(text)) for line, text in self._lines if text.strip()), label)


def _rows(lines: Iterable[Line], label: Label) -> Iterator[Row]:
    labels = Labels(label)
    for line, found in lines:
        yield FaultyRow(line, {}, found) if isinstance(found, str) else row_of(line, found, labels)


def record_in(text: str) -> Mapping[str, object] | str:
    """A record, or what is wrong with the line."""
    try:
        found: object = DECODER.decode(text)
    except NOT_JSON as error:
        return f"this line is not JSON: {told(error)}"
    if not isinstance(found, dict):
        return "this line is not a JSON object"
    return found


def told(error: Exception) -> str:
    """What the parser has to say, in a few lowercase words."""
    match error:
        case json.JSONDecodeError():
            what = error.msg.removesuffix(" starting at")
            return f"{what[:1].lower()}{what[1:]} at column {error.colno}"
        case RecursionError():
            return "it is nested too deeply"
    return "it holds a number that is too long"
