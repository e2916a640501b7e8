"""What several plans say alike is written down once, so that what they have in common cancels.

A comparison about fields alone is one literal for all plans, even where it is free to be anything; a rule that reads
fields alone and is the same in two plans gives one sum, and so does a choice among such rules.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from assay.analysis.solver.names import Names, TooLarge
from assay.plan.nodes import ActivityField, Amount, Condition, Const, Expr, LeadField, Op, Row, Rule, Var


def about_fields(names: Names, expr: Expr) -> bool:
    """Whether an opened expression reads fields and nothing that is worked out."""
    return all(isinstance(one, LeadField | ActivityField) for one in names.about(expr))


def key_of(names: Names, rule: Rule, kept: Mapping[int, int]) -> Hashable | None:
    """The same for rules of which every lead gets the same points; None: it reads what is worked out. `kept`: which
    activities there are for it."""
    try:
        opened = _opened(names, rule)
    except TooLarge:
        return None
    if not all(about_fields(names, one) for one in _expressions(opened)):
        return None
    return opened, tuple(kept.items())


def _opened(names: Names, rule: Rule) -> Rule:
    def of(expr: Expr | None) -> Expr | None:
        return None if expr is None else names.opened(expr)

    def of_amount(amount: Amount) -> Amount:
        return replace(amount, value=names.opened(amount.value), inputs=())

    condition = rule.condition
    if condition is not None:
        condition = Condition(
            condition.scope, names.opened(condition.test), of(condition.alone), within=condition.within
        )
    rows = tuple(Row(of(r.test), r.missing, r.otherwise, of_amount(r.amount), "") for r in rule.rows)
    amount = None if rule.amount is None else of_amount(rule.amount)
    return replace(
        rule,
        id="",
        group="",
        text="",
        condition=condition,
        amount=amount,
        subject=of(rule.subject),
        rows=rows,
        inputs=(),
        once_per=of(rule.once_per),
        choice=None,
        because=None,
        owner=None,
        file="",
        line=0,
    )


def _expressions(rule: Rule) -> Iterator[Expr]:
    """Of an opened rule; what rows ask of their subject is asked of the subject."""
    if rule.condition is not None:
        yield rule.condition.test
        if rule.condition.alone is not None:
            yield rule.condition.alone
    if rule.subject is not None:
        yield rule.subject
    amounts = [rule.amount, *(row.amount for row in rule.rows)]
    yield from (amount.value for amount in amounts if amount is not None)
    tests = [row.test for row in rule.rows if row.test is not None]
    yield from (test for test in tests if not _is_of_subject(test))


def _is_of_subject(test: Expr) -> bool:
    match test:
        case Var(name="subject") | Const():
            return True
        case Op(args=args):
            return all(_is_of_subject(arg) for arg in args)
    return test.node == "set"
