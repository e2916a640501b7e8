"""`assay diff OLD NEW`: what changed between two versions of rules, and what that does to leads."""

import click

from assay.analysis.difference.compare import SECONDS, compare
from assay.analysis.difference.comparison import Comparison
from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment, shown
from assay.cli.terminal import results
from assay.cli.versions import read_version

FORMATS = ("text", "json", "markdown")


class _Share(click.ParamType[float]):
    """`10%` or `10`: a share of a hundred, as one of 1."""

    name = "P%"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        try:
            percent = float(str(value).strip().removesuffix("%"))
        except ValueError:
            percent = -1.0
        if not 0 <= percent <= 100:
            self.fail(f"`{value}` is no share: write it as 10% or 0.5%", param, ctx)
        return percent / 100


@click.command(
    name="diff",
    epilog="Example: assay diff main:rules/b2b_saas rules/b2b_saas --data leads.csv --max-stage-change 10%",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--data", metavar="LEADS", help="Score these leads by both versions: who changes stage, and by which line."
)
@click.option("--activities", metavar="FILE", help="What the leads did, with --data.")
@AS_OF
@click.option("--max-stage-change", "limit", type=_Share(), help="With --data: fail if more leads change stage.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="For proofs; what is not proved in that time is said to be open.",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
def command(
    old: str,
    new: str,
    data: str | None,
    activities: str | None,
    as_of: str | None,
    limit: float | None,
    time_limit: float,
    format_: str,
) -> None:
    """Compare two versions of rules. OLD and NEW are a .assay file or a folder of them, or REV:PATH of git.

    Says what was written otherwise, with both places; whether any lead can fare differently, with a proof or with
    leads that do; and with --data how the leads there are move between stages. Exit status 1 if more of them change
    stage than --max-stage-change allows, or if a version has mistakes.
    """
    if data is None and (activities, limit) != (None, None):
        raise Failure("--activities and --max-stage-change go with --data", "give the leads as well: --data LEADS")
    found = _compared(old, new, data, activities, as_of, time_limit)
    _print(found, format_, limit)
    if limit is not None and found.movements is not None and found.movements.share > limit:
        raise SystemExit(FINDINGS)


def _compared(
    old: str, new: str, data: str | None, activities: str | None, as_of: str | None, within: float
) -> Comparison:
    if data is not None:
        from assay.cli.moving import compared_on  # noqa: PLC0415 - what reads data takes long to load

        return compared_on(old, new, data, activities, as_of, within)
    before, after = read_version(old, new, None), read_version(new, old, None)
    return compare(before, after, moment(as_of, after.model.zone), within)[0]


def _print(found: Comparison, format_: str, limit: float | None) -> None:
    when = shown(found.as_of, found.new.plan.zone.name)
    match format_:
        case "json":
            from assay.render.diff_json import report_json  # noqa: PLC0415

            click.echo(report_json(found, limit))
        case "markdown":
            from assay.render.diff_markdown import report_markdown  # noqa: PLC0415

            click.echo(report_markdown(found, when, limit))
        case _:
            from assay.render.diff_text import DiffPage  # noqa: PLC0415

            results().print(DiffPage(found, when, limit))
