"""Names that fit at a cursor: fields, `let`s, groups, stages, results."""

from collections.abc import Iterable, Iterator
from itertools import islice

from assay.check.kinds import one_kind
from assay.check.names import RESULTS
from assay.ide.completion.cursor import Cursor
from assay.ide.completion.item import Item, escaped
from assay.ide.completion.place import Place
from assay.ide.hover_symbols import detail
from assay.ide.scene import Scene
from assay.ide.symbols import Symbol, SymbolKind
from assay.syntax import ast
from assay.syntax.tokens import Token
from assay.syntax.words import needs_backticks
from assay.types import BOOLEAN, NUMBER, STAGE, Kind, Type

_RESULT_TYPES = {"score": NUMBER, "stage": STAGE, "disqualified": BOOLEAN, "route": Type(Kind.TEXT)}
_RESULT_DOCS = {
    "score": "the sum of the groups",
    "stage": "where the lead stands",
    "disqualified": "whether any `disqualify` is true",
    "route": "whose lead it is",
}
_READ_RESULTS = frozenset({"stage", "promote", "route", "never", "always", "expect"})
_ABOUT_ACTIVITIES = frozenset({"each", "ignore"})


MOST = 100  # of one kind; of more, those that have in them what was typed


def few(named: Iterable[str], cursor: Cursor) -> list[str]:
    """Not more names than a person looks through."""
    typed = cursor.typed.casefold()
    return list(islice((name for name in named if typed in name.casefold()), MOST))


def names(cursor: Cursor, place: Place, scene: Scene) -> Iterator[Item]:
    """The names a place takes, the likeliest first."""
    match place.slot:
        case "stage":
            yield from _stages(scene, 1)
        case "group":
            yield from (_named("group", name, scene, 1) for name in few(scene.names.groups, cursor))
            yield Item("score", "result", "score", _RESULT_DOCS["score"], 2)
        case "activity field":
            yield from (_named("activity field", name, scene, 1) for name in scene.activity)
        case "given":
            yield from _givens(cursor, place, scene)
        case "value":
            yield from _values(cursor, place, scene)


def _named(kind: SymbolKind, name: str, scene: Scene, rank: int) -> Item:
    shown: dict[SymbolKind, str] = {"lead field": "field", "activity field": "field"}
    written = f"`{name}`" if needs_backticks(name) else name
    item_kind = "list" if kind == "let" and _is_list(name, scene) else shown.get(kind, kind)
    return Item(name, item_kind, escaped(written), detail(Symbol(kind, name), scene), rank, (kind, name))  # type: ignore[arg-type]


def _is_list(name: str, scene: Scene) -> bool:
    value = scene.env.lets.get(name)
    return value is not None and value.type.kind is Kind.LIST


def _stages(scene: Scene, rank: int) -> Iterator[Item]:
    return (_named("stage", name, scene, rank) for name in scene.names.stages)


def _givens(cursor: Cursor, place: Place, scene: Scene) -> Iterator[Item]:
    """Fields that an example has not given yet."""
    fields = scene.lead if place.table == "lead" else scene.activity
    given = {value.field.name for value in _last_list(cursor.machine.values) if isinstance(value, ast.Given)}
    kind: SymbolKind = "lead field" if place.table == "lead" else "activity field"
    for name in fields:
        if name not in given and not (place.table == "activity" and name == _key(scene)):
            item = _named(kind, name, scene, 1)
            yield Item(item.label, item.kind, f"{item.insert}: ", item.detail, item.rank, item.about)


def _key(scene: Scene) -> str | None:
    key = scene.rules.stands.activity.key
    return None if key is None else key.name


def _last_list(values: list[object]) -> list[object]:
    return next((value for value in reversed(values) if isinstance(value, list)), [])


# --- in expressions -----------------------------------------------------------------------------------------


def _values(cursor: Cursor, place: Place, scene: Scene) -> Iterator[Item]:
    wanted = place.wanted
    if wanted is not None and wanted.kind is Kind.STAGE:
        yield from _stages(scene, 1)
        return
    owner = cursor.item[0].text if cursor.item and isinstance(cursor.item[0], Token) else ""
    compared = place.compared is not None
    yield from islice(_lets(cursor, place, scene, compared=compared), MOST)
    if not (place.words_only and compared) and cursor.list_kind != "rows":
        yield from _fields(place, scene, activities_first=owner in _ABOUT_ACTIVITIES or place.table == "activity")
    if owner in _READ_RESULTS or owner == "disqualify":
        yield from () if place.list_only else _results(owner, wanted, compared=compared)
    if place.list_only:
        return
    if (owner in _READ_RESULTS or owner in ("when", "disqualify")) and _suits(NUMBER, wanted, compared=compared):
        yield from (
            _named("group", name, scene, 4 if owner == "when" else 2) for name in few(scene.names.groups, cursor)
        )


def _lets(cursor: Cursor, place: Place, scene: Scene, *, compared: bool) -> Iterator[Item]:
    typed, many = cursor.typed.casefold(), len(scene.names.lets) > MOST
    for name, let in scene.names.lets.items():
        if many and typed not in name.casefold():
            continue
        value = scene.env.lets.get(name)
        found = None if value is None else value.type
        is_list = isinstance(let, ast.LetFile) or (found is not None and found.kind is Kind.LIST)
        if is_list is not place.listed and (is_list or compared) and not (place.words_only and not is_list):
            continue
        rank = 1 if is_list else _rank(found, place.wanted)
        if is_list or _suits(found, place.wanted, compared=compared):
            yield _named("let", name, scene, rank)


def _fields(place: Place, scene: Scene, *, activities_first: bool) -> Iterator[Item]:
    compared = place.compared is not None
    subject = place.compared.name if isinstance(place.compared, ast.Name) else None
    for table, kind in ((scene.lead, "lead field"), (scene.activity, "activity field")):
        for name, field in table.items():
            if name == subject or (kind == "activity field" and name in scene.lead):
                continue
            if place.list_only and field.type.kind is not Kind.LIST:
                continue
            if place.list_only or _suits(field.type, place.wanted, compared=compared):
                last = (kind == "lead field") is activities_first or compared
                yield _named(kind, name, scene, _rank(field.type, place.wanted) + last)  # type: ignore[arg-type]


def _results(owner: str, wanted: Type | None, *, compared: bool) -> Iterator[Item]:
    allowed = ("score",) if owner in ("stage", "disqualify") else RESULTS
    for name in allowed:
        if _suits(_RESULT_TYPES[name], wanted, compared=compared):
            yield Item(name, "result", name, _RESULT_DOCS[name], 1, ("phrase", name))


def _suits(found: Type | None, wanted: Type | None, *, compared: bool) -> bool:
    """Where a condition begins, any value can be its left side; next to one, those of its type."""
    if found is None or wanted is None or (wanted.kind is Kind.BOOLEAN and not compared):
        return True
    return one_kind(found, wanted)


def _rank(found: Type | None, wanted: Type | None) -> int:
    if found is None or wanted is None:
        return 2
    return 1 if one_kind(found, wanted) else 2
