"""Values: None is missing; bool; Fraction for numbers; and the kinds below. Text carries whether it is literal."""

import math
from dataclasses import dataclass
from fractions import Fraction

BLANKS = "".join(
    map(
        chr,
        [*range(0x9, 0xE), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000],
    )
) + chr(0xFEFF)
PUNCTUATION = "!\"$%&'()*,-./:;<=>?@[\\]^_`{|}~¡«·»¿‐‑‒–—‘’‚“”„•…"
MICROSECONDS = {"minute": 60 * 10**6, "hour": 3600 * 10**6, "day": 86_400 * 10**6, "week": 7 * 86_400 * 10**6}


@dataclass(frozen=True)
class Text:
    """`raw` is trimmed, with its case; `exact` text compares literally."""

    raw: str
    exact: bool = False


@dataclass(frozen=True)
class OneOf:
    """A value of a `one of` field: folded, with the declared values in order, folded."""

    value: str
    order: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Day:
    """Days since 1970-01-01."""

    days: int


@dataclass(frozen=True, order=True)
class Moment:
    """Microseconds since 1970-01-01 UTC."""

    microseconds: int


@dataclass(frozen=True, order=True)
class Length:
    """A duration in microseconds."""

    microseconds: int


@dataclass(frozen=True, order=True)
class StageAt:
    """A stage by its place among the declared ones."""

    place: int


Value = None | bool | Fraction | Text | OneOf | Day | Moment | Length | StageAt | tuple[Text, ...]


def fold(text: str) -> str:
    """How text compares: blanks at both ends gone, İ to i, Σ and ς to σ, then lower case."""
    return text.strip(BLANKS).replace("İ", "i").replace("Σ", "σ").replace("ς", "σ").lower()


def words(text: str) -> list[str]:
    """The words of a text as `mentions` takes them; `+` and `#` belong to words."""
    apart = "".join(" " if c in BLANKS or c in PUNCTUATION or 0 < ord(c) < 32 or ord(c) == 127 else c for c in text)
    return [word for word in apart.split(" ") if word]


def away(number: Fraction, step: Fraction) -> Fraction:
    """Rounded to a multiple of `step`, halves away from zero."""
    magnitude = math.floor(abs(number) / step + Fraction(1, 2)) * step
    return magnitude if number >= 0 else -magnitude


def number(exact: Fraction) -> Fraction | None:
    """A number of the language: four places, below 10^14, else missing."""
    rounded = away(exact, Fraction(1, 10_000))
    return rounded if abs(rounded) < 10**14 else None


def points(exact: Fraction) -> Fraction:
    """Whole hundredths."""
    return away(exact, Fraction(1, 100))


def full(length: int, unit: int) -> Fraction:
    """How many full units a length holds, toward zero."""
    whole = abs(length) // unit
    return Fraction(whole if length >= 0 else -whole)


def fits(pattern: str, text: str) -> bool:
    """`*` any run, `?` one character."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(fits(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and fits(pattern[1:], text[1:])


def has_phrase(sought: list[str], among: list[str]) -> bool:
    return any(among[i : i + len(sought)] == sought for i in range(len(among) - len(sought) + 1))
