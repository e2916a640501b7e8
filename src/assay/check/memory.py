"""Checking again after an edit: what was found in a statement stands as long as the statement is the same object and the
names it looked up mean what they did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assay.check.env import Env, KnownField
from assay.check.folder import Folder
from assay.check.lets import Ordered, names_in, ordered
from assay.check.names import UNGROUPED, Names
from assay.check.parts import Part, let_part, part
from assay.model import Expr, Typed
from assay.syntax import ast

# More statements with a mistake than this and all of them are checked again each time: only so many misspelt names get a
# suggestion, those that are checked first.
_FEW = 20


@dataclass(slots=True)
class Memory:
    """What the last check found, by the identity of statements. One of these goes with one set of rules."""

    _parts: dict[int, Part] = field(default_factory=dict)
    _now: dict[int, Part] = field(default_factory=dict)
    _env: Env | None = None
    _changed: set[str] = field(default_factory=set)
    _shaken: bool = True
    _anew: bool = True
    _troubled: int = 0
    _reads: dict[int, tuple[ast.Let | ast.LetFile, tuple[str, ...]]] = field(default_factory=dict)
    _edges: dict[str, list[str]] = field(default_factory=dict)
    _order: Ordered = field(default_factory=list)

    def begin(self, env: Env) -> None:
        """A check begins; `env` has no `let`s yet."""
        before = self._env
        self._now = {}
        self._anew = before is None or _flags(before) != _flags(env)
        if before is None or self._anew:
            self._changed, self._shaken = set(), True
            return
        self._changed = _changed(before, env)
        self._shaken = (
            bool(self._changed)
            or self._troubled > _FEW
            or _declared(before.names) != _declared(env.names)
            or _open(before) != _open(env)
        )

    def order(self, lets: dict[str, ast.Let | ast.LetFile]) -> Ordered:
        """The `let`s in the order they need each other."""
        old = self._reads
        self._reads = {id(let): old.get(id(let)) or (let, names_in(let)) for let in lets.values()}
        edges = {name: [n for n in self._reads[id(let)][1] if n in lets] for name, let in lets.items()}
        if list(edges.items()) != list(self._edges.items()):
            self._edges, self._order = edges, ordered(edges)
        return self._order

    def let(self, statement: ast.Let | ast.LetFile, circular: bool, folder: Folder, env: Env) -> Expr | None:
        """The value of a `let`, checked if need be; those it reads come first. None for one that needs itself."""
        name = statement.name.name
        if circular:
            self._compare(name, None)
            return None
        found = self._recalled(statement)
        if found is None:
            found = let_part(statement, folder, env)
            self._compare(name, found.made)
        self._now[id(statement)] = found
        return found.made if isinstance(found.made, Typed) else None

    def _compare(self, name: str, value: object) -> None:
        before = None if self._env is None else self._env.lets.get(name)
        if before != value:
            self._changed.add(name)
            self._shaken = True

    def part(self, statement: ast.Statement, env: Env) -> Part:
        """The part of a statement that is no `let`, checked if need be."""
        found = self._recalled(statement) or part(statement, env)
        self._now[id(statement)] = found
        return found

    def _recalled(self, statement: ast.Statement) -> Part | None:
        found = None if self._anew else self._parts.get(id(statement))
        if (
            found is None
            or found.statement is not statement
            or (self._changed and not self._changed.isdisjoint(found.asked))
        ):
            return None
        return None if self._shaken and (found.unsure or found.problems) else found

    def end(self, env: Env) -> Iterable[Part]:
        """All parts, those of `let`s first."""
        self._parts, self._env, self._now = self._now, env, {}
        self._troubled = sum(bool(part.problems) for part in self._parts.values())
        return self._parts.values()


def _flags(env: Env) -> tuple[object, ...]:
    """What every statement may depend on."""
    return env.zone, env.missing, env.has_time, env.columns


def _open(env: Env) -> tuple[object, ...]:
    """What a statement with a name that is missing depends on."""
    return env.open, env.unknown, env.lost_grades


def _declared(names: Names) -> list[int]:
    """Which statements declare something, by identity: messages point at them."""
    singles = (names.model, names.lead, names.activity, names.total)
    many = (names.lets, names.groups, names.stages, names.grades)
    return [id(one) for one in singles] + [id(one) for some in many for one in some.values()]


def _changed(before: Env, now: Env) -> set[str]:
    """The names that mean something else than before; what `let`s stand for is left out."""
    old, new = before.names, now.names
    changed = set(_different(before.lead, now.lead)) | set(_different(before.activity, now.activity))
    changed |= old.lets.keys() ^ new.lets.keys()
    changed |= old.groups.keys() ^ new.groups.keys()
    changed |= before.ambiguous ^ now.ambiguous
    if list(old.stages) != list(new.stages):
        changed |= old.stages.keys() | new.stages.keys()
    for name in old.grades.keys() | new.grades.keys():
        if _letters(old.grades.get(name)) != _letters(new.grades.get(name)):
            changed.add(name)
    if (old.ungrouped is None) != (new.ungrouped is None):
        changed.add(UNGROUPED)
    if before.route != now.route:
        changed.add("route")
    return changed


def _different(old: dict[str, KnownField], new: dict[str, KnownField]) -> Iterator[str]:
    for name in old.keys() | new.keys():
        a, b = old.get(name), new.get(name)
        if a is None or b is None or (a.type, a.declared) != (b.type, b.declared):
            yield name


def _letters(grade: ast.Grade | None) -> tuple[str, ...] | None:
    return None if grade is None else tuple(band.letter.value for band in grade.bands)
