"""What can come next where the cursor is, the likeliest first."""

from collections.abc import Iterable

from assay.builtins import AGGREGATES, FUNCTIONS, OPERATORS
from assay.ide.completion.cursor import cursor_at
from assay.ide.completion.item import Completions, Item
from assay.ide.completion.names import names
from assay.ide.completion.place import place_of
from assay.ide.completion.values import Seen, values
from assay.ide.completion.words import words
from assay.ide.hover import with_example
from assay.ide.hover_symbols import about_symbol
from assay.ide.scene import Scene
from assay.ide.symbols import Symbol
from assay.ide.vocabulary import BY_WORDS

_NOTHING: Seen = {}


def complete(scene: Scene, offset: int, seen: Seen = _NOTHING) -> Completions | None:
    """What can come at a place; None in a comment. `seen`: values of fields in the sample data."""
    cursor = cursor_at(scene.document, offset)
    if cursor is None:
        return None
    place = place_of(cursor, scene)
    if place.slot == "new name":
        return Completions(cursor.replaced, ())
    found = list(values(cursor, place, scene, seen)) if place.slot == "value" else []
    if not cursor.in_text:
        if "NAME" in cursor.expected:
            found += names(cursor, place, scene)
        if place.slot == "value" or "DAY" in cursor.expected:
            found += words(cursor, scene)
    return Completions(cursor.replaced, tuple(_once(sorted(found, key=lambda item: item.rank))))


def _once(items: Iterable[Item]) -> Iterable[Item]:
    """The first of each label."""
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.label, item)
    return seen.values()


def documentation(about: tuple[str, str], scene: Scene) -> str | None:
    """What an item is about, in Markdown; asked for when it is looked at."""
    kind, name = about
    match kind:
        case "phrase":
            phrase = BY_WORDS.get(name)
            return None if phrase is None else with_example(phrase)
        case "operator" | "function":
            signature = OPERATORS.get(name) or FUNCTIONS.get(name) or AGGREGATES.get(name)
            return None if signature is None else with_example(signature)
        case "lead field" | "activity field" | "let" | "group" | "stage":
            return about_symbol(Symbol(kind, name), scene)
        case _:
            return None
