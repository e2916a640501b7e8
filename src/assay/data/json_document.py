"""JSON that is no row of lines: an array of records, read one by one; or, read as a whole, an object that holds one, or one
record alone."""

import contextlib
import copy
import io
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Self, TextIO

from assay.data.failures import Unreadable, reason
from assay.data.files import as_text, open_binary, peek, sample_lines, size_of, wrong_encoding
from assay.data.json_array import items_in
from assay.data.json_lines import DECODER, NOT_JSON, JsonLines, told
from assay.data.records import ACTIVITIES, Labels, columns_of, row_of
from assay.data.rows import Label, Row
from assay.data.sniffing import Encoding, encoding_of, refuse_other_formats

Record = dict[str, object]


class JsonDocument:
    """An open JSON file, gone through twice; see rows.Table. `size` and `position` count records."""

    counted = "record"
    open_ended = False
    typed = True
    shifted = 0

    def __init__(self, name: str, records: Callable[[], Iterable[Record]]) -> None:
        """Raises Unreadable."""
        self.name = name
        self._records = records
        self.columns = columns_of(self._each())
        self.size: int | None = self.position

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = Labels(label)
        for record in self._each():
            yield row_of(self.position, record, labels)

    def _each(self) -> Iterator[Record]:
        self.position = 0
        for record in self._records():
            self.position += 1
            yield record

    def reopened(self) -> Self:
        """The same once more, from its beginning."""
        return copy.copy(self)

    def close(self) -> None:
        self._records = list

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_json(name: str, raw: BufferedReader, by_lines: bool, path: Path | None = None) -> JsonLines | JsonDocument:
    """JSON or JSONL by what the first line is; `by_lines` where it could be both; `path`: of the file, where it is
    one. Raises Unreadable."""
    start = peek(Path(name), raw)
    refuse_other_formats(name, start)
    encoding = encoding_of(name, start)
    lines = [line for line in sample_lines(name, start, encoding) if line.strip()]
    if not lines or not lines[0].lstrip().startswith(("{", "[")):
        raise Unreadable(f"`{name}` holds no JSON", 'a record is written `{"id": "L-1", "country": "NL"}`')
    if lines[0].lstrip().startswith("{") and _is_one_a_line(lines, by_lines):
        return JsonLines(name, raw, encoding, path)
    return JsonDocument(name, _records(name, raw, encoding, lines[0], path))


def _is_one_a_line(lines: list[str], by_lines: bool) -> bool:
    """True if the first lines are records: at least the first, or the second where the first is damaged."""
    whole = [_is_object(line) for line in lines[:2]]
    return (by_lines and whole[0]) or whole[1:] == [True]


def _is_object(line: str) -> bool:
    try:
        return isinstance(DECODER.decode(line), dict)
    except NOT_JSON:
        return False


def _records(
    name: str, raw: BufferedReader, encoding: Encoding, first: str, path: Path | None
) -> Callable[[], Iterable[Record]]:
    """What gives the records of a file, from its beginning each time: one by one those of an array. Takes `raw`. Raises
    Unreadable."""
    with _told(name), as_text(raw, encoding) as text:
        if not first.lstrip().startswith("["):
            return partial(iter, _in_object(name, DECODER.decode(text.read())))
        if path is None or size_of(raw) is None:
            return partial(_in_array, name, partial(io.StringIO, text.read(), newline=""))
    return partial(_in_array, name, lambda: as_text(open_binary(path), encoding))


def _in_array(name: str, opened: Callable[[], TextIO]) -> Iterator[Record]:
    with _told(name), opened() as text:
        yield from _all_records(name, items_in(text))


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """What is wrong with a file is told. Raises Unreadable."""
    try:
        yield
    except json.JSONDecodeError as error:
        words = error.msg[:1].lower() + error.msg[1:]
        raise Unreadable(f"`{name}` is not valid JSON: {words} in line {error.lineno}, column {error.colno}") from None
    except UnicodeError:
        raise wrong_encoding(name) from None
    except NOT_JSON as error:
        raise Unreadable(f"`{name}` is not valid JSON: {told(error)}") from None
    except OSError as error:
        raise Unreadable(f"cannot read `{name}`: {reason(error)}") from None


def _in_object(name: str, document: object) -> list[Record]:
    """The records of an object: `{"leads": [{…}, …], …}` with one such list, columns
    `{"id": […], "country": […]}` of one length, or `{…}` alone."""
    assert isinstance(document, dict)  # open_json has seen the brace
    lists = [(key, value) for key, value in document.items() if isinstance(value, list)]
    of_records = [value for key, value in lists if key != ACTIVITIES and value and isinstance(value[0], dict)]
    if len(of_records) == 1:
        return list(_all_records(name, of_records[0]))
    if document and len(lists) == len(document) and not of_records and len({len(value) for _, value in lists}) == 1:
        return [dict(zip(document, cells, strict=True)) for cells in zip(*document.values(), strict=True)]
    return [document]


def _all_records(name: str, items: Iterable[object]) -> Iterator[Record]:
    """Raises Unreadable, at the end where something is no record: what is no JSON is told first."""
    place, other = 0, None
    for place, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield item
        else:
            other = other or place
    if other is not None:
        raise Unreadable(f"item {other} in `{name}` is no record", 'records are written `{"id": "L-1", …}`')
    if not place:
        raise Unreadable(f"`{name}` holds no records")
