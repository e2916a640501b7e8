"""What rules are checked against: zone, schemas and names, before any expression is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.check.columns import Columns
from assay.check.env import Env
from assay.check.errors import names as errors
from assay.check.losses import Losses, losses
from assay.check.merge import Merged
from assay.check.names import UNGROUPED, Names
from assay.check.schema import check_keys, declared_table
from assay.check.undeclared import Declared, Tables, activity_table, fields, lead_table
from assay.check.zones import zone_of
from assay.model import Table
from assay.source import Span
from assay.syntax import ast
from assay.types import Kind, Type
from assay.values import fold


@dataclass(frozen=True, slots=True)
class Setting:
    env: Env
    zone: str
    missing: tuple[str, ...]  # as written
    lead: Table
    activity: Table


def setting(merged: Merged, names: Names, columns: Columns | None) -> Setting:
    """The environment of all expressions, the fields of both tables in it."""
    problems = [*merged.diagnostics, *names.problems]
    lost = losses(merged.lost, merged.broken_lines)
    zone = None if names.model is None else names.model.timezone
    env = Env(names, zone_of(zone, problems), problems)
    _allow_for(lost, merged, env)
    spellings = tuple(t.value for s in merged.statements if isinstance(s, ast.MissingDecl) for t in s.spellings)
    env.columns = _headers(names, columns)
    env.missing = frozenset(map(fold, spellings)) | {""}
    declared = _declared(names, env)
    if not merged.broken:
        problems.extend(check_keys(names, declared.lead, declared.activity))
    found = _fields(merged, names, declared, columns, env)
    _know(found, declared, env)
    home = Span(merged.files[0].source, 0, 0)
    lead = declared.lead or lead_table(found.lead, columns, home)
    activity = declared.activity or activity_table(found.activity, lead, columns, home)
    env.has_time = declared.activity is None or activity.time is not None or bool(merged.broken)
    return Setting(env, env.zone.key, spellings, lead, activity)


def _allow_for(lost: Losses, merged: Merged, env: Env) -> None:
    """Names that may have been declared where something was lost are let pass."""
    names = env.names
    env.unknown = lost.names | {UNGROUPED} if merged.broken else frozenset()
    env.lost_grades = lost.graded
    undeclared = {t for t, schema in (("lead", names.lead), ("activity", names.activity)) if schema is None}
    env.open = merged.incomplete or bool(lost.schemas & undeclared)
    if names.routes and not (merged.broken or merged.incomplete):
        env.route = Type(Kind.ONE_OF, tuple(dict.fromkeys(names.routes)))


def _headers(names: Names, columns: Columns | None) -> tuple[str, ...]:
    """The columns that a name could have meant."""
    if columns is None:
        return ()
    lead = columns.lead if names.lead is None else ()
    return (*lead, *(columns.activity if names.activity is None else ()))


def _declared(names: Names, env: Env) -> Declared:
    lead = None if names.lead is None else declared_table(names.lead, env.problems)
    activity = None if names.activity is None else declared_table(names.activity, env.problems)
    return Declared(lead, activity)


def _fields(merged: Merged, names: Names, declared: Declared, columns: Columns | None, env: Env) -> Tables:
    """Where a schema may have been lost, nothing is guessed from use."""
    statements = () if env.open else merged.statements
    return fields(statements, names, declared, columns, env.missing)


def _know(found: Tables, declared: Declared, env: Env) -> None:
    env.lead, env.activity = found.lead, found.activity
    env.fields = {**found.activity, **found.lead}
    if declared.lead is not None and declared.activity is not None:
        env.ambiguous = frozenset(found.lead.keys() & found.activity.keys()) - _shared_key(declared)


def _shared_key(declared: Declared) -> set[str]:
    """The name of the key, where both tables have it: the two are the same value."""
    lead = None if declared.lead is None else declared.lead.key
    activity = None if declared.activity is None else declared.activity.key
    return {lead.name} if lead is not None and activity is not None and lead.name == activity.name else set()


def report_ambiguous(statements: Iterable[ast.Statement], env: Env) -> None:
    """Names that both schemas declare and a rule reads: reported at the later declaration."""
    schemas = [statement.table for statement in statements if isinstance(statement, ast.Schema)]
    for name, use in env.ambiguous_uses.items():
        places = {"lead": env.lead[name].span, "activity": env.activity[name].span}
        first, second = dict.fromkeys(schemas)
        env.report(errors.ambiguous_field(name, places[second], places[first], use))
