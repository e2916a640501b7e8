"""`assay test RULES`: the examples in the rules, run."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from assay.check import Checked
from assay.check.folder import UnreadableError, read_text
from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment
from assay.cli.rules import RULES, read_checked, reason
from assay.cli.terminal import messages, results
from assay.files import write_text
from assay.model import Model
from assay.render.coverage import coverage_text, percent
from assay.render.examples import examples_text
from assay.render.examples_json import examples_json
from assay.render.examples_junit import examples_junit
from assay.render.lcov import report_lcov
from assay.render.suggestions import suggested_text
from assay.testing import ExampleReport, run_examples
from assay.testing.coverage import Coverage, measure

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="test", epilog="Example: assay test rules/b2b_saas --coverage --fail-under 80")
@click.argument("rules", type=RULES)
@AS_OF
@click.option("--coverage", is_flag=True, help="Show what the examples leave untried, line by line.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit status 1 if coverage is less."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--junit", type=_FILE, metavar="FILE", help="Write the examples to FILE as test cases.")
@click.option(
    "--lcov", type=_FILE, metavar="FILE", help="Write the coverage to FILE, for genhtml, Codecov and editors."
)
@click.option("--suggest", is_flag=True, help="Print the examples that are missing, instead of the results.")
@click.option(
    "--solver/--no-solver",
    default=None,
    help="With --suggest: ask the solver for what is hard to find (extra prove), as is done where it is installed.",
)
@click.option("--write", type=_FILE, metavar="FILE", help="With --suggest: add them to FILE instead of printing them.")
def command(
    rules: Path,
    as_of: str | None,
    coverage: bool,
    fail_under: float | None,
    format_: str,
    junit: Path | None,
    lcov: Path | None,
    suggest: bool,
    solver: bool | None,
    write: Path | None,
) -> None:
    """Run the examples in RULES. Exit status 1 if one fails or none is found.

    An example without a date of its own runs as of --as-of.
    """
    if (write is not None or solver is not None) and not suggest:
        raise Failure("--write and --solver go with --suggest")
    checked = read_checked(rules)
    model = checked.model
    assert model is not None
    if suggest:
        _suggest(checked, moment(as_of, model.zone), write, solver=solver)
        return
    if not model.examples:
        raise Failure(
            f"`{rules}` has no examples",
            'write one: example "name" { lead { … } expect stage == MQL }',
            status=FINDINGS,
        )
    measured = coverage or fail_under is not None or lcov is not None
    reports, found = _run(model, moment(as_of, model.zone), measured=measured)
    _print(reports, found, format_)
    if junit is not None:
        _write(junit, examples_junit(reports))
    if lcov is not None and found is not None:
        _write(lcov, report_lcov(found))
    _judge(reports, found, fail_under)


def _suggest(checked: Checked, as_of: int, write: Path | None, *, solver: bool | None) -> None:
    """The examples go to stdout or to a file, what is said of them to stderr."""
    from assay.analysis.solver import MissingSolver, is_installed  # noqa: PLC0415
    from assay.testing.suggest import suggest  # noqa: PLC0415 - the analysis and the formatter are only needed here

    assert checked.model is not None
    coverage = measure(checked.model, as_of)
    try:
        found = suggest(checked, coverage, as_of, solving=is_installed() if solver is None else solver)
    except MissingSolver as missing:
        raise Failure(missing.message, missing.help) from None
    written = "\n".join(one.text for one in found.examples)
    if write is None:
        click.echo(written, nl=False)
    elif written:
        _append(write, written)
    messages().print(suggested_text(coverage, found, write))


def _append(path: Path, examples: str) -> None:
    """Adds to a file what it does not hold yet; a new one is begun."""
    try:
        before = read_text(path) if path.exists() else ""
    except UnreadableError as error:
        raise Failure(f"cannot read `{path}`: {error}") from None
    _write(path, before.rstrip() + "\n\n" + examples if before.strip() else examples)


def _run(model: Model, as_of: int, *, measured: bool) -> tuple[tuple[ExampleReport, ...], Coverage | None]:
    if not measured:
        return run_examples(model, as_of), None
    found = measure(model, as_of)
    return found.reports, found


def _print(reports: tuple[ExampleReport, ...], found: Coverage | None, format_: str) -> None:
    if format_ == "json":
        click.echo(examples_json(reports, found))
        return
    results().print(examples_text(reports))
    if found is not None:
        results().print(coverage_text(found))


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        raise Failure(f"cannot write `{path}`: {reason(error)}") from None


def _judge(reports: Sequence[ExampleReport], found: Coverage | None, fail_under: float | None) -> None:
    if found is not None and fail_under is not None and found.share * 100 < Fraction(str(fail_under)):
        raise Failure(f"coverage is {percent(found.share)}, less than {fail_under:g}%", status=FINDINGS)
    if not all(report.passed for report in reports):
        raise SystemExit(FINDINGS)
