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


@dataclass(slots=True)
class Compared:
    plan: Plan
    as_of: int
    run: PreviousRun
    console: Console
    news: News = field(init=False)
    _comparison: Comparison = field(init=False)
    _before: int = field(init=False)

    def __post_init__(self) -> None:
        self._comparison = Comparison(self.plan, self.as_of, self.run)
        self.news = News(self._comparison.stages)
        self._before = len(self.run.leads)

    def take(self, scored: Scored, name: Callable[[], str | None]) -> LeadResult:
        """The result with what changed written into it."""
        result, change = self._comparison.take(scored)
        self.news.add(result, change, name)
        return result

    def page(self) -> RenderableType:
        """The change list; after the last result."""
        self.news.gone.clear()
        self.news.missed(self.run.leads)
        since = "" if self.run.as_of is None else f" since {shown(self.run.as_of, self.plan.zone.name)}"
        return news_page(self.news, f"{self.news.changed:,} of {self.news.leads:,} leads changed{since}")

    def notes(self) -> list[str]:
        """What is odd about the earlier run."""
        notes = []
        if self.run.as_of is None:
            notes.append("the earlier results do not say of which moment they are, so what time did cannot be told")
        elif self.run.as_of > self.as_of:
            notes.append("the earlier results are of a later moment than this run, so what time did cannot be told")
        if self.run.changed == self._before > 0:
            notes.append(
                "every lead of the earlier results had changed: if they were written with --only-changed, all others"
                " count as new; compare with a whole run"
            )
        return notes
