"""What changed since an earlier run, told lead by lead, on its way into the table of results."""

from dataclasses import dataclass, field

from psycopg.sql import SQL, Composable

from assay.data.flat import whole
from assay.engines.sql.postgres.running import PostgresRun
from assay.results import LeadResult

_BATCH = 4096
_TABLE = SQL('"Told"')  # a name with capitals is none the compiler gives
JOINED: Composable = SQL(" left join {} told on told.key = s.key").format(_TABLE)
CELLS: tuple[Composable, ...] = (
    SQL("told.previous_stage"),
    SQL("told.previous_score"),
    SQL("coalesce(told.changes, '{}')"),
    SQL("told.cause"),
)


@dataclass(slots=True)
class Told:
    """A temporary table of the run's transaction, filled between batches of results."""

    run: PostgresRun
    _waiting: list[LeadResult] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.run.doing("comparing"):
            self.run.connection.execute(
                SQL(
                    "create temporary table {} (key text primary key, previous_stage text, previous_score numeric,"
                    " changes text[], cause text) on commit drop"
                ).format(_TABLE)
            )

    def add(self, result: LeadResult) -> None:
        self._waiting.append(result)
        if len(self._waiting) == _BATCH:
            self._write()

    def end(self) -> None:
        self._write()
        with self.run.doing("comparing"):
            self.run.connection.execute(SQL("analyze {}").format(_TABLE))

    def _write(self) -> None:
        into = SQL("copy {} from stdin").format(_TABLE)
        with self.run.doing("comparing"), self.run.connection.cursor() as cursor, cursor.copy(into) as copy:
            for one in self._waiting:
                copy.write_row(
                    (one.key, one.previous_stage, whole(one.previous_score), list(one.changes or ()), one.cause)
                )
        self._waiting.clear()
