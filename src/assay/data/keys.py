"""Keys of leads: which was seen before, exactly, in little memory.

A key is text, trimmed and compared literally. Keys stand end to end in many short texts, which takes about 20 bytes
a key where a set takes 100. Beyond `_IN_MEMORY` characters further keys go to a temporary database on disk: slower,
and memory stays flat.
"""

import sqlite3
from collections.abc import Mapping

from assay.data.cells import BadValue, Missing, shown

_HEAPS = 1 << 16
_IN_MEMORY = 64 << 20


class Keys:
    """Remembers keys; `add` tells whether a key is new. Keys hold no U+0000: reading has removed it."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._heaps = [""] * _HEAPS
        self._left = in_memory
        self._disk: sqlite3.Connection | None = None

    def add(self, key: str) -> bool:
        """True if the key was not there before."""
        entry = f"\0{key}\0"
        place = hash(key) % _HEAPS
        heap = self._heaps[place]
        if entry in heap:
            return False
        if self._left > 0:
            self._left -= len(entry)
            self._heaps[place] = heap + entry
            return True
        return self._add_on_disk(key.encode("utf-8", "surrogatepass"))

    def _add_on_disk(self, entry: bytes) -> bool:
        if self._disk is None:
            self._disk = _temporary()
        return self._disk.execute("insert or ignore into seen values (?)", (entry,)).rowcount == 1

    def close(self) -> None:
        if self._disk is not None:
            self._disk.close()


def _temporary() -> sqlite3.Connection:
    """A database in a file of its own that goes when it is closed."""
    disk = sqlite3.connect("", isolation_level=None)
    for setting in ("journal_mode = off", "synchronous = off", "cache_size = -32000"):
        disk.execute(f"pragma {setting}")
    disk.execute("create table seen (entry blob primary key) without rowid")
    disk.execute("begin")
    return disk


def empty_key() -> BadValue:
    return BadValue("the key is empty", "every lead needs a key of its own")


def repeated_key(key: str) -> BadValue:
    return BadValue(f"the key {shown(key)} is repeated", "only the first row with this key is scored")


class LeadKeys:
    """The keys of leads as they come by: none may be missing, none may come twice."""

    def __init__(self, field: str, missing: frozenset[str]) -> None:
        self._field = field
        self._missing = Missing(missing)
        self._keys = Keys()

    def take(self, values: Mapping[str, object]) -> str:
        """The key of a lead, by which its activities are found. Raises BadValue where it is missing or repeated."""
        key = self._missing.text(values.get(self._field))
        if key is None:
            raise empty_key()
        if not self._keys.add(key):
            raise repeated_key(key)
        return key

    def close(self) -> None:
        self._keys.close()
