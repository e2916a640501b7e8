"""Whole words and phrases as a pattern that is found in a text."""

import itertools
from collections.abc import Iterator, Sequence

from assay.values import BLANKS, words

SEPARATORS = (
    BLANKS
    + "".join(map(chr, range(1, 32)))
    + "\x7f!\"$%&'()*,-./:;<=>?@[\\]^_`{|}~"
    + "\xa1\xab\xb7\xbb\xbf\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026"
)


def mentions_pattern(phrases: Sequence[str]) -> str:
    """A pattern of the common part of RE2, Java and PostgreSQL; everything but `+` stands for itself."""
    separator = "[" + "".join(_ranges(SEPARATORS)) + "]"
    spelled = [f"{separator}+".join(word.replace("+", "[+]") for word in words(phrase)) for phrase in phrases]
    return f"(^|{separator})({'|'.join(spelled)})({separator}|$)"


def _ranges(characters: str) -> Iterator[str]:
    """Members of a class of characters, neighbours as a range."""
    codes = sorted(set(map(ord, characters)))
    starts = [code for code in codes if code - 1 not in codes]
    for start in starts:
        end = next(code for code in itertools.count(start) if code + 1 not in codes)
        members = [start, end] if end > start else [start]
        yield "-".join(f"\\{chr(code)}" if chr(code) in "\\][^-&" else chr(code) for code in members)
