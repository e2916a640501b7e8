"""Keywords, clauses and operators that fit at a cursor."""

from collections.abc import Iterator

from assay.builtins import OPERATORS, Signature
from assay.ide.completion.cursor import Cursor
from assay.ide.completion.item import Item
from assay.ide.completion.place import left_type
from assay.ide.reading import reads_activity
from assay.ide.scene import Scene
from assay.ide.vocabulary import BY_WORDS, CLAUSES, OPTIONS, OTHERS, SNIPPETS, STATEMENTS, TYPES, Phrase
from assay.source import Span
from assay.syntax import ast
from assay.syntax.build_clauses import Clause
from assay.syntax.table import table
from assay.syntax.tokens import Token
from assay.types import Kind, Type

_META = frozenset({"label", "because", "owner", "review_by", "starting", "until", "off"})
_BECAUSE = frozenset({"because"})
_FITS = {
    "when": _META | {"times", "within", "maximum", "minimum", "decay"},
    "each": _META | {"within", "once_per", "limit", "quota", "maximum", "decay"},
    "group": frozenset({"maximum", "minimum", "weight", "decay"}),
    "total": frozenset({"maximum", "minimum"}),
    "promote": frozenset({"because", "within"}),
    "route": frozenset({"because", "within"}),
    **dict.fromkeys(("match", "first", "best"), _META),
    **dict.fromkeys(("exclude", "disqualify", "ignore", "stage", "never", "always"), _BECAUSE),
}
_ROW = frozenset({"label", "because"})
_OF_ACTIVITIES = frozenset({"times", "within", "decay", "quota", "limit", "once_per"})
_ONCE = frozenset({"model", "lead", "activity", "total"})
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_PERIODS = ("day", "week", "month", "quarter")
_UNITS = ("days", "hours", "weeks", "minutes")


def words(cursor: Cursor, scene: Scene) -> Iterator[Item]:
    """All that is no name and no value."""
    if cursor.list_kind in ("statements", "rules", "items") and (cursor.at_line_start or not cursor.item):
        yield from _beginnings(cursor, scene)
    if cursor.list_kind == "rows" and "OTHERWISE" in cursor.expected:
        yield from (_item(BY_WORDS[word], "keyword", 2) for word in ("under", "over", "otherwise"))
        yield Item("in", "keyword", "in ", "an item of a list", 2, ("operator", "in"))
        yield Item("missing", "keyword", "missing", "where there is no value", 2)
    if cursor.anew:
        return
    if "EQ" in cursor.expected and "LPAR" not in cursor.expected:
        left = left_type(cursor, scene)
        yield from _operators(left)
        if left is not None and left.kind is not Kind.BOOLEAN:
            return
    if "WITHIN" in cursor.expected or "AS" in cursor.expected:
        yield from _clauses(cursor, scene)
    yield from _others(cursor)


def _beginnings(cursor: Cursor, scene: Scene) -> Iterator[Item]:
    """Statements, rules or parts of an example, with those declared once left out."""
    rank = 1 if cursor.anew else 4
    if cursor.list_kind == "items":
        yield from (_item(phrase, "keyword", rank) for phrase in OTHERS if phrase.words == "expect")
        yield Item("lead", "keyword", "lead { $0 }", "the lead of this example", rank, ("phrase", "lead"))
        yield Item("activity", "keyword", "activity { $0 }", "what the lead did", rank, ("phrase", "activity"))
        return
    for phrase in STATEMENTS[:1] if cursor.in_choice else STATEMENTS:
        first = phrase.words.split()[0]
        if table().words[first] in cursor.restarted and not (first in _ONCE and _declared(first, scene)):
            yield _item(phrase, "keyword", rank)
    for phrase in () if cursor.in_choice else SNIPPETS:
        if table().words[_first_word(phrase)] in cursor.restarted:
            yield _item(phrase, "snippet", rank + 1)


def _first_word(phrase: Phrase) -> str:
    return (phrase.snippet or phrase.words).split()[0]


def _declared(word: str, scene: Scene) -> bool:
    names = scene.names
    return {"model": names.model, "lead": names.lead, "activity": names.activity, "total": names.total}[
        word
    ] is not None


def _item(phrase: Phrase, kind: str, rank: int) -> Item:
    insert = phrase.snippet or phrase.words
    label = phrase.words
    return Item(
        label, "snippet" if kind == "snippet" else "keyword", insert, _short(phrase.doc), rank, ("phrase", label)
    )


def _short(doc: str) -> str:
    """The first part of a documentation, as it stands beside a label."""
    return doc.split(". ", maxsplit=1)[0].split(": ", maxsplit=1)[0].rstrip(".")


# --- operators ----------------------------------------------------------------------------------------------


def _operators(left: Type | None) -> Iterator[Item]:
    """Those that take the value before the cursor."""
    for name in (*_COMPARISONS, *(name for name in OPERATORS if name not in _COMPARISONS)):
        if name in ("and", "or", "implies", "not"):
            continue
        signature = OPERATORS[name]
        if left is None or left.kind in signature.params[0]:
            yield Item(
                name, "operator", name, _short(signature.doc), _operator_rank(signature, left), ("operator", name)
            )


def _operator_rank(signature: Signature, left: Type | None) -> int:
    likely = left is not None and len(signature.params[0]) <= 3
    return 1 if likely or signature.name in ("==", "in", "is known", "is missing") else 2


# --- clauses ------------------------------------------------------------------------------------------------


def _clauses(cursor: Cursor, scene: Scene) -> Iterator[Item]:
    """Clauses that fit the statement, each once; those about activities only where it is about some."""
    item = cursor.item
    owner = item[0].text if item and isinstance(item[0], Token) else ""
    fits = _ROW if cursor.list_kind == "rows" else _FITS.get("when" if owner == "if" else owner, frozenset())
    taken = {clause.slot for part in item if isinstance(part, list) for clause in part if isinstance(clause, Clause)}
    lead_only = owner in ("when", "if") and not _about_activities(item, scene)
    for phrase in CLAUSES:
        slot = phrase.slot or ""
        if slot not in fits or slot in taken or table().words[phrase.words.split()[0]] not in cursor.expected:
            continue
        if lead_only and slot in _OF_ACTIVITIES:
            continue
        yield _item(phrase, "keyword", 3)


def _about_activities(item: list[object], scene: Scene) -> bool:
    condition = next((part for part in item if isinstance(part, ast.Expr)), None)
    if condition is None and len(item) > 1 and isinstance(item[1], Token):
        condition = ast.Name(item[1].text.strip("`"), span=Span(scene.document.source, 0, 0))
    return condition is None or reads_activity(condition, scene)


# --- the rest ------------------------------------------------------------------------------------------------


def _others(cursor: Cursor) -> Iterator[Item]:
    expected = cursor.expected
    for name in ("and", "or", "implies"):
        if name.upper() in expected:
            yield Item(
                name, "operator", name, _short(OPERATORS[name].doc), 2 if name != "implies" else 4, ("operator", name)
            )
    if "BOOLEAN" in expected:
        yield from (_item(phrase, "keyword", 1) for phrase in TYPES)
    if "SPLIT" in expected and cursor.list_kind == "fields":
        yield from (_item(phrase, "keyword", 1) for phrase in OPTIONS)
    for phrase in OTHERS:
        if _fits(phrase, cursor):
            yield _item(phrase, "keyword", 2)
    if "DAY" in expected and "DAYS" not in expected:
        yield from (Item(period, "keyword", period, "a calendar period", 1) for period in _PERIODS)
    if "DAYS" in expected and _is_length(cursor):
        yield from (Item(unit, "keyword", unit, "", 1) for unit in _UNITS)
    yield from (Item(word, "keyword", word, "", 2) for word in _bare(cursor))


def _is_length(cursor: Cursor) -> bool:
    """Whether the number before the cursor begins a duration."""
    before = cursor.machine.tokens[-4].kind if len(cursor.machine.tokens) > 3 else ""
    return cursor.previous == "NUMBER" and before in ("WITHIN", "EVERY", "AFTER", "PER", "COLON")


_PLAIN = frozenset(
    {"add", "subtract", "per", "otherwise", "sticky", "times", "since", "where", "compounding", "ago"} | {"timezone"}
)


def _fits(phrase: Phrase, cursor: Cursor) -> bool:
    word = table().words.get(phrase.words)
    if phrase.words not in _PLAIN or word not in cursor.expected:
        return False
    if phrase.words == "per":
        return "AS" in cursor.expected  # behind points, and not behind `once`
    return phrase.words != "compounding" or cursor.list_kind in ("statements", "rules")


def _kinds(cursor: Cursor) -> set[str]:
    return {part.kind for part in cursor.item[:1] if isinstance(part, Token)}


_GOING_ON = (
    "per",
    "when",
    "if",
    "known",
    "missing",
    "not",
    "to",
    "of",
    "by",
    "with",
    "every",
    "after",
    "from",
    "at",
    "as",
    "least",
    "most",
)


def _bare(cursor: Cursor) -> Iterator[str]:
    """Words that only go on with what was begun: `with` after `starts`, `when` after `promote to MQL`."""
    begun = bool(cursor.item) and not (cursor.at_line_start and "EACH" in cursor.expected)
    for word in _GOING_ON:
        kind = table().words[word]
        if kind not in cursor.expected or not begun:
            continue
        if word == "per" and "AS" in cursor.expected:
            continue
        if word in ("when", "if") and "EACH" in cursor.expected:
            continue
        if word == "at" and "STICKY" not in cursor.expected and cursor.previous != "STICKY":
            continue
        if word == "as" and "EXAMPLE" not in _kinds(cursor):
            continue
        if word in ("from", "missing", "not") and ("EACH" in cursor.expected or "ADD" in cursor.expected):
            continue
        yield word
