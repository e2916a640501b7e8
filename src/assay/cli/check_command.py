"""`assay check RULES`: every mistake in the rules, each once, at its place."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from assay.check import Checked
from assay.cli.failure import FINDINGS, Failure
from assay.cli.moments import AS_OF, moment
from assay.cli.rules import RULES, read_rules, reason
from assay.cli.terminal import messages, results
from assay.diagnostics import Diagnostic, Severity, in_order, with_evidence
from assay.files import write_text
from assay.fixes import apply_fixes
from assay.linter import baseline
from assay.linter.lint import Context, Lint
from assay.linter.profile import Profile
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.linter.select import UnknownLint, selected
from assay.linter.settings import BadSettings, settings_for
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
@click.option("--select", multiple=True, metavar="LINT", help="Run this lint as well: L306, no-because.")
@click.option("--ignore", multiple=True, metavar="LINT", help="Leave this lint out: L201, L2, negated-missing.")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Write what is found to FILE.")
@click.option("--changed-since", metavar="REV", help="Only what changed since this git revision, or depends on that.")
@click.option("--data", metavar="LEADS", help="Compare the rules with these leads: values, columns, rules never true.")
@click.option("--activities", metavar="FILE", help="What the leads did, with --data.")
@AS_OF
@click.option("--fix", is_flag=True, help="Apply the fixes that keep the meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the fixes that are guesses as well.")
def command(
    rules: Path,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    write_baseline: Path | None,
    changed_since: str | None,
    data: str | None,
    activities: str | None,
    as_of: str | None,
    fix: bool,
    unsafe_fixes: bool,
) -> None:
    """Find mistakes in RULES, a .assay file or a folder of them. Exit status 1 if there are any, in every format.

    Settings come from assay.toml or [tool.assay] of pyproject.toml, beside the rules or above them.
    """
    try:
        settings = settings_for(rules)
        lints = selected(LINTS.values(), (*settings.select, *select), (*settings.ignore, *ignore))
    except (BadSettings, UnknownLint) as error:
        raise Failure(str(error)) from None
    if (fix or unsafe_fixes) and "-" in (data, activities):
        raise Failure("with --fix the data are read twice, and what is piped in can be read once")
    base = _base(changed_since, rules)
    checked, profile = _read_both(rules, data, activities, as_of)
    if fix or unsafe_fixes:
        _fix(_since(base, rules, checked, _findings(checked, lints, profile)), unsafe_fixes)
        checked, profile = _read_both(rules, data, activities, as_of)
    found = _findings(checked, lints, profile)
    if write_baseline is not None:
        _write(write_baseline, baseline.written(found))
        return
    if settings.baseline is not None:
        found = baseline.without(found, _read(settings.baseline))
    found = with_evidence(_since(base, rules, checked, found))
    _print(found, checked.sources, format_)
    if any(d.severity is not Severity.INFO for d in found):
        raise SystemExit(FINDINGS)


def _read_both(
    rules: Path, data: str | None, activities: str | None, as_of: str | None
) -> tuple[Checked, Profile | None]:
    """The rules, and what there is to know of the leads where there are leads and no mistakes."""
    if data is None:
        if activities is not None:
            raise Failure("--activities goes with --data", "give the leads as well: --data LEADS")
        return read_rules(rules), None
    # What reads and scores data takes longer to load than most rules to check.
    from assay.cli.inputs import opened  # noqa: PLC0415
    from assay.cli.plans import columns_for  # noqa: PLC0415
    from assay.cli.profiling import profile_of  # noqa: PLC0415

    with opened(data) as leads, opened(activities) as acts:
        assert leads is not None
        checked = read_rules(rules, columns_for(leads, acts))
        if checked.model is None:
            return checked, None
        profile = profile_of(checked.model, leads, acts, moment(as_of, checked.model.zone))
    if profile.rejected:
        rows = "1 row" if profile.rejected == 1 else f"{profile.rejected:,} rows"
        messages().print(f"note: {rows} of {data} cannot be scored; `assay score` says why", soft_wrap=True)
    return checked, profile


def _findings(checked: Checked, lints: Sequence[Lint], profile: Profile | None) -> tuple[Diagnostic, ...]:
    """Mistakes, and where there are none what the linter finds."""
    if checked.model is None:
        return checked.diagnostics
    today = days_of(dt.datetime.now(dt.UTC).date())
    return in_order([*checked.diagnostics, *lint(Context(checked.model, today, profile), lints)])


def _base(revision: str | None, rules: Path) -> str | None:
    """The commit from which the branch went its own way."""
    if revision is None:
        return None
    from assay.cli.git_changes import branched_from  # noqa: PLC0415

    return branched_from(revision, rules)


def _since(base: str | None, rules: Path, checked: Checked, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What may come of changes since a commit. With a mistake no rule works, so mistakes are always shown."""
    if base is None or checked.model is None:
        return found
    from assay.cli.git_changes import changes_since  # noqa: PLC0415
    from assay.linter.changed import influenced  # noqa: PLC0415

    return influenced(found, checked.model.files, changes_since(base, rules, checked.model))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"cannot read the baseline `{path}`: {reason(error)}") from None


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        raise Failure(f"cannot write `{path}`: {reason(error)}") from None


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
        _write(Path(fixed.source.name), fixed.text)
        messages().print(f"{fixed.source.name}: {fixed.applied} fixed", soft_wrap=True)
