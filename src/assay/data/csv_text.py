"""Writing CSV text: line ends `\\n`, and a cell that holds any line end in quotes."""

import csv
from collections.abc import Callable, Iterable
from typing import TextIO


class _Lines:
    """Python quotes a carriage return only where lines end with one; so they do, until here."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.removesuffix("\r\n") + "\n")


def row_writer(file: TextIO) -> Callable[[Iterable[object]], object]:
    """A function that writes one row of cells."""
    return csv.writer(_Lines(file), lineterminator="\r\n").writerow
