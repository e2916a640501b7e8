"""Rules as commands take them: a .assay file or a folder of them."""

from pathlib import Path

import click

from assay.check import Checked, Columns, RulesNotReadable, load
from assay.cli.failure import FINDINGS, Failure
from assay.cli.terminal import messages
from assay.model import Model
from assay.render.diagnostics_text import report_text, summary_line

RULES = click.Path(path_type=Path)


def read_rules(path: Path, columns: Columns | None = None) -> Checked:
    """The checked rules with all their diagnostics."""
    try:
        return load(path, columns)
    except RulesNotReadable as error:
        raise Failure(str(error)) from None


def read_model(path: Path, columns: Columns | None = None) -> Model:
    """The rules, or the end of the command with every mistake shown."""
    model = read_checked(path, columns).model
    assert model is not None
    return model


def read_checked(path: Path, columns: Columns | None = None) -> Checked:
    """Checked rules that have a model, or the end of the command with every mistake shown."""
    checked = read_rules(path, columns)
    if checked.model is None:
        messages().print(report_text(checked.diagnostics), soft_wrap=True)
        raise Failure(summary_line(checked.diagnostics, len(checked.sources)), status=FINDINGS)
    return checked


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read, in words."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return (error.strerror or str(error)).lower()
