"""Fields with a fixed set of values, and what they are compared with."""

from functools import lru_cache

from assay.check.env import Env
from assay.check.errors import names as errors
from assay.check.errors.wording import said
from assay.model import Between, Const, Expr
from assay.source import Span
from assay.types import Kind
from assay.values import fold


def fits_choice(choice: Expr, other: Expr, env: Env, at: Span | None = None) -> bool:
    """Whether a constant is a value that a `one of` can have; reported if not, at `at` or where it stands."""
    if choice.type.kind is not Kind.ONE_OF or not isinstance(other, Const) or isinstance(choice, Const):
        return True
    value = str(other.value)
    if is_value(value, choice.type.values):
        return True
    guess = env.suggester.near(value, choice.type.values)
    item = None if at is None else other.span
    span = other.span if at is None else at
    env.report(errors.unknown_value(span, value, said(choice), choice.type.values, guess, item=item))
    return False


def is_value(value: str, values: tuple[str, ...]) -> bool:
    """Whether a text is one of the declared values."""
    return fold(value) in _folded(values)


@lru_cache(maxsize=64)
def _folded(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, values))


def runs_downwards(values: tuple[str, ...], range_: Between) -> bool:
    """Whether a range of declared values ends before it begins."""
    low, high = range_.low, range_.high
    if not (values and isinstance(low, Const) and isinstance(high, Const)):
        return False
    return _position(str(low.value), values) > _position(str(high.value), values)


def _position(value: str, values: tuple[str, ...]) -> int:
    return values.index(value) if value in values else list(map(fold, values)).index(fold(value))


def same_order(left: Expr, right: Expr) -> bool:
    """Whether two values of one kind have one order: those of a `one of` only among themselves."""
    for side, other in ((left, right), (right, left)):
        if side.type.kind is Kind.ONE_OF and not isinstance(other, Const) and other.type.values != side.type.values:
            return False
    return True
