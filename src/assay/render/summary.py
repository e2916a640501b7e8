"""What `assay score` prints when no file is asked for: who qualifies and why, in one look."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assay.results import LeadResult
from assay.tally import BestLead, RuleTally, Tally

_BAR = 30
_ROWS = 8
NAME = 28  # columns for a name before it folds


def summary(tally: Tally, title: str) -> RenderableType:
    """The whole page: stages, who qualifies, reasons, rules, what was missing."""
    parts: list[RenderableType] = [Text(title, "bold"), Text(""), _stages(tally)]
    if tally.top():
        parts += [Text(""), _best(tally)]
    reasons = [
        ("Disqualified", tally.disqualified_by),
        ("Excluded", tally.excluded_by),
        ("Handed over to", tally.routes),
    ]
    for heading, counts in reasons:
        if counts:
            parts += [Text(""), _counts(heading, "Leads", counts)]
    if tally.rules:
        parts += [Text(""), _rules(tally)]
    if tally.missing:
        parts += [Text(""), _missing(tally)]
    if tally.broken:
        parts += [Text(""), _counts("Broken guarantees", "Leads", tally.broken)]
    return Group(*parts)


def points(value: float) -> str:
    """12.5, 65, never 65.0."""
    return f"{value:g}" if value != int(value) else str(int(value))


def table_of(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for heading, justify in columns:
        table.add_column(Text(heading), justify="right" if justify == "right" else "left", overflow="fold")
    return table


def _stages(tally: Tally) -> Table:
    table = table_of(("Stage", "left"), ("Leads", "right"), ("Share", "right"), ("", "left"))
    rows = [(name, tally.by_stage[name], "green") for name in reversed(tally.stages)]
    rows.append(("no stage yet" if tally.stages else "scored", tally.by_stage[None], "blue"))
    rows += [("disqualified", tally.disqualified, "red"), ("excluded", tally.excluded, "dim")]
    for name, count, colour in rows:
        if count or name in tally.stages:
            share = count / tally.leads if tally.leads else 0.0
            bar = Text("█" * round(share * _BAR) or ("▏" if count else ""), colour)
            table.add_row(Text(name), f"{count:,}", f"{share:.1%}", bar)
    return table


def _best(tally: Tally) -> Table:
    named = any(lead.name for lead in tally.top())
    table = table_of(("Call first", "left"), ("Key", "left"), ("Score", "right"), ("Stage", "left"), ("Why", "left"))
    table.columns[0].max_width = NAME
    for lead in tally.top():
        key = lead.result.key or ""
        cells = [Text(lead.name or ("" if named else key)), Text(key if named else "")]
        table.add_row(*cells, points(lead.score), Text(_stage(lead)), Text(why(lead.result)))
    return table


def _stage(lead: BestLead) -> str:
    stage = lead.result.stage or "-"
    return f"{stage} ({lead.result.grade})" if lead.result.grade else stage


def why(result: LeadResult, most: int = 3) -> str:
    """The rules that gave most, as a salesperson would say it: "Demo request +30, Decision maker +15 and 4 more"."""
    strongest = sorted(result.rules, key=lambda rule: -abs(rule.points))[:most]
    said = [f"{rule.id} {rule.points:+g}" for rule in strongest if rule.points]
    rest = sum(1 for rule in result.rules if rule.points) - len(said)
    if result.stage_by and result.stage_by != "threshold":
        said.insert(0, f"by {result.stage_by}")
    return ", ".join(said) + (f" and {rest} more" if rest > 0 else "")


def _counts(heading: str, unit: str, counts: dict[str, int]) -> Table:
    table = table_of((heading, "left"), (unit, "right"))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for name, count in ranked[:_ROWS]:
        table.add_row(Text(name), f"{count:,}")
    _rest(table, len(ranked))
    return table


def _rules(tally: Tally) -> Table:
    table = table_of(("Rules that fired most", "left"), ("Leads", "right"), ("Points each", "right"))
    ranked = sorted(tally.rules.items(), key=lambda item: (-item[1].fired, item[0]))
    for name, rule in ranked[:_ROWS]:
        table.add_row(Text(name), f"{rule.fired:,}", _average(rule))
    _rest(table, len(ranked))
    return table


def _average(rule: RuleTally) -> str:
    return f"{rule.points / rule.fired:+.1f}".removesuffix(".0")


def _missing(tally: Tally) -> Table:
    count = tally.undecided_leads
    who = "1 lead has" if count == 1 else f"{count:,} leads have"
    return _counts(f"Missing, so {who} undecided rules", "Leads", tally.missing)


def _rest(table: Table, total: int) -> None:
    if total > _ROWS:
        table.add_row(Text(f"and {total - _ROWS} more", "dim"), "")
