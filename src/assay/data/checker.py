"""Whether a row fits the schema: every declared field, not only those the rules read.

A good row costs one look-up a field: values seen before are remembered (a bounded number), and text from a
file fits anyway.
"""

from collections.abc import Iterable, Mapping

from assay.data.cells import BadValue, Reader, Value
from assay.data.coerce import reader_of
from assay.plan.nodes import Field, Table
from assay.values import ZoneRules

_REMEMBERED = 4096  # values a field


class Checker:
    """Checks the rows of one table; keys of a row are field names."""

    def __init__(self, table: Table, zone: ZoneRules, missing: frozenset[str]) -> None:
        self._readers = {field.name: reader_of(field, zone, missing) for field in table.fields}
        self._texts = [field.name for field in table.fields if _takes_any_text(field)]
        self._others = [
            (field.name, self._readers[field.name], set[object]())
            for field in table.fields
            if not _takes_any_text(field)
        ]

    def bad(self, values: Mapping[str, object]) -> list[tuple[str, BadValue]]:
        """The fields whose value does not fit, in order of the schema; usually none."""
        get = values.get
        found: list[tuple[str, BadValue]] = []
        for name in self._texts:
            value = get(name)
            if value is not None and not isinstance(value, str):
                _try(name, self._readers[name], value, found)
        for name, read, good in self._others:
            value = get(name)
            try:
                if value in good:
                    continue
            except TypeError:  # a list
                _try(name, read, value, found)
                continue
            if _try(name, read, value, found) and len(good) < _REMEMBERED and isinstance(value, str):
                good.add(value)
        return found

    def value(self, field: str, values: Mapping[str, object]) -> Value:
        """The encoded value of a field. Raises BadValue."""
        return self._readers[field](values.get(field))


def _takes_any_text(field: Field) -> bool:
    return field.kind in {"text", "list"}


def _try(name: str, read: Reader, value: object, found: list[tuple[str, BadValue]]) -> bool:
    try:
        read(value)
    except BadValue as bad:
        found.append((name, bad))
        return False
    return True


def checked_fields(table: Table) -> Iterable[Field]:
    """Fields that can be bad when read from text."""
    return [field for field in table.fields if not _takes_any_text(field)]
