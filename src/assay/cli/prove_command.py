"""`assay prove RULES`: every `never` and `always`, for all possible leads."""

from pathlib import Path

import click

from assay.analysis.proof import Judgement, prove
from assay.analysis.solver import MissingSolver
from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment, shown
from assay.cli.plans import read_plan
from assay.cli.rules import RULES
from assay.cli.terminal import results
from assay.plan.nodes import Plan
from assay.render.proof_json import proof_json
from assay.render.proof_text import proof_text


@click.command(name="prove", epilog="Example: assay prove rules/b2b_saas --time-limit 30")
@click.argument("rules", type=RULES)
@AS_OF
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="For each guarantee.",
)
@click.option("--allow-unknown", is_flag=True, help="Exit status 0 also where nothing is known within the time limit.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(rules: Path, as_of: str | None, time_limit: float, allow_unknown: bool, format_: str) -> None:
    """Prove every `never` and `always` in RULES for all possible leads, or show a lead that breaks it.

    Exit status 1 if one is broken, or if one is neither proved nor broken within the time limit.
    """
    plan = read_plan(rules)
    if not plan.guarantees:
        raise Failure(
            f"`{rules}` has no guarantees",
            "write one: never stage >= MQL and country is missing",
            status=FINDINGS,
        )
    found = _judged(plan, moment(as_of, plan.zone.name), time_limit)
    _print(found, format_)
    if found.broken or (found.unknown and not allow_unknown):
        raise SystemExit(FINDINGS)


def _judged(plan: Plan, as_of: int, time_limit: float) -> Judgement:
    try:
        return prove(plan, as_of, time_limit)
    except MissingSolver as missing:
        raise Failure(missing.message, missing.help) from None


def _print(found: Judgement, format_: str) -> None:
    if format_ == "json":
        click.echo(proof_json(found))
        return
    results().print(proof_text(found, shown(found.as_of, found.plan.zone.name)))
