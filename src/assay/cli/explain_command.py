"""`assay explain RULES LEADS --lead KEY`: why one lead has its score and its stage."""

from pathlib import Path

import click

from assay.batch import Input, name_columns, name_of, nested_labels, renamed
from assay.cli.earlier import earlier_run
from assay.cli.failure import Failure
from assay.cli.inputs import bound, opened_both, unreadable_ends
from assay.cli.moments import AS_OF, moment
from assay.cli.plans import plan_for
from assay.cli.rules import RULES
from assay.cli.terminal import messages, results
from assay.data.cells import BadValue, text_of
from assay.data.rows import Row
from assay.engines.record import BadRecord
from assay.engines.record.trace import Trace, trace
from assay.plan.nodes import Plan
from assay.render.explain import explain_page
from assay.render.explaining import explanation


@click.command(
    name="explain", epilog="Example: assay explain rules/b2b_saas leads.csv --activities activities.csv --lead L-017"
)
@click.argument("rules", type=RULES)
@click.argument("leads")
@click.option("--lead", "wanted", required=True, metavar="KEY", help="The lead's key; its line where leads have none.")
@click.option("--activities", metavar="FILE", help="What the leads did.")
@AS_OF
@click.option("--previous", metavar="FILE", help="Results of an earlier run, for sticky stages; see `assay score`.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    rules: Path,
    leads: str,
    wanted: str,
    activities: str | None,
    as_of: str | None,
    previous: str | None,
    format_: str,
) -> None:
    """Explain one lead: every rule with its points and why, what was lost, and what is missing for the next stage."""
    console = messages()
    with opened_both(leads, activities) as (table, acts):
        plan = plan_for(rules, table, acts)
        source = bound(table, plan.lead, console)
        row = _find(plan, source, wanted)
        did = _activities(plan, bound(acts, plan.activity, console), wanted) if acts else []
        now = moment(as_of, plan.zone.name)
        before = earlier_run(previous, leads, plan, now, console).get(wanted.strip()) if previous else None
        name = name_of(row, name_columns(table.columns, source.binding), frozenset(plan.missing))
        traced = _traced(plan, now, row, did, before)
    _show(traced, name, format_)


def _show(traced: Trace, name: str | None, format_: str) -> None:
    explained = explanation(traced, name)
    if format_ == "json":
        click.echo(explained.model_dump_json(indent=2))
        return
    results().print(explain_page(explained))


def _traced(plan: Plan, as_of: int, row: Row, activities: list[dict[str, object]], previous: str | None) -> Trace:
    labels = nested_labels(plan)
    nested = [renamed(given, labels) for given in row.activities]
    try:
        return trace(plan, as_of, row.values, [*nested, *activities], previous)
    except BadRecord as bad:
        raise Failure(str(bad), bad.value.help) from None


def _find(plan: Plan, source: Input, wanted: str) -> Row:
    """The first row with the key, or the row at that line where leads have no key."""
    key = plan.lead.key
    with unreadable_ends():
        for row in source.table.rows(source.binding.label):
            if row.fault is None and wanted.strip() == (_key(row, key) if key else str(row.line)):
                return row
    what = f"`{key}`" if key else source.table.counted
    raise Failure(f"{source.table.name} has no lead whose {what} is `{wanted}`")


def _key(row: Row, key: str) -> str | None:
    try:
        return text_of(row.values.get(key))
    except BadValue:
        return None


def _activities(plan: Plan, source: Input, wanted: str) -> list[dict[str, object]]:
    key = plan.activity.key
    if key is None:
        return []
    with unreadable_ends():
        rows = source.table.rows(source.binding.label)
        return [row.values for row in rows if row.fault is None and _key(row, key) == wanted.strip()]
