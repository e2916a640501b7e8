"""What plans ask of the fields of leads and activities, so that the values can be put into cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from assay.analysis.solver.abstract import Abstract, Between, Setting, abstract, truths
from assay.analysis.solver.aggregates import EXTREMES
from assay.analysis.solver.amounts import bounded_one, worth
from assay.analysis.solver.cells import FIRST_MOMENT, Asking
from assay.analysis.solver.cuts import Cuts
from assay.analysis.solver.kinds import Use
from assay.analysis.solver.names import SUBJECT, Names, TooLarge, field_itself, with_instead
from assay.engines.record.trace.hits import calendar_period
from assay.plan.nodes import (
    ActivityField,
    Aggregate,
    Amount,
    Condition,
    Const,
    Decay,
    Expr,
    Limit,
    Op,
    Plan,
    Rule,
    Var,
)
from assay.values import points_of

_DAYS = 4  # calendar periods told apart, from the moment of scoring backwards


@dataclass(slots=True)
class Asked:
    """`fields`: by LeadField or ActivityField. `uses`: everything that looks at activities."""

    setting: Setting
    fields: dict[Expr, Asking]
    time: Expr | None
    opaque: bool = False  # a condition on activities has too many parts to be looked into
    uses: list[Use] = field(default_factory=list)
    of_extremes: dict[tuple[str, Expr], list[Expr]] = field(default_factory=dict)
    amounts: dict[tuple[str, Expr], list[Callable[[Between], object]]] = field(default_factory=dict)
    by_name: list[dict[str, Use]] = field(default_factory=list)  # of each plan, by "rule:ID" and "aggregate:ID"

    def moments(self) -> Cuts:
        """All times up to the moment of scoring, uncut."""
        return Cuts(FIRST_MOMENT, self.setting.as_of)

    def note_times(self, use: Use) -> None:
        """The edges of the pieces of time that matter to one are edges of cells."""
        time = None if self.time is None else self.fields.get(self.time)
        if time is not None:
            time.edges |= set() if use.spell is None else use.spell.places
            if use.within is not None:
                time.edges.add(self.setting.as_of - use.within + 1)


def collect(asked: Asked, names: Names, *, possible: bool) -> dict[str, Use]:
    """All that one plan asks; gives what of it looks at times, by name. `possible`: also what leaves rules undecided."""
    plan, found = names.plan, dict[str, Use]()
    for condition in conditions_of(plan):
        _condition(asked, names, condition, possible=possible)
    for rule in plan.rules:
        if not rule.off and (use := _rule(asked, names, rule)) is not None:
            found[f"rule:{rule.id}"] = use
    for aggregate in plan.aggregates:
        found[f"aggregate:{aggregate.id}"] = _aggregate(asked, names, aggregate)
    for use in asked.uses:
        asked.note_times(use)
    return found


def conditions_of(plan: Plan) -> Iterator[Condition]:
    """Those that are no rule's."""
    yield from (one.condition for one in (*plan.ignores, *plan.excludes, *plan.disqualifies))
    yield from (one.condition for one in plan.stages)
    yield from (one.condition for one in plan.promotions)
    yield from (one.condition for one in plan.guarantees)
    for route in plan.routes:
        if route.condition is not None:
            yield route.condition


def _condition(asked: Asked, names: Names, condition: Condition, *, possible: bool = False) -> None:
    for test in (condition.test, condition.alone):
        if test is not None:
            leaves(asked, names, test)
    if condition.scope == "activity":
        _use(asked, names, condition.test, condition.within)
    if possible:
        for test in (condition.possible, condition.possible_alone):
            if test is not None:
                leaves(asked, names, test)
        if condition.possible is not None:
            _use(asked, names, condition.possible, condition.within)


def _use(
    asked: Asked,
    names: Names,
    test: Expr | None,
    within: int | None,
    fields: tuple[Expr, ...] = (),
    spell: Cuts | None = None,
) -> Use:
    try:
        opened = None if test is None else names.opened(test)
    except TooLarge:
        opened, asked.opaque = None, True
    if spell is not None and within is not None:
        spell.below(asked.setting.as_of - within + 1)
    asked.uses.append(Use(names, opened, within, fields, spell))
    return asked.uses[-1]


def leaves(asked: Asked, names: Names, test: Expr) -> None:
    """Notes the comparisons of a condition with the fields they are about."""
    try:
        opened = names.opened(test)
    except TooLarge:
        return
    for leaf in names.leaves(opened):
        about = names.about(leaf)
        _want(asked, about)
        if len(about) != 1:
            continue
        one = about[0]
        if isinstance(one, Var):
            _of_extreme(asked, names, leaf, one)
        elif one in asked.fields:
            asked.fields[one].leaves[leaf] = None


def _of_extreme(asked: Asked, names: Names, leaf: Expr, one: Var) -> None:
    """What is asked of the first, last, highest or lowest is asked of the field it is taken from."""
    source = _source(names, one)
    if source is None or source.value is None:
        return
    asked.of_extremes.setdefault((names.suffix, one), []).append(leaf)
    own = field_itself(source.value)
    if own is not None and own in asked.fields:
        asked.fields[own].leaves[with_instead(leaf, one, names.opened(source.value))] = None


def _want(asked: Asked, about: Iterable[Expr]) -> None:
    for one in about:
        if one in asked.fields:
            asked.fields[one].wanted = True


def _source(names: Names, one: Var) -> Aggregate | None:
    found = names.known.aggregates.get(one.name)
    return found if found is not None and found.function in EXTREMES else None


def _aggregate(asked: Asked, names: Names, found: Aggregate) -> Use:
    if found.where is not None:
        leaves(asked, names, found.where)
    fields: tuple[Expr, ...] = ()
    if found.value is not None:
        try:
            fields = tuple(one for one in names.about(names.opened(found.value)) if isinstance(one, ActivityField))
        except TooLarge:
            fields = ()
        _want(asked, fields)
    spell = _spell_of(asked, names, found) if found.function in ("first", "last") or asked.time in fields else None
    return _use(asked, names, found.where, found.within, tuple(one for one in fields if one != asked.time), spell)


def _spell_of(asked: Asked, names: Names, found: Aggregate) -> Cuts:
    """Of the first or last moment what is asked of it, of everything else all that is asked of times."""
    spell, one = asked.moments(), Var("var", f"aggregate:{found.id}")
    key = (names.suffix, one)
    if found.value is None or field_itself(found.value) != asked.time:
        for use in asked.uses:
            asked.note_times(use)
        time = None if asked.time is None else asked.fields.get(asked.time)
        spell.places |= set() if time is None else time.edges
        return spell
    for leaf in asked.of_extremes.get(key, ()):
        spell.settle(lambda piece: _said(asked.setting, leaf, one, piece), asked.setting.as_of)  # noqa: B023
    for amount in asked.amounts.get(key, ()):
        spell.settle(amount, asked.setting.as_of)
    return spell


def _said(setting: Setting, leaf: Expr, one: Expr, piece: Between) -> object:
    found = truths(abstract(setting, leaf, lambda expr: Abstract(piece) if expr == one else None))
    return found if found in (1, 2, 4) else None


# --- rules ----------------------------------------------------------------------------------------------------------------


def _rule(asked: Asked, names: Names, rule: Rule) -> Use | None:
    amounts = [row.amount for row in rule.rows] if rule.amount is None else [rule.amount]
    for amount in amounts:
        _amount(asked, names, rule, amount)
    if rule.subject is not None:
        leaves(asked, names, Op("op", "known", (rule.subject,)))
        for row in rule.rows:
            if row.test is not None:
                leaves(asked, names, with_instead(row.test, SUBJECT, rule.subject))
    if rule.condition is None:
        return None
    for test in (rule.condition.test, rule.condition.alone):
        if test is not None:
            leaves(asked, names, test)
    if rule.condition.scope != "activity":
        return None
    return _use(
        asked,
        names,
        rule.condition.test,
        rule.condition.within,
        _fields(names, rule, amounts),
        _spell(asked, rule, amounts),
    )


def _fields(names: Names, rule: Rule, amounts: list[Amount]) -> tuple[Expr, ...]:
    read = [
        rule.subject,
        rule.once_per,
        None if rule.quota is None else rule.quota.field,
        *(one.value for one in amounts),
    ]
    found: dict[Expr, None] = {}
    for expr in read:
        if expr is not None:
            try:
                found |= dict.fromkeys(one for one in names.about(names.opened(expr)) if isinstance(one, ActivityField))
            except TooLarge:
                continue
    return tuple(found)


def _amount(asked: Asked, names: Names, rule: Rule, amount: Amount) -> None:
    """Amounts that follow from a field cut it where the points change."""
    if isinstance(amount.value, Const):
        return
    try:
        value_of = names.opened(amount.value)
    except TooLarge:
        return
    about = names.about(value_of)
    _want(asked, about)
    if len(about) != 1:
        return
    one = about[0]
    source = _source(names, one) if isinstance(one, Var) else None
    if source is not None and source.value is not None:
        asked.amounts.setdefault((names.suffix, one), []).append(_points(asked.setting, rule, value_of, one))
        value_of, one = with_instead(value_of, one, names.opened(source.value)), field_itself(source.value) or one
    if one in asked.fields:
        asked.fields[one].amounts.append(_points(asked.setting, rule, value_of, one))


def _points(setting: Setting, rule: Rule, value: Expr, one: Expr) -> "Callable[[Between], object]":
    """The points where they are the same on all of a piece."""

    def said(piece: Between) -> object:
        found = abstract(setting, value, lambda expr: Abstract(piece) if expr == one else None)
        if found.known is None:
            return "missing"
        if found.missing or not isinstance(found.known, Between):
            return None
        ends = [bounded_one(points_of(end), rule.minimum, rule.maximum) for end in (found.known.low, found.known.high)]
        return ends[0] if ends[0] == ends[1] else None

    return said


_STEPS = 8


def _spell(asked: Asked, rule: Rule, amounts: list[Amount]) -> Cuts | None:
    """The pieces of time that matter to a rule: as its amount ages, and by calendar period."""
    clauses = [one for one in (rule.limit, rule.quota) if one is not None]
    if rule.decay is None and not clauses and rule.once_per is None:
        return None
    spell = asked.moments()
    if rule.decay is not None:
        for amount in amounts:
            spell.places |= _ages(asked.setting.as_of, rule.decay, amount)
    for clause in clauses:
        for back in range(_DAYS):
            if clause.period is not None:
                today = asked.setting.zone.day(asked.setting.as_of)
                spell.below(asked.setting.zone.midnight(first_day(today, clause.period, back)))
            elif isinstance(clause, Limit) and clause.every is not None:
                spell.below(asked.setting.as_of - (back + 1) * clause.every + 1)
    return spell


def _ages(as_of: int, decay: Decay, amount: Amount) -> set[int]:
    """Moments from which on an amount is worth more: steps of its aging, until nothing is left or there are many."""
    value = int(amount.value.value) if isinstance(amount.value, Const) else None
    found: set[int] = set()
    for step in range(1, _STEPS + 1):
        found.add(as_of - step * decay.every + 1)
        if decay.kind == "expiring" or (value is not None and worth(value, decay, step * decay.every) == 0):
            break
    return found


def first_day(day: int, period: str, back: int) -> int:
    """The first day of the calendar period so many before the one of a day."""
    while True:
        name = calendar_period(day, period)
        while calendar_period(day - 1, period) == name:
            day -= 1
        if back == 0:
            return day
        day, back = day - 1, back - 1
