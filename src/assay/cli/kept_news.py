"""The change list of results that DuckDB keeps: counted there, leads worth naming fetched."""

from assay.batch import name_of
from assay.cli.alike import Moved, change_of
from assay.data.rows import Row
from assay.engines.sql import decoder
from assay.engines.sql.output.moves import alike, gone, movers
from assay.news import NAMED, News
from assay.outcomes import Results

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
    place = own[0]
    assert isinstance(place, int)
    result, change = Moved(*own[1:]).told(decoder(kept.plan, kept.query)(rest), news.stages)  # type: ignore[arg-type]
    named = dict(zip(labels, cells, strict=True))
    news.name(result, change, lambda: name_of(Row(place, named), labels, frozenset(kept.plan.missing)), place)
