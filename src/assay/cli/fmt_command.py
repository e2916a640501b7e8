"""`assay fmt RULES`: rules in the one style."""

import difflib
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from assay.check.folder import UnreadableError, read_text
from assay.cli.failure import FINDINGS, Failure
from assay.cli.rules import reason
from assay.cli.terminal import messages
from assay.diagnostics import Diagnostic
from assay.files import write_text
from assay.formatter import MeaningChangedError, format_source
from assay.render.diagnostics_text import report_text, summary_line
from assay.source import Source

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class _File:
    """A file and its text in the one style; None where the diagnostics say why there is none. `changed` also where
    only the bytes differ, as a byte order mark does. `path` is None for standard input."""

    path: Path | None
    name: str
    before: str
    after: str | None
    changed: bool
    diagnostics: tuple[Diagnostic, ...]


@click.command(name="fmt", epilog="Example: assay fmt rules/b2b_saas --diff")
@click.argument("rules", metavar="RULES", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit status 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, exit status 1 if anything would.")
def command(rules: Path, check: bool, diff: bool) -> None:
    """Put RULES into the one style: a .assay file, a folder with all that are in it, or - for standard input.

    Meaning, comments and the lines left free between thoughts stay. A file with mistakes in its syntax is not touched.
    """
    files = [_formatted(*found) for found in _texts(rules)]
    if diff:
        click.echo("".join(line for file in files for line in _diff(file)).encode(), nl=False)
    elif not check:
        for file in files:
            _write(file)
    broken = [diagnostic for file in files for diagnostic in file.diagnostics]
    _say(files, broken, "would change" if check or diff else "formatted")
    if broken or ((check or diff) and any(file.changed for file in files)):
        raise SystemExit(FINDINGS)


def _texts(rules: Path) -> Iterator[tuple[Path | None, bytes, str]]:
    """Each file with its bytes and its text."""
    if str(rules) == _STDIN:
        data = sys.stdin.buffer.read()
        try:
            yield None, data, data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Failure(f"cannot read standard input: {reason(error)}") from None
        return
    for path in _paths(rules):
        try:
            text = read_text(path)
            yield path, path.read_bytes(), text
        except UnreadableError as error:
            raise Failure(f"cannot read `{path}`: {error}") from None


def _paths(rules: Path) -> list[Path]:
    if not rules.is_dir():
        return [rules]
    inside = (path for path in rules.rglob("*.assay") if path.is_file())
    found = sorted(path for path in inside if not any(part.startswith(".") for part in path.relative_to(rules).parts))
    if not found:
        raise Failure(f"there is no `.assay` file in `{rules}`")
    return found


def _formatted(path: Path | None, data: bytes, before: str) -> _File:
    name = "<stdin>" if path is None else str(path)
    try:
        formatted = format_source(Source(name, before))
    except MeaningChangedError as error:
        raise Failure(
            f"internal error: {error}; nothing was written", "please report this, with the file if you may show it"
        ) from None
    after = formatted.text
    return _File(path, name, before, after, after is not None and after.encode() != data, formatted.diagnostics)


def _write(file: _File) -> None:
    if file.after is None:
        return
    if file.path is None:
        click.echo(file.after.encode(), nl=False)
    elif file.changed:
        try:
            write_text(file.path.resolve(), file.after)  # a link stays a link
        except OSError as error:
            raise Failure(f"cannot write `{file.path}`: {reason(error)}") from None


def _diff(file: _File) -> Iterator[str]:
    if file.after is not None:
        yield from map(_ended, difflib.unified_diff(_lines(file.before), _lines(file.after), file.name, file.name))


def _lines(text: str) -> list[str]:
    """Lines with their ends; of all line ends only `\\n` counts, so that a change of the others shows."""
    return list(io.StringIO(text, newline="\n"))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _say(files: Iterable[_File], broken: list[Diagnostic], what: str) -> None:
    console = messages()
    if broken:
        console.print(report_text(broken), soft_wrap=True)
        console.print(summary_line(broken, len({d.span.source for d in broken})), soft_wrap=True)
    for file in files:
        if file.changed and (file.path is not None or what != "formatted"):
            console.print(f"{file.name}: {what}", soft_wrap=True)
