"""A run compared with an earlier one: results with what changed, and what people see of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console, RenderableType

from assay.batch import Scored
from assay.changes import Comparison
from assay.cli.moments import shown
from assay.data.previous import PreviousRun
from assay.news import News
from assay.plan.nodes import Plan
from assay.render.news import news_page
from assay.results import LeadResult

# Notes of every run.
FUTURE = "activities after that moment, which did not count: {:,}"
LEFT = "activities that belong to no lead that was scored: {:,}"
STICKY = "some stages are sticky: give the last results with --previous to keep leads in them"


@dataclass(slots=True)
class Compared:
    """`kept`, if there is one, gets every result with what changed written into it."""

    plan: Plan
    as_of: int
    run: PreviousRun
    console: Console
    kept: Callable[[LeadResult], None] | None = None
    news: News = field(init=False)
    _comparison: Comparison = field(init=False)
    _before: int = field(init=False)
    _is_counted: bool = False

    def __post_init__(self) -> None:
        self._comparison = Comparison(self.plan, self.as_of, self.run)
        self.news = News(self._comparison.stages)
        self._before = self.run.size or len(self.run.leads)

    def take(self, scored: Scored, name: Callable[[], str | None]) -> LeadResult:
        """The result with what changed written into it."""
        result, change = self._comparison.take(scored)
        self.news.add(result, change, name)
        if self.kept is not None:
            self.kept(result)
        return result

    def counted(self, news: News) -> None:
        """Takes news of all leads at once."""
        self.news, self._is_counted = news, True

    def page(self) -> RenderableType:
        """The change list; after the last result."""
        if not self._is_counted:
            self.news.missed(self.run.leads)
        self._is_counted = True
        return change_page(self.news, self.run, self.plan)

    def notes(self) -> list[str]:
        """What is odd about the earlier run."""
        return odd(self.run, self._before, self.as_of)


def change_page(news: News, run: PreviousRun, plan: Plan) -> RenderableType:
    since = "" if run.as_of is None else f" since {shown(run.as_of, plan.zone.name)}"
    return news_page(news, f"{news.changed:,} of {news.leads:,} leads changed{since}")


def odd(run: PreviousRun, leads: int, as_of: int) -> list[str]:
    """What is odd about an earlier run of so many leads, for one as of this moment."""
    notes: list[str] = []
    if not leads:
        return notes
    if run.as_of is None:
        notes.append("the earlier results do not say of which moment they are, so what time did cannot be told")
    elif run.as_of > as_of:
        notes.append("the earlier results are of a later moment than this run, so what time did cannot be told")
    if run.changed == leads > 0:
        notes.append(
            "every lead of the earlier results had changed: if they were written with --only-changed, all others"
            " count as new; compare with a whole run"
        )
    return notes
