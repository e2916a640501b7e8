"""Plans as commands take them: of rules, or saved (.json), which needs no parser."""

from pathlib import Path

from assay.check import Columns
from assay.cli.failure import Failure
from assay.cli.rules import read_model, reason
from assay.data.infer import infer
from assay.data.rows import Reopening, Table
from assay.data.tables import open_table
from assay.plan import plan
from assay.plan.errors import PlanError
from assay.plan.nodes import Plan

_SAMPLE = 200  # rows


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


def plan_for(path: Path, leads: Table, activities: Table | None) -> Plan:
    """The plan for these inputs: rules without a schema take theirs from the columns."""
    return read_plan(path, columns_for(leads, activities))


def columns_for(leads: Table, activities: Table | None) -> Columns:
    """The headers of the inputs, and which of them says when."""
    if activities is None:
        return Columns(leads.columns, (), None)
    return Columns(leads.columns, activities.columns, _time_of(activities))


def _time_of(activities: Table) -> str | None:
    """The column that says when, by its name and a few of its values; asked for only where no schema says it."""
    if activities.name == "stdin":
        return None
    with activities.reopened() if isinstance(activities, Reopening) else open_table(activities.name) as again:
        return infer(again, _SAMPLE).time
