"""The words of the language by what they are in a sentence, read off the grammar: what editors colour."""

from dataclasses import dataclass
from functools import cache

from lark import Lark

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.syntax.table import STARTS, grammar, table
from assay.syntax.words import KEYWORDS, RESULTS, SOFT_KEYWORDS

# Kinds of words, by the rules of the grammar they stand in; a word is of the first kind that has it.
_KINDS = {
    "constants": {"literal"},
    "operators": {"expr", "disjunction", "conjunction", "negation", "compare", "in_op"},
    "types": {"type"},
    "units": {"unit", "period"},
    "options": {"option"},
    "clauses": {"clause", "often"},
}
_STATES = {"known", "missing"}  # what a value is after `is`
_JOINING = {"to", "of", "by", "from", "per", "with"}  # they belong to the word before them


@dataclass(frozen=True)
class Vocabulary:
    constants: tuple[str, ...]
    operators: tuple[str, ...]
    types: tuple[str, ...]
    units: tuple[str, ...]
    options: tuple[str, ...]
    clauses: tuple[str, ...]
    keywords: tuple[str, ...]  # all others: what begins statements, rules and rows, and what joins
    starts: tuple[str, ...]  # those that begin a statement or a rule
    functions: tuple[str, ...]
    results: tuple[str, ...]
    reserved: tuple[str, ...]  # those of the first seven kinds that are never names


@cache
def vocabulary() -> Vocabulary:
    """All words, sorted; every keyword of the grammar is in exactly one of the first seven kinds."""
    by_rule = _words_by_rule()
    left = KEYWORDS | SOFT_KEYWORDS
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, rules in _KINDS.items():
        found = left & {word for rule in rules for word in by_rule.get(rule, ())} - _JOINING
        found |= left & _STATES if kind == "constants" else set()
        kinds[kind] = tuple(sorted(found))
        left -= found
    starts = tuple(sorted(statement_words()))
    return Vocabulary(
        **kinds,
        keywords=tuple(sorted(left)),
        starts=starts,
        functions=tuple(sorted({*FUNCTIONS, *AGGREGATES})),
        results=tuple(sorted(RESULTS)),
        reserved=tuple(sorted(KEYWORDS)),
    )


def statement_words() -> set[str]:
    """The words that may begin a file."""
    first = table().actions[table().starts[STARTS[0]]]
    after = table().gotos[table().starts[STARTS[0]]]["statements"]
    kinds = set(first) | set(table().actions[after])
    return {text for text, kind in table().words.items() if kind in kinds}


def _words_by_rule() -> dict[str, set[str]]:
    texts = {kind: text for text, kind in table().words.items()}
    lark = Lark(grammar(), parser="lalr", lexer="basic", start=list(STARTS))
    found: dict[str, set[str]] = {}
    for rule in lark.rules:
        words = {texts[symbol.name] for symbol in rule.expansion if symbol.name in texts}
        found.setdefault(rule.origin.name, set()).update(words)
    return found
