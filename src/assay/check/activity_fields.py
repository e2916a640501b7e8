"""Names that must be fields of the activity: `once per FIELD`, `times per FIELD`."""

from assay.check.env import Env
from assay.check.errors import names as errors
from assay.check.errors import types as type_errors
from assay.check.names_in_rules import near_name
from assay.model import ListValue
from assay.syntax import ast
from assay.types import Kind


def activity_field(name: ast.Name, env: Env) -> str | None:
    """The field's name; anything else is reported. Where both tables declare the name, the activity's is meant."""
    env.asked.add(name.name)
    known = env.activity.get(name.name) or env.fields.get(name.name)
    if known is None:
        _report(name, env)
    elif known.table == "lead":
        env.report(errors.wrong_table(name, "activity"))
    elif known.type.kind is Kind.LIST:
        env.report(type_errors.one_value_needed(name))
    else:
        return name.name
    return None


def _report(name: ast.Name, env: Env) -> None:
    if name.name in env.lets:
        what = "a list" if isinstance(env.lets[name.name], ListValue) else "a `let`"
        env.report(errors.not_an_activity_field(name, what))
    elif name.name in env.names.groups:
        env.report(errors.not_an_activity_field(name, "a group"))
    elif not env.lets_pass(name.name):
        guess = near_name(name.name, env)
        env.report(errors.unknown_field(name, guess, "name a field of the activity"))
