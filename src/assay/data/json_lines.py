"""JSONL, streaming: one record a line. A line that is no record is a faulty row."""

import itertools
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BufferedReader
from typing import Self

from assay.data.failures import Unreadable
from assay.data.files import as_text, position_of, size_of, wrong_encoding
from assay.data.records import Labels, columns_of, row_of
from assay.data.rows import FaultyRow, Label, Row
from assay.data.sniffing import Encoding

_AHEAD = 100  # records read before scoring, to know the columns

DECODER = json.JSONDecoder(parse_float=Decimal)

Line = tuple[int, Mapping[str, object] | str]  # a record, or what is wrong with the line


class JsonLines:
    """An open JSONL file; see rows.Table. Later records may bring columns that the first do not have."""

    counted = "line"
    open_ended = True
    typed = True
    shifted = 0

    def __init__(self, name: str, raw: BufferedReader, encoding: Encoding) -> None:
        self.name = name
        self._raw = raw
        self.size = size_of(raw)
        self._text = as_text(raw, encoding)
        self._lines = self._parsed()
        self._ahead = list(itertools.islice(self._lines, _AHEAD))
        self.columns = columns_of(found for _, found in self._ahead if not isinstance(found, str))

    @property
    def position(self) -> int:
        return position_of(self._raw, self.size)

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = Labels(label)
        for line, found in itertools.chain(self._ahead, self._lines):
            yield FaultyRow(line, {}, found) if isinstance(found, str) else row_of(line, found, labels)

    def _parsed(self) -> Iterator[Line]:
        try:
            for line, text in enumerate(self._text, 1):
                if text.strip():
                    yield line, _record(text)
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


def _record(text: str) -> Mapping[str, object] | str:
    try:
        found: object = DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return f"this line is not JSON: {told(error)}"
    if not isinstance(found, dict):
        return "this line is not a JSON object"
    return found


def told(error: Exception) -> str:
    """What the parser has to say, in a few lowercase words."""
    match error:
        case json.JSONDecodeError():
            return f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
        case RecursionError():
            return "it is nested too deeply"
    return "it holds a number that is too long"
