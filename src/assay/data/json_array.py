"""A JSON array, item by item off its text: the values, and what is said of a broken one, are those of the array read
whole. Memory holds an item and some text around it.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from assay.data.json_lines import DECODER, NOT_JSON

_CHUNK = 1 << 20  # characters
_CUT = 16  # so near to the end of what is read a mistake may be none: longer than a word, a sign or an escape
_BLANKS = r"[ \t\n\r]*"
_OPENED, _EMPTY = re.compile(rf"{_BLANKS}\[{_BLANKS}"), re.compile(rf"{_BLANKS}\[{_BLANKS}\]{_BLANKS}")
_NEXT, _CLOSED = re.compile(rf"{_BLANKS},{_BLANKS}"), re.compile(rf"{_BLANKS}\]{_BLANKS}")
_OTHERS = "[0"  # stands for the items before


def items_in(text: TextIO, chunk: int = _CHUNK) -> Iterator[object]:
    """The items. Raises NOT_JSON; JSONDecodeError has the line and column of the text as a whole."""
    return _Window(text, chunk).items()


class _Window:
    """What is read of a text. Behind `_at` it is still to be taken; before it so many lines and characters are gone."""

    def __init__(self, text: TextIO, chunk: int) -> None:
        self._text, self._chunk = text, chunk
        self._read, self._at, self._ended = "", 0, False
        self._lines = self._characters = 0

    def items(self) -> Iterator[object]:
        before, separators = "", (_OPENED, _EMPTY)
        while not self._is_over(separators[1]):
            if (found := self._item(separators[0])) is not None:
                before, separators = _OTHERS, (_NEXT, _CLOSED)
                yield found[0]
            else:
                self._go_on(before)

    def _item(self, separator: re.Pattern[str]) -> tuple[object] | None:
        """The next item; None where it is broken, or not all there."""
        if (start := separator.match(self._read, self._at)) is None:
            return None
        try:
            item, end = DECODER.raw_decode(self._read, start.end())
        except NOT_JSON:
            return None
        if end == len(self._read) and not self._ended:
            return None  # a number may go on
        self._at = end
        return (item,)

    def _is_over(self, closed: re.Pattern[str]) -> bool:
        """Whether the array ends here, and the text with it."""
        while (end := closed.match(self._read, self._at)) is not None and end.end() == len(self._read):
            if self._ended:
                return True
            self._more()
        return False

    def _go_on(self, before: str) -> None:
        """Reads more where that may help, else says what is wrong, as it is said of the array as a whole."""
        try:
            DECODER.decode(before + self._read[self._at :])
        except json.JSONDecodeError as error:
            place = self._at + error.pos - len(before)
            cut = place > len(self._read) - _CUT or error.msg.startswith("Unterminated string")
            if self._ended or not cut:
                raise self._wrong(error.msg, place) from None
        self._more()

    def _more(self) -> None:
        gone, kept = self._read[: self._at], self._read[self._at :]
        self._lines += gone.count("\n")
        self._characters = len(gone) - gone.rindex("\n") - 1 if "\n" in gone else self._characters + len(gone)
        more = self._text.read(max(self._chunk, len(kept)))
        self._read, self._at, self._ended = kept + more, 0, not more

    def _wrong(self, message: str, place: int) -> json.JSONDecodeError:
        error = json.JSONDecodeError(message, self._read, place)
        error.colno += 0 if "\n" in self._read[:place] else self._characters
        error.lineno += self._lines
        return error
