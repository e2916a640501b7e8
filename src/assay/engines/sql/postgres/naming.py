"""The names of a few leads, which no query of scores reads."""

from collections.abc import Sequence

from psycopg.sql import SQL, Identifier, Literal

from assay.engines.sql.postgres.running import PostgresRun
from assay.engines.sql.postgres.selection import Source, selection_of


def named_cells(run: PostgresRun, labels: Sequence[str], keys: Sequence[str]) -> dict[str, dict[str, object]]:
    """By key, the cells of these labels. Without a lead whose key only the reader can read, and without columns inside
    objects."""
    given = run.leads
    relation, label = given.table.relation, given.binding.label
    columns = [one for one in relation.columns if label(one) in labels]
    selection = selection_of(run.plan, Source(relation, given.binding, run.plan.lead, run.query.leads))
    if not keys or not columns or selection.key is None:
        return {}
    cells = [SQL("{} as key").format(selection.key), *(SQL("s.{}").format(Identifier(one)) for one in columns)]
    rows = selection.select(cells, relation.identifier)  # whose names may hold `%`, so no parameter beside them
    with run.doing("reading names"):
        found = run.connection.execute(
            SQL("select * from ({}) r where key = any({})").format(rows, Literal(list(keys)))
        ).fetchall()
    return {str(key): dict(zip(map(label, columns), own, strict=True)) for key, *own in reversed(found)}
