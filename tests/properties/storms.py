"""Storms of edits: what people and pastes do to a rule file, good and bad, one after the other."""

from collections.abc import Iterator
from os.path import commonpath
from random import Random
from typing import NamedTuple

MARKS = ["{", "}", "\n", '"', "(", ")", "`", "'", "=", "==", "1", "x", "é", "🦊", "\u200b", "\r\n", "#"]
WORDS = [
    " and ",
    "add",
    " max 3",
    " key text",
    " to ",
    " min ",
    "country",
    "number",
    "lead",
    "text",
    "exact",
    "grade(g)",
]
LINES = [
    "when a > 1 add 2\n",
    "let z = 4\n",
    'let z = ["x"]\n',
    "let q = g > 3\n",
    "let y = q\n",
    "let q = y\n",
    "when q add unknwn\n",
    "group g {\n",
    "group g {\n when z > 1 add 1\n}\n",
    "}\n",
    "# note\n",
    "match e {\n",
    "lead { a text }\n",
    "stage MQL at 4\n",
    'use "x"\n',
    'example "e" {\n expect score > 1\n}\n',
    'route to "x" otherwise\n',
    "otherwise add 1\n",
]


class Blow(NamedTuple):
    """Puts `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    def on(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


def storm(text: str, seed: int, length: int) -> Iterator[Blow]:
    """Edits of a text, each of what the one before left; some take back what was done, so that it does not only get
    worse."""
    random, past = Random(seed), list[str]()
    for _ in range(length):
        undo = bool(past) and random.random() < 0.35
        blow = _between(text, past.pop()) if undo else _blow(text, random)
        past = [*past, text][-4:]
        text = blow.on(text)
        yield blow


def _blow(text: str, random: Random) -> Blow:
    at = random.randrange(len(text) + 1)
    match random.randrange(5):
        case 0:
            return Blow(at, at, random.choice(MARKS))
        case 1:
            return Blow(at, at, random.choice(WORDS))
        case 2:
            line = text.rfind("\n", 0, at) + 1
            return Blow(line, line, random.choice(LINES))
        case 3:
            return Blow(at, min(at + random.choice([1, 2, 3, 60]), len(text)), "")
        case _:
            copied = random.randrange(len(text) + 1)
            return Blow(at, at, text[copied : copied + 80])


def _between(text: str, wanted: str) -> Blow:
    """The edit from one text to another."""
    start = len(commonpath([text, wanted]))
    same = len(commonpath([text[start:][::-1], wanted[start:][::-1]]))
    return Blow(start, len(text) - same, wanted[start : len(wanted) - same])
