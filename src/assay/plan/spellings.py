"""The texts of lists and `let`s as they were written: the plan compares folded ones, but people read these."""

from collections.abc import Iterator

from assay import model
from assay.values import fold


def spellings(checked: model.Model) -> tuple[str, ...]:
    """Texts that look different once folded, each once. What stands in rules is kept in their own texts."""
    written = [text for named in checked.constants for text in _texts(named.value)]
    written += [text for let in checked.lets for text in _texts(let.value)]
    written += [text for condition in _conditions(checked) for text in _texts(condition)]
    return tuple(dict.fromkeys(text for text in written if fold(text) != text))


def _conditions(checked: model.Model) -> Iterator[model.Expr | None]:
    """Of what shows a reason instead of its own text."""
    yield from (decision.condition for decision in (*checked.ignores, *checked.excludes, *checked.disqualifies))
    yield from (promotion.condition for promotion in checked.promotions)
    yield from (route.condition for route in checked.routes)


def _texts(expr: model.Expr | None) -> Iterator[str]:
    match expr:
        case model.Const(value=str(value)):
            yield value
        case model.Op(args=parts) | model.ListValue(items=parts):
            for part in parts:
                yield from _texts(part)
        case model.Between(low=low, high=high):
            yield from _texts(low)
            yield from _texts(high)
        case model.Aggregate(value=value, where=where):
            yield from _texts(value)
            yield from _texts(where)
