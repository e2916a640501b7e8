"""Results of a run on Spark as a Parquet folder: the columns of a flat file of results, partitioned by run.

A run is a moment (`as_of`) and a fingerprint of the rules (`rules_version`). Spark writes the new partition beside the
old one and puts it in its place when all of it is there; other runs stay.
"""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812

from assay.data.flat import columns_of, shape_of, spoken
from assay.engines.sql.masks import BITS
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.values import POINT, utc_datetime

RUN = ("as_of", "rules_version")
_BY = ("threshold", "sticky", "promotion")


def as_people_read_them(plan: Plan, query: Query, rows: DataFrame) -> DataFrame:
    """The cells in the order and under the names of `flat.columns_of`; points are doubles, as in files."""
    names = [name for name, _ in columns_of(shape_of(plan))]
    return rows.select(*(cell.alias(name) for cell, name in zip(_cells(plan, query), names, strict=True)))


def keep(results: DataFrame, folder: str) -> None:
    """Writes the partition of the run."""
    results.write.mode("overwrite").option("partitionOverwriteMode", "dynamic").partitionBy(*RUN).parquet(folder)


def _cells(plan: Plan, query: Query) -> list[Column]:
    layout = query.layout
    scored = _is_scored(layout.excluded)
    letters = [
        _named(column, [letter for letter, _ in grade.bands])
        for (_, column), grade in zip(layout.grades, plan.grades, strict=True)
    ]
    ids = [plan.rules[one.index].id for one in layout.rules]
    values = [
        _points(layout.score),
        _named(layout.stage, [one.name for one in plan.stages]),
        _named(layout.stage_by, _BY),
        _words(layout.disqualified, [one.reason for one in plan.disqualifies]),
        _words(layout.excluded, [one.reason for one in plan.excludes]),
        _named(layout.route, [one.to for one in plan.routes]),
        _respond_by(plan, query),
        *(_points(kept) for _, _, kept in layout.groups),
        *letters,
        F.concat(*letters) if letters else F.lit(None).cast("string"),
        _words(layout.fired, ids),
        _words(layout.undecided, ids),
        _words(layout.broken, [one.text for one in plan.guarantees]),
    ]
    empty, lists = F.array().cast("array<string>"), {3, len(values) - 1, len(values) - 2, len(values) - 3}
    shown = [
        value if at == 4 else F.when(scored, value).otherwise(empty if at in lists else F.lit(None))  # 4: excluded
        for at, value in enumerate(values)
    ]
    return [F.col(layout.key), *shown, F.lit(spoken(utc_datetime(query.as_of))), F.lit(plan.rules_version)]


def _is_scored(masks: Sequence[str]) -> Column:
    scored = F.lit(True)
    for mask in masks:
        scored = scored & (F.col(mask) == 0)
    return scored


def _points(column: str) -> Column:
    return F.col(column).cast("double") / float(POINT)


def _named(column: str, names: Sequence[str]) -> Column:
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


def _words(masks: Sequence[str], words: Sequence[str]) -> Column:
    """What the bits that are set stand for."""
    if not words:
        return F.array().cast("array<string>")
    bits = [
        F.when(F.col(masks[at // BITS]).bitwiseAND(F.lit(1 << at % BITS)) != 0, F.lit(word))
        for at, word in enumerate(words)
    ]
    return F.array_compact(F.array(*bits))
