"""The headers of the input, for rules without a schema."""

from dataclasses import dataclass

from assay.values import BLANKS, fold

_BLANKS = str.maketrans("", "", BLANKS)


@dataclass(frozen=True, slots=True)
class Columns:
    """Headers as the files have them; `activity_time` is the one that says when an activity happened."""

    lead: tuple[str, ...]
    activity: tuple[str, ...]
    activity_time: str | None = None


def header_key(header: str) -> str:
    """What two headers have in common that mean one column: case and blanks count for nothing."""
    return fold(header).translate(_BLANKS)


def matching(name: str, headers: tuple[str, ...]) -> str | None:
    """The header a name means: the very same, else the first that differs in case and blanks alone."""
    if name in headers:
        return name
    wanted = header_key(name)
    return next((header for header in headers if header_key(header) == wanted), None)
