"""The word lists of the editors, written from the grammar.

`python -m tests.editors.generate` writes them anew, and so does `make reference`. In files written by hand the lists
stand between two marks, a list a line; everything else in those files is left as it is.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from assay.syntax.words import KEYWORDS, MISTAKEN, SOFT_KEYWORDS, UNITS_ELSEWHERE
from tests.editors import queries, textmate, word_lists
from tests.editors.vocabulary import Vocabulary, vocabulary

EDITORS = Path(__file__).parents[2] / "editors"
NOTE = "Written by `python -m tests.editors.generate` from the grammar."
_SECTION = re.compile(r"(^[^\n]*generated:[^\n]*\n).*?(^[^\n]*\bend\b[^\n]*$)", re.DOTALL | re.MULTILINE)


def words_js(_words: Vocabulary) -> str:
    lines = "".join(f'  "{word}",\n' for word in sorted(KEYWORDS | SOFT_KEYWORDS))
    return f"// {NOTE}\nmodule.exports = [\n{lines}];\n"


def words_h(words: Vocabulary) -> str:
    """One line a word: the name of its token, its text, and whether it is reserved, begins a statement, or is soft."""
    rows = "".join(
        f'  W({word.upper()}, "{word}", {_scanner_kind(word, words)}) \\\n' for word in sorted(KEYWORDS | SOFT_KEYWORDS)
    )
    mistaken = "".join(f'"{word}", ' for word in sorted(MISTAKEN))
    units = "".join(f'"{word}", ' for word in sorted(UNITS_ELSEWHERE))
    return (
        f"// {NOTE}\n// clang-format off\n#define ASSAY_WORDS(W) \\\n{rows}\n"
        f"#define ASSAY_MISTAKEN {mistaken}\n#define ASSAY_UNITS_ELSEWHERE {units}\n"
    )


def _scanner_kind(word: str, words: Vocabulary) -> str:
    if word in KEYWORDS:
        return "RESERVED"
    return "STARTS_STATEMENT" if word in words.starts else "SOFT"


def copied(name: str) -> Callable[[Vocabulary], str]:
    """A query that editors take as it is."""
    return lambda _words: (EDITORS / "tree-sitter-assay" / "queries" / name).read_text(encoding="utf-8")


FILES: dict[str, Callable[[Vocabulary], str]] = {
    "tree-sitter-assay/words.js": words_js,
    "tree-sitter-assay/src/words.h": words_h,
    "tree-sitter-assay/queries/highlights.scm": lambda words: queries.neovim(words, NOTE),
    "others/Assay.tmLanguage": lambda words: textmate.plist(words, NOTE),
    "vscode/syntaxes/assay.tmLanguage.json": lambda words: textmate.grammar(words, NOTE),
    "neovim/queries/assay/highlights.scm": lambda words: queries.neovim(words, NOTE),
    "neovim/queries/assay/folds.scm": copied("folds.scm"),
    "neovim/queries/assay/indents.scm": copied("indents.scm"),
    "neovim/queries/assay/injections.scm": copied("injections.scm"),
    "neovim/queries/assay/locals.scm": copied("locals.scm"),
    "helix/queries/assay/injections.scm": copied("injections.scm"),
    "helix/queries/assay/highlights.scm": lambda words: queries.helix(words, NOTE),
}
SECTIONS: dict[str, Callable[[Vocabulary], str]] = {
    "neovim/syntax/assay.vim": word_lists.vim,
    "emacs/assay-mode.el": word_lists.emacs,
}


def written() -> Iterator[tuple[Path, str]]:
    """Every file with generated words, as it should be."""
    for name, make in FILES.items():
        yield EDITORS / name, make(vocabulary())
    for name, make in SECTIONS.items():
        page = (EDITORS / name).read_text(encoding="utf-8")
        section = make(vocabulary())
        yield EDITORS / name, _SECTION.sub(lambda found, text=section: found[1] + text + found[2], page)  # type: ignore[misc]


if __name__ == "__main__":
    for path, text in written():
        path.write_text(text, encoding="utf-8")
