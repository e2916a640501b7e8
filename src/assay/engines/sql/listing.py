"""Operations on lists of text. A missing list, or a missing item, leaves them unknown."""

from collections.abc import Callable, Mapping

from assay.engines.sql.build import Sql, every, is_known, when
from assay.engines.sql.context import Context


def has(context: Context, values: Sql, item: Sql) -> Sql:
    known = every([is_known(values.copy()), is_known(item.copy())])
    return when(known, context.spelling.has(values, item))


def has_any(context: Context, values: Sql, items: tuple[str, ...]) -> Sql:
    return when(is_known(values.copy()), context.spelling.has_any(values, items))


def fold_list(context: Context, values: Sql) -> Sql:
    return context.registry.put(context.spelling.fold_list(values), "folded")


OPERATIONS: Mapping[str, Callable[..., Sql]] = {"has": has, "fold_list": fold_list}
HELD = frozenset({"has", "fold_list"})
