"""Ids of rules: unique, and the same after unrelated edits."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Ids:
    """Gives ids in order of evaluation: a text as it is the first time, then with " (2)", " (3)"."""

    _used: set[str] = field(default_factory=set)
    _next: dict[str, int] = field(default_factory=dict)

    def claim(self, text: str) -> str:
        unique = text
        number = self._next.get(text, 2)
        while unique in self._used:
            unique = f"{text} ({number})"
            number += 1
        self._next[text] = number
        self._used.add(unique)
        return unique
