"""`assay test RULES`: the examples in the rules, run."""

from pathlib import Path

import click

from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment
from assay.cli.rules import RULES, read_model
from assay.cli.terminal import results
from assay.render.examples import examples_text
from assay.testing import run_examples


@click.command(name="test", epilog="Example: assay test rules/b2b_saas")
@click.argument("rules", type=RULES)
@AS_OF
def command(rules: Path, as_of: str | None) -> None:
    """Run the examples in RULES. Exit status 1 if one fails or none is found.

    An example without a date of its own runs as of --as-of.
    """
    model = read_model(rules)
    if not model.examples:
        raise Failure(
            f"`{rules}` has no examples",
            'write one: example "name" { lead { … } expect stage == MQL }',
            status=FINDINGS,
        )
    reports = run_examples(model, moment(as_of, model.zone))
    results().print(examples_text(reports))
    if not all(report.passed for report in reports):
        raise SystemExit(FINDINGS)
