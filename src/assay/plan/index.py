"""The index: which rules a single value of the lead can decide, and how.

An engine that looks a lead's values up here touches only the rules that can matter: those that read one field
alone, by that field's value, and conjunctions, by the value of their most selective equality.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assay.plan.nodes import Const, ConstSet, Expr, IndexEntry, LeadField, NamedList, Op, Rule, Value, Var

How = Literal["equality", "range", "text", "list", "match", "computed"]

_ORDER: tuple[How, ...] = ("equality", "range", "list", "text", "computed", "match")
_RANK: dict[How, int] = {how: place for place, how in enumerate(_ORDER)}
_LOGIC = frozenset({"and", "or", "not", "at_least"})
_HOW: dict[str, How] = {
    **dict.fromkeys(("eq", "ne", "in_set", "known", "missing"), "equality"),
    **dict.fromkeys(("lt", "le", "gt", "ge"), "range"),
    **dict.fromkeys(("has", "has_any"), "list"),
    **dict.fromkeys(("contains", "starts_with", "ends_with", "mentions", "like"), "text"),
    **dict.fromkeys(("contains_any", "starts_with_any", "ends_with_any"), "text"),
}
_BARE = frozenset({"fold", "fold_list", "rank"})
_A_BOOLEAN_HALVES = 50  # how many values of a text an equality with a yes-or-no field is worth


@dataclass(frozen=True, slots=True)
class Anchor:
    """An equality without which a condition cannot be true: `side` is one of `items`; `field` is what it reads."""

    field: str
    side: Expr
    items: ConstSet
    worth: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What a condition reads: lead fields, and whether anything else (groups, aggregates)."""

    fields: frozenset[str]
    more: bool
    how: How


@dataclass(slots=True)
class Index:
    """Built rule by rule, after the profiles and anchors of lets. `joint`: the anchor of each joint rule."""

    values: Mapping[str, Value]
    lists: Mapping[str, NamedList]
    entries: dict[tuple[str, How], tuple[list[int], list[int]]] = field(default_factory=dict)
    joint: dict[int, Anchor] = field(default_factory=dict)
    residual: list[int] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    anchors: dict[str, Anchor | None] = field(default_factory=dict)


def index_of(
    rules: Iterable[Rule], values: Iterable[Value], lists: Iterable[NamedList]
) -> tuple[tuple[IndexEntry, ...], tuple[int, ...]]:
    """The entries by field in order of appearance, and the rules about the lead that are in none."""
    index = indexed(rules, values, lists)
    fields = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in index.entries))}
    ordered = sorted(index.entries.items(), key=lambda entry: (fields[entry[0][0]], _RANK[entry[0][1]]))
    entries = (IndexEntry(name, how, tuple(rules), tuple(joint)) for (name, how), (rules, joint) in ordered)
    return tuple(entries), tuple(index.residual)


def indexed(rules: Iterable[Rule], values: Iterable[Value], lists: Iterable[NamedList]) -> Index:
    """All rules about the lead that are run."""
    index = Index({value.name: value for value in values}, {named.name: named for named in lists})
    for name, value in index.values.items():  # in the order they are computed: long chains need no recursion
        index.profiles[name] = profile_of(index, value.value)
        index.anchors[name] = anchor(index, value.value)
    for place, rule in enumerate(rules):
        if not rule.off and (rule.condition is None or rule.condition.scope == "lead"):
            _enter(index, place, rule)
    return index


def _enter(index: Index, place: int, rule: Rule) -> None:
    profile = _profile_of_rule(index, rule)
    if len(profile.fields) == 1 and not profile.more:
        (name,) = profile.fields
        _entry(index, name, profile.how)[0].append(place)
    elif rule.condition is not None and (found := anchor(index, rule.condition.test)):
        _entry(index, found.field, "equality")[1].append(place)
        index.joint[place] = found
    else:
        index.residual.append(place)


def _entry(index: Index, name: str, how: How) -> tuple[list[int], list[int]]:
    return index.entries.setdefault((name, how), ([], []))


def _profile_of_rule(index: Index, rule: Rule) -> Profile:
    if rule.condition is not None:
        return profile_of(index, rule.condition.test)
    assert rule.subject is not None
    tests = [profile_of(index, row.test) for row in rule.rows if row.test is not None]
    found = _together([profile_of(index, rule.subject), *tests])
    return Profile(found.fields, found.more, "match")


# --- what a condition reads ------------------------------------------------------------------------------------

_NOTHING = Profile(frozenset(), False, "equality")
_MORE = Profile(frozenset(), True, "computed")


@lru_cache(maxsize=4096)
def _of_field(name: str, how: How) -> Profile:
    return Profile(frozenset((name,)), False, how)


def profile_of(index: Index, expr: Expr) -> Profile:
    match expr:
        case Op(op=name, args=args):
            if name in _LOGIC:
                return _together([profile_of(index, arg) for arg in args])
            return _profile_of_part(index, expr)
        case LeadField(name=name):
            return _of_field(name, "equality")
        case Var(name="as_of" | "subject"):
            return _NOTHING
        case Var(name=name):
            return index.profiles.get(name, _MORE)
    return _NOTHING


def _profile_of_part(index: Index, part: Op) -> Profile:
    """A field held against constants, or something computed."""
    how = _HOW.get(part.op)
    if how is not None and all(isinstance(arg, Const | ConstSet) for arg in part.args[1:]):
        side = part.args[0]
        if isinstance(side, Op) and side.op == "day" and how == "equality":
            how, side = "range", side.args[0]
        elif isinstance(side, Op) and side.op in _BARE:
            side = side.args[0]
        name = _field_of(index, side)
        if name is not None:
            return _of_field(name, how)
    found = _together([profile_of(index, arg) for arg in part.args])
    return Profile(found.fields, found.more, "computed")


def _field_of(index: Index, side: Expr) -> str | None:
    """The field that stands here as it is, also under another name."""
    match side:
        case LeadField(name=name):
            return name
        case Var(name=name) if name in index.values:
            value = index.values[name].value
            return value.name if isinstance(value, LeadField) else None
    return None


def _rank(how: How) -> int:
    return _RANK[how]


def _together(profiles: list[Profile]) -> Profile:
    if len(profiles) == 1:
        return profiles[0]
    fields = frozenset[str]().union(*(p.fields for p in profiles))
    how: How = max((p.how for p in profiles if p.fields), key=_rank, default="equality")
    return Profile(fields, any(p.more for p in profiles), how)


# --- anchors -----------------------------------------------------------------------------------------------------


def anchor(index: Index, test: Expr) -> Anchor | None:
    """The most selective equality among the parts that must all be true."""
    match test:
        case Op(op="and", args=args):
            found = [candidate for arg in args if (candidate := anchor(index, arg))]
            return min(found, key=lambda candidate: candidate.worth, default=None)
        case Op(op="eq", args=(side, Const(kind=kind, value=value))):
            return _anchor(index, side, ConstSet("set", kind, (value,)), 1)
        case Op(op="in_set", args=(side, ConstSet() as items)):
            stored = items.items if items.name is None else index.lists[items.name].items
            return _anchor(index, side, items, len(stored))
        case LeadField(name=name):
            return Anchor(name, test, ConstSet("set", "boolean", (True,)), _A_BOOLEAN_HALVES)
        case Op(op="not", args=(LeadField(name=name) as side,)):
            return Anchor(name, side, ConstSet("set", "boolean", (False,)), _A_BOOLEAN_HALVES)
        case Var(name=name):
            return index.anchors.get(name)
    return None


def _anchor(index: Index, side: Expr, items: ConstSet, worth: int) -> Anchor | None:
    bare = side.args[0] if isinstance(side, Op) and side.op == "fold" else side
    name = _field_of(index, bare)
    return None if name is None else Anchor(name, side, items, worth)
