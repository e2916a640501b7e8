"""Files as DuckDB opens them, and what is known of their text before a row is read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from assay.data.plain import Plain
from assay.data.plain_lines import PlainLines
from assay.engines.sql.build import (
    Sql,
    column,
    every,
    identifier,
    null,
    number,
    over,
    plus,
    select_from,
    some,
    table,
    text,
    truth,
)
from assay.engines.sql.paths import csv_at, parquet_at
from assay.values import BLANKS

TEXT, DOUBLE = "VARCHAR", "DOUBLE"
_ALIKE = frozenset(
    {TEXT, "VARCHAR[]", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
    | {DOUBLE, "BOOLEAN", "DATE", "TIMESTAMP"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file. `columns`: DuckDB's name and type of each column, by the name in the file. `flat`: those whose text has
    no dictionaries. `blanks`: what may stand at the ends of a cell. `quoted`: cells may hold quotes and line breaks.
    `cut`: its rows are cut out of text, where one may be blank. `sigma`: its text may hold a final sigma. `line`: the line of a row, worked out over all rows; `first`: that of the
    first row. `rows`: how many it must have. `as_text`: the file with every cell as it is written, if `relation` is not.
    `common`: by column, how text is often written."""

    relation: exp.Table
    columns: Mapping[str, tuple[str, str]]
    flat: frozenset[str]
    blanks: str
    quoted: bool
    cut: bool
    sigma: bool
    line: Sql
    first: int
    rows: int | None
    as_text: exp.Table | None = None
    common: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def raw(self, name: str) -> Sql:
        return exp.Column(this=exp.to_identifier(self.columns[name][0], quoted=True))

    def select(self, columns: Sequence[Sql]) -> exp.Select:
        """Its cells as they are written."""
        return select_from(columns, (self.as_text or self.relation).copy())

    @property
    def parses(self) -> bool:
        """Whether DuckDB makes numbers of text, which may end in an error."""
        return self.cut and any(type_ == DOUBLE for _, type_ in self.columns.values())

    @property
    def returns_alike(self) -> bool:
        """Whether its cells come out of DuckDB as they come out of the reader."""
        return all(type_ in _ALIKE or type_.startswith("DECIMAL") for _, type_ in self.columns.values())


def csv_source(plain: Plain, columns: Sequence[str], numbers: Collection[str] = ()) -> Source:
    """A delimited file: every cell as text, but for columns that DuckDB is to read as numbers; an empty one null."""
    types = [DOUBLE if name in numbers else TEXT for name in columns]
    return Source(
        relation=_delimited(plain, types),
        columns={name: (f"c{at}", type_) for at, (name, type_) in enumerate(zip(columns, types, strict=True))},
        flat=frozenset(columns) - frozenset(numbers),
        blanks=BLANKS if plain.blanks else " ",
        quoted=plain.quotes,
        cut=True,
        sigma=plain.sigma,
        line=plus(over(exp.RowNumber(), []), number(plain.header)),
        first=plain.header + 1,
        rows=plain.lines,
        as_text=_delimited(plain, [TEXT] * len(columns)),
        common=plain.common,
    )


def _delimited(plain: Plain, types: Sequence[str]) -> exp.Table:
    columns = [exp.PropertyEQ(this=identifier(f"c{at}"), expression=text(type_)) for at, type_ in enumerate(types)]
    options: list[tuple[str, Sql]] = [
        *(("delim", text(plain.delimiter)), ("header", truth(value=False)), ("skip", number(plain.header))),
        *(("auto_detect", truth(value=False)), ("columns", exp.Struct(expressions=columns)), ("nullstr", text(""))),
        *(("quote", text('"')), ("escape", text('"')), ("strict_mode", truth(value=True))),
        ("null_padding", truth(value=False)),
    ]
    return csv_at(plain.path, *options)


def lines_source(plain: PlainLines, name: str) -> Source:
    """A file as its lines, blank ones null: cells between marks that stand in no text."""
    types = exp.Struct(expressions=[exp.PropertyEQ(this=identifier(name), expression=text(TEXT))])
    options: list[tuple[str, Sql]] = [
        *(("delim", text("\x01")), ("quote", text("")), ("escape", text("")), ("nullstr", text(""))),
        *(("auto_detect", truth(value=False)), ("header", truth(value=False)), ("columns", types)),
        *(("strict_mode", truth(value=True)), ("null_padding", truth(value=False))),
    ]
    return Source(
        relation=csv_at(plain.path, *options),
        columns={name: (name, TEXT)},
        flat=frozenset([name]),
        blanks=BLANKS if plain.blanks else " ",
        quoted=False,
        cut=True,
        sigma=plain.sigma,
        line=over(exp.RowNumber(), []),
        first=1,
        rows=plain.lines,
    )


def parquet_source(path: str, columns: Mapping[str, str], flat: frozenset[str], rows: int | None) -> Source:
    return Source(
        relation=parquet_at(path, ("file_row_number", truth(value=True))),
        columns={name: (name, type_) for name, type_ in columns.items()},
        flat=flat,
        blanks=BLANKS,
        quoted=False,
        cut=False,
        sigma=True,
        line=plus(column("file_row_number"), number(1)),
        first=1,
        rows=rows,
    )


def made_source(name: str) -> Source:
    """What is a table already."""
    return Source(
        relation=table(name),
        columns={},
        flat=frozenset(),
        blanks=BLANKS,
        quoted=False,
        cut=False,
        sigma=True,
        line=number(0),
        first=1,
        rows=None,
    )


def contains(raw: Sql, code: int) -> Sql:
    """Whether a text holds a character, null where there is no text."""
    return exp.Anonymous(this="CONTAINS", expressions=[raw, exp.Anonymous(this="CHR", expressions=[number(code)])])


def doubtful(source: Source) -> Sql:
    """A line break inside a cell, or a quote in one that begins with spaces: then others may cut the file differently."""
    texts = [name for name, (_, type_) in source.columns.items() if type_ == TEXT] if source.quoted else []
    raw = [source.raw(name) for name in texts]
    quoted = [every([contains(one, ord('"')), exp.StartsWith(this=one.copy(), expression=text(" "))]) for one in raw]
    broken = [contains(one.copy(), ord(mark)) for one in raw for mark in "\n\r"]
    return some([*quoted, *broken]) if texts else null()
