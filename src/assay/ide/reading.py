"""What an expression reads: fields of the lead, fields of one activity; through `let`s, not into aggregates."""

from collections.abc import Iterator

from assay.builtins import AGGREGATES
from assay.check.walk import written_parts
from assay.ide.scene import Scene
from assay.syntax import ast


def names_read(expr: ast.Expr, scene: Scene) -> Iterator[tuple[str, bool]]:
    """Names of fields, and whether a missing value is passed over there, as by `is known`. Each `let` once."""
    waiting, seen = [(expr, False)], set[str]()
    while waiting:
        one, passed = waiting.pop()
        match one:
            case ast.Name() if isinstance(let := scene.names.lets.get(one.name), ast.Let):
                if one.name not in seen:
                    seen.add(one.name)
                    waiting.append((let.value, passed))
            case ast.Name():
                if scene.field(one.name) is not None:
                    yield one.name, passed
            case ast.Call(function=ast.Name(name="grade")):
                pass
            case ast.Call() if one.function.name in AGGREGATES:
                pass
            case ast.Known():
                waiting.append((one.operand, True))
            case _:
                waiting += [(part, passed) for part in reversed(written_parts(one))]


def reads_activity(expr: ast.Expr, scene: Scene) -> bool:
    """Whether a condition is about one activity."""
    return any(name in scene.activity and name not in scene.lead for name, _ in names_read(expr, scene))


def holds_up(expr: ast.Expr, scene: Scene) -> tuple[str, ...]:
    """The fields of the lead that, missing, can leave an expression unknown."""
    found = (name for name, passed in names_read(expr, scene) if not passed and name in scene.lead)
    return tuple(dict.fromkeys(found))


def wanted_of_activity(expr: ast.Expr, scene: Scene) -> tuple[str, ...]:
    """The fields without which an activity does not match."""
    found = (
        name
        for name, passed in names_read(expr, scene)
        if not passed and name in scene.activity and name not in scene.lead
    )
    return tuple(dict.fromkeys(found))
