"""The change list of a run on Spark: counted there, leads worth naming fetched."""

from pyspark.sql import DataFrame

from assay.changes import Change
from assay.cli.alike import Moved, change_of
from assay.engines.sql import Query, decoder
from assay.engines.sql.spark.comparing import alike, gone, movers
from assay.engines.sql.spark.earlier import Earlier
from assay.news import NAMED, News
from assay.plan.nodes import Plan
from assay.results import LeadResult

_OWN = ("is new", "was place", "is place", "was score", "was route", "is route", "change cause")


def news_of(plan: Plan, query: Query, rows: DataFrame, earlier: Earlier) -> News:
    """What changed, of compared rows."""
    stages = tuple(stage.name for stage in plan.stages)
    news = News(stages)
    for one in alike(rows, earlier.told):
        news.count(change_of(stages, one), one.leads)
    key = query.layout.key
    for rose in (True, False):
        for result, change in _moved(plan, query, movers(rows, key, rose=rose, most=NAMED), earlier):
            news.name(result, change, lambda: None)
    news.gone.update(gone(rows, key, earlier))
    return news


def _moved(plan: Plan, query: Query, frame: DataFrame, earlier: Earlier) -> list[tuple[LeadResult, Change]]:
    """The leads of a few rows, with what changed as far as it is shown."""
    stages, decode = tuple(stage.name for stage in plan.stages), decoder(plan, query)
    rows = frame.select(*(f"`{name}`" for name in (*query.columns, *_OWN))).collect()
    found = []
    for row in rows:
        new, was, now, before, old_owner, owner, cause = row[len(query.columns) :]
        rerouted = (new or "route" in earlier.told) and old_owner != owner
        moved = Moved(new, was, now, before, old_owner, owner, rerouted, cause)
        found.append(moved.told(decode(row[: len(query.columns)]), stages))
    return found
