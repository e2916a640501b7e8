"""What a file declares, and what an expression reads. Names are looked up as the language says: a bare result
name is the result, then a field of the lead, of the activity, a `let`, a group, a stage."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from assay.syntax import ast
from tests.naive.values import fold

RESULTS = ("score", "stage", "route", "disqualified")
AGGREGATES = ("any", "none", "count", "sum", "average", "highest", "lowest", "first", "last", "distinct")


@dataclass
class World:
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    missing: frozenset[str] = frozenset()
    lead: dict[str, ast.FieldDecl] = field(default_factory=dict)
    activity: dict[str, ast.FieldDecl] = field(default_factory=dict)
    lets: dict[str, ast.Expr] = field(default_factory=dict)
    groups: dict[str, ast.Group] = field(default_factory=dict)
    stages: list[str] = field(default_factory=list)
    time: str | None = None  # the activity's first `time` field


def world_of(file: ast.File) -> World:
    world = World()
    for statement in file.statements:
        _declare(world, statement)
    world.time = next((name for name, f in world.activity.items() if f.type.kind == "time"), None)
    return world


def _declare(world: World, statement: ast.Statement) -> None:
    match statement:
        case ast.ModelDecl(timezone=ast.Text(value=name)):
            world.zone = ZoneInfo(name)
        case ast.MissingDecl():
            world.missing |= {fold(text.value) for text in statement.spellings}
        case ast.Schema():
            fields = world.lead if statement.table == "lead" else world.activity
            fields.update({f.name.name: f for f in statement.fields})
        case ast.Let():
            world.lets[statement.name.name] = statement.value
        case ast.Group():
            world.groups[statement.name.name] = statement
            for part in statement.body:
                if isinstance(part, ast.Group):
                    _declare(world, part)
        case ast.Stage():
            world.stages.append(statement.name.name)


def is_result(name: ast.Name) -> bool:
    return name.name in RESULTS and not name.quoted


def children(expr: ast.Expr) -> tuple[ast.Expr, ...]:
    """The direct parts of an expression, in order of appearance; of an aggregate, none."""
    match expr:
        case ast.ListOf():
            return expr.items
        case ast.Between():
            return (expr.low, expr.high)
        case ast.Unary() | ast.Known():
            return (expr.operand,)
        case ast.Binary():
            return (expr.left, expr.right)
        case ast.AtLeast():
            return expr.conditions
        case ast.Call() if expr.function.name not in AGGREGATES and expr.function.name != "grade":
            return expr.arguments
    return ()


def leaves(world: World, expr: ast.Expr) -> Iterator[ast.Name | ast.Call]:
    """The names and aggregates an expression reads, in order of appearance, through every `let`."""
    match expr:
        case ast.Name() if not is_result(expr) and expr.name in world.lets:
            yield from leaves(world, world.lets[expr.name])
        case ast.Name():
            yield expr
        case ast.Call() if expr.function.name in AGGREGATES:
            yield expr
        case _:
            for child in children(expr):
                yield from leaves(world, child)


def is_lead_field(world: World, leaf: ast.Name | ast.Call) -> bool:
    return isinstance(leaf, ast.Name) and not is_result(leaf) and leaf.name in world.lead


def is_activity_field(world: World, leaf: ast.Name | ast.Call) -> bool:
    if not isinstance(leaf, ast.Name) or is_result(leaf) or leaf.name in world.lead:
        return False
    return leaf.name in world.activity


def reads_activity(world: World, expr: ast.Expr) -> bool:
    return any(is_activity_field(world, leaf) for leaf in leaves(world, expr))


def reads_lead(world: World, expr: ast.Expr) -> bool:
    """Whether it reads anything that may be missing on the lead's side."""
    return any(isinstance(leaf, ast.Call) or is_lead_field(world, leaf) for leaf in leaves(world, expr))


# --- what is left to read where constants decide -------------------------------------------------------


def settled(world: World, expr: ast.Expr) -> bool | None:
    """What `true` and `false`, as written, make of a condition whatever the data; None: the data decide."""
    match expr:
        case ast.Boolean(value=value):
            return value
        case ast.Name() if not is_result(expr) and isinstance(world.lets.get(expr.name), ast.Boolean | ast.Name):
            return settled(world, world.lets[expr.name])
        case ast.Unary(op="not", operand=inner):
            return _turned(settled(world, inner))
        case ast.Binary(op="and" | "or" as op, left=left, right=right):
            return _settled_by(op == "or", settled(world, left), settled(world, right))
        case ast.Binary(op="implies", left=left, right=right):
            return _settled_by(True, _turned(settled(world, left)), settled(world, right))
        case ast.Binary(op="==" | "!=" as op, left=left, right=right):
            return _settled_comparison(op == "==", settled(world, left), settled(world, right))
        case ast.AtLeast(count=count, conditions=conditions) if int(count.value) in (1, len(conditions)):
            return _settled_by(int(count.value) == 1 < len(conditions), *(settled(world, one) for one in conditions))
    return None


def _turned(value: bool | None) -> bool | None:
    return None if value is None else not value


def _settled_by(decisive: bool, *parts: bool | None) -> bool | None:
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _settled_comparison(same: bool, left: bool | None, right: bool | None) -> bool | None:
    return None if left is None or right is None else (left == right) == same


def _open_leaves(world: World, expr: ast.Expr) -> Iterator[ast.Name | ast.Call]:
    """As `leaves`, but for those that constants leave nothing to say."""
    if settled(world, expr) is not None:
        return
    match expr:
        case ast.Name() if not is_result(expr) and expr.name in world.lets:
            yield from _open_leaves(world, world.lets[expr.name])
        case ast.Name():
            yield expr
        case ast.Call() if expr.function.name in AGGREGATES:
            yield expr
        case _:
            for child in children(expr):
                yield from _open_leaves(world, child)


def depends_on_activity(world: World, expr: ast.Expr) -> bool:
    """Whether a part of a condition depends on an activity: `false and action == "visit"` does not."""
    return any(is_activity_field(world, leaf) for leaf in _open_leaves(world, expr))


def depends_on_lead(world: World, expr: ast.Expr) -> bool:
    """Whether a part depends on anything that may be missing on the lead's side."""
    return any(isinstance(leaf, ast.Call) or is_lead_field(world, leaf) for leaf in _open_leaves(world, expr))
