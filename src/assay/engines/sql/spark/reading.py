"""Parquet folders and tables as the compiled query expects them. What Spark is not sure to read as the reader does comes
to the driver, goes through the reader, and back or among the rejected."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
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
from assay.data.keys import empty_key, repeated_key
from assay.data.records import ACTIVITIES
from assay.data.rejects import fault_of, faults_of
from assay.data.rows import Row
from assay.engines.sql.query import Column as QueryColumn
from assay.engines.sql.query import Table
from assay.engines.sql.spark.cells import Value, cell_text, value_of
from assay.engines.sql.tables import arrow_table
from assay.engines.sql.values import Reject, habits_of, row_reader
from assay.plan import nodes
from assay.plan.nodes import Field, Plan
from assay.values import utc_datetime

MOST = 1_000_000  # rows that may go through the reader on the driver
PREVIOUS = "previous_stage"  # a column of leads that is filled later
_SURE, _FILE, _INDEX = (
    "sure row",
    "file of row",
    "row of file",
)  # no field's name: those have no blanks, or backticks around them


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
    raw = {one.field for one in source.wanted.columns if one.raw}
    values = {one.name: _value(plan, source, one, is_raw=one.name in raw) for one in source.schema.fields}
    key = key_of(plan, source)
    sure = [one.sure for one in values.values() if one.sure is not None]
    sure += [key.sure] if key.sure is not None else []
    place = _place_of_rows(source.frame)
    frame = source.frame.select(*_selected(source, values, key), *_marks(sure), *_raw(source.frame), *place)
    good = frame.where(F.col(_SURE)) if sure else frame
    rest = list(_read_rows(plan, source, frame.where(~F.col(_SURE)), reject)) if sure else []
    if source.wanted.is_of_leads:
        good, rest = _first_of_each_key(spark, plan, source, good, rest, reject)
    read = good.select(*(one.name for one in source.wanted.columns))
    if rest:
        read = read.unionByName(frame_of(spark, source.wanted, [one.values for one in rest]))
    read.createOrReplaceTempView(source.wanted.name)
    return read


def _refuse_objects(source: Source) -> None:
    for column in source.frame.schema.fields:
        inside = any(one.field.column.startswith(f"{column.name}.") for one in source.binding.missing)
        brought = source.wanted.is_of_leads and column.name == ACTIVITIES and isinstance(column.dataType, ArrayType)
        if brought or (isinstance(column.dataType, StructType | MapType) and inside):
            raise Unreadable(f"the column `{column.name}` of `{source.name}` holds objects", "make columns of them")


# --- what Spark reads ---------------------------------------------------------------------------------------


def _value(plan: Plan, source: Source, field: Field, *, is_raw: bool) -> Value:
    column = next((column for column, name in source.binding.fields.items() if name == field.name), None)
    if column is None:
        return Value(F.lit(None).cast(_kind(field)), None)
    return value_of(field, at(column), source.frame.schema[column].dataType, habits_of(plan), is_raw=is_raw)


def _kind(field: Field) -> str:
    kinds = {"text": "string", "one of": "string", "boolean": "boolean", "list": "array<string>"}
    return kinds.get(field.kind, "bigint")


def at(column: str) -> Column:
    return F.col(f"`{column.replace('`', '``')}`")


def key_of(plan: Plan, source: Source) -> Value:
    """The key as text. A lead without one is the reader's to refuse."""
    column = next((c for c, name in source.binding.fields.items() if name == source.schema.key), None)
    if column is None:
        raise Unreadable(f"`{source.name}` has no key", "Spark joins by it: mark a field with `key`")
    missing = plan.missing if source.wanted.is_of_leads else ()
    text = cell_text(at(column), source.frame.schema[column].dataType, missing)
    if text is None:
        return Value(F.lit(None).cast("string"), F.lit(False))
    return Value(text, text.isNotNull() if source.wanted.is_of_leads else None)


def _selected(source: Source, values: dict[str, Value], key: Value) -> Iterator[Column]:
    """The columns the query wants. A lead is numbered by its key: it is only compared."""
    for column in source.wanted.columns:
        if column.name == PREVIOUS:
            yield F.lit(None).cast("string").alias(PREVIOUS)
            continue
        value = values[column.field].value if column.field is not None else key.value
        yield value.alias(column.name)


def _marks(sure: list[Column]) -> tuple[Column, ...]:
    if not sure:
        return ()
    all_sure = sure[0]
    for one in sure[1:]:
        all_sure = all_sure & one
    return (F.coalesce(all_sure, F.lit(False)).alias(_SURE),)


# --- what the reader reads ----------------------------------------------------------------------------------


def _raw(frame: DataFrame) -> Iterator[Column]:
    """The row as it is, in a form that comes whole to Python."""
    columns = []
    for column in frame.schema.fields:
        given = at(column.name)
        match column.dataType:
            case TimestampType():
                given = F.unix_micros(given)
            case FloatType():
                given = given.cast("string")
        columns.append(given.alias(column.name))
    yield F.struct(*columns).alias("raw row")


@dataclass(frozen=True, slots=True)
class Found:
    """A row that came to the driver: where it stands, as it is, its key, and the values the query wants of it."""

    place: tuple[str, int]
    row: Row
    key: str | None
    values: tuple[object, ...]


def _read_rows(plan: Plan, source: Source, frame: DataFrame, reject: Reject) -> Iterator[Found]:
    """The rows of a frame by the reader; bad ones are told to `reject`. Raises Unreadable for very many."""
    habits, missing = habits_of(plan), frozenset(plan.missing)
    checker, read = Checker(source.schema, habits.zone, missing), row_reader(plan, source.wanted)
    rows = frame.select("`raw row`.*", f"`{_FILE}`", f"`{_INDEX}`").limit(MOST + 1)
    for number, (*cells, file, index) in enumerate(rows.toLocalIterator(), 1):
        if number > MOST:
            raise Unreadable(
                f"more than {MOST:,} rows of `{source.name}` hold what only the reader can read",
                "give its columns their types, or score with `--engine duckdb`",
            )
        row = Row(number, _labelled(source, cells))
        if bad := checker.bad(row.values):
            reject(row, faults_of(bad, row.values, source.binding))
            continue
        try:
            key = _read_key(source, row, Missing(missing))
        except BadValue as error:
            reject(row, (fault_of(source.schema.key or "", error, row.values, source.binding),))
            continue
        fields = iter(read(row.values))
        own = {PREVIOUS: None}
        values = tuple(
            next(fields) if one.field is not None else own.get(one.name, key) for one in source.wanted.columns
        )
        yield Found((file or "", index or 0), row, key, values)


def _read_key(source: Source, row: Row, missing: Missing) -> str | None:
    value = row.values.get(source.schema.key or "")
    if not source.wanted.is_of_leads:
        return text_of(value) or None
    if (key := missing.text(value)) is None:
        raise empty_key()
    return key


def _labelled(source: Source, found: Sequence[object]) -> dict[str, object]:
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


# --- keys that come more than once ----------------------------------------------------------------------------


def has_places(frame: DataFrame) -> bool:
    """Whether Spark knows the file of a row and its place there: of Parquet, and of no view."""
    try:
        frame.select("_metadata.file_path", "_metadata.row_index")
    except AnalysisException:
        return False
    return True


def _place_of_rows(frame: DataFrame) -> tuple[Column, Column]:
    """The file of a row and its place there; of a view, nothing."""
    if not has_places(frame):
        return F.lit("").alias(_FILE), F.lit(0).alias(_INDEX)
    return F.col("_metadata.file_path").alias(_FILE), F.col("_metadata.row_index").alias(_INDEX)


def _first_of_each_key(
    spark: SparkSession, plan: Plan, source: Source, good: DataFrame, rest: list[Found], reject: Reject
) -> tuple[DataFrame, list[Found]]:
    """Of rows with one key the first is scored: by file and place in it, or, where rows have no place, by what they
    hold. Rows whose key is repeated come to the driver, to be told."""
    keys = _keys(spark, [one.key for one in rest])
    found = good.select("key").unionByName(keys).groupBy("key").count().where("count > 1").limit(MOST + 1).collect()
    if not found:
        return good, rest
    repeated = {str(row[0]) for row in found}
    among = _keys(spark, sorted(repeated))
    rows = [*_read_rows(plan, source, good.join(among, "key", "left_semi"), reject)]
    rows += [one for one in rest if one.key in repeated]
    firsts: dict[str | None, Found] = {}
    for one in sorted(rows, key=lambda one: (one.place, repr(one.row.values))):
        if firsts.setdefault(one.key, one) is not one:
            fault = repeated_key(one.key or "")
            reject(one.row, (fault_of(source.schema.key or "", fault, one.row.values, source.binding),))
    others = [one for one in rest if one.key not in repeated]
    return good.join(among, "key", "left_anti"), [*others, *firsts.values()]


def _keys(spark: SparkSession, keys: Sequence[str | None]) -> DataFrame:
    return frame_of(spark, Table("keys", (QueryColumn("key", "TEXT"),)), [(key,) for key in keys])
