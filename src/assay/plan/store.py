"""Plans as files: versioned JSON, read back only if every part of it makes sense.

A stored plan runs without the rules it came from, so that it is not trusted: a file that is cut short, foreign, of
a newer version or changed by hand gives a PlanError with one sentence, before any engine sees it.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import attrgetter

from pydantic import TypeAdapter, ValidationError

from assay.plan import nodes
from assay.plan.errors import PlanError
from assay.plan.nodes import PLAN_VERSION, Plan
from assay.plan.validate import validate

FORMAT = "assay-plan"
_SIZE = 500_000_000  # characters

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def to_json(plan: Plan) -> str:
    """One JSON object. Fields that have their default value are left out."""
    plain = {"format": FORMAT, **_plain(plan)}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character from a host's own text: only escapes can carry it
        return json.dumps(plain, separators=(",", ":"))
    return text


def from_json(text: str) -> Plan:
    """The plan that `to_json` wrote. Raises PlanError."""
    plain = _parsed(text)
    version = plain.pop("version", None)
    if plain.pop("format", None) != FORMAT or type(version) is not int:
        raise PlanError("this is no plan: `assay plan RULES --format json` writes one")
    if version > PLAN_VERSION:
        raise PlanError(
            f"this plan is of format {version}, from a newer Assay; this one reads format {PLAN_VERSION}: "
            "update Assay, or plan the rules again with this one"
        )
    if version < PLAN_VERSION:
        raise PlanError(f"this plan is of format {version}, from an older Assay: plan the rules again")
    plan = _built({"version": version, **plain})
    validate(plan)
    return plan


def _parsed(text: str) -> dict[str, Json]:
    if len(text) > _SIZE:
        raise PlanError("this plan is too large to be read")
    try:
        plain = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise PlanError("this plan is nested too deeply to be read") from None
    except ValueError as error:
        raise PlanError(f"this plan is damaged: it is not whole as JSON ({_place_of(error)})") from None
    if not isinstance(plain, dict):
        raise PlanError("this is no plan: `assay plan RULES --format json` writes one")
    return plain


def _no_number(name: str) -> None:
    raise ValueError(f"`{name}` is no number")


def _place_of(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return str(error).split("\n", maxsplit=1)[0][:80]


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def _built(plain: dict[str, Json]) -> Plan:
    try:
        return _adapter().validate_python(plain)
    except ValidationError as error:
        raise PlanError(_what_is_wrong(error)) from None


def _what_is_wrong(error: ValidationError) -> str:
    """The first mistake; what is wrong with a node read as another kind of node is none."""
    found = error.errors(include_url=False, include_input=False)
    if any(mistake["type"].startswith("recursion") for mistake in found):
        return "this plan is nested too deeply to be read"
    other_kinds = {mistake["loc"][:-1] for mistake in found if mistake["loc"][-1] == "node"}
    first = next((mistake for mistake in found if not _begins_with_any(mistake["loc"], other_kinds)), found[0])
    place = ".".join(str(part) for part in first["loc"] if part not in _KINDS_OF_NODES)
    return f"this plan is damaged at `{place}`: {first['msg'].lower()}"


def _begins_with_any(place: tuple[int | str, ...], beginnings: set[tuple[int | str, ...]]) -> bool:
    return any(place[:length] in beginnings for length in range(1, len(place) + 1))


# --- writing -------------------------------------------------------------------------------------------------

_Shape = tuple[tuple[str, Callable[[object], object], object], ...]


def _shape(node: type) -> _Shape:
    """Name, getter and default of each field; where there is none, a mark that no value is."""
    return tuple((f.name, attrgetter(f.name), f.default) for f in fields(node))


_KINDS_OF_NODES = {"Const", "ConstSet", "LeadField", "ActivityField", "Var", "Op"}
_SHAPES: dict[type, _Shape] = {
    node: _shape(node) for node in vars(nodes).values() if isinstance(node, type) and is_dataclass(node)
}


def _plain(node: object) -> dict[str, Json]:
    """A node as an object; one call a level, so that the deepest plan fits the stack."""
    plain: dict[str, Json] = {}
    for name, get, default in _SHAPES[type(node)]:
        value = get(node)
        if value is default or (not value and value == default and type(value) is type(default)):
            continue
        if type(value) is tuple:
            plain[name] = [_plain_item(item) for item in value]
        else:
            plain[name] = value if isinstance(value, str | int | None) else _plain(value)
    return plain


def _plain_item(item: object) -> Json:
    if isinstance(item, str | int | None):
        return item
    return [_plain_item(part) for part in item] if type(item) is tuple else _plain(item)
