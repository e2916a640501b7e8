"""The charts of the README, from the figures of `bench.sql`: small SVG files on a plate of their own, so that they can be
read on light and dark pages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from bench.sql_turn import Took

HERE = Path(__file__).parent
SHOWN = {"scan": "bare scan", "query": "Assay's query", "by hand": "one CASE a rule, by hand"}
COLOURS = ["#8a8f98", "#1f6feb", "#d1582a"]


def drawn(by_leads: Mapping[int, Mapping[str, Took]], by_rules: Mapping[int, Mapping[str, Took]], leads: int) -> None:
    """Writes `time_by_leads.svg` and `time_by_rules.svg`."""
    _written(by_leads, "leads", "100 rules", HERE / "time_by_leads.svg")
    _written(by_rules, "rules", f"{leads:,} leads", HERE / "time_by_rules.svg")


def _written(found: Mapping[int, Mapping[str, Took]], what: str, fixed: str, path: Path) -> None:
    points = [
        {what: many, "seconds": round(took[name].processor, 3), "series": shown}
        for many, took in found.items()
        for name, shown in SHOWN.items()
        if name in took
    ]
    path.write_text(vl_convert.vegalite_to_svg(_chart(points, what, fixed).to_dict()), encoding="utf-8")


def _chart(points: list[dict[str, object]], what: str, fixed: str) -> alt.Chart:
    series = alt.Color(
        "series:N",
        scale=alt.Scale(domain=list(SHOWN.values()), range=COLOURS),
        legend=alt.Legend(title=None, orient="top", labelLimit=300),
    )
    axis: dict[str, Any] = {"gridColor": "#e3e5e8", "domainColor": "#8a8f98", "tickColor": "#8a8f98"}
    scale = alt.Scale(type="log", nice=False)
    values = sorted({float(str(point[what])) for point in points})
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=points), width=420, height=240, title=f"Processor time by {what}, {fixed}")
        .mark_line(point=alt.OverlayMarkDef(size=45), strokeWidth=2)
        .encode(
            x=alt.X(f"{what}:Q", scale=scale, axis=alt.Axis(title=what, format="~s", values=values, **axis)),
            y=alt.Y(
                "seconds:Q",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(title="seconds", format="~g", tickCount=5, **axis),
            ),
            color=series,
        )
        .configure(background="#ffffff", padding=12, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    return chart
