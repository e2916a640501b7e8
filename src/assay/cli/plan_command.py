"""`assay plan RULES`: how the rules are evaluated, for people or as JSON that scores without the rules."""

from pathlib import Path

import click

from assay.cli.plans import read_plan
from assay.cli.rules import RULES


@click.command(name="plan", epilog="Example: assay plan rules/b2b_saas --format json > plan.json")
@click.argument("rules", type=RULES)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(rules: Path, format_: str) -> None:
    """Show the evaluation plan of RULES. The JSON form can be given to `score` and `explain` in place of rules."""
    planned = read_plan(rules)
    if format_ == "json":
        from assay.plan.store import to_json  # noqa: PLC0415 - pydantic is only needed here

        click.echo(to_json(planned))
        return
    from assay.plan.show import show  # noqa: PLC0415

    click.echo(show(planned))
