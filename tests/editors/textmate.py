"""The TextMate grammar of the VS Code extension.

It sees a line at a time and cannot know where a soft word is a name, so it goes by what stands beside the word. The
server's semantic tokens put right what it gets wrong.
"""

import json
import plistlib
from collections.abc import Iterable

from tests.editors.vocabulary import Vocabulary

NAME = r"(?:[^\W\d]\w*|`[^`\n]*`)"
NUMBER = r"[0-9][0-9_]*(?:\.[0-9]+)?"
# What follows a name and not a keyword.
_AFTER_NAME = (
    r"(?!\s*(?:[=!<>+*/,)\]:]|-\s|(?:is|in|not in|contains|mentions|matches|starts with|ends with|and|or|implies)\b))"
)
# What comes before a name and not a keyword.
_BEFORE_NAME = r"(?<![\w`.])(?<![=<>+*/(\[]\s)(?<!\b(?:and|not) )(?<!\bor )(?<!\b(?:when|each) )(?<!\bif )"

Rule = dict[str, object]


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _match(pattern: str, scope: str) -> Rule:
    return {"match": pattern, "name": f"{scope}.assay"}


def _groups(pattern: str, *scopes: str) -> Rule:
    """A rule each of whose groups has a scope."""
    captures = {str(number): {"name": f"{scope}.assay"} for number, scope in enumerate(scopes, 1)}
    return {"match": pattern, "captures": captures}


def grammar(words: Vocabulary, note: str) -> str:
    """The grammar as JSON, for VS Code."""
    return json.dumps(_whole(words, note), indent=2) + "\n"


def plist(words: Vocabulary, note: str) -> str:
    """The same as a property list, for Sublime Text."""
    whole = {**_whole(words, note), "fileTypes": ["assay"]}
    return plistlib.dumps(whole, sort_keys=False).decode().replace("\t", "  ")


def _whole(words: Vocabulary, note: str) -> Rule:
    sections = {
        "comment": [_match(r"#.*$", "comment.line.number-sign")],
        "text": [_text()],
        "literals": _literals(words),
        "declarations": _declarations(words),
        "words": _words(words),
        "symbols": _symbols(),
    }
    return {
        "information_for_contributors": [note],
        "name": "Assay",
        "scopeName": "source.assay",
        "patterns": [{"include": f"#{name}"} for name in sections],
        "repository": {name: {"patterns": patterns} for name, patterns in sections.items()},
    }


def _text() -> Rule:
    return {
        "begin": '"',
        "end": '"|(?=$)',
        "name": "string.quoted.double.assay",
        "patterns": [_match(r"\\.", "constant.character.escape")],
    }


def _literals(words: Vocabulary) -> list[Rule]:
    units = _any(set(words.units) - {"month", "quarter"})
    return [
        _match(
            r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:(?:T|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?", "constant.numeric.date"
        ),
        _groups(rf"\b({NUMBER})\s+({units})\b", "constant.numeric", "keyword.other.unit"),
        _match(rf"\b{NUMBER}", "constant.numeric"),
        _match(r"\b(?:true|false)\b", "constant.language.boolean"),
        _groups(r"\b(is)\s+(known|missing)\b", "keyword.operator.wordlike", "constant.language"),
        _groups(rf"\b(per)\s+({_any(set(words.units))})\b(?!\s*\()", "keyword.other", "keyword.other.unit"),
    ]


def _declarations(words: Vocabulary) -> list[Rule]:
    types = _any(set(words.types) - {"one", "list", "text"}) + "|one\\s+of|list\\s+of\\s+text|text"
    keyword, name = "keyword.control", "entity.name"
    return [
        _groups(rf"^\s*(let)\s+({NAME})", keyword, "variable.other.constant"),
        _groups(rf"^\s*(group)\s+({NAME})", keyword, f"{name}.namespace"),
        _groups(rf"^\s*(grade)\s+({NAME})\s*(?=\{{)", keyword, f"{name}.namespace"),
        _groups(rf"^\s*(stage)\s+({NAME})\s+(?=(?:sticky|at|when|if)\b)", keyword, f"{name}.type"),
        _groups(r"\b(sticky\s+)?(at)\s+(?=[0-9(])", keyword, keyword),
        _groups(rf"^\s*(promote)\s+(to)\s+({NAME})", keyword, keyword, f"{name}.type"),
        _groups(
            rf"(?:^|(?<=\{{))\s*({NAME})\s+({types})\b(?=\s*(?:$|#|\"|key\b|exact\b|from\b|format\b|split\b|\}}))",
            "variable.other.property",
            "storage.type",
        ),
        _groups(rf"({NAME})\s*(:)", "variable.other.property", "punctuation.separator"),
        _groups(rf"(?<!\w)({_any(words.functions)})(?=\()", "support.function"),
        _match(r"(?<!\w)[^\W\d]\w*(?=\()", "entity.name.function"),
        _match(r"`[^`\n]*`", "variable.other.quoted"),
    ]


def _words(words: Vocabulary) -> list[Rule]:
    reserved = set(words.reserved)
    operators = {*words.operators, "known"} - {"starts", "ends", "known"}
    begin = set(words.starts) - reserved
    soft = {*words.keywords, *words.clauses, *words.options} - reserved - begin - {"at", "once", "least"}
    return [
        _match(r"\b(?:starts|ends)\s+with\b", "keyword.operator.wordlike"),
        _groups(r"\b(or)\s+(more|less)\b", "keyword.operator.wordlike", "keyword.other"),
        _match(rf"\b(?:{_any(operators & reserved)})\b", "keyword.operator.wordlike"),
        _match(
            r"\b(?:at\s+least|at\s+most|(?<=exactly\s)once|once(?=\s+per\b)|exactly(?=\s+(?:once|[0-9])))\b",
            "keyword.other",
        ),
        _groups(r"(?<=\bminute|\bhour|\bday|\bweek|minutes|hours|days|weeks)\s+(ago)\b", "keyword.other"),
        _groups(r"^\s*(ignore)\s+(activity)\b", "keyword.control", "keyword.control"),
        _groups(r"\b(match)\s+(?=[^{]*\{)", "keyword.control"),
        _match(rf"\b(?:{_any(reserved - operators)})\b", "keyword.control"),
        _match(rf"(?:^\s*|(?<=[{{}}]\s))(?:{_any(begin)})\b{_AFTER_NAME}", "keyword.control"),
        _match(rf"{_BEFORE_NAME}\b(?:{_any(soft)})\b{_AFTER_NAME}", "keyword.other"),
        _match(rf"(?<![\w`])(?:{_any(words.results)})\b", "variable.language"),
    ]


def _symbols() -> list[Rule]:
    return [
        _match(r"==|!=|<=|>=|<|>|[-+*/=%]", "keyword.operator"),
        _match(r"[{}\[\]()]", "punctuation.section.brackets"),
        _match(r"[,:]", "punctuation.separator"),
    ]
