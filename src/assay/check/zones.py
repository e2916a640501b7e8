"""The time zone of a set of rules."""

from zoneinfo import ZoneInfo, available_timezones

from assay.check.errors import names as errors
from assay.check.suggest import nearest
from assay.diagnostics import Diagnostic
from assay.syntax import ast

UTC = ZoneInfo("UTC")


def zone_of(written: ast.Text | None, problems: list[Diagnostic]) -> ZoneInfo:
    """The zone of that name, UTC without one or for one that does not exist (reported)."""
    if written is None:
        return UTC
    try:
        return ZoneInfo(written.value)
    except (KeyError, ValueError, OSError):  # no such zone, no such name, a folder of zones
        problems.append(errors.unknown_zone(written, _near(written.value)))
        return UTC


def _near(zone: str) -> str | None:
    known = sorted(available_timezones())
    city = {name.rpartition("/")[2].lower(): name for name in known if "/" in name}
    return nearest(zone, known) or city.get(zone.strip().lower().replace(" ", "_"))
