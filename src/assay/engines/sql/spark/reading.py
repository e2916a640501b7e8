"""Parquet folders and tables as the compiled query expects them. What Spark is not sure to read as the reader does comes
to the driver, goes through the reader, and back or among the rejected."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import Row as SparkRow
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql.types import (
    ArrayType,
    DataType,
    FloatType,
    MapType,
    StructType,
    TimestampType,
)

from assay.data.bind import Binding
from assay.data.cells import BadValue, Missing, text_of
from assay.data.checker import Checker
from assay.data.failures import Unreadable
from assay.data.keys import empty_key
from assay.data.records import ACTIVITIES
from assay.data.rejects import fault_of, faults_of
from assay.data.rows import Row
from assay.engines.sql.query import Table
from assay.engines.sql.spark.cells import Value, cell_text, value_of
from assay.engines.sql.tables import arrow_table
from assay.engines.sql.values import Reject, habits_of, row_reader
from assay.plan import nodes
from assay.plan.nodes import Field, Plan
from assay.values import utc_datetime

MOST = 1_000_000  # rows that may go through the reader on the driver


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: its name for people, which of its columns are which fields, what the query wants of it."""

    name: str
    frame: DataFrame
    binding: Binding
    schema: nodes.Table
    wanted: Table


def opened(spark: SparkSession, name: str) -> DataFrame:
    """A Parquet file or folder, or a table of the catalog: `table:sales.leads`. Raises Unreadable."""
    try:
        return spark.table(name.removeprefix("table:")) if name.startswith("table:") else spark.read.parquet(name)
    except Exception:  # Spark raises many things, each a page long
        raise Unreadable(
            f"Spark cannot read `{name}`", "give a Parquet file or folder, or a table as `table:NAME`"
        ) from None


def read_in(spark: SparkSession, plan: Plan, source: Source, reject: Reject) -> DataFrame:
    """The table the query wants, also as a view of its name. Bad rows are told to `reject`."""
    _refuse_objects(source)
    values = {one.name: _value(plan, source, one) for one in source.schema.fields}
    key = _key(plan, source)
    sure = [one.sure for one in values.values() if one.sure is not None]
    sure += [key.sure] if key.sure is not None else []
    frame = source.frame.select(*_selected(source, values, key), *_marks(sure), *_raw(source.frame) if sure else ())
    good = frame.where("sure") if sure else frame
    names = [one.name for one in source.wanted.columns]
    read = good.select(*names)
    if sure:
        rest = list(_read_rest(plan, source, frame.where("not sure"), reject))
        if rest:
            read = read.unionByName(frame_of(spark, source.wanted, rest))
    if source.wanted.is_of_leads:
        _refuse_repeated(source, read)
    read.createOrReplaceTempView(source.wanted.name)
    return read


def _refuse_objects(source: Source) -> None:
    for column in source.frame.schema.fields:
        inside = any(one.field.column.startswith(f"{column.name}.") for one in source.binding.missing)
        brought = source.wanted.is_of_leads and column.name == ACTIVITIES and isinstance(column.dataType, ArrayType)
        if brought or (isinstance(column.dataType, StructType | MapType) and inside):
            raise Unreadable(f"the column `{column.name}` of `{source.name}` holds objects", "make columns of them")


# --- what Spark reads ---------------------------------------------------------------------------------------


def _value(plan: Plan, source: Source, field: Field) -> Value:
    column = next((column for column, name in source.binding.fields.items() if name == field.name), None)
    if column is None:
        return Value(F.lit(None).cast(_kind(field)), None)
    return value_of(field, _at(column), source.frame.schema[column].dataType, habits_of(plan))


def _kind(field: Field) -> str:
    kinds = {"text": "string", "one of": "string", "boolean": "boolean", "list": "array<string>"}
    return kinds.get(field.kind, "bigint")


def _at(column: str) -> Column:
    return F.col(f"`{column.replace('`', '``')}`")


def _key(plan: Plan, source: Source) -> Value:
    """The key as text. A lead without one is the reader's to refuse."""
    column = next((c for c, name in source.binding.fields.items() if name == source.schema.key), None)
    if column is None:
        raise Unreadable(f"`{source.name}` has no key", "Spark joins by it: mark a field with `key`")
    missing = plan.missing if source.wanted.is_of_leads else ()
    text = cell_text(_at(column), source.frame.schema[column].dataType, missing)
    if text is None:
        return Value(F.lit(None).cast("string"), F.lit(False))
    return Value(text, text.isNotNull() if source.wanted.is_of_leads else None)


def _selected(source: Source, values: dict[str, Value], key: Value) -> Iterator[Column]:
    """The columns the query wants. A lead is numbered by its key: it is only compared."""
    for column in source.wanted.columns:
        value = values[column.field].value if column.field is not None else key.value
        yield value.alias(column.name)


def _marks(sure: list[Column]) -> tuple[Column, ...]:
    if not sure:
        return ()
    all_sure = sure[0]
    for one in sure[1:]:
        all_sure = all_sure & one
    return (F.coalesce(all_sure, F.lit(False)).alias("sure"),)


# --- what the reader reads ----------------------------------------------------------------------------------


def _raw(frame: DataFrame) -> Iterator[Column]:
    """The row as it is, in a form that comes whole to Python."""
    columns = []
    for column in frame.schema.fields:
        at = _at(column.name)
        match column.dataType:
            case TimestampType():
                at = F.unix_micros(at)
            case FloatType():
                at = at.cast("string")
        columns.append(at.alias(column.name))
    yield F.struct(*columns).alias("raw row")


def _read_rest(plan: Plan, source: Source, frame: DataFrame, reject: Reject) -> Iterator[tuple[object, ...]]:
    missing, read = frozenset(plan.missing), row_reader(plan, source.wanted)
    checker = Checker(source.schema, habits_of(plan).zone, missing)
    for number, found in enumerate(frame.select("`raw row`.*").limit(MOST + 1).toLocalIterator(), 1):
        if number > MOST:
            raise Unreadable(
                f"more than {MOST:,} rows of `{source.name}` hold what only the reader can read",
                "give its columns their types, or score with `--engine duckdb`",
            )
        row = Row(number, _labelled(source, found))
        if bad := checker.bad(row.values):
            reject(row, faults_of(bad, row.values, source.binding))
            continue
        try:
            key = _read_key(source, row, Missing(missing))
        except BadValue as error:
            reject(row, (fault_of(source.schema.key or "", error, row.values, source.binding),))
            continue
        fields = iter(read(row.values))
        yield tuple(next(fields) if one.field is not None else key for one in source.wanted.columns)


def _read_key(source: Source, row: Row, missing: Missing) -> str | None:
    value = row.values.get(source.schema.key or "")
    if not source.wanted.is_of_leads:
        return text_of(value) or None
    if (key := missing.text(value)) is None:
        raise empty_key()
    return key


def _labelled(source: Source, found: SparkRow) -> dict[str, object]:
    """A row by fields, its values as the Parquet reader gives them."""
    columns = source.frame.schema.fields
    return {
        source.binding.label(one.name): _given(one.dataType, value) for one, value in zip(columns, found, strict=True)
    }


def _given(type_: DataType, value: object) -> object:
    match type_, value:
        case TimestampType(), int():
            try:
                return utc_datetime(value)
            except OverflowError:
                return str(dt.timedelta(microseconds=value)) if abs(value) < 1 << 60 else str(value)
        case FloatType(), str():
            return Decimal(value)
        case _, bytearray():
            return bytes(value)
    return value


def frame_of(spark: SparkSession, wanted: Table, rows: Sequence[Sequence[object]]) -> DataFrame:
    """Rows of values as a table: by Arrow, so that no executor needs a Python."""
    return spark.createDataFrame(arrow_table(_numbered_by_key(wanted), rows))


def _numbered_by_key(wanted: Table) -> Table:
    return Table(wanted.name, tuple(replace(one, type="TEXT") if one.name == "n" else one for one in wanted.columns))


def _refuse_repeated(source: Source, read: DataFrame) -> None:
    """Spark keeps no order of rows, so that no row of a repeated key is the first."""
    repeated = read.groupBy("key").count().where("count > 1").limit(1).collect()
    if repeated:
        raise Unreadable(
            f"the key `{repeated[0][0]}` comes more than once in `{source.name}`", "every lead needs a key of its own"
        )
