"""Conjunctions opened up, and what in them is about one field of an activity alone."""

from collections.abc import Iterator

from assay.analysis.definitions import Definitions
from assay.analysis.truth import outcomes, variables
from assay.plan.nodes import ActivityField, Condition, Expr, Op, Var

_MOST = 40


def parts(known: Definitions, condition: Expr) -> Iterator[Expr]:
    """The conditions that all have to be true, through names."""
    waiting, left = [condition], _MOST
    while waiting:
        one, left = waiting.pop(), left - 1
        match one:
            case Op(op="and", args=args):
                waiting += reversed(args)
            case Var(name=name) if name in known.values and left > 0:
                waiting.append(known.values[name].value)
            case _:
                yield one


def torn_field(known: Definitions, test: Expr) -> str | None:
    """An activity's field that would have to be two things at once."""
    by_field: dict[str, list[Expr]] = {}
    for part in parts(known, test):
        read = variables(known, part)
        if len(read) == 1 and isinstance(field := next(iter(read)), ActivityField):
            by_field.setdefault(field.name, []).append(part)
    for name, found in by_field.items():
        whole = outcomes(known, Op("op", "and", tuple(found)))
        if len(found) > 1 and whole is not None and True not in whole and all(_can(known, one) for one in found):
            return name
    return None


def _can(known: Definitions, part: Expr) -> bool:
    found = outcomes(known, part)
    return found is None or True in found


def asks_two_things(known: Definitions, condition: Condition) -> str | None:
    """The field, if one activity would have to be two things."""
    return torn_field(known, condition.test) if condition.scope == "activity" else None
