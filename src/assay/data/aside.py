"""A few rows of a file that another program has cut out of it, as a table."""

from collections.abc import Iterable, Iterator, Sequence

from assay.data.rows import Label, NothingToClose, Row, Table

Line = tuple[int, Sequence[object]]  # and the cells of it, as they are


class Aside(NothingToClose):
    """See rows.Table."""

    open_ended = False
    size = None
    position = 0
    shifted = 0

    def __init__(self, of: Table, lines: Iterable[Line]) -> None:
        self.name, self.columns, self.counted, self.typed = of.name, of.columns, of.counted, of.typed
        self._lines = lines

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = tuple(map(label, self.columns))
        for line, cells in self._lines:
            yield Row(line, dict(zip(labels, cells, strict=True)))
