"""The constants a field is compared with, numbered: a look-up finds the place of a value among them once, and whatever
depends on the value reads a list at that place.

For PostgreSQL and Spark, which would work out an equality for every rule; `numbering` is how they spell it, and
`partitions` says which constants.

Places count from 1, as lists do: 1 is a missing value, 2 a text that is none of the constants or a number below all
bounds, then come the constants in order; a number has the place of the last bound it reaches.
"""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from assay.engines.sql.build import Sql, case, coalesce, column, compare, is_null, number
from assay.engines.sql.context import Context
from assay.engines.sql.folded import Partition
from assay.engines.sql.numbering import MISSING, NUMBERINGS, OTHER
from assay.engines.sql.raw import as_read
from assay.plan.nodes import Const, ConstSet, Expr, LeadField, Op, Scalar
from assay.values import fold


def place_of(context: Context, partition: Partition) -> exp.Column:
    """The column that holds the place of a value, made when it is first asked for."""
    if partition.place is None:
        read = partition.view.args[0] if isinstance(partition.view, Op) else partition.view
        assert isinstance(read, LeadField)
        partition.place = context.registry.put(_place(context, partition, read), f"{read.name}_place").name
    return column(partition.place)


def _place(context: Context, partition: Partition, read: LeadField) -> Sql:
    if partition.kind == "number":
        return _of_number(context, partition, read)
    if partition.places:
        return _of_text(context, partition, read)
    given = as_read(context, context.lead(read.name), context.lead_fields[read.name])
    return case([(is_null(given), number(MISSING))], number(OTHER))  # of any kind: asked is only whether it is known


def _of_number(context: Context, partition: Partition, read: LeadField) -> Sql:
    numbering = NUMBERINGS[context.spelling.dialect]
    return coalesce(numbering.of_number(context.lead(read.name), partition.bounds), number(MISSING))


def _of_text(context: Context, partition: Partition, read: LeadField) -> Sql:
    """Constants are folded, or of a field that is compared literally."""
    given, places, numbering = context.lead(read.name), dict(partition.places), NUMBERINGS[context.spelling.dialect]
    if not isinstance(partition.view, Op):
        given = as_read(context, given, context.lead_fields[read.name])
        missing = (is_null(given.copy()), number(MISSING))
        return coalesce(numbering.looked_up(places, given), case([missing], number(OTHER)))
    if context.raw_text:
        places |= dict.fromkeys(("", *context.plan.missing), MISSING)
    common = _as_they_are(context, places, context.common.get(read.name, ()))
    return numbering.of_folded(context.spelling, places, common, given, trimmed=not context.raw_text)


def _as_they_are(context: Context, places: Mapping[Scalar, int], spellings: Sequence[str]) -> dict[Scalar, int]:
    """The places of common spellings."""
    missing = {"", *context.plan.missing}
    of_folded = ((one, fold(one)) for one in spellings)
    return {one: MISSING if folded in missing else places.get(folded, OTHER) for one, folded in of_folded}


def at_place(context: Context, place: Sql, results: Sequence[int]) -> Sql:
    """`results[place]`, counted from 1."""
    first, *rest = results
    if all(one == rest[0] for one in rest):
        return case([(compare("eq", place, number(MISSING)), number(first))], number(rest[0]))
    return NUMBERINGS[context.spelling.dialect].at(results, place)


# --- comparisons ---------------------------------------------------------------------------------------------


def compared_by_place(context: Context, op: str, left: Expr, right: Expr) -> Sql | None:
    """`eq`, `ne` or `in_set` of a text whose constants have places; None where they have none."""
    partition = context.partitions.get(left) if context.by_place else None
    if partition is None or partition.kind != "text" or op not in ("eq", "ne", "in_set"):
        return None
    found = [partition.places.get(one) for one in constants_of(context, right)]
    if not found or None in found:
        return None
    known = exp.Nullif(this=place_of(context, partition), expression=number(MISSING))
    numbers = [number(at) for at in found if at is not None]
    return exp.In(this=known, expressions=numbers) if op == "in_set" else compare(op, known, numbers[0])


def known_by_place(context: Context, read: Expr) -> Sql | None:
    """Whether a field has a value, where its place is known anyhow."""
    views = (Op("op", "fold", (read,)), read) if context.by_place else ()
    found = next((context.partitions[view] for view in views if view in context.partitions), None)
    return None if found is None else compare("ne", place_of(context, found), number(MISSING))


def constants_of(context: Context, expr: Expr) -> tuple[Scalar, ...]:
    match expr:
        case Const():
            return (expr.value,)
        case ConstSet():
            return context.items(expr)
        case _:
            return ()
