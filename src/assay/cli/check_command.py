"""`assay check RULES`: every mistake in the rules, each once, at its place."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from assay.check import Checked
from assay.cli.failure import FINDINGS
from assay.cli.rules import RULES, read_rules
from assay.cli.terminal import messages, results
from assay.diagnostics import Diagnostic, Severity, in_order
from assay.files import write_text
from assay.fixes import apply_fixes
from assay.linter import LINTS, Context, lint
from assay.render.diagnostics_json import report_json
from assay.render.diagnostics_text import report_text, summary_line
from assay.render.github import report_github
from assay.render.gitlab import report_gitlab
from assay.render.junit import report_junit
from assay.render.sarif import report_sarif
from assay.source import Source
from assay.values import days_of

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


@click.command(name="check", epilog="Example: assay check rules/b2b_saas --format sarif")
@click.argument("rules", type=RULES)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Apply the fixes that keep the meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the fixes that are guesses as well.")
def command(rules: Path, format_: str, fix: bool, unsafe_fixes: bool) -> None:
    """Find mistakes in RULES, a .assay file or a folder of them. Exit status 1 if there are any, in every format."""
    checked = read_rules(rules)
    if fix or unsafe_fixes:
        _fix(_findings(checked), unsafe_fixes)
        checked = read_rules(rules)
    found = _findings(checked)
    _print(found, checked.sources, format_)
    if any(d.severity is not Severity.INFO for d in found):
        raise SystemExit(FINDINGS)


def _findings(checked: Checked) -> tuple[Diagnostic, ...]:
    """Mistakes, and where there are none what the linter finds."""
    if checked.model is None:
        return checked.diagnostics
    today = days_of(dt.datetime.now(dt.UTC).date())
    found = lint(Context(checked.model, today), [one for one in LINTS.values() if not one.opt_in])
    return in_order([*checked.diagnostics, *found])


def _print(found: Sequence[Diagnostic], sources: Sequence[Source], format_: str) -> None:
    match format_:
        case "json":
            click.echo(report_json(found))
        case "sarif":
            click.echo(report_sarif(found))
        case "github" if found:
            click.echo(report_github(found))
        case "gitlab":
            click.echo(report_gitlab(found))
        case "junit":
            click.echo(report_junit(found, sources))
        case "text" if found:
            results().print(report_text(found), soft_wrap=True)
    if format_ in ("text", "github"):
        messages().print(summary_line(found, len(sources)), soft_wrap=True)


def _fix(diagnostics: tuple[Diagnostic, ...], unsafe: bool) -> None:
    for fixed in apply_fixes(diagnostics, unsafe):
        write_text(Path(fixed.source.name), fixed.text)
        messages().print(f"{fixed.source.name}: {fixed.applied} fixed", soft_wrap=True)
