"""Texts: where a comparison folds, the folding is written out; tests on texts and lists of texts."""

from assay import model
from assay.plan.context import Context
from assay.plan.forms import constant, op, some
from assay.plan.lists import Lower, Placing, split
from assay.plan.nodes import Const, ConstSet, Expr, Op
from assay.types import Kind, Type
from assay.values import fold, words

EMPTY = ConstSet("set", "text", ())


def is_exact(type_: Type) -> bool:
    """Whether the text (or the texts of the list) compares literally. A `one of` is folded on reading."""
    if type_.kind is Kind.LIST:
        return type_.exact or (type_.of is not None and type_.of.exact)
    return type_.exact and type_.kind is Kind.TEXT


def literal(left: model.Expr, right: model.Expr) -> bool:
    """Fine print 7: if either side is exact, both are literal."""
    return is_exact(left.type) or is_exact(right.type)


def text(context: Context, lower: Lower, expr: model.Expr, *, exact: bool) -> Expr:
    """A text as it enters a comparison."""
    raw = lower(context, expr)
    return raw if exact or _is_folded(expr) else folded(context, raw)


def texts(context: Context, lower: Lower, expr: model.Expr, *, exact: bool) -> Expr:
    """A list of texts as it enters a comparison."""
    raw = lower(context, expr)
    return raw if exact else op("fold_list", raw)


def _is_folded(expr: model.Expr) -> bool:
    match expr:
        case model.Const():
            return False
        case model.GradeRef() | model.ResultRef():
            return True
    return expr.type.kind is Kind.ONE_OF


def folded(context: Context, raw: Expr) -> Expr:
    """`fold(raw)`; of a constant its folded text."""
    match raw:
        case Const(value=str(value)):
            return constant("text", fold(value))
        case Op(op="fold" | "min_rank" | "max_rank"):  # a `one of` is folded as it is
            return raw
        case _ if raw is context.subject and context.subject_folded:
            return raw
    return context.fold(raw)


def spelled(value: Const, *, exact: bool) -> Const:
    """A constant text as it enters a comparison."""
    return value if exact else constant("text", fold(str(value.value)))


def spelling(*, exact: bool) -> tuple[str, Placing]:
    """The form of a set of texts under a comparison, and how its constants are spelled."""
    return "exact" if exact else "", lambda value: ("", spelled(value, exact=exact))


def _phrasing(*, exact: bool) -> tuple[str, Placing]:
    """What `mentions` seeks: the words of each text with one blank between."""
    form = "exact words" if exact else "words"
    return form, lambda value: ("", constant("text", " ".join(words(str(spelled(value, exact=exact).value)))))


def text_test(context: Context, lower: Lower, name: str, left: model.Expr, right: model.Expr) -> Expr:
    """`contains`, `starts_with`, `ends_with` of a text or `has` of a list; the right side one item or many."""
    form, placing = spelling(exact=is_exact(left.type))
    found = split(context, lower, right, form, placing)
    on_sets = [
        _on_set(name, _haystack(context, lower, left, exact=is_exact(left.type)), items) for _, items in found.sets
    ]
    on_others = [_on_text(context, lower, name, left, item) for item in found.others]
    if not on_sets and not on_others:
        return op("in_set" if name != "has" else "has_any", _haystack(context, lower, left, exact=True), EMPTY)
    return some([*on_sets, *on_others])


def _haystack(context: Context, lower: Lower, expr: model.Expr, *, exact: bool) -> Expr:
    entering = texts if expr.type.kind is Kind.LIST else text
    return entering(context, lower, expr, exact=exact)


def _on_set(name: str, haystack: Expr, items: ConstSet) -> Expr:
    if len(items.items) == 1:
        return op(name, haystack, constant("text", items.items[0]))
    return op(f"{name}_any", haystack, items)


def _on_text(context: Context, lower: Lower, name: str, left: model.Expr, right: model.Expr) -> Expr:
    exact = literal(left, right)
    haystack = _haystack(context, lower, left, exact=exact)
    return op(name, haystack, text(context, lower, right, exact=exact))


def mention_test(context: Context, lower: Lower, left: model.Expr, right: model.Expr) -> Expr:
    """`mentions`: whole words, constants only."""
    exact = is_exact(left.type)
    found = split(context, lower, right, *_phrasing(exact=exact))
    haystack = text(context, lower, left, exact=exact)
    if not found.sets:
        return op("in_set", haystack, EMPTY)
    return op("mentions", haystack, found.sets[0][1])


def pattern_test(context: Context, lower: Lower, left: model.Expr, right: model.Expr) -> Expr:
    """`matches`: one constant pattern, or any of a list of them."""
    exact = is_exact(left.type)
    haystack = text(context, lower, left, exact=exact)
    patterns = right.items if isinstance(right, model.ListValue) else (right,)
    if not patterns:
        return op("in_set", haystack, EMPTY)
    return some([op("like", haystack, _pattern(context, lower, item, exact=exact)) for item in patterns])


def _pattern(context: Context, lower: Lower, item: model.Expr, *, exact: bool) -> Const:
    value = lower(context, item)
    assert isinstance(value, Const), "the checker lets only constants be patterns"
    return spelled(value, exact=exact)
