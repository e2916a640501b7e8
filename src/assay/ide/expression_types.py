"""The type of an expression as written, as far as its leaves tell it; the checker has the last word."""

from assay.builtins import AGGREGATES, ARITHMETIC, FUNCTIONS
from assay.check.names import RESULTS
from assay.ide.scene import Scene
from assay.syntax import ast
from assay.types import BOOLEAN, DATE, DURATION, LIST_OF_TEXT, NUMBER, STAGE, TEXT, TIME, Kind, Type

_DEEP = 50  # `let`s and brackets looked through
_LOGIC = frozenset({"and", "or", "implies"})
_RESULTS = {"score": NUMBER, "stage": STAGE, "disqualified": BOOLEAN}


def type_of(expr: ast.Expr, scene: Scene, depth: int = 0) -> Type | None:
    """None where nothing is known."""
    if depth > _DEEP:
        return None
    match expr:
        case ast.Name():
            return _named(expr, scene, depth)
        case ast.Binary():
            return _binary(expr, scene, depth)
        case ast.Call():
            return _call(expr, scene, depth)
        case ast.Unary():
            return BOOLEAN if expr.op == "not" else NUMBER
        case ast.ListOf():
            return Type(Kind.LIST, of=type_of(expr.items[0], scene, depth + 1) if expr.items else None)
        case ast.Between():
            return type_of(expr.low, scene, depth + 1)
        case _:
            return _LITERALS.get(type(expr))


_LITERALS: dict[type[ast.Node], Type] = {
    ast.Number: NUMBER,
    ast.Text: TEXT,
    ast.Boolean: BOOLEAN,
    ast.Date: DATE,
    ast.Time: TIME,
    ast.Ago: TIME,
    ast.Duration: DURATION,
    ast.Known: BOOLEAN,
    ast.AtLeast: BOOLEAN,
}


def _named(name: ast.Name, scene: Scene, depth: int) -> Type | None:
    if name.name in RESULTS and not name.quoted:
        return _RESULTS.get(name.name) or Type(Kind.ONE_OF, tuple(dict.fromkeys(scene.names.routes)))
    let = scene.names.lets.get(name.name)
    if isinstance(let, ast.LetFile):
        return LIST_OF_TEXT
    if let is not None:
        return type_of(let.value, scene, depth + 1)
    if (field := scene.field(name.name)) is not None:
        return field.type
    if name.name in scene.names.groups:
        return NUMBER
    return STAGE if name.name in scene.names.stages else None


def _binary(expr: ast.Binary, scene: Scene, depth: int) -> Type | None:
    if expr.op not in ARITHMETIC:
        return BOOLEAN
    left, right = type_of(expr.left, scene, depth + 1), type_of(expr.right, scene, depth + 1)
    if left is None or right is None:
        return NUMBER
    found = (result for lefts, rights, result in ARITHMETIC[expr.op] if left.kind in lefts and right.kind in rights)
    return Type(next(found, Kind.NUMBER))


def _call(call: ast.Call, scene: Scene, depth: int) -> Type | None:
    name = call.function.name
    if name == "grade":
        return grade_type(call.arguments[0] if call.arguments else None, scene)
    signature = FUNCTIONS.get(name) or AGGREGATES.get(name)
    if signature is None:
        return None
    if signature.result is not None:
        return Type(signature.result)
    return type_of(call.arguments[0], scene, depth + 1) if call.arguments else None


def grade_type(group: object, scene: Scene) -> Type | None:
    """The letters of the grade of the group a name names."""
    grade = scene.names.grades.get(group.name) if isinstance(group, ast.Name) else None
    return None if grade is None else Type(Kind.ONE_OF, tuple(band.letter.value for band in grade.bands))
