"""What is raised for a record whose value does not fit its field."""

from typing import Literal

from assay.data.coerce import BadValue


class BadRecord(Exception):  # noqa: N818  it says what is wrong with the data, not that we failed
    """`field` of the lead, or of the activity at `index`; `value` says what is wrong and what to do."""

    def __init__(self, field: str, table: Literal["lead", "activity"], index: int, value: BadValue) -> None:
        super().__init__(f"`{field}`: {value.message}")
        self.field = field
        self.table = table
        self.index = index
        self.value = value
