"""The moment of scoring: given on the command line or now."""

import datetime as dt
import zoneinfo

import click

from assay.cli.failure import Failure
from assay.values import microseconds_of

AS_OF = click.option(
    "--as-of",
    metavar="TIME",
    help="Score as of this moment: 2026-11-01, 2026-11-01 14:30 or with an offset. Default: now.",
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment(text: str | None, zone: str) -> int:
    """Microseconds since 1970 of `--as-of`; a date alone is its midnight in the model's zone, no text is now."""
    if text is None:
        return microseconds_of(dt.datetime.now(dt.UTC) - _EPOCH)
    try:
        given = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise Failure(f"`{text}` is no date or time", "write it as 2026-11-01 or 2026-11-01 14:30") from None
    if given.tzinfo is None:
        given = _local(given, zoneinfo.ZoneInfo(zone))
    return microseconds_of(given.astimezone(dt.UTC) - _EPOCH)


def _local(given: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """A clock reading in a zone: of a repeated hour the earlier, a skipped one moves on by the gap (fold 0 is both)."""
    return given.replace(tzinfo=zone, fold=0)


def shown(moment: int, zone: str) -> str:
    """A moment as people read it, in the model's zone: 2026-11-01 00:00 Europe/Amsterdam."""
    local = (_EPOCH + dt.timedelta(microseconds=moment)).astimezone(zoneinfo.ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M} {zone}"
