"""Fields, zones and files for the tests of this folder."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from assay.data.coerce import Value, reader_of
from assay.data.rows import Row
from assay.data.tables import open_table
from assay.plan.nodes import Field, Table
from assay.values import HOUR, ZoneRules, local_microseconds

UTC = ZoneRules((0,), (0,))


def amsterdam() -> ZoneRules:
    """Europe/Amsterdam, its changes of clocks in 2026."""
    zone = ZoneInfo("Europe/Amsterdam")
    changes = [dt.datetime(2026, 1, 1), dt.datetime(2026, 3, 29, 1), dt.datetime(2026, 10, 25, 1)]
    offsets = [zone.utcoffset(change.replace(tzinfo=dt.UTC).astimezone(zone)) for change in changes]
    return ZoneRules(
        [local_microseconds(c) for c in changes], [(o or dt.timedelta()).seconds // 3600 * HOUR for o in offsets]
    )


def field(name: str, kind: str = "text", **options: object) -> Field:
    return Field(name, kind, str(options.pop("column", name)), **options)  # type: ignore[arg-type]


def table(*fields: Field, key: str | None = None, declared: bool = True) -> Table:
    return Table(fields, declared, key)


def read(kind: str, value: object, *missing: str, zone: ZoneRules = UTC, **options: object) -> Value:
    """One value as a field of this kind reads it."""
    return reader_of(field("f", kind, **options), zone, frozenset(missing))(value)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_of(path: Path | str) -> list[Row]:
    with open_table(path) as opened:
        return list(opened.rows())


def values_of(path: Path | str) -> list[dict[str, object]]:
    return [row.values for row in rows_of(path)]
