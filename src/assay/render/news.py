"""What `assay score --previous` prints: who entered a stage since the last run, who left, and what else changed."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from assay.news import Mover, News
from assay.render.summary import NAME, points, table_of, why

_OWNERS = 8


def news_page(news: News, title: str) -> RenderableType:
    """Stages, the leads that moved, and the rest in counts."""
    parts: list[RenderableType] = [Text(title, "bold")]
    if news.stages:
        parts += [Text(""), _stages(news)]
    for heading, movers, count in (("Rose", news.risers, news.up), ("Fell", news.fallers, news.down)):
        if movers:
            parts += [Text(""), _movers(heading, sorted(movers, reverse=True), count)]
    others = list(_others(news))
    if others:
        table = table_of(("Also since then", "left"), ("Leads", "right"))
        for words, count in others:
            table.add_row(Text(words), f"{count:,}")
        parts += [Text(""), table]
    return Group(*parts)


def _stages(news: News) -> RenderableType:
    timed = bool(news.causes)
    headings = [("Stage", "left"), ("Entered", "right"), ("Left", "right")]
    if timed:
        headings += [("Entered by time alone", "right"), ("Left by time alone", "right")]
    table = table_of(*headings)
    for name in reversed(news.stages):
        counts = [news.entered[name], news.left[name]]
        counts += [news.entered_by_time[name], news.left_by_time[name]] if timed else []
        table.add_row(Text(name), *(f"{count:,}" for count in counts))
    return table


def _movers(heading: str, movers: Sequence[Mover], count: int) -> RenderableType:
    """Those that are named, of so many."""
    table = table_of((heading, "left"), ("Key", "left"), ("Stage", "left"), ("Score", "left"), ("Why", "left"))
    table.columns[0].max_width = NAME
    named = any(mover.name for mover in movers)
    for mover in movers:
        result, key = mover.result, mover.result.key or ""
        stage = f"{result.previous_stage or '-'} → {result.stage or _without_stage(mover)}"
        cells = [mover.name or ("" if named else key), key if named else "", stage, _scores(mover), _reason(mover)]
        table.add_row(*map(Text, cells))
    if count > len(movers):
        table.add_row(Text(f"and {count - len(movers):,} more", "dim"))
    return table


def _without_stage(mover: Mover) -> str:
    result = mover.result
    return "excluded" if result.excluded else "disqualified" if result.disqualified else "-"


def _scores(mover: Mover) -> str:
    before, after = mover.result.previous_score, mover.result.score
    now = "-" if after is None else points(after)
    return now if before is None or before == after else f"{points(before)} → {now}"


_CAUSES = {
    "time": "time passed, nothing else",
    "activities": "what it did since",
    "data": "its data changed",
    "rules or data": "the rules or its data changed",
}


def _reason(mover: Mover) -> str:
    """What changed it, then what it is worth now or what stops it."""
    result, change = mover.result, mover.change
    cause = "new" if change.new else _CAUSES.get(change.cause or "", "")
    said = ", ".join(result.excluded or result.disqualified) or (why(result, 2) if change.entered else "")
    routed = f"to {change.routed}" if change.routed else ""
    return "; ".join(part for part in (cause, said, routed) if part)


def _others(news: News) -> Iterator[tuple[str, int]]:
    yield from _if_any(("new leads", news.new))
    owners = sorted(news.routed.items(), key=lambda item: (-item[1], item[0]))
    yield from _if_any(*((f"routed to {owner}", count) for owner, count in owners[:_OWNERS]))
    yield from _if_any(("routed to others", sum(count for _, count in owners[_OWNERS:])))
    yield from _if_any(
        ("no longer routed", news.released),
        ("newly disqualified", news.disqualified[True]),
        ("no longer disqualified", news.disqualified[False]),
        ("newly excluded", news.excluded[True]),
        ("no longer excluded", news.excluded[False]),
        ("score rose", news.rose),
        ("score fell", news.fell),
        ("changed because time passed, and for no other reason", news.causes["time"]),
        ("not in this run, and in a stage before", sum(count for stage, count in news.gone.items() if stage)),
        ("not in this run, and in no stage before", news.gone[None]),
    )


def _if_any(*counts: tuple[str, int]) -> Iterator[tuple[str, int]]:
    return ((words, count) for words, count in counts if count)
