"""Rules as general code: those about activities, in choices, or too entangled for the tables."""

from assay.engines.record.conditions import windowed
from assay.engines.record.decay import aging
from assay.engines.record.details import NO_ROW, UNDECIDED
from assay.engines.record.expressions import truth, value
from assay.engines.record.operators import Scope
from assay.engines.record.placing import constant_points
from assay.engines.record.register import AMOUNT, CONDITION, ROWS, Register
from assay.engines.record.sinks import Given, Sink
from assay.engines.record.writer import Body
from assay.plan.nodes import Amount, Condition, Rule
from assay.values import points_of


def write_when(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink) -> None:
    """`when`, about the lead or its activities."""
    assert rule.condition is not None
    unknown = register.unknown(index, CONDITION, rule.condition.inputs)
    if rule.condition.scope == "activity":
        _write_about_activities(index, rule, scope, register, sink)
        return
    body, name = scope.body, scope.temporary()
    body.line(f"{name} = {value(rule.condition.test, scope)}")
    with body.block(f"if {name}:"):
        write_amount(index, rule, scope, register, sink, None)
    with body.block(f"elif {name} is None:"):
        sink.undecided(body, unknown)


def write_match(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink) -> None:
    """`match` on the lead."""
    assert rule.subject is not None
    body, row = scope.body, scope.temporary()
    body.line(f"{row} = {row_function(rule, scope)}({value(rule.subject, scope)}, H, S)")
    for place, one in enumerate(rule.rows):
        with body.block(f"if {row} == {place}:"):
            points = constant_points(one.amount, rule)
            entry = register.first_entry[index] + place
            if points is not None:
                sink.fired(body, Given(register.give(entry, points), scope.context.names.bind(points), True))
            else:
                code = register.unknown(index, ROWS + place, one.amount.inputs)
                _write_known(entry, code, one.amount, rule, scope, sink)
    with body.block(f"if {row} == {UNDECIDED}:"):
        sink.undecided(body, register.unknown(index, CONDITION, rule.inputs))


def row_function(rule: Rule, scope: Scope) -> str:
    """A function from a subject to the index of the row that takes it, NO_ROW or UNDECIDED."""
    body = Body()
    inner = Scope(scope.context, body, scope.viewing)
    _write_rows(rule, inner)
    name = scope.context.names.reserve("f")
    scope.context.names.define(name, "x, w" if scope.viewing else "x, H, S", body)
    return name


def _write_rows(rule: Rule, scope: Scope) -> None:
    body = scope.body
    with body.block("if x is None:"):
        body.line(f"return {next((place for place, row in enumerate(rule.rows) if row.missing), UNDECIDED)}")
    for place, row in enumerate(rule.rows):
        if row.otherwise:
            body.line(f"return {place}")
            return
        if row.test is not None:
            with body.block(f"if {truth(row.test, scope)}:"):
                body.line(f"return {place}")
    body.line(f"return {NO_ROW}")


# --- amounts -----------------------------------------------------------------------------------------------


def write_amount(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink, time: str | None) -> None:
    """What a `when` rule gives that is true. `time`: the name that holds the time of the activity that ages, if
    the rule ages."""
    assert rule.amount is not None
    points = constant_points(rule.amount, rule)
    entry = register.first_entry[index]
    if points is not None and time is None:
        sink.fired(scope.body, Given(register.give(entry, points), scope.context.names.bind(points), True))
        return
    code = register.unknown(index, AMOUNT, rule.amount.inputs)
    _write_known(entry, code, rule.amount, rule, scope, sink, time)


def _write_known(
    entry: int, code: int, amount: Amount, rule: Rule, scope: Scope, sink: Sink, time: str | None = None
) -> None:
    body, points = scope.body, scope.temporary()
    write_points(points, amount, rule, scope, time)
    with body.block(f"if {points} is None:"):
        sink.undecided(body, code)
    with body.block("else:"):
        write_bounds(points, rule, scope)
        sink.fired(body, Given(entry, points if amount.sign > 0 else f"-{points}", False))


def write_points(points: str, amount: Amount, rule: Rule, scope: Scope, time: str | None = None) -> None:
    """Hundredths before sign and bounds, or None, into the name `points`."""
    body, number = scope.body, scope.temporary()
    body.line(f"{number} = {value(amount.value, scope)}")
    rounded = f"{scope.context.names.bind(points_of)}({number})"
    if time is None or rule.decay is None:
        body.line(f"{points} = None if {number} is None else {rounded}")
        return
    as_of, aged = scope.context.names.bind(scope.context.as_of), scope.context.names.bind(aging(rule.decay))
    unknown = f"{number} is None or {time} is None"
    body.line(f"{points} = None if {unknown} else {aged}({number}, {as_of} - {time})")


def write_bounds(points: str, rule: Rule, scope: Scope) -> None:
    for bound, sign in ((rule.maximum, ">"), (rule.minimum, "<")):
        if bound is not None:
            name = scope.context.names.bind(bound)
            with scope.body.block(f"if {points} {sign} {name}:"):
                scope.body.line(f"{points} = {name}")


# --- about activities ----------------------------------------------------------------------------------------


def _write_about_activities(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink) -> None:
    condition = rule.condition
    assert condition is not None
    body = scope.body
    found, latest = scope.temporary(), scope.temporary() if rule.decay is not None else None
    _write_search(rule, condition, scope, found, latest)
    with body.block(f"if {_enough(rule, condition, scope, found)}:"):
        if latest is None:
            write_amount(index, rule, scope, register, sink, None)
        else:
            _write_aged(index, rule, scope, register, sink, latest)
    if condition.possible is not None or condition.possible_alone is not None:
        with body.block("else:"):
            code = register.unknown(index, CONDITION, condition.inputs)
            _write_possible(rule, condition, scope, sink, found, code)


def _write_search(rule: Rule, condition: Condition, scope: Scope, found: str, latest: str | None) -> None:
    """Counts matching activities into `found` (up to one, if one is enough), and their latest time into `latest`."""
    body = scope.body
    body.line(f"{found} = 0")
    if latest is not None:
        body.line(f"{latest} = None")
    with body.block("for a in A:"):
        matching = windowed(condition.test, condition.within, scope)
        with body.block(f"if {matching}:"):
            body.line(f"{found} += 1")
            if latest is not None:
                with body.block(f"if a[0] is not None and ({latest} is None or a[0] > {latest}):"):
                    body.line(f"{latest} = a[0]")
            elif rule.times is None:
                body.line("break")


def _enough(rule: Rule, condition: Condition, scope: Scope, found: str) -> str:
    if rule.times is not None:
        kind, count = rule.times
        return f"{found} {'>=' if kind == 'at least' else '=='} {scope.context.names.bind(count)}"
    if condition.alone is None:
        return found
    return f"{found} or {truth(condition.alone, scope)}"


def _write_aged(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink, latest: str) -> None:
    """What the lead's own parts make true does not age, whatever the lead did."""
    alone = rule.condition.alone if rule.condition is not None and rule.times is None else None
    if alone is None:
        write_amount(index, rule, scope, register, sink, latest)
        return
    with scope.body.block(f"if {truth(alone, scope)}:"):
        write_amount(index, rule, scope, register, sink, None)
    with scope.body.block("else:"):
        write_amount(index, rule, scope, register, sink, latest)


def _write_possible(rule: Rule, condition: Condition, scope: Scope, sink: Sink, found: str, code: int) -> None:
    """Whether a rule that did not fire could have."""
    body, could = scope.body, scope.temporary()
    needed = scope.context.names.bind(1 if rule.times is None else rule.times[1])
    alone = condition.possible_alone if rule.times is None else None
    body.line(f"{could} = 1 if {truth(alone, scope)} else 0" if alone is not None else f"{could} = 0")
    if condition.possible is not None:
        with body.block(f"if {could} < {needed}:"), body.block("for a in A:"):
            either = _either(condition, scope)
            with body.block(f"if {either}:"):
                body.line(f"{could} += 1")
    with body.block(f"if {found} < {needed} <= {could}:"):
        sink.undecided(body, code)


def _either(condition: Condition, scope: Scope) -> str:
    """Text that is truthy for activities of which the condition is or could be true."""
    is_true = truth(condition.test, scope)
    could_be = truth(condition.possible, scope) if condition.possible is not None else "False"
    window = windowed(None, condition.within, scope)
    return f"{window} and ({is_true} or {could_be})" if condition.within is not None else f"({is_true} or {could_be})"
