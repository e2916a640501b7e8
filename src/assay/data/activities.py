"""Activities by lead: read once, kept packed until their lead comes by.

An activity names its lead in the key field of the activity's schema; keys are text, trimmed and compared
literally. Memory: about the bytes of the fields kept, and 150 a lead.
"""

from collections.abc import Mapping, Sequence

from assay.data.cells import text_of
from assay.data.packing import pack, unpack


class Activities:
    """`fields` are the names to keep, with the key or without; the others of a row are dropped."""

    def __init__(self, key: str, fields: Sequence[str]) -> None:
        self._key = key
        self._fields = tuple(fields) or (key,)
        self._packed: dict[str, bytearray] = {}
        self.count = 0
        self.without_key = 0

    def add(self, values: Mapping[str, object]) -> None:
        """Keeps one activity. Raises BadValue where its key is no text."""
        key = text_of(values.get(self._key))
        self.count += 1
        if not key:
            self.without_key += 1
            return
        packed = pack(tuple(map(values.get, self._fields)))
        if (kept := self._packed.get(key)) is None:
            self._packed[key] = bytearray(packed)
        else:
            kept += packed

    def take(self, key: str) -> list[dict[str, object]]:
        """The activities of a lead, in the order they came; they are let go of. Repeated leads are bad rows, so
        each key is asked for once."""
        packed = self._packed.pop(key, None)
        if packed is None:
            return []
        fields = self._fields
        return [dict(zip(fields, cells, strict=True)) for cells in unpack(packed, len(fields))]

    def peek(self, key: str) -> list[dict[str, object]]:
        """The same, kept."""
        packed = self._packed.get(key, bytearray())
        return [dict(zip(self._fields, cells, strict=True)) for cells in unpack(packed, len(self._fields))]

    def left(self) -> int:
        """Activities of leads that did not come by, with those that name no lead."""
        width = len(self._fields)
        return self.without_key + sum(packed.count(0) // width for packed in self._packed.values())
