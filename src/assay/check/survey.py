"""A walk over all statements that finds the undeclared fields: where each is used, and as what."""

from collections.abc import Iterable, Mapping

from assay.check.circles import components
from assay.check.inference import ListTerm, Slot, Term, Use, bind, items_of, order, unify
from assay.check.lets import needs
from assay.check.names import Names
from assay.check.terms import Survey, named, slot_of, term
from assay.check.walk import names_outside_aggregates
from assay.syntax import ast
from assay.types import Kind, Type
from assay.values import fold


def survey(
    statements: Iterable[ast.Statement],
    names: Names,
    declared: Mapping[str, Type],
    headers: tuple[str, ...] | None,
    missing: frozenset[str],
) -> dict[str, Slot]:
    """The undeclared fields of a set of rules, in order of appearance. For the arguments see `Survey`."""
    found = Survey(names, declared, headers, missing)
    dependent = [name for component in components(needs(names.lets)) for name in component]
    for name in dependent:
        let = names.lets[name]
        found.lets[name] = ListTerm(Kind.TEXT) if isinstance(let, ast.LetFile) else term(let.value, Use.ANYWHERE, found)
    later = []
    for statement in statements:
        if isinstance(statement, ast.Example):
            later.append(statement)
        else:
            _statement(statement, found)
    for name in reversed(dependent):
        _hand_down(names.lets[name], found)
    for example in later:
        _example(example, found)
    return found.slots


def _hand_down(let: ast.Let | ast.LetFile, found: Survey) -> None:
    """Where a `let` is used, what it reads is used."""
    uses = found.let_uses.get(let.name.name, Use.ANYWHERE)
    if isinstance(let, ast.Let) and uses:
        for name in names_outside_aggregates(let.value):
            named(name, uses, found)


def _condition(expr: ast.Expr | None, uses: Use, found: Survey) -> None:
    if expr is not None:
        bind(term(expr, uses, found), Kind.BOOLEAN, expr.span)


def _number(expr: ast.Expr | None, uses: Use, found: Survey) -> None:
    if expr is not None:
        bind(term(expr, uses, found), Kind.NUMBER, expr.span)


def _amount(amount: ast.Amount | None, uses: Use, found: Survey) -> None:
    if amount is not None:
        _number(amount.value, uses, found)
        if amount.since is not None:
            bind(term(amount.since, uses, found), Kind.TIME, amount.since.span)


def _statement(statement: ast.Statement | ast.Group, found: Survey) -> None:
    match statement:
        case ast.When() | ast.Each() | ast.Match() | ast.Choice():
            _rule(statement, found)
        case ast.Group():
            for part in statement.body:
                _statement(part, found)
        case ast.Exclude() | ast.Disqualify() | ast.Stage() | ast.Route():
            _condition(statement.condition, Use.ANYWHERE, found)
        case ast.Ignore():
            _condition(statement.condition, Use.ACTIVITY, found)
        case ast.Promote():
            uses = Use.ANYWHERE if statement.within is None else Use.ACTIVITY
            _condition(statement.condition, uses, found)
        case ast.Guarantee():
            _condition(statement.condition, Use.LEAD, found)
        case _:
            pass


def _rule(rule: ast.When | ast.Each | ast.Match | ast.Choice, found: Survey) -> None:
    match rule:
        case ast.When():
            timed = rule.times is not None or rule.within is not None or rule.decay is not None
            _condition(rule.condition, Use.ACTIVITY if timed else Use.ANYWHERE, found)
            _amount(rule.amount, Use.LEAD, found)
        case ast.Each():
            _each(rule, found)
        case ast.Match():
            _table(rule.table, Use.LEAD, found)
        case ast.Choice():
            for inner in rule.rules:
                _rule(inner, found)


def _each(rule: ast.Each, found: Survey) -> None:
    _condition(rule.condition, Use.ACTIVITY, found)
    _amount(rule.amount, Use.ANYWHERE, found)
    if rule.once_per is not None:
        named(rule.once_per, Use.ACTIVITY_ONLY, found)
    if rule.quota is not None and isinstance(rule.quota.per, ast.Name):
        named(rule.quota.per, Use.ACTIVITY_ONLY, found)
    if rule.table is not None:
        _table(rule.table, Use.ANYWHERE, found)


# --- match -----------------------------------------------------------------------------------------------


def _table(table: ast.Table, uses: Use, found: Survey) -> None:
    subject = term(table.subject, uses, found)
    for row in table.rows:
        for pattern in row.patterns:
            _pattern(pattern, subject, found)
        _amount(row.amount, uses, found)


def _pattern(pattern: ast.Pattern, subject: Term, found: Survey) -> None:
    match pattern:
        case ast.MissingRow() | ast.Otherwise():
            pass
        case ast.Compare():
            unify(subject, term(pattern.bound, Use.ANYWHERE, found), pattern.span)
            order(subject)
        case ast.Between():
            unify(subject, items_of(term(pattern, Use.ANYWHERE, found)), pattern.span)
            order(subject)
        case ast.InList():
            unify(subject, items_of(term(pattern.items, Use.ANYWHERE, found)), pattern.span)
        case _:
            unify(subject, term(pattern, Use.ANYWHERE, found), pattern.span)


# --- examples ----------------------------------------------------------------------------------------------


def _example(example: ast.Example, found: Survey) -> None:
    """Values say something of a type only where no rule did."""
    for expect in example.expects:
        _condition(expect.condition, Use.ANYWHERE, found)
    for given in example.lead:
        _given(given, Use.EXAMPLE_LEAD, found)
    for activity in example.activities:
        for given in activity.values:
            _given(given, Use.EXAMPLE_ACTIVITY, found)


def _given(given: ast.Given, uses: Use, found: Survey) -> None:
    slot = slot_of(given.field, uses, found) if given.field.name not in found.declared else None
    value = term(given.value, Use.ANYWHERE, found)
    is_missing = isinstance(given.value, ast.Text) and fold(given.value.value) in found.missing
    if not is_missing:
        kind = Kind.LIST if isinstance(value, ListTerm) else value if isinstance(value, Kind) else None
        bind(slot, kind, given.value.span)
