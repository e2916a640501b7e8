"""Tables that the reader fills, for files that DuckDB does not read itself. From there on they are scored as files are."""

from collections.abc import Sequence
from typing import Self

from assay.data.spilling import ROOMY, Room
from assay.engines.sql.build import Sql, column, number
from assay.engines.sql.made import empty, insert
from assay.engines.sql.query import Query, Table
from assay.engines.sql.scan.comparing import Earlier, without_earlier
from assay.engines.sql.scan.running import ScanStore
from assay.engines.sql.scan.sources import made_source
from assay.engines.sql.scan.tables import PLAIN, Scan

Rows = Sequence[Sequence[object]]


class FedStore(ScanStore):
    """Rows come in chunks, in the order of the files: of leads what the query's table has but for `n`, what an earlier run
    said and trust; of activities the whole table."""

    def __init__(self, query: Query, room: Room = ROOMY, earlier: Earlier | None = None) -> None:
        own = query.leads if earlier is None else without_earlier(query.leads)
        self._fed = [Table("leads_fed", tuple(one for one in own.columns[:-1] if one.name != "n"))]
        if query.activities is not None:
            self._fed.append(Table("activities_fed", query.activities.columns))
        leads, *activities = map(_scan, self._fed)
        super().__init__(query, leads, activities[0] if activities else None, room, earlier)

    def __enter__(self) -> Self:
        super().__enter__()
        for one in self._fed:
            empty(self._database, one)
        return self

    def add(self, leads: Rows, activities: Rows) -> None:
        for one, rows in zip(self._fed, (leads, activities), strict=False):
            insert(self._database, one, rows)


def _scan(fed: Table) -> Scan:
    """Every row of such a table may be trusted."""
    columns: dict[str, Sql] = {"n": number(0)} | {one.name: column(one.name) for one in fed.columns}
    return Scan(made_source(fed.name), columns, number(PLAIN), {})
