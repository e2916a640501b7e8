"""Words and phrases people bring along, and what they are here. Data only: `repair_words` decides where they apply."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """`kinds` and `right` are the tokens meant; `negated`: with a `not` before the left side; `values`: only where a
    value follows."""

    kinds: tuple[str, ...]
    right: str
    negated: bool = False
    values: bool = False


def _all(phrases: Iterable[str], phrase: Phrase) -> dict[tuple[str, ...], Phrase]:
    return {tuple(words.split()): phrase for words in phrases}


_EMPTY_WORDS = ("null", "empty", "blank", "none", "nothing", "unknown", "undefined", "nil", "na")
_FULL_WORDS = ("present", "set", "given", "filled", "available", "provided")
_CONTAIN = ("contain", "contains", "include", "includes", "have", "has", "containing")
_START = ("start with", "starts with", "begin with", "begins with")
_END = ("end with", "ends with")

_MISSING = Phrase(("IS", "MISSING"), "is missing")
_KNOWN = Phrase(("IS", "KNOWN"), "is known")

PHRASES: Mapping[tuple[str, ...], Phrase] = {
    **_all([f"is {word}" for word in _EMPTY_WORDS], _MISSING),
    **_all([f"is not {word}" for word in (*_FULL_WORDS, "known")], _MISSING),
    **_all([f"is not {word}" for word in (*_EMPTY_WORDS, "missing")], _KNOWN),
    **_all([f"is {word}" for word in _FULL_WORDS], _KNOWN),
    **_all(["is"], Phrase(("EQ",), "==", values=True)),
    **_all(["is equal to", "is equal", "equal to", "equals", "equal", "eq"], Phrase(("EQ",), "==", values=True)),
    **_all(["is not"], Phrase(("NE",), "!=", values=True)),
    **_all(
        ["is not equal to", "is not equal", "not equal to", "does not equal", "not equals", "ne"],
        Phrase(("NE",), "!=", values=True),
    ),
    **_all(
        ["is greater than or equal to", "greater than or equal to", "is at least", "gte", "ge"],
        Phrase(("GE",), ">=", values=True),
    ),
    **_all(
        ["is less than or equal to", "less than or equal to", "is at most", "lte", "le"],
        Phrase(("LE",), "<=", values=True),
    ),
    **_all(
        [
            *(
                f"{start}{word} than"
                for start in ("is ", "")
                for word in ("greater", "more", "bigger", "larger", "higher")
            ),
            *("is above", "above", "is over", "over", "exceeds", "gt"),
        ],
        Phrase(("GT",), ">", values=True),
    ),
    **_all(
        [
            *(f"{start}{word} than" for start in ("is ", "") for word in ("less", "fewer", "smaller", "lower")),
            *("is below", "below", "is under", "under", "lt"),
        ],
        Phrase(("LT",), "<", values=True),
    ),
    **_all(["is in", "is one of", "one of", "is any of", "any of"], Phrase(("IN",), "in", values=True)),
    **_all(["is not in", "is not one of", "not one of"], Phrase(("NOT", "IN"), "not in", values=True)),
    **_all([*_CONTAIN, "is containing"], Phrase(("CONTAINS",), "contains", values=True)),
    **_all(
        [*_START, "startswith", "starts_with", "beginswith", "begins_with", "starting with", "beginning with"],
        Phrase(("STARTS", "WITH"), "starts with", values=True),
    ),
    **_all([*_END, "endswith", "ends_with", "ending with"], Phrase(("ENDS", "WITH"), "ends with", values=True)),
    **_all(["mention", "mentioning"], Phrase(("MENTIONS",), "mentions", values=True)),
    **_all(
        [f"{no}{words}" for no in ("not ", "does not ", "do not ") for words in _CONTAIN],
        Phrase(("CONTAINS",), "contains", negated=True, values=True),
    ),
    **_all(
        [f"{no}{words}" for no in ("not ", "does not ") for words in _START],
        Phrase(("STARTS", "WITH"), "starts with", negated=True, values=True),
    ),
    **_all(
        [f"{no}{words}" for no in ("not ", "does not ") for words in _END],
        Phrase(("ENDS", "WITH"), "ends with", negated=True, values=True),
    ),
    **_all(["not mentions", "does not mention"], Phrase(("MENTIONS",), "mentions", negated=True, values=True)),
    **_all(["not matches", "does not match"], Phrase(("MATCHES",), "matches", negated=True, values=True)),
    **_all(
        ["in the last", "in last", "in the past", "during the last", "over the last", "during", "for the last"],
        Phrase(("WITHIN",), "within", values=True),
    ),
}

NEEDLESS: Mapping[str, str] = {
    "then": "points follow the condition at once",
    **dict.fromkeys(("points", "point", "pts", "pt"), "what is added is always points"),
    "ago": "`within 30 days` looks back from the moment of scoring",
    "times": "only `at least` and `exactly` count times",
    "end": "a rule ends where the next statement begins",
}

# What a word may stand for, in the order in which it is tried.
SYNONYMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(("give", "gives", "award", "awards", "plus", "gets", "get"), (("ADD", "add"),)),
    **dict.fromkeys(("minus", "deduct", "deducts", "remove", "lose", "take"), (("SUBTRACT", "subtract"),)),
    **dict.fromkeys(("else", "default", "others", "other", "rest", "_"), (("OTHERWISE", "otherwise"),)),
    **dict.fromkeys(("null", "empty", "blank", "none", "unknown"), (("MISSING", "missing"),)),
    **dict.fromkeys(("maximum", "cap", "limit", "capped", "upto"), (("MAX", "max"),)),
    **dict.fromkeys(("minimum", "floor"), (("MIN", "min"),)),
    **dict.fromkeys(("fades", "decay", "decaying", "decays"), (("FADING", "fading"),)),
    **dict.fromkeys(("halves", "halve"), (("HALVING", "halving"),)),
    **dict.fromkeys(("loses",), (("LOSING", "losing"),)),
    **dict.fromkeys(("expires", "expire"), (("EXPIRING", "expiring"),)),
    **dict.fromkeys(("label", "called", "named"), (("AS", "as"),)),
    **dict.fromkeys(("reason",), (("BECAUSE", "because"),)),
    **dict.fromkeys(("whenever", "case", "rule"), (("WHEN", "when"),)),
    **dict.fromkeys(("foreach", "every", "forall"), (("EACH", "each"),)),
    **dict.fromkeys(("set", "var", "const", "define", "def"), (("LET", "let"),)),
    **dict.fromkeys(("import", "include", "includes"), (("USE", "use"),)),
    **dict.fromkeys(("string", "varchar", "str"), (("TEXT", "text"),)),
    **dict.fromkeys(("int",), (("INTEGER", "integer"),)),
    **dict.fromkeys(("decimal", "float", "double", "numeric"), (("NUMBER_WORD", "number"),)),
    **dict.fromkeys(("bool",), (("BOOLEAN", "boolean"),)),
    **dict.fromkeys(("datetime", "timestamp"), (("TIME_WORD", "time"),)),
}

_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

NUMBER_WORDS: Mapping[str, str] = {
    **{word: str(n) for n, word in enumerate(_DIGITS, start=1)},
    "twice": "2 times",
    "thrice": "3 times",
}
