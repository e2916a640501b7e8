"""What every reader delivers: rows with their line, under the names a caller gives to the columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, Self, runtime_checkable

Label = Callable[[str], str]


class Row:
    """One record. `line` counts lines of the file from 1 (rows of a sheet, records of a Parquet file); `values`
    is keyed by label and holds what the file gives, text or typed. Most rows are only this."""

    __slots__ = ("line", "values")

    activities: Sequence[Mapping[str, object]] = ()
    fault: str | None = None
    rest: str | None = None

    def __init__(self, line: int, values: dict[str, object]) -> None:
        self.line = line
        self.values = values


class NestedRow(Row):
    """A lead that brings its activities along, keyed by their own names."""

    __slots__ = ("activities",)

    def __init__(self, line: int, values: dict[str, object], activities: Sequence[Mapping[str, object]]) -> None:
        super().__init__(line, values)
        self.activities = activities


class FaultyRow(Row):
    """A row that cannot be scored: `fault` says why, `values` has what could be read of it, `rest` the text that has
    no column."""

    __slots__ = ("fault", "rest")

    def __init__(self, line: int, values: dict[str, object], fault: str, rest: str | None = None) -> None:
        super().__init__(line, values)
        self.fault = fault
        self.rest = rest


class Table(Protocol):
    """An open file. `columns` are its headers as written; `counted` says what a row's `line` counts: "line",
    "row" or "record". Where `open_ended`, later records may bring more columns (JSON); where not `typed`, all values
    are text. `rows` may be called once. `size` and `position` are in one unit, for a progress bar; `size` is None
    where it is not known. Reading raises Unreadable and nothing else."""

    name: str
    columns: tuple[str, ...]
    counted: str
    open_ended: bool
    typed: bool

    @property
    def size(self) -> int | None: ...

    @property
    def position(self) -> int: ...

    @property
    def shifted(self) -> int:
        """Rows so far with another number of cells than the header."""

    def rows(self, label: Label = str) -> Iterator[Row]: ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class NothingToClose:
    """What a table has whose rows are held by something else."""

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@runtime_checkable
class Reopening(Protocol):
    """A table that its name alone does not open again."""

    def reopened(self) -> Table: ...
