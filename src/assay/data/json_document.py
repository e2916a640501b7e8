"""JSON read as a whole: a list of records, an object that holds one, or one record alone."""

import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Self

from assay.data.failures import Unreadable, reason
from assay.data.files import as_text, peek, sample_lines, wrong_encoding
from assay.data.json_lines import DECODER, NOT_JSON, JsonLines, told
from assay.data.records import ACTIVITIES, Labels, columns_of, row_of
from assay.data.rows import Label, Row
from assay.data.sniffing import Encoding, encoding_of, refuse_other_formats

Record = dict[str, object]


class JsonDocument:
    """A JSON file in memory; see rows.Table. `size` and `position` count records."""

    counted = "record"
    open_ended = False
    typed = True
    shifted = 0

    def __init__(self, name: str, records: list[Record], path: Path | None = None) -> None:
        """`path`: of the file, where it is one."""
        self.name, self.path = name, path
        self._records = records
        self.size: int | None = len(records)
        self.position = 0
        self.columns = columns_of(records)

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = Labels(label)
        for record in self._records:
            self.position += 1
            yield row_of(self.position, record, labels)

    def close(self) -> None:
        self._records = []

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
    return JsonDocument(name, records_in(name, _parsed(name, raw, encoding)), path)


def _is_one_a_line(lines: list[str], by_lines: bool) -> bool:
    """True if the first lines are records: at least the first, or the second where the first is damaged."""
    whole = [_is_object(line) for line in lines[:2]]
    return (by_lines and whole[0]) or whole[1:] == [True]


def _is_object(line: str) -> bool:
    try:
        return isinstance(DECODER.decode(line), dict)
    except NOT_JSON:
        return False


def _parsed(name: str, raw: BufferedReader, encoding: Encoding) -> object:
    try:
        with as_text(raw, encoding) as text:
            found: object = DECODER.decode(text.read())
    except json.JSONDecodeError as error:
        words = error.msg[:1].lower() + error.msg[1:]
        raise Unreadable(f"`{name}` is not valid JSON: {words} in line {error.lineno}, column {error.colno}") from None
    except UnicodeError:
        raise wrong_encoding(name) from None
    except NOT_JSON as error:
        raise Unreadable(f"`{name}` is not valid JSON: {told(error)}") from None
    except OSError as error:
        raise Unreadable(f"cannot read `{name}`: {reason(error)}") from None
    return found


def records_in(name: str, document: object) -> list[Record]:
    """The records of a document: `[{…}, …]`, `{"leads": [{…}, …], …}` with one such list, columns
    `{"id": […], "country": […]}` of one length, or `{…}` alone."""
    if isinstance(document, list):
        return _all_records(name, document)
    assert isinstance(document, dict)  # open_json has seen the brace
    lists = [(key, value) for key, value in document.items() if isinstance(value, list)]
    of_records = [value for key, value in lists if key != ACTIVITIES and value and isinstance(value[0], dict)]
    if len(of_records) == 1:
        return _all_records(name, of_records[0])
    if document and len(lists) == len(document) and not of_records and len({len(value) for _, value in lists}) == 1:
        return [dict(zip(document, cells, strict=True)) for cells in zip(*document.values(), strict=True)]
    return [document]


def _all_records(name: str, items: list[object]) -> list[Record]:
    records = [item for item in items if isinstance(item, dict)]
    if len(records) < len(items):
        place = next(place for place, item in enumerate(items, 1) if not isinstance(item, dict))
        raise Unreadable(f"item {place} in `{name}` is no record", 'records are written `{"id": "L-1", …}`')
    if not records:
        raise Unreadable(f"`{name}` holds no records")
    return records
