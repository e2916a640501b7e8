"""Scoring a file of leads that DuckDB reads itself: the quick way for files in which every row is plain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assay.batch import Input, Scored
from assay.data.delimited import Delimited
from assay.data.parquet import Parquet
from assay.data.rows import Row
from assay.engines.sql import Query, decoder
from assay.engines.sql.duck import Database, connection, described, executed, rows_of, run
from assay.engines.sql.scan import Scan, Source, csv_source, parquet_source, scan_of
from assay.plan.nodes import Plan


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that is plain from end to end, and the query over it. `labels`: of the values that come out beside."""

    plan: Plan
    query: Query
    scan: Scan
    labels: tuple[str, ...]
    database: Database

    def __iter__(self) -> Iterator[Scored]:
        """Results in the order of the file."""
        decode = decoder(self.plan, self.query)
        run(self.database, self.scan.as_view(self.query.leads.name))
        beside = len(self.labels)
        for row in rows_of(executed(self.database, self.query.sql())):
            names = row[len(row) - 1 - beside : len(row) - 1]
            yield Scored(Row(0, dict(zip(self.labels, names, strict=True))), decode(row))


def scanned(plan: Plan, query: Query, leads: Input, labels: tuple[str, ...]) -> Scanned | None:
    """None where the file, a field, or any row of it needs the reader."""
    columns = {field: column for column, field in leads.binding.fields.items()}
    names = {leads.binding.label(column): column for column in leads.table.columns}
    database = connection()
    found = _source(leads, database)
    if found is None:
        return None
    source, rows = found
    scan = scan_of(plan, query.leads, source, columns, [names[label] for label in labels])
    return Scanned(plan, query, scan, labels, database) if scan and _plain(database, scan, rows) else None


def _source(leads: Input, database: Database) -> tuple[Source, int | None] | None:
    """The file, and how many rows it must have, if that is known."""
    table = leads.table
    if isinstance(table, Delimited) and (plain := table.plain()) is not None:
        source = csv_source(plain.path, plain.delimiter, plain.header, table.columns, quoted=plain.quotes)
        return source, plain.lines
    if isinstance(table, Parquet) and not table.open_ended:
        types: Mapping[str, str] | None = described(database, table.name)
        same = types is not None and tuple(types) == table.columns
        return (parquet_source(table.name, types), table.size) if types is not None and same else None
    return None


def _plain(database: Database, scan: Scan, rows: int | None) -> bool:
    """Whether every row is plain and on a line of its own, and every key there and its own."""
    found = run(database, scan.checked)
    if not found:
        return False
    many, odd, keys = found[0]
    return not odd and many == keys and many == rows
