"""SQL put together from sqlglot's nodes: the few shapes everything else is made of.

No text is ever pasted: constants become literal nodes, names become quoted-where-needed identifiers. A node may be
used in one place only, so that what is used twice is copied.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from sqlglot import exp

Sql = exp.Expr

_CLOSED = (exp.Column, exp.Literal, exp.Func, exp.Paren, exp.Boolean, exp.Null, exp.Subquery, exp.Array)


def nodes(value: Sql) -> Iterator[Sql]:
    """The value and everything in it, outer before inner. (sqlglot's own walk takes twice as long.)"""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        yield node
        for part in node.args.values():
            if isinstance(part, Sql):
                waiting.append(part)
            elif isinstance(part, list):
                waiting += [one for one in part if isinstance(one, Sql)]


def identifier(name: str) -> exp.Identifier:
    """Names are plain by `names.Names`: none needs quotes. (sqlglot's own helpers parse and copy; these do not.)"""
    return exp.Identifier(this=name, quoted=False)


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.Column(this=identifier(name), table=None if table is None else identifier(table))


def table(name: str, alias: str | None = None) -> exp.Table:
    named = None if alias is None else exp.TableAlias(this=identifier(alias))
    return exp.Table(this=identifier(name), alias=named)


def number(value: int) -> Sql:
    literal = exp.Literal.number(str(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def truth(*, value: bool) -> Sql:
    return exp.Boolean(this=value)


def null() -> Sql:
    return exp.Null()


def null_of(type_: str) -> Sql:
    return cast(exp.Null(), type_)


def cast(value: Sql, type_: str) -> Sql:
    return exp.Cast(this=value, to=_type(type_).copy())


@lru_cache
def _type(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def closed(value: Sql) -> Sql:
    """In brackets unless it needs none."""
    open_ = isinstance(value, exp.Binary) or not isinstance(value, _CLOSED)  # sqlglot calls AND a function, too
    return exp.Paren(this=value) if open_ else value


# --- logic -----------------------------------------------------------------------------------------------


def negation(value: Sql) -> Sql:
    return exp.Not(this=closed(value))


def every(parts: Sequence[Sql]) -> Sql:
    """`and` of the parts, as a balanced tree: parsers refuse long chains."""
    return balanced([closed(part) for part in parts], exp.And) if len(parts) > 1 else parts[0]


def some(parts: Sequence[Sql]) -> Sql:
    """`or` of the parts, balanced."""
    return balanced([closed(part) for part in parts], exp.Or) if len(parts) > 1 else parts[0]


def total(parts: Sequence[Sql]) -> Sql:
    """The sum of the parts, balanced; 0 of none."""
    return balanced([closed(part) for part in parts], exp.Add) if parts else number(0)


def balanced(parts: Sequence[Sql], join: Callable[..., Sql]) -> Sql:
    """Up to eight in a row, then rows of rows in brackets: never deep, and still easy to read."""
    level = list(parts)
    while len(level) > 8:
        level = [exp.Paren(this=_row(level[at : at + 8], join)) for at in range(0, len(level), 8)]
    return _row(level, join)


def _row(parts: Sequence[Sql], join: Callable[..., Sql]) -> Sql:
    first, *rest = parts
    for part in rest:
        first = join(this=first, expression=part)
    return first


def is_null(value: Sql) -> Sql:
    return exp.Is(this=closed(value), expression=exp.Null())


def is_known(value: Sql) -> Sql:
    return exp.Not(this=is_null(value))


def surely(value: Sql) -> Sql:
    """True or false, where unknown is false. (`is true` is lost on the way to Snowflake.)"""
    return exp.Coalesce(this=value, expressions=[exp.false()])


# --- choice and comparison -------------------------------------------------------------------------------


def case(branches: Iterable[tuple[Sql, Sql]], default: Sql | None = None) -> Sql:
    """`case when … then … [else …] end`; the default alone where there are no branches."""
    listed = list(branches)
    if not listed:
        return null() if default is None else default
    ifs = [exp.If(this=condition, true=value) for condition, value in listed]
    return exp.Case(ifs=ifs, default=default)


def when(condition: Sql, value: Sql, otherwise: Sql | None = None) -> Sql:
    return case([(condition, value)], otherwise)


def compare(name: str, left: Sql, right: Sql) -> Sql:
    return _COMPARISONS[name](this=closed(left), expression=closed(right))


_COMPARISONS: dict[str, Callable[..., Sql]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "lt": exp.LT,
    "le": exp.LTE,
    "gt": exp.GT,
    "ge": exp.GTE,
}


def plus(left: Sql, right: Sql) -> Sql:
    return exp.Add(this=closed(left), expression=closed(right))


def minus(left: Sql, right: Sql) -> Sql:
    return exp.Sub(this=closed(left), expression=closed(right))


def times(left: Sql, right: Sql) -> Sql:
    return exp.Mul(this=closed(left), expression=closed(right))


def coalesce(value: Sql, default: Sql) -> Sql:
    return exp.Coalesce(this=value, expressions=[default])


def smaller(left: Sql, right: Sql) -> Sql:
    """Of two that are never null: engines differ on what `least` makes of null."""
    return exp.Anonymous(this="LEAST", expressions=[left, right])


def greater(left: Sql, right: Sql) -> Sql:
    return exp.Anonymous(this="GREATEST", expressions=[left, right])


def steps(value: Sql, bounds: Sequence[int], results: Sequence[Sql]) -> Sql:
    """`results[k]` where `bounds[k-1] <= value < bounds[k]`, found by halving: one result more than bounds."""
    if not bounds:
        return results[0]
    middle = len(bounds) // 2
    above = steps(value.copy(), bounds[middle + 1 :], results[middle + 1 :])
    below = steps(value.copy(), bounds[:middle], results[: middle + 1])
    return when(compare("ge", value, number(bounds[middle])), above, below)


# --- relations -------------------------------------------------------------------------------------------


def aliased(value: Sql, name: str) -> Sql:
    return exp.Alias(this=value, alias=identifier(name))


def select(columns: Iterable[Sql], source: str, alias: str | None = None) -> exp.Select:
    return exp.Select(expressions=list(columns), from_=exp.From(this=table(source, alias)))


def select_from(columns: Iterable[Sql], source: Sql) -> exp.Select:
    return exp.Select(expressions=list(columns), from_=exp.From(this=source))


def subquery(query: exp.Query, alias: str) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=identifier(alias)))


def star(of: str | None = None) -> Sql:
    return exp.Star() if of is None else exp.Column(this=exp.Star(), table=identifier(of))


def where(query: exp.Select, condition: Sql) -> exp.Select:
    query.set("where", exp.Where(this=condition))
    return query


def joined(query: exp.Select, source: str, alias: str, on: Sql, side: str = "") -> exp.Select:
    query.append("joins", exp.Join(this=table(source, alias), on=on, side=side.upper() or None))
    return query


def grouped(query: exp.Select, name: str) -> exp.Select:
    query.set("group", exp.Group(expressions=[column(name)]))
    return query


def over(function: Sql, partition: Sequence[Sql], order: Sequence[tuple[Sql, bool]] = ()) -> Sql:
    """`function over (partition by … order by …)`; of an order, whether it descends. What is ordered by is never null,
    so that no dialect's place for nulls matters (and none is printed)."""
    ordered = [exp.Ordered(this=value, desc=descends, nulls_first=False) for value, descends in order]
    return exp.Window(
        this=function,
        partition_by=list(partition),
        order=exp.Order(expressions=ordered) if ordered else None,
    )


def row_number(partition: Sequence[Sql], order: Sequence[tuple[Sql, bool]]) -> Sql:
    return over(exp.RowNumber(), partition, order)
