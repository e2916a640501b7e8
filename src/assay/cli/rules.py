"""Rules as commands take them: a .assay file, a folder of them, or a saved plan (.json)."""

from pathlib import Path

import click

from assay.check import Checked, Columns, RulesNotReadable, load
from assay.cli.failure import FINDINGS, Failure
from assay.cli.terminal import messages
from assay.data.infer import infer
from assay.data.rows import Table
from assay.data.tables import open_table
from assay.model import Model
from assay.plan import plan
from assay.plan.errors import PlanError
from assay.plan.nodes import Plan
from assay.render.diagnostics_text import report_text, summary_line

RULES = click.Path(path_type=Path)
_SAMPLE = 200  # rows


def read_rules(path: Path, columns: Columns | None = None) -> Checked:
    """The checked rules with all their diagnostics."""
    try:
        return load(path, columns)
    except RulesNotReadable as error:
        raise Failure(str(error)) from None


def read_model(path: Path, columns: Columns | None = None) -> Model:
    """The rules, or the end of the command with every mistake shown."""
    checked = read_rules(path, columns)
    if checked.model is None:
        messages().print(report_text(checked.diagnostics), soft_wrap=True)
        raise Failure(summary_line(checked.diagnostics, len(checked.sources)), status=FINDINGS)
    return checked.model


def read_plan(path: Path, columns: Columns | None = None) -> Plan:
    """The evaluation plan of rules or of a saved plan."""
    if path.suffix.lower() == ".json":
        return _saved_plan(path)
    return plan(read_model(path, columns))


def _saved_plan(path: Path) -> Plan:
    from assay.plan.store import from_json  # noqa: PLC0415 - pydantic is only needed here

    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"cannot read `{path}`: {reason(error)}") from None
    except PlanError as error:
        raise Failure(f"`{path}`: {error}") from None


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read, in words."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return (error.strerror or str(error)).lower()


def plan_for(path: Path, leads: Table, activities: Table | None) -> Plan:
    """The plan for these inputs: rules without a schema take theirs from the columns."""
    if activities is None:
        return read_plan(path, Columns(leads.columns, (), None))
    return read_plan(path, Columns(leads.columns, activities.columns, _time_of(activities)))


def _time_of(activities: Table) -> str | None:
    """The column that says when, by its name and a few of its values; asked for only where no schema says it."""
    if activities.name == "stdin":
        return None
    with open_table(activities.name) as again:
        return infer(again, _SAMPLE).time
