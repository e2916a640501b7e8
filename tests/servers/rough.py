"""Text as people's tables hold it, where an engine says that it reads it so."""

import pyarrow as pa

from assay.engines.sql import Table


def as_tables_hold_it(table: Table, given: pa.Table) -> pa.Table:
    """With blanks at the ends of text, and blank where there is none."""
    for one in table.columns:
        if one.raw:
            place = given.schema.get_field_index(one.name)
            texts = [_roughened(value, at) for at, value in enumerate(given.column(place).to_pylist())]
            given = given.set_column(place, one.name, pa.array(texts, pa.string()))
    return given


def _roughened(value: object, at: int) -> str | None:
    """The text with blanks around it, every third as it is."""
    before, after = (("", ""), (" ", "\u00a0"), ("\u3000\n", "\t"))[at % 3]
    if value is None:
        return (None, "", before + after)[at % 3]
    return f"{before}{value}{after}"
