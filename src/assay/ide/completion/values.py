"""Values that fit at a cursor: words of a `one of`, values seen, true and false, durations, functions."""

from collections.abc import Iterator, Mapping, Sequence

from assay.builtins import AGGREGATES, FUNCTIONS, Signature
from assay.ide.completion.cursor import Cursor
from assay.ide.completion.item import Item, escaped
from assay.ide.completion.place import Place
from assay.ide.scene import Scene
from assay.syntax import ast, printer
from assay.types import MOMENTS, TEXTUAL, Kind, Type

Seen = Mapping[tuple[str, str], Sequence[str]]  # (table, field): its values in the sample, the most frequent first

_DURATIONS = (
    "7 days",
    "14 days",
    "30 days",
    "60 days",
    "90 days",
    "180 days",
    "365 days",
    "1 day",
    "2 weeks",
    "4 hours",
)
_MOST = 100


def values(cursor: Cursor, place: Place, scene: Scene, seen: Seen) -> Iterator[Item]:
    """Literals a place takes, the likeliest first."""
    expected = cursor.expected
    if "STRING" in expected or cursor.in_text:
        yield from _texts(cursor, place, scene, seen)
    if cursor.in_text:
        return
    if "TRUE" in expected and place.wanted is not None and place.wanted.kind is Kind.BOOLEAN and place.compared:
        yield from (Item(word, "value", word, "", 0, ("phrase", word)) for word in ("true", "false"))
    if _duration_fits(cursor, place):
        yield from (Item(text, "value", text, "", 0) for text in _DURATIONS)
    if (
        "AGO" not in expected
        and place.wanted is not None
        and place.wanted.kind in MOMENTS
        and cursor.list_kind == "items"
    ):
        yield from (
            Item(f"{text} ago", "value", f"{text} ago", "before the moment of scoring", 0) for text in _DURATIONS[:5]
        )
    if place.listed and "LSQB" in expected:
        yield Item('["…"]', "snippet", '["${1:value}"]', "a list", 2)
    if "FUNC" in expected and place.slot == "value" and not (place.list_only or place.words_only):
        yield from _functions(place)


def _duration_fits(cursor: Cursor, place: Place) -> bool:
    """A duration is asked for alone, as after `within`, or next to another one."""
    wanted = place.wanted
    if wanted is not None and wanted.kind is Kind.DURATION:
        return True
    only = cursor.previous in ("WITHIN", "EVERY", "AFTER") or (
        cursor.previous == "PER" and "NAME" not in cursor.expected
    )
    return only and "NUMBER" in cursor.expected


def _texts(cursor: Cursor, place: Place, scene: Scene, seen: Seen) -> Iterator[Item]:
    """Texts in quotes: declared words in their order, then what was seen."""
    wanted = place.wanted
    if wanted is None or wanted.kind not in TEXTUAL | {Kind.LIST}:
        return
    known = list(wanted.values)
    found = [] if known and not _is_plain(wanted) else _seen(place, scene, seen)
    for order, text in enumerate(dict.fromkeys((*known, *found))):
        written = printer.text(ast.Text(text, span=cursor.replaced))
        detail = "declared" if text in known else "seen in the data"
        yield Item(written, "value", escaped(written), detail, 0 if order < _MOST else 1)


def _is_plain(wanted: Type) -> bool:
    return wanted.kind is not Kind.ONE_OF


def _seen(place: Place, scene: Scene, seen: Seen) -> Sequence[str]:
    if not isinstance(place.compared, ast.Name):
        return ()
    field = scene.field(place.compared.name)
    return () if field is None else seen.get((field.table, field.name), ())[:_MOST]


# --- functions ----------------------------------------------------------------------------------------------


def _functions(place: Place) -> Iterator[Item]:
    """Those that give what is wanted."""
    for signature in (*FUNCTIONS.values(), *AGGREGATES.values()):
        if _gives(signature, place):
            yield Item(
                f"{signature.name}(…)",
                "function",
                _call(signature),
                signature.doc,
                3 if place.compared is None else 4,
                ("function", signature.name),
            )
    if place.compared is None and place.wanted is not None and place.wanted.kind is Kind.BOOLEAN:
        yield Item("grade(…)", "function", "grade(${1:group})", "the letter of a group", 3, ("phrase", "grade(…)"))
        yield Item("at least K of […]", "snippet", "at least ${1:2} of [${2:condition}, ${3:condition}]", "", 4)


def _gives(signature: Signature, place: Place) -> bool:
    wanted = place.wanted
    if wanted is None or (wanted.kind is Kind.BOOLEAN and place.compared is None):
        return True
    if signature.result is None:
        return any(wanted.kind in kinds for kinds in signature.params)
    return signature.result is wanted.kind or {signature.result, wanted.kind} <= {Kind.NUMBER, Kind.INTEGER}


def _call(signature: Signature) -> str:
    """A call as a snippet; of an aggregate with its window."""
    if signature.name in AGGREGATES:
        value = "condition" if signature.name in ("any", "none", "count") else "field"
        return f"{signature.name}(${{1:{value}}} within ${{2:30 days}})"
    places = ", ".join(f"${{{n + 1}:{name}}}" for n, name in enumerate(("value", "other")[: len(signature.params)]))
    return f"{signature.name}({places})"
