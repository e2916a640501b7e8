"""The word lists of the Vim syntax file and of the Emacs mode."""

from collections.abc import Iterable, Iterator

from tests.editors.vocabulary import Vocabulary

_GROUPS = (
    ("assayKeyword", ("keywords", "clauses", "options")),
    ("assayOperator", ("operators",)),
    ("assayType", ("types",)),
    ("assayUnit", ("units",)),
    ("assayConstant", ("constants",)),
    ("assayResult", ("results",)),
    ("assayFunction", ("functions",)),
)
_OPTIONS = {"contains", "transparent", "conceal", "contained"}  # of `syntax keyword` itself


def vim(words: Vocabulary) -> str:
    """One `syntax` line a word list. Functions only before a bracket."""
    lines = []
    for group, kinds in _GROUPS:
        found = _words(words, kinds)
        if group == "assayFunction":
            lines.append(rf"syntax match {group} /\v<({'|'.join(found)})\ze\(/")
            continue
        lines.append(f"syntax keyword {group} {' '.join(word for word in found if word not in _OPTIONS)}")
        lines += [rf"syntax match {group} /\<{word}\>/" for word in found if word in _OPTIONS]
    return "\n".join(lines) + "\n"


def emacs(words: Vocabulary) -> str:
    """One `defconst` a word list."""
    return "".join(_constants(words))


def _constants(words: Vocabulary) -> Iterator[str]:
    names = (
        ("keywords", ("keywords", "clauses", "options")),
        ("clauses", ("clauses",)),
        ("operators", ("operators",)),
        ("types", ("types",)),
        ("units", ("units",)),
        ("constants", ("constants",)),
        ("results", ("results",)),
        ("functions", ("functions",)),
        ("reserved", ("reserved",)),
    )
    for name, kinds in names:
        lines = _wrapped(f'"{word}"' for word in _words(words, kinds))
        yield f"(defconst assay-mode--{name}\n  '({lines}))\n"


def _words(words: Vocabulary, kinds: Iterable[str]) -> list[str]:
    return sorted({word for kind in kinds for word in getattr(words, kind)})


def _wrapped(words: Iterable[str]) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 90:
            lines.append("")
        lines[-1] += f"{word} "
    return "\n    ".join(line.strip() for line in lines)
