"""The change list of results that DuckDB keeps: counted there, leads worth naming fetched."""

from dataclasses import replace
from typing import cast

from assay.batch import name_of
from assay.changes import Cause, Change, in_words
from assay.cli.alike import change_of
from assay.data.rows import Row
from assay.engines.sql import decoder
from assay.engines.sql.output.moves import alike, gone, movers
from assay.news import NAMED, News
from assay.outcomes import Results
from assay.values import POINT

_OWN = 9  # cells of a mover before its names


def news_of(results: Results) -> News:
    kept = results.kept
    stages = tuple(one.name for one in kept.plan.stages)
    news = News(stages)
    for one in alike(kept):
        news.count(change_of(stages, one), one.leads)
    for rose in (True, False):
        for row in movers(kept, tuple(results.names.values()), rose=rose, most=NAMED):
            _name(results, news, row)
    news.gone.update(gone(kept))
    return news


def _name(results: Results, news: News, row: tuple[object, ...]) -> None:
    kept, labels = results.kept, tuple(results.names)
    own, cells, rest = row[:_OWN], row[_OWN : _OWN + len(labels)], row[_OWN + len(labels) :]
    place, new, was, now, before, old_owner, owner, rerouted, cause = own
    assert isinstance(place, int)
    assert isinstance(was, int)
    assert isinstance(now, int)
    change = Change(
        new=bool(new),
        entered=news.stages[was:now],
        left=news.stages[now:was],
        routed=cast(str | None, owner) if rerouted else None,
        released=cast(str | None, old_owner) if rerouted else None,
        cause=cast(Cause | None, cause),
    )
    score = before / POINT if isinstance(before, int) else None
    found = decoder(kept.plan, kept.query)(rest)
    result = replace(found, previous_score=score, changes=in_words(change), cause=change.cause)
    named = dict(zip(labels, cells, strict=True))
    news.name(result, change, lambda: name_of(Row(place, named), labels, frozenset(kept.plan.missing)), place)
