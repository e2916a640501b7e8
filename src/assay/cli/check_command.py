"""`assay check RULES`: every mistake in the rules, each once, at its place."""

from pathlib import Path

import click

from assay.cli.failure import FINDINGS
from assay.cli.rules import RULES, read_rules
from assay.cli.terminal import messages, results
from assay.diagnostics import Diagnostic, Severity
from assay.files import write_text
from assay.fixes import apply_fixes
from assay.render.diagnostics_json import report_json
from assay.render.diagnostics_text import report_text, summary_line


@click.command(name="check", epilog="Example: assay check rules/b2b_saas --format json")
@click.argument("rules", type=RULES)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Apply the fixes that keep the meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix, apply guesses as well.")
def command(rules: Path, format_: str, fix: bool, unsafe_fixes: bool) -> None:
    """Find mistakes in RULES, a .assay file or a folder of them. Exit status 1 if there are errors."""
    checked = read_rules(rules)
    if fix or unsafe_fixes:
        _fix(checked.diagnostics, unsafe_fixes)
        checked = read_rules(rules)
    found = checked.diagnostics
    if format_ == "json":
        click.echo(report_json(found))
    elif found:
        results().print(report_text(found), soft_wrap=True)
    if format_ == "text":
        messages().print(summary_line(found, len(checked.sources)))
    if any(d.severity is Severity.ERROR for d in found):
        raise SystemExit(FINDINGS)


def _fix(diagnostics: tuple[Diagnostic, ...], unsafe: bool) -> None:
    for fixed in apply_fixes(diagnostics, unsafe):
        write_text(Path(fixed.source.name), fixed.text)
        messages().print(f"{fixed.source.name}: {fixed.applied} fixed", soft_wrap=True)
