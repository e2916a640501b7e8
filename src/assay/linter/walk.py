"""Going through a model: rules with their group, and every expression with its parts."""

from collections.abc import Iterator

from assay import model as m


def rules(model: m.Model) -> Iterator[tuple[m.Group, m.When | m.Each | m.Match]]:
    """Every rule with the group it stands in; the rules of a choice one by one."""
    for group in groups(model):
        for item in group.body:
            if isinstance(item, m.Choice):
                yield from ((group, rule) for rule in item.rules)
            elif not isinstance(item, m.Group):
                yield group, item


def groups(model: m.Model) -> Iterator[m.Group]:
    """All groups, outer before inner."""
    waiting = list(reversed(model.groups))
    while waiting:
        group = waiting.pop()
        yield group
        waiting += [item for item in reversed(group.body) if isinstance(item, m.Group)]


def parts(expr: m.Expr) -> Iterator[m.Expr]:
    """An expression and all that is in it, outer first; `let`s are not followed."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(children(one))


def children(expr: m.Expr) -> tuple[m.Expr, ...]:
    """The direct parts of an expression."""
    match expr:
        case m.Op():
            return expr.args
        case m.ListValue():
            return expr.items
        case m.Between():
            return (expr.low, expr.high)
        case m.Aggregate():
            return tuple(part for part in (expr.value, expr.where) if part is not None)
        case _:
            return ()


def amounts(rule: m.When | m.Each | m.Match) -> Iterator[m.Amount]:
    """The amounts a rule can give."""
    if isinstance(rule, m.Match):
        yield from (row.amount for row in rule.rows)
        return
    if rule.amount is not None:
        yield rule.amount
    if isinstance(rule, m.Each):
        yield from (row.amount for row in rule.rows)


def rule_expressions(rule: m.When | m.Each | m.Match) -> Iterator[m.Expr]:
    """The expressions a rule is made of: condition, subject, tests of rows, amounts."""
    if not isinstance(rule, m.Match):
        yield rule.condition
    if isinstance(rule, m.Each | m.Match) and rule.subject is not None:
        yield rule.subject
    if isinstance(rule, m.Each | m.Match):
        for row in rule.rows:
            yield from row.tests
    for amount in amounts(rule):
        yield amount.value
        if amount.since is not None:
            yield amount.since


def conditions(model: m.Model) -> Iterator[m.Expr]:
    """Every condition that decides something: of rules, decisions, stages, promotions, routes, guarantees."""
    for _, rule in rules(model):
        if not isinstance(rule, m.Match):
            yield rule.condition
    for decision in (*model.excludes, *model.disqualifies, *model.ignores):
        yield decision.condition
    yield from (stage.condition for stage in model.stages)
    yield from (promotion.condition for promotion in model.promotions)
    yield from (guarantee.condition for guarantee in model.guarantees)
    for route in model.routes:
        if route.condition is not None:
            yield route.condition


def expressions(model: m.Model) -> Iterator[m.Expr]:
    """The roots of all expressions of a model, examples left out."""
    for let in model.lets:
        yield let.value
    for _, rule in rules(model):
        yield from rule_expressions(rule)
    seen = {id(rule.condition) for _, rule in rules(model) if not isinstance(rule, m.Match)}
    yield from (condition for condition in conditions(model) if id(condition) not in seen)
