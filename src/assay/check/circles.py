"""What depends on what: an order, and the circles that have none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Search:
    """Tarjan's search, without recursion: a chain of ten thousand names is no deeper than one."""

    edges: Mapping[str, Sequence[str]]
    index: dict[str, int] = field(default_factory=dict)
    low: dict[str, int] = field(default_factory=dict)
    stack: list[str] = field(default_factory=list)
    on_stack: set[str] = field(default_factory=set)
    found: list[tuple[str, ...]] = field(default_factory=list)


def components(edges: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Groups of names that need each other, each after those it needs; within one, in the order of `edges`.
    Names that are no key of `edges` are passed over."""
    search = _Search(edges)
    for name in edges:
        if name not in search.index:
            _visit(search, name)
    place = {name: number for number, name in enumerate(edges)}
    return [tuple(sorted(component, key=place.__getitem__)) for component in search.found]


def is_circle(component: tuple[str, ...], edges: Mapping[str, Sequence[str]]) -> bool:
    return len(component) > 1 or component[0] in edges[component[0]]


def _visit(search: _Search, start: str) -> None:
    todo = [(start, iter(search.edges[start]))]
    _enter(search, start)
    while todo:
        name, needed = todo[-1]
        other = next((n for n in needed if n in search.edges), None)
        if other is None:
            todo.pop()
            _leave(search, name)
            if todo:
                parent = todo[-1][0]
                search.low[parent] = min(search.low[parent], search.low[name])
        elif other not in search.index:
            _enter(search, other)
            todo.append((other, iter(search.edges[other])))
        elif other in search.on_stack:
            search.low[name] = min(search.low[name], search.index[other])


def _enter(search: _Search, name: str) -> None:
    search.index[name] = search.low[name] = len(search.index)
    search.stack.append(name)
    search.on_stack.add(name)


def _leave(search: _Search, name: str) -> None:
    if search.low[name] != search.index[name]:
        return
    start = _place(search.stack, name)
    component = tuple(search.stack[start:])
    del search.stack[start:]
    search.on_stack.difference_update(component)
    search.found.append(component)


def _place(stack: list[str], name: str) -> int:
    place = len(stack) - 1
    while stack[place] != name:
        place -= 1
    return place
