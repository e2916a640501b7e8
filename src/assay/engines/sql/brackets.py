"""Brackets that say nothing, taken out of a query before people read it, or Spark: its parser reads ahead to the end of
every bracket that opens, and takes three times as long with them."""

from sqlglot import exp

from assay.engines.sql.build import Sql, nodes

_COMPARED = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_SUMS, _PRODUCTS = (exp.Add, exp.Sub), (exp.Mul,)
_ATOMS = (exp.Column, exp.Literal, exp.Cast, exp.Coalesce, exp.Anonymous, exp.StartsWith, exp.ArrayContains, exp.Paren)
_OPERATORS = (*_COMPARED, *_SUMS, *_PRODUCTS, exp.And, exp.Or, exp.Not, exp.Is, exp.In)
_ALONE = (exp.Alias, exp.If, exp.Paren, exp.Case, exp.Cast, exp.Coalesce, exp.Where)


def without_brackets(query: Sql) -> None:
    """Changes the query. Brackets stay wherever dialects could read it otherwise without them."""
    for bracket in [one for one in nodes(query) if isinstance(one, exp.Paren)]:
        if bracket.parent is not None and _says_nothing(bracket.this, bracket.parent):
            bracket.replace(bracket.this)


def _says_nothing(inside: Sql, around: Sql) -> bool:
    if isinstance(inside, exp.Query):
        return False
    if isinstance(around, _ALONE) or (isinstance(inside, _ATOMS) and isinstance(around, _OPERATORS)):
        return True
    if isinstance(inside, (*_COMPARED, exp.In)):
        return isinstance(around, exp.And | exp.Or) or (isinstance(around, exp.Not) and not isinstance(inside, exp.In))
    if isinstance(inside, (*_SUMS, *_PRODUCTS)) and isinstance(around, _COMPARED):
        return True
    return isinstance(inside, _PRODUCTS) and isinstance(around, _SUMS)
