"""`assay sql RULES`: the rules as one query, for a warehouse or dbt."""

from pathlib import Path

import click

from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment
from assay.cli.plans import read_plan
from assay.cli.rules import RULES

DIALECTS = ("duckdb", "postgres", "spark", "snowflake", "bigquery")


@click.command(name="sql", epilog="Example: assay sql rules/b2b_saas --dialect postgres --as-of 2026-11-01 > score.sql")
@click.argument("rules", type=RULES)
@click.option("--dialect", type=click.Choice(DIALECTS), required=True, help="For which database.")
@AS_OF
def command(rules: Path, dialect: str, as_of: str | None) -> None:
    """Print RULES as one SQL query: a step for every stage of the evaluation, and at its head what it reads.

    Run on the same data, it gives the same scores as `assay score`. It is tried on DuckDB, PostgreSQL and Spark; for
    Snowflake and BigQuery only its grammar is checked.
    """
    try:
        from assay.engines.sql import Unsupported  # noqa: PLC0415 - a library that is installed on demand
        from assay.engines.sql.printed import readable  # noqa: PLC0415
    except ImportError:
        raise Failure("writing SQL needs a library that is not installed", 'pip install "assay-lang[sql]"') from None
    plan = read_plan(rules)
    try:
        click.echo(readable(plan, dialect, moment(as_of, plan.zone.name)), nl=False)
    except Unsupported as why:
        raise Failure(why.message, "score these rules with `assay score`", FINDINGS) from None
