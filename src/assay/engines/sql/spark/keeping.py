"""Results of a run on Spark: a Parquet folder or a table, the columns of a flat file of results, partitioned by run.

A run is a moment (`as_of`) and a fingerprint of the rules (`rules_version`); other runs stay. In a folder, rows are
written beside the partition of the same run and put in its place when all are there; in a table Spark does that.
"""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Protocol, cast
from urllib.parse import quote
from uuid import uuid4

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from assay.data.failures import Unreadable, Unwritable
from assay.data.flat import columns_of, shape_of, spoken
from assay.engines.sql.decode import BY
from assay.engines.sql.masks import BITS
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.values import POINT, utc_datetime

RUN = ("as_of", "rules_version")
_TABLE = "table:"


def as_people_read_them(plan: Plan, query: Query, rows: DataFrame, told: Sequence[Column] = ()) -> DataFrame:
    """The cells in the order and under the names of `flat.columns_of`; points are doubles, as in files. `told`: of what
    changed, where the run is compared."""
    names = [name for name, _ in columns_of(shape_of(plan, bool(told)))]
    cells = [*_cells(plan, query), *told]
    return rows.select(*(cell.alias(name) for cell, name in zip(cells, names, strict=True)))


def run_of(plan: Plan, query: Query) -> tuple[str, str]:
    """The values of RUN."""
    return spoken(utc_datetime(query.as_of)), plan.rules_version


def keep(results: DataFrame, run: tuple[str, str], place: str) -> None:
    """Puts the results in the place of the same run's. Raises Unwritable and Unreadable."""
    if place.startswith(_TABLE):
        _keep_in_table(results, run, place.removeprefix(_TABLE))
    else:
        _keep_in_folder(results, run, place.rstrip("/"))


# --- in a folder --------------------------------------------------------------------------------------------


class _Files(Protocol):
    """Of Hadoop's FileSystem."""

    def exists(self, path: object, /) -> bool: ...
    def rename(self, one: object, other: object, /) -> bool: ...
    def delete(self, path: object, recursive: bool, /) -> bool: ...
    def mkdirs(self, path: object, /) -> bool: ...


class _Paths(Protocol):
    def __call__(self, text: str, /) -> object: ...


def _keep_in_folder(results: DataFrame, run: tuple[str, str], folder: str) -> None:
    """Names that begin with `_` are none that Spark reads."""
    as_of, version = (f"{name}={quote(value, safe='')}" for name, value in zip(RUN, run, strict=True))
    staging, old = (f"{folder}/_assay_{what}_{uuid4().hex}" for what in ("new", "old"))
    files, path = _files(results.sparkSession, folder)
    target = f"{folder}/{as_of}/{version}"
    try:
        results.drop(*RUN).write.parquet(staging)
        files.mkdirs(path(f"{folder}/{as_of}"))
        with _out_of_the_way(files, path(target), path(old)):
            if not files.rename(path(staging), path(target)):
                raise Unwritable(f"cannot write `{target}`", "is the folder yours to write?")
    finally:
        files.delete(path(staging), True)


@contextlib.contextmanager
def _out_of_the_way(files: _Files, target: object, old: object) -> Iterator[None]:
    """What is in a place is kept until something else is, and comes back where that fails."""
    was_there = files.exists(target)
    if was_there and not files.rename(target, old):
        raise Unwritable("cannot replace the results of the same run", "is the folder yours to write?")
    try:
        yield
    except BaseException:
        if was_there:
            files.rename(old, target)
        raise
    if was_there:
        files.delete(old, True)


def _files(spark: SparkSession, folder: str) -> tuple[_Files, _Paths]:
    """The file system of a folder, whichever it is, and what makes a path for it."""
    jvm, session = spark._jvm, spark._jsparkSession  # it has no other way to rename
    assert jvm is not None
    path = cast(_Paths, jvm.org.apache.hadoop.fs.Path)
    settings = session.sessionState().newHadoopConf()
    return cast(_Files, path(folder).getFileSystem(settings)), path  # type: ignore[attr-defined]


# --- in a table ---------------------------------------------------------------------------------------------


def _keep_in_table(results: DataFrame, run: tuple[str, str], name: str) -> None:
    """A table that is not there is made; one that lacks columns, those of a new group say, gets them."""
    spark = results.sparkSession
    if not spark.catalog.tableExists(name):
        results.write.partitionBy(*RUN).format("parquet").saveAsTable(name)
        return
    there = spark.table(name).columns
    if not {"key", *RUN} <= set(there):
        raise Unreadable(
            f"the table `{name}` holds no results", "name one that Assay made, or one that is not there yet"
        )
    for field in results.schema.fields:
        if field.name not in there:
            spark.sql(
                f"ALTER TABLE IDENTIFIER(:name) ADD COLUMNS ({_quoted(field.name)} {field.dataType.simpleString()})",
                args={"name": name},
            )
    types = {one.name: one.dataType for one in spark.table(name).schema.fields}
    cells = [F.col(_quoted(one)) if one in results.columns else F.lit(None) for one in types]
    rows = results.select(
        *(cell.cast(type_).alias(one) for cell, (one, type_) in zip(cells, types.items(), strict=True))
    )
    rows.write.mode("overwrite").insertInto(name)
    if rows.isEmpty():  # nothing overwrites nothing
        condition = ", ".join(f"{column} = '{value}'" for column, value in zip(RUN, run, strict=True))
        spark.sql(f"ALTER TABLE IDENTIFIER(:name) DROP IF EXISTS PARTITION ({condition})", args={"name": name})


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


# --- the rows -----------------------------------------------------------------------------------------------


def _cells(plan: Plan, query: Query) -> list[Column]:
    layout = query.layout
    scored = is_scored(layout.excluded)
    letters = [
        named(column, [letter for letter, _ in grade.bands])
        for (_, column), grade in zip(layout.grades, plan.grades, strict=True)
    ]
    in_plan = sorted(range(len(layout.rules)), key=lambda at: layout.rules[at].index)
    ids = [plan.rules[layout.rules[at].index].id for at in in_plan]
    values = [
        _points(layout.score),
        named(layout.stage, [one.name for one in plan.stages]),
        named(layout.stage_by, BY),
        _words(layout.disqualified, [one.reason for one in plan.disqualifies]),
        _words(layout.excluded, [one.reason for one in plan.excludes]),
        named(layout.route, [one.to for one in plan.routes]),
        _respond_by(plan, query),
        *(_points(kept) for _, _, kept in layout.groups),
        *letters,
        F.concat(*letters) if letters else F.lit(None).cast("string"),
        _words(layout.fired, ids, in_plan),
        _words(layout.undecided, ids, in_plan),
        _words(layout.broken, [one.text for one in plan.guarantees]),
    ]
    empty, lists = F.array().cast("array<string>"), {3, len(values) - 1, len(values) - 2, len(values) - 3}
    shown = [
        value if at == 4 else F.when(scored, value).otherwise(empty if at in lists else F.lit(None))  # 4: excluded
        for at, value in enumerate(values)
    ]
    return [F.col(layout.key), *shown, *map(F.lit, run_of(plan, query))]


def is_scored(masks: Sequence[str]) -> Column:
    """Whether no bit of the masks is set: of those of `exclude`, the lead is scored."""
    scored = F.lit(True)
    for mask in masks:
        scored = scored & (F.col(mask) == 0)
    return scored


def _points(column: str) -> Column:
    return F.col(column).cast("double") / float(POINT)


def named(column: str, names: Sequence[str]) -> Column:
    """The name at a place; null for none."""
    if not names:
        return F.lit(None).cast("string")
    return F.get(F.array(*map(F.lit, names)), F.col(column).cast("int"))


def _respond_by(plan: Plan, query: Query) -> Column:
    moments = [None if one.within is None else query.as_of + one.within for one in plan.routes]
    if not any(moments):
        return F.lit(None).cast("timestamp")
    listed = F.array(*(F.lit(one).cast("bigint") for one in moments))
    return F.timestamp_micros(F.get(listed, F.col(query.layout.route).cast("int")))


def _words(masks: Sequence[str], words: Sequence[str], bits: Sequence[int] | None = None) -> Column:
    """What the bits that are set stand for, in the order of `words`; `bits`: which one is whose, if not in order."""
    if not words:
        return F.array().cast("array<string>")
    found = [
        F.when(F.col(masks[at // BITS]).bitwiseAND(F.lit(1 << at % BITS)) != 0, F.lit(word))
        for at, word in zip(range(len(words)) if bits is None else bits, words, strict=True)
    ]
    return F.array_compact(F.array(*found))
