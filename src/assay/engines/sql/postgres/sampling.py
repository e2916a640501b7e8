"""Text as many leads have it, found in a sample of their table.

A query that knows such spellings looks them up before it makes anything of a text (`places`); what is not in the sample
costs one look-up more and comes out the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from psycopg.sql import SQL, Composed, Identifier, Literal

from assay.data.bind import Binding
from assay.data.postgres import Connection, Relation
from assay.engines.sql.postgres.cells import TEXTS
from assay.plan.nodes import Plan

_ROWS = 2_000  # of a sample
WORTH = 50_000  # rows of a table from which on a sample pays
_LONGEST = 100  # bytes
_HASHES = 140_000  # the first version that does not go through a list of constants one by one


def common_spellings(
    connection: Connection, plan: Plan, relation: Relation, binding: Binding
) -> Mapping[str, Sequence[str]]:
    """By field, of those whose spellings come again and again in the sample."""
    columns = _columns(plan, relation, binding)
    found = connection.execute(
        "select reltuples::bigint from pg_class where oid = %s and relkind = any('{r,m}') and not relhassubclass",
        (relation.oid,),
    ).fetchone()
    rows = int(str(found[0])) if found else 0
    if not columns or rows < WORTH or connection.info.server_version < _HASHES:
        return {}
    spellings: dict[str, list[str]] = defaultdict(list)
    again, all_ = dict.fromkeys(columns, 0), dict.fromkeys(columns, 0)
    for field, spelling, count, total in connection.execute(_sampled(relation, columns, rows)):
        name = str(field)
        spellings[name].append(str(spelling))
        again[name] += int(str(count))
        all_[name] = int(str(total))
    return {name: known for name, known in spellings.items() if 2 * again[name] > all_[name]}


def _columns(plan: Plan, relation: Relation, binding: Binding) -> dict[str, str]:
    """The columns of text that compares folded, by field."""
    types, bound = dict(zip(relation.columns, relation.types, strict=True)), set(binding.fields.values())
    fields = [one for one in plan.lead.fields if one.kind == "text" and not one.exact and one.name in bound]
    return {one.name: column for one in fields if types.get(column := binding.column(one.name)) in TEXTS}


def _sampled(relation: Relation, columns: Mapping[str, str], rows: int) -> Composed:
    """What comes more than once: field, spelling, how often, and how many rows of the sample have the field at all."""
    cells = [SQL("({}, s.{}::text)").format(Literal(name), Identifier(column)) for name, column in columns.items()]
    return SQL(
        "select field, spelling, many, total from (select field, spelling, count(*) as many,"
        " sum(count(*)) over (partition by field) as total"
        " from (select * from {} tablesample system ({}) repeatable (1) limit {}) s"
        " cross join lateral (values {}) u (field, spelling)"
        " where spelling is not null group by field, spelling) f where many > 1 and octet_length(spelling) <= {}"
        " order by field, many desc, spelling"
    ).format(
        relation.identifier,
        Literal(min(100.0, 150.0 * _ROWS / rows)),
        Literal(_ROWS),
        SQL(", ").join(cells),
        Literal(_LONGEST),
    )
