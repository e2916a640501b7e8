"""What the linter knows of the data: counts and spellings, gathered elsewhere, in one pass over the leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.values import fold


@dataclass(slots=True)
class Column:
    """The values of a field, missing ones apart. `spellings`: how often each text occurs, trimmed and otherwise as
    written; None for fields that are no text, and where there are too many."""

    filled: int = 0
    spellings: dict[str, int] | None = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """`lead`, `activity`: by field name, of fields that the file has; `activity` is None where no activities were
    given. `absent`: table and name of fields without a column, and the column that may be meant. `fired`: by rule id;
    `undecided`: leads by the missing field that left a rule undecided. `day`: of scoring, in days since 1970.
    `rejected`: rows that could not be scored; they count for the values of fields, not among the leads."""

    leads: int
    day: int
    lead: Mapping[str, Column]
    activity: Mapping[str, Column] | None
    absent: Mapping[tuple[str, str], str | None]
    fired: Mapping[str, int]
    undecided: Mapping[str, int]
    rejected: int = 0

    def column(self, table: str, name: str) -> Column | None:
        """The values of a field, None where nothing is known of it."""
        columns = self.lead if table == "lead" else self.activity or {}
        return columns.get(name)


def without_blanks(text: str) -> str:
    """The form in which two spellings are the same to people."""
    return "".join(fold(text).split())
