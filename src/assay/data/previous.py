"""The stages of an earlier run, by key: any file with the columns `key` and `stage`, such as an earlier output."""

from pathlib import Path

from assay.data.bind import matching
from assay.data.cells import BadValue, text_of
from assay.data.failures import Unreadable
from assay.data.rows import Row, Table
from assay.data.tables import open_table


def previous_stages(path: str | Path) -> dict[str, str]:
    """Stage by key; leads without a stage are left out. Raises Unreadable."""
    with open_table(path) as table:
        columns = {matching(column): column for column in table.columns}
        if not {"key", "stage"} <= columns.keys():
            _refuse(table)
        found = (_stage(row, columns["key"], columns["stage"]) for row in table.rows())
        return dict(pair for pair in found if pair is not None)


def _refuse(table: Table) -> None:
    raise Unreadable(
        f"`{table.name}` does not have the columns `key` and `stage`",
        "give the output of an earlier `assay score -o`, or a file with these two columns",
    )


def _stage(row: Row, key: str, stage: str) -> tuple[str, str] | None:
    try:
        of, was = text_of(row.values.get(key)), text_of(row.values.get(stage))
    except BadValue:
        return None
    return (_as_read(of), was) if of and was else None


def _as_read(key: str) -> str:
    """Without the `'` that keeps spreadsheets from running a key as a formula; see sinks.harmless."""
    return key[1:] if key[:1] == "'" and key[1:2] in {"=", "+", "-", "@"} else key
