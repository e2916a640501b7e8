"""The results of an earlier run, as `keeping` writes them or any Parquet file or table with the columns key and stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql.types import ArrayType, DataType, NumericType, StringType, TimestampType

from assay.data.failures import Unreadable
from assay.data.previous import PreviousRun, moment_of
from assay.engines.sql.spark.keeping import RUN
from assay.engines.sql.spark.reading import opened
from assay.engines.sql.spark.running import kept_apart
from assay.plan.nodes import Plan
from assay.values import POINT, utc_datetime

_IN_A_RUN = "/as_of="  # in the path of one run of a folder of several
_MANY = 10_000
TOLD = ("score", "route", "disqualified", "excluded")


@dataclass(frozen=True, slots=True)
class Earlier:
    """`leads`: key, then `before stage` (null for none and for stages the rules do not have), `before score` in
    hundredths, `before route`, `before disqualified`, `before excluded`. `told`: which of TOLD the results have at all.
    `run` is what else is known of the run; `count` how many leads there are."""

    leads: DataFrame
    told: frozenset[str]
    run: PreviousRun
    count: int


def earlier_run(spark: SparkSession, name: str, plan: Plan, as_of: int) -> Earlier:
    """The run of the results before this one, where there are several. Raises Unreadable."""
    frame = _opened(spark, name)
    for column in ("key", "stage"):
        if column not in frame.columns:
            raise Unreadable(f"`{name}` has no column `{column}`", "give the results of an earlier run")
    frame, run = _one_run(frame, name, plan, as_of)
    leads = kept_apart(frame.select(*_cells(frame)))
    told = frozenset(one for one in TOLD if one in frame.columns and _is_told(one, frame.schema[one].dataType))
    repeated = leads.groupBy("key").count().where("count > 1").limit(1).collect()
    if repeated:
        raise Unreadable(f"the key `{repeated[0][0]}` comes more than once in `{name}`", "a run has each lead once")
    counts = leads.agg(F.count("*"), F.count_if(F.col("before changed"))).collect()[0]
    stages = [one.name for one in plan.stages]
    unknown = leads.where(~F.col("before stage").isin(stages)).select("before stage").distinct().limit(_MANY).collect()
    known = F.when(F.col("before stage").isin(stages), F.col("before stage"))
    changed = int(counts[1]) if "changes" in frame.columns else None
    run = replace(run, unknown=frozenset(str(row[0]) for row in unknown), changed=changed)
    return Earlier(leads.withColumn("before stage", known).drop("before changed"), told, run, int(counts[0]))


def _opened(spark: SparkSession, name: str) -> DataFrame:
    """Of one run the columns that name it too, which stand in its path."""
    base, inside, _ = name.partition(_IN_A_RUN)
    if name.startswith("table:") or not inside:
        return opened(spark, name)
    opened(spark, name)  # or it raises
    return spark.read.option("basePath", base).parquet(name)


# --- which run ----------------------------------------------------------------------------------------------


def _one_run(frame: DataFrame, name: str, plan: Plan, as_of: int) -> tuple[DataFrame, PreviousRun]:
    if not set(RUN) <= set(frame.columns):
        return frame, PreviousRun()
    given = [_spoken(frame, RUN[0]), F.col(RUN[1]).cast("string")]
    runs = [(row[0], row[1]) for row in frame.select(*given).distinct().limit(_MANY).collect()]
    if len(runs) < 2:
        return frame, _run(*(runs[0] if runs else (None, None)))
    moment, version = _before(runs, name, plan, as_of)
    return frame.where(given[0].eqNullSafe(F.lit(moment)) & given[1].eqNullSafe(F.lit(version))), _run(moment, version)


def _spoken(frame: DataFrame, column: str) -> Column:
    """A moment as text; of a timestamp its microseconds, which come to Python without a zone."""
    at = F.col(column)
    return F.unix_micros(at).cast("string") if isinstance(frame.schema[column].dataType, TimestampType) else at


def _run(moment: str | None, version: str | None) -> PreviousRun:
    return PreviousRun(as_of=_moment(moment), rules_version=version)


def _moment(text: str | None) -> int | None:
    given = utc_datetime(int(text)) if text is not None and text.lstrip("-").isdigit() else text
    return moment_of([given])


def _before(
    runs: Sequence[tuple[str | None, str | None]], name: str, plan: Plan, as_of: int
) -> tuple[str | None, str | None]:
    """The latest run up to this moment that is not this one; of the same rules, where several are as late."""
    moments = [(_moment(moment), (moment, version)) for moment, version in runs]
    known = [(at, run) for at, run in moments if at is not None and at <= as_of]
    others = [(at, run) for at, run in known if (at, run[1]) != (as_of, plan.rules_version)]
    if not others:
        raise Unreadable(f"`{name}` holds several runs, and none before this one", "name the folder of one of them")
    latest = max(at for at, _ in others)
    found = [run for at, run in others if at == latest]
    found = [run for run in found if run[1] == plan.rules_version] or found
    if len(found) > 1:
        raise Unreadable(f"`{name}` holds {len(found)} runs of the same moment", "name the folder of one of them")
    return found[0]


# --- its cells ----------------------------------------------------------------------------------------------


def _cells(frame: DataFrame) -> list[Column]:
    types = {one.name: one.dataType for one in frame.schema.fields}
    return [
        F.col("key").cast("string").alias("key"),
        _text("stage", types).alias("before stage"),
        _hundredths(types).alias("before score"),
        _text("route", types).alias("before route"),
        _any("disqualified", types).alias("before disqualified"),
        _any("excluded", types).alias("before excluded"),
        _any("changes", types).alias("before changed"),
    ]


def _is_told(name: str, type_: DataType) -> bool:
    """Results whose points are text were not written by Assay."""
    return isinstance(type_, NumericType) if name == "score" else True


def _text(name: str, types: dict[str, DataType]) -> Column:
    if name not in types:
        return F.lit(None).cast("string")
    return F.nullif(F.btrim(F.col(name).cast("string")), F.lit(""))


def _hundredths(types: dict[str, DataType]) -> Column:
    if not isinstance(types.get("score"), NumericType):
        return F.lit(None).cast("bigint")
    return F.round(F.col("score") * POINT).cast("bigint")


def _any(name: str, types: dict[str, DataType]) -> Column:
    """Reasons: a list with some, or text that is not blank."""
    match types.get(name):
        case None:
            return F.lit(False)
        case ArrayType():
            return F.coalesce(F.size(name) > 0, F.lit(False))
        case StringType():
            return F.coalesce(F.btrim(F.col(name)) != "", F.lit(False))
        case _:
            return F.col(name).isNotNull()
