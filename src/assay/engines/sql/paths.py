"""Files that DuckDB opens by their names alone: it would take `leads[1].csv` for a pattern, and find `leads1.csv`, and a
folder `country=NL` for a column."""

import glob
from collections.abc import Sequence

from sqlglot import exp

from assay.engines.sql.build import Sql, text, truth

Option = tuple[str, Sql]


def parquet_at(path: str, *options: Option) -> exp.Table:
    return exp.Table(this=exp.Anonymous(this="READ_PARQUET", expressions=[_name(path), *_given(options)]))


def csv_at(path: str, *options: Option) -> exp.Table:
    return exp.Table(this=exp.ReadCSV(this=_name(path), expressions=_given(options)))


def _name(path: str) -> Sql:
    return text(glob.escape(path))


def _given(options: Sequence[Option]) -> list[exp.EQ]:
    every = (*options, ("hive_partitioning", truth(value=False)))
    return [exp.EQ(this=exp.Var(this=name), expression=value) for name, value in every]
