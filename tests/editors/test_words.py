"""The word lists of the editors are those of the grammar."""

from assay.syntax import KEYWORDS, SOFT_KEYWORDS
from assay.syntax.table import table
from tests.editors.generate import written
from tests.editors.vocabulary import vocabulary


def test_generated_words_are_up_to_date() -> None:
    stale = [path.name for path, text in written() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make reference`"


def test_every_word_of_the_grammar_has_one_kind() -> None:
    words = vocabulary()
    kinds = (words.constants, words.operators, words.types, words.units, words.options, words.clauses, words.keywords)
    sorted_out = [word for kind in kinds for word in kind]
    assert sorted(sorted_out) == sorted(table().words) == sorted(KEYWORDS | SOFT_KEYWORDS)


def test_words_are_sorted_out_as_people_would() -> None:
    words = vocabulary()
    assert {"when", "add", "each", "group", "example"} <= set(words.keywords)
    assert {"within", "halving", "because"} <= set(words.clauses)
    assert {"and", "contains", "in"} <= set(words.operators)
    assert words.constants == ("false", "known", "missing", "true")
    assert {"stage", "let", "when"} <= set(words.starts)
    assert {"any", "sum", "domain"} <= set(words.functions)
