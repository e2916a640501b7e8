"""CSV and TSV, streaming: any of `,` `;` tab `|`, quoted cells over several lines, BOM, CRLF.

A row with more or fewer cells than the header is a faulty row, and so is one whose quotes are wrong; reading
goes on in the next line. A quote that is never closed would swallow what follows: then the file is read again
from behind the line where the quote began.
"""

import csv
import itertools
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Self, TextIO

from assay.data.dialect import cells_used, delimiter_of, header_of, records_of, shift
from assay.data.failures import Unreadable
from assay.data.files import as_text, open_binary, peek, position_of, sample_lines, size_of, wrong_encoding
from assay.data.plain import Plain, marks_of
from assay.data.rows import FaultyRow, Label, Row
from assay.data.sampled import columns_of_numbers, common_spellings, rows_of
from assay.data.sniffing import encoding_of, refuse_other_formats

LONGEST_CELL = 1 << 24  # characters
_LONG_FILE = 20_000  # lines, from which on it pays to know how text is usually written
_RESUMED_AT_MOST = 100  # each means skipping again through the file up to there
_LONG_RECORD = 100  # lines; a row that long and of the wrong width has an open quote

_QUOTE = "a quote in this row is not closed, or stands inside a cell"

csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))


class Delimited:
    """An open CSV or TSV file; see rows.Table."""

    counted = "line"
    open_ended = False
    typed = False

    def __init__(self, path: Path, preferred: str = ",") -> None:
        self.name = str(path)
        self._path = path
        self._raw = open_binary(path)
        self.size = size_of(self._raw)
        self.shifted = 0
        self._resumed = 0
        self._text: TextIO | None = None
        try:
            self._prepare(preferred)
        except BaseException:
            self._raw.close()
            raise

    def _prepare(self, preferred: str) -> None:
        start = peek(self._path, self._raw)
        refuse_other_formats(self.name, start)
        _refuse_json(self.name, start)
        self._encoding = encoding_of(self.name, start)
        lines = sample_lines(self.name, start, self._encoding)
        self._delimiter = delimiter_of(lines, preferred)
        self._told = bool(lines) and lines[0].lower().startswith("sep=")  # Excel's first line
        records = records_of(lines[self._told :], self._delimiter)
        if not records:
            raise Unreadable(f"`{self.name}` holds nothing but blanks")
        self.columns = header_of(self.name, records, self._delimiter)

    def plain(self) -> Plain | None:
        """How others would cut the file into the same cells; None where they might not."""
        if self._encoding.name not in ("utf-8", "utf-8-sig") or len(self.columns) < 2 or self.size is None:
            return None
        marks = marks_of(self._path, self._delimiter)
        if marks.other_breaks or marks.zeros or marks.loose:
            return None
        with as_text(open_binary(self._path), self._encoding) as text:
            header = self._skip_header(text)
        blanks = marks.blanks or (marks.tabs and (marks.quotes or self._delimiter != "\t"))
        lines, rows = marks.lines - header, rows_of(marks.sample[header:], self._delimiter, len(self.columns))
        numbers = frozenset[str]() if marks.strange else columns_of_numbers(self.columns, rows)
        common = common_spellings(self.columns, rows) if lines >= _LONG_FILE else {}
        return Plain(
            str(self._path), self._delimiter, header, lines, marks.quotes, blanks, marks.sigma, numbers, common
        )

    @property
    def position(self) -> int:
        return position_of(self._raw, self.size)

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = tuple(map(label, self.columns))
        self._text = as_text(self._raw, self._encoding)
        try:
            skipped = self._skip_header(self._text)
            while (resume := (yield from self._stretch(self._text, skipped, labels))) is not None:
                self._resume(resume)
                skipped = resume
        except UnicodeError:
            raise wrong_encoding(self.name) from None
        except OSError as error:
            raise Unreadable(f"cannot read `{self.name}`: {error.strerror}") from None

    def _skip_header(self, text: TextIO) -> int:
        """Reads the header, over as many lines as it has; their number."""
        told = len(list(itertools.islice(text, int(self._told))))
        reader = csv.reader(text, delimiter=self._delimiter, skipinitialspace=True)
        next(filter(None, reader), None)
        return told + reader.line_num

    def _stretch(self, text: TextIO, skipped: int, labels: tuple[str, ...]) -> Generator[Row, None, int | None]:
        """Rows up to the end, or up to an open quote; then the number of lines to skip before going on."""
        reader = csv.reader(text, delimiter=self._delimiter, skipinitialspace=True, strict=True)
        width, last = len(labels), 0
        while True:
            try:
                for cells in reader:
                    line, last = skipped + last + 1, reader.line_num
                    if len(cells) == width and (cells[0] or any(cells)):
                        yield Row(line, dict(zip(labels, cells)))  # noqa: B905  of one length, and this is the hot loop
                    elif any(cells):
                        yield self._odd(line, cells, labels)
                        if skipped + last - line > _LONG_RECORD:
                            return line
                return None
            except csv.Error:
                line, begun, last = skipped + last + 1, last, reader.line_num
                yield FaultyRow(line, {}, _QUOTE, self._line(line))
                if last - begun > 1:
                    return line

    def _odd(self, line: int, cells: list[str], labels: tuple[str, ...]) -> Row:
        """A row of another width; blank cells beyond the header do no harm."""
        used, width = cells_used(cells, len(labels)), len(labels)
        values: dict[str, object] = dict(zip(labels, cells, strict=False))
        if used == width:
            return Row(line, values)
        self.shifted += 1
        rest = self._delimiter.join(cells[width:]) or None
        return FaultyRow(line, values, shift(used, width), rest)

    def _line(self, line: int) -> str | None:
        """The text of a line, for a row that could not be cut into cells."""
        if self.size is None or self._resumed > _RESUMED_AT_MOST:
            return None
        self._resumed += 1
        with as_text(open_binary(self._path), self._encoding) as text:
            return next(itertools.islice(text, line - 1, line), "").rstrip("\r\n")

    def _resume(self, lines: int) -> None:
        """Opens the file again behind its first lines."""
        self._resumed += 1
        if self.size is None or self._resumed > _RESUMED_AT_MOST:
            raise Unreadable(
                f'`{self.name}` has quotes (`"`) that are never closed, such as the one in line {lines:,}',
                "close them, or write a quote inside a quoted cell twice",
            )
        self.close()
        self._raw = open_binary(self._path)
        self._text = as_text(self._raw, self._encoding)
        next(itertools.islice(self._text, lines - 1, lines), None)

    def close(self) -> None:
        if self._text is not None:
            self._text.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _refuse_json(name: str, start: bytes) -> None:
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b'[{"', b"[{\n")):
        raise Unreadable(f"`{name}` holds JSON, not CSV", "name it `.jsonl` if each line is a record, else `.json`")
