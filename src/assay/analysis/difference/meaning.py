"""What the parts of a plan come to, as digests: two parts with the same one decide alike.

Names are looked through: a `let` counts as what it stands for, an aggregate and a list from a file likewise, so that
a rule that reads a changed `let` has another digest, and one that names its number has the same as one that writes it
out. Labels, reasons and places are left out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import cast

from assay import model as m
from assay.analysis.difference.parts import Place, place_of
from assay.analysis.difference.versions import Version
from assay.check.names import UNGROUPED
from assay.plan import nodes as p
from assay.source import Span

_LEFT_OUT: dict[type, frozenset[str]] = {
    p.Rule: frozenset(
        {"id", "group", "text", "inputs", "choice", "because", "owner", "file", "line"}  # where and how it is said
    ),
    p.Row: frozenset({"text", "label", "because"}),
    p.Condition: frozenset({"possible", "possible_alone", "inputs"}),  # what it waits for decides nothing
    p.Amount: frozenset({"inputs"}),
    p.Decision: frozenset({"reason", "line"}),
    p.Promotion: frozenset({"reason", "line"}),
    p.Stage: frozenset({"name", "at", "text", "because"}),
    p.Guarantee: frozenset({"text"}),
    p.Aggregate: frozenset({"id", "text", "stratum", "kind"}),
    p.Group: frozenset({"name", "label", "parent", "rules", "children"}),
}


class Meanings:
    """Digests over one plan. `groups` and `stages` say what the other version calls those that were renamed."""

    def __init__(self, plan: p.Plan, groups: Mapping[str, str], stages: Mapping[str, str]) -> None:
        self.values = {f"{one.name}": one.value for one in plan.values}
        self.aggregates = {f"aggregate:{one.id}": one for one in plan.aggregates}
        self.lists = {one.name: one.items for one in plan.lists}
        self.stages = [stages.get(one.name, one.name) for one in plan.stages]
        self.groups = groups
        self.known: dict[str, str] = {}
        self._of_rules: dict[int, tuple[p.Rule, str]] = {}  # by identity, which a rule keeps as long as it is here

    def of(self, value: object) -> str:
        """16 hex digits."""
        if isinstance(value, p.Rule):
            if id(value) not in self._of_rules:
                self._of_rules[id(value)] = value, self._digest(value)
            return self._of_rules[id(value)][1]
        return self._digest(value)

    def _digest(self, value: object) -> str:
        pieces: list[str] = []
        self._write(value, pieces)
        return hashlib.sha256("".join(pieces).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _write(self, value: object, out: list[str]) -> None:
        kind = type(value)
        if value is None:
            out.append("-")
        elif kind is str:
            out.append(f"{len(str(value))}'{value}")
        elif kind is int or kind is bool:
            out.append(f"{value!r},")
        elif kind is tuple:
            out.append("[")
            for one in cast(tuple[object, ...], value):
                self._write(one, out)
            out.append("]")
        else:
            self._expression(value, out)

    def _expression(self, value: object, out: list[str]) -> None:
        match value:  # what there is most of comes first
            case p.Op(op=op, args=args):
                out.append(f"{op}(")
                for one in args:
                    self._write(one, out)
                out.append(")")
            case p.LeadField(name=name) | p.ActivityField(name=name):
                out.append(f"{value.node} {len(name)}'{name}")
            case p.Var(name=name):
                out.append(self._name(name))
            case p.ConstSet(kind=kind, items=items, name=name):
                self._write(("set", kind, *sorted(items if name is None else self.lists[name], key=repr)), out)
            case p.Const(kind="stage", value=int(place)):
                out.append(f"stage {self.stages[place]},")
            case p.Promotion():
                out.append(f"to {self.stages[value.stage]},{self.of(value.condition)}")
            case _:
                opening, names = _parts(type(value))
                out.append(opening)
                for name in names:
                    self._write(getattr(value, name), out)
                out.append(")")

    def _name(self, name: str) -> str:
        """A name as what it stands for."""
        if name.startswith(("group:", "grade:")):
            kind, group = name.split(":", 1)
            return f"{kind} {self.groups.get(group, group)},"
        if name not in self.values and name not in self.aggregates:
            return f"{name},"
        if name not in self.known:
            self.known[name] = self.of(self.values[name] if name in self.values else self.aggregates[name])
        return f"<{self.known[name]}>"


_PARTS: dict[type, tuple[str, tuple[str, ...]]] = {}


def _parts(node: type) -> tuple[str, tuple[str, ...]]:
    """How a node is begun, and the names of what counts of it."""
    if node not in _PARTS:
        left_out = _LEFT_OUT.get(node, frozenset())
        _PARTS[node] = f"{node.__name__}(", tuple(one.name for one in fields(node) if one.name not in left_out)
    return _PARTS[node]


def planned(version: Version) -> dict[Place, object]:
    """What in the plan decides for each written part, by its place in the text."""
    return {place_of(span): node for span, node in _planned(version)}


def _planned(version: Version) -> Iterator[tuple[Span, object]]:
    plan, model = version.plan, version.model
    by_id = {rule.id: rule for rule in plan.rules}
    heads = {group.name: group for group in plan.groups}
    for group in _groups(model.groups):
        if group.name != UNGROUPED:
            yield group.span, heads[group.name]
        for item in group.body:
            if not isinstance(item, m.Group):
                yield from ((rule.span, by_id[rule.id]) for rule in _rules(item))
    yield from zip([one.span for one in model.ignores], plan.ignores, strict=True)
    yield from zip([one.span for one in model.excludes], plan.excludes, strict=True)
    yield from zip([one.span for one in model.disqualifies], plan.disqualifies, strict=True)
    yield from zip([one.span for one in model.stages], plan.stages, strict=True)
    yield from zip([one.span for one in model.promotions], plan.promotions, strict=True)
    yield from zip([one.span for one in model.routes], plan.routes, strict=True)
    yield from zip([one.span for one in model.guarantees], plan.guarantees, strict=True)
    yield from zip([one.span for one in model.grades], plan.grades, strict=True)


def _groups(groups: tuple[m.Group, ...]) -> Iterator[m.Group]:
    waiting = list(reversed(groups))
    while waiting:
        group = waiting.pop()
        yield group
        waiting += [item for item in reversed(group.body) if isinstance(item, m.Group)]


def _rules(item: m.Rule) -> tuple[m.When | m.Each | m.Match, ...]:
    return item.rules if isinstance(item, m.Choice) else (item,)


def ids(version: Version) -> dict[Place, str]:
    """The ids of the rules by place."""
    return {
        place_of(rule.span): rule.id
        for group in _groups(version.model.groups)
        for item in group.body
        if not isinstance(item, m.Group)
        for rule in _rules(item)
    }
