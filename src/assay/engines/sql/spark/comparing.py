"""A run on Spark compared with an earlier one: columns that say of every lead what changed, and why.

What `assay.changes` says of one lead after another, in columns. Leads that changed are scored twice more, as of the
earlier moment and now without what they did since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812

from assay.engines.sql.alike import ACTIVITIES, DATA, RULES, TIME, Alike
from assay.engines.sql.query import Query
from assay.engines.sql.spark.earlier import TOLD, Earlier
from assay.engines.sql.spark.keeping import is_scored, named
from assay.plan.nodes import Plan
from assay.values import POINT

FACTS = ("place", "score", "route", "disqualified", "excluded")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a later run would see of a result: the stage as a place from 1, 0 for none; points in hundredths."""

    place: Column
    score: Column
    route: Column
    disqualified: Column
    excluded: Column

    def columns(self, prefix: str) -> list[Column]:
        return [value.alias(f"{prefix} {name}") for name, value in self.named().items()]

    def named(self) -> Mapping[str, Column]:
        return {name: getattr(self, name) for name in FACTS}


def facts_in(prefix: str) -> Facts:
    return Facts(*(F.col(f"{prefix} {name}") for name in FACTS))


def facts_of(plan: Plan, query: Query) -> Facts:
    """Of the rows of a query. An excluded lead has no score, stage or route."""
    layout = query.layout
    scored = is_scored(layout.excluded)
    owner = named(layout.route, [one.to for one in plan.routes])
    return Facts(
        F.when(scored, F.coalesce(F.col(layout.stage) + 1, F.lit(0))).otherwise(0).cast("int"),
        F.when(scored, F.col(layout.score)).cast("bigint"),
        F.when(scored, owner),
        scored & ~is_scored(layout.disqualified),
        ~scored,
    )


def facts_before(plan: Plan) -> Facts:
    """Of the earlier run, joined to the leads; of leads it did not have, as if all of it were empty."""
    places = [F.when(F.col("before stage") == one.name, at) for at, one in enumerate(plan.stages, 1)]
    return Facts(
        F.coalesce(*places, F.lit(0)).cast("int"),
        F.col("before score"),
        F.col("before route"),
        F.coalesce(F.col("before disqualified"), F.lit(False)),
        F.coalesce(F.col("before excluded"), F.lit(False)),
    )


def compared(plan: Plan, query: Query, rows: DataFrame, earlier: Earlier) -> DataFrame:
    """The rows of a run with `is new`, `is changed`, what they were (`was …`), what they are (`is …`), and
    `change words`. Names with blanks are none of the compiler's."""
    known = earlier.leads.withColumn("is known", F.lit(True))
    frame = rows.join(
        known.withColumnRenamed("key", "before key"), F.col("before key") == F.col(query.layout.key), "left"
    )
    frame = frame.select(
        *(F.col(name) for name in query.columns),
        F.col("is known").isNull().alias("is new"),
        F.col("before stage"),
        *facts_before(plan).columns("was"),
        *facts_of(plan, query).columns("is"),
    )
    changed = F.col("is new") | is_changed(facts_in("was"), facts_in("is"), earlier.told)
    turned = turns(earlier.told)
    return frame.select("*", changed.alias("is changed"), words(plan, turned).alias("change words"))


def is_changed(was: Facts, now: Facts, told: frozenset[str]) -> Column:
    """Whether a result is not what an earlier one said, as far as that says anything."""
    found = ~was.place.eqNullSafe(now.place)
    for name in TOLD:
        if name in told:
            found = found | ~was.named()[name].eqNullSafe(now.named()[name])
    return found


@dataclass(frozen=True, slots=True)
class Turns:
    """Whether each of these is another than before."""

    route: Column
    disqualified: Column
    excluded: Column
    score: Column


def turns(told: frozenset[str]) -> Turns:
    was, now, new = facts_in("was"), facts_in("is"), F.col("is new")

    def turned(name: str) -> Column:
        says = F.lit(True) if name in told else new
        return says & ~was.named()[name].eqNullSafe(now.named()[name])

    return Turns(turned("route"), turned("disqualified"), turned("excluded"), turned("score") & ~new)


def words(plan: Plan, turned: Turns) -> Column:
    """One phrase a fact, in the order of `changes.in_words`."""
    was, now = facts_in("was"), facts_in("is")
    said = [F.when(F.col("is new"), "new")]
    for at, stage in enumerate(plan.stages, 1):
        said.append(F.when((was.place < at) & (now.place >= at), f"entered {stage.name}"))
    for at, stage in reversed(list(enumerate(plan.stages, 1))):
        said.append(F.when((now.place < at) & (was.place >= at), f"left {stage.name}"))
    to, no_longer = F.concat(F.lit("routed to "), now.route), F.concat(F.lit("no longer routed to "), was.route)
    said.append(F.when(turned.route, F.coalesce(to, no_longer)))
    for turn, after, word in (
        (turned.disqualified, now.disqualified, "disqualified"),
        (turned.excluded, now.excluded, "excluded"),
    ):
        said.append(F.when(turn, F.when(after, word).otherwise(f"no longer {word}")))
    said.append(F.when(turned.score, score_word()))
    return F.array_compact(F.array(*said))


def score_word() -> Column:
    was, now = facts_in("was").score, facts_in("is").score
    lost = F.when(now.isNull(), "score lost").when(was.isNull(), "score given")
    return lost.when(now > was, "score rose").otherwise("score fell")


# --- who changed --------------------------------------------------------------------------------------------


def alike(frame: DataFrame, told: frozenset[str]) -> list[Alike]:
    """All leads of compared rows, those that did not change too. There are few kinds."""
    turned, now = turns(told), facts_in("is")
    kinds = {
        "new": F.col("is new"),
        "was": F.col("was place"),
        "now": F.col("is place"),
        "rerouted": turned.route,
        "routed": F.when(turned.route, now.route),
        "disqualified": F.when(turned.disqualified, now.disqualified),
        "excluded": F.when(turned.excluded, now.excluded),
        "score": F.when(turned.score, score_word()),
        "cause": F.col("change cause"),
    }
    grouped = frame.select(*(value.alias(name) for name, value in kinds.items())).groupBy(*kinds).count()
    return [Alike(row["count"], *(row[name] for name in kinds)) for row in grouped.collect()]


def movers(frame: DataFrame, key: str, *, rose: bool, most: int) -> DataFrame:
    """The leads that entered (or left) the highest stages, those with most points first, then by key."""
    was, now = facts_in("was").place, facts_in("is").place
    moved = frame.where(now > was if rose else now < was)
    points = F.coalesce(facts_in("is").score, F.lit(0))
    return moved.orderBy((now if rose else was).desc(), points.desc(), F.col(key)).limit(most)


def gone(frame: DataFrame, key: str, earlier: Earlier) -> dict[str | None, int]:
    """How many leads of the earlier run are not in this one, by their stage then."""
    left = earlier.leads.join(frame.select(F.col(key).alias("key")), "key", "left_anti")
    return {row[0]: int(row[1]) for row in left.groupBy("before stage").count().collect()}


# --- why ----------------------------------------------------------------------------------------------------


def with_causes(frame: DataFrame, key: str, causes: DataFrame | None) -> DataFrame:
    """Compared rows with `change cause`, null where it cannot be told."""
    if causes is None:
        return frame.withColumn("change cause", F.lit(None).cast("string"))
    return frame.join(causes.withColumnRenamed("key", "cause key"), F.col("cause key") == F.col(key), "left").drop(
        "cause key"
    )


def causes_of(
    changed: DataFrame, key: str, then: DataFrame, without: DataFrame, earlier: Earlier, plan: Plan
) -> DataFrame:
    """Key and cause of leads that changed. `then` and `without`: key and facts of their results as of the earlier moment
    (`then …`), and now without the activities since (`without …`)."""
    same_rules = earlier.run.rules_version == plan.rules_version
    was_ = changed.select(F.col(key).alias("key"), *(F.col(f"{of} {name}") for of in ("was", "is") for name in FACTS))
    joined = was_.join(then, "key").join(without, "key")
    now, without_ = facts_in("is").named(), facts_in("without").named()
    same = F.lit(True)
    for name in FACTS:
        same = same & now[name].eqNullSafe(without_[name])
    other = is_changed(facts_in("was"), facts_in("then"), earlier.told)
    cause = F.when(other, DATA if same_rules else RULES).when(same, TIME).otherwise(ACTIVITIES)
    return joined.select("key", cause.alias("change cause"))


def keyed_facts(plan: Plan, query: Query, rows: DataFrame, prefix: str) -> DataFrame:
    return rows.select(F.col(query.layout.key).alias("key"), *facts_of(plan, query).columns(prefix))


def told_cells() -> Sequence[Column]:
    """What results say of it: previous_stage, previous_score, changes, cause."""
    score = F.col("was score").cast("double") / float(POINT)
    return F.col("before stage"), score, F.col("change words"), F.col("change cause")
