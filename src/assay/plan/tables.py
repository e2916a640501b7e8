"""Schemas as the readers need them."""

from assay import model
from assay.plan.nodes import Field, Table
from assay.plan.texts import is_exact
from assay.values import fold


def table(given: model.Table) -> Table:
    key = given.key
    return Table(tuple(map(_field, given.fields)), given.declared, key.name if key else None, given.time)


def _field(given: model.Field) -> Field:
    return Field(
        name=given.name,
        kind=str(given.type.kind),  # type: ignore[arg-type]
        column=given.column or given.name,
        key=given.key,
        exact=is_exact(given.type),
        values=given.type.values,
        format=given.format,
        split_by=given.split_by,
    )


def missing(spellings: tuple[str, ...]) -> tuple[str, ...]:
    """Folded, each once; the empty one goes without saying."""
    return tuple(dict.fromkeys(folded for spelling in spellings if (folded := fold(spelling))))
