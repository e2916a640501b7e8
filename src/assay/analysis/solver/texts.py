"""Texts in classes: one text for each answer that equalities and patterns can give together."""

from collections.abc import Callable, Container, Sequence
from itertools import islice, product

from assay.analysis.solver.abstract import Setting
from assay.analysis.solver.patterns import patterns_of, samples
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar
from assay.values import fold

_EQUALITIES = frozenset({"eq", "ne", "in_set"})
_PLAIN = ("other", "something", "another", "x", "anything else")
_MOST = 400
Say = Callable[[str], tuple[int, ...]]


def text_samples(
    setting: Setting, key: Expr, leaves: Sequence[Expr], say: Say, wanted: int, missing: Container[str]
) -> tuple[list[str], bool]:
    """Texts that people would choose, and whether every possible answer is given by one of them. `wanted`: how many
    different texts of a kind without a name. `missing`: folded texts that are read as no value."""
    if all(_is_simple(key, leaf) for leaf in leaves) and len({_folds(one) for one in leaves if _is_equality(one)}) <= 1:
        return _of_equalities(setting, leaves, wanted, missing), True
    named = [str(item) for leaf in leaves for item in _constants(setting, leaf)]
    found: dict[tuple[int, ...], list[str]] = {}
    for text in _candidates(setting, leaves, named):
        if fold(text) in missing:
            continue
        same = found.setdefault(say(text), [])
        if text not in same and len(same) < (1 if text in named else wanted):
            same.append(text)
    complete = False
    if (asked := patterns_of(setting, key, leaves)) is not None:
        others, complete = samples(asked)
        for text in others:
            found.setdefault(say(text), [_readable(text, say, missing)])
    return [text for same in found.values() for text in same], complete


def _readable(text: str, say: Say, missing: Container[str]) -> str:
    """The text or, where that is read as no value, another that the same is said of; else the text all the same."""
    if fold(text) not in missing:
        return text
    longer = (f"{text} x", f"x {text}", f"{text}x", f"x{text}")
    return next((one for one in longer if fold(one) not in missing and say(one) == say(text)), text)


def _of_equalities(setting: Setting, leaves: Sequence[Expr], wanted: int, missing: Container[str]) -> list[str]:
    """One text for each set of comparisons that name it, and some that none names."""
    signs: dict[str, int] = {}
    for at, leaf in enumerate(leaves):
        for item in _constants(setting, leaf):
            if fold(str(item)) in missing:
                continue
            signs[str(item)] = signs.get(str(item), 0) | 1 << at
    named = list({sign: text for text, sign in reversed(signs.items())}.values())[::-1]
    others = (
        text for text in (*_PLAIN, *(f"other {n}" for n in range(2, 99))) if text not in signs and text not in missing
    )
    return [*named, *islice(others, wanted)]


def _candidates(setting: Setting, leaves: Sequence[Expr], named: Sequence[str]) -> list[str]:
    pieces = list(dict.fromkeys(text for leaf in leaves for text in _fillers(setting, leaf)))
    joined = [f"{a} {b}" for a, b in product(pieces[:20], repeat=2) if a != b] if len(pieces) > 1 else []
    others = [*_PLAIN, *(f"other {n}" for n in range(2, 6))]
    return [text for text in dict.fromkeys([*named, *pieces, *joined, *others]) if text.strip() == text and text]


def _constants(setting: Setting, leaf: Expr) -> tuple[Scalar, ...]:
    match leaf:
        case Op(op="eq" | "ne", args=(_, Const(value=value))):
            return (value,)
        case Op(op="in_set", args=(_, ConstSet() as items)):
            return setting.items(items)
    return ()


def _fillers(setting: Setting, leaf: Expr) -> list[str]:
    """Texts of which a pattern is likely to be true."""
    match leaf:
        case Op(op=op, args=(inner, right)):
            items = [str(right.value)] if isinstance(right, Const) else []
            items = [str(item) for item in setting.items(right)[:_MOST]] if isinstance(right, ConstSet) else items
            items = [item.replace("*", "").replace("?", "x") for item in items] if op == "like" else items
            return [f"someone@{item}" if _reads_domain(inner) else item for item in items]
    return []


def _reads_domain(expr: Expr) -> bool:
    return isinstance(expr, Op) and (expr.op == "domain" or any(map(_reads_domain, expr.args)))


def _is_equality(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and leaf.op in _EQUALITIES


def _folds(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and isinstance(leaf.args[0], Op) and leaf.args[0].op == "fold"


def _is_simple(key: Expr, leaf: Expr) -> bool:
    """Whether it is an equality of the field itself, or asks if it is there."""
    match leaf:
        case Op(op="known" | "missing", args=(inner,)):
            return inner == key or inner == Op("op", "fold", (key,))
        case Op(op=op, args=(inner, Const() | ConstSet())) if op in _EQUALITIES:
            return inner == key or inner == Op("op", "fold", (key,))
    return False
