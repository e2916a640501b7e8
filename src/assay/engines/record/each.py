"""`each`: once per matching activity, as general code.

Without `once per`, quota or limit the contributions are summed as they come. With them, hits are collected and
`limits.selection` says which count; the same selection tells whether a rule that did not fire could have.
"""

from assay.engines.record.conditions import windowed
from assay.engines.record.details import NO_ROW
from assay.engines.record.expressions import truth, value
from assay.engines.record.limits import selection
from assay.engines.record.operators import Scope
from assay.engines.record.register import AMOUNT, CONDITION, Register, inputs_of_rows
from assay.engines.record.rules import row_function, write_bounds, write_points
from assay.engines.record.sinks import Given, Sink
from assay.plan.nodes import Condition, Rule


def write_each(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink) -> None:
    condition = rule.condition
    assert condition is not None
    body, hits = scope.body, scope.temporary()
    body.line(f"{hits} = []")
    with body.block("for a in A:"):
        matching = windowed(condition.test, condition.within, scope)
        with body.block(f"if {matching}:"):
            _write_hit(rule, scope, hits)
    select = _select(rule, scope)
    if select is not None:
        body.line(f"{hits} = {select}({hits})")
    code = register.unknown(index, AMOUNT, inputs_of_rows(rule))
    with body.block(f"if {hits}:"):
        _write_sum(index, rule, scope, register, sink, hits, code)
    if condition.possible is not None:
        with body.block("else:"):
            _write_possible(index, rule, condition, scope, register, sink)


def _select(rule: Rule, scope: Scope) -> str | None:
    if rule.once_per is None and rule.quota is None and rule.limit is None:
        return None
    return scope.context.names.bind(selection(rule, scope.context.zone))


def _write_hit(rule: Rule, scope: Scope, hits: str) -> None:
    """Appends (time, signed points, once per, value) for the activity `a`."""
    points, body = scope.temporary(), scope.body
    if rule.amount is not None:
        write_points(points, rule.amount, rule, scope, _time(rule, scope))
        if rule.amount.sign < 0:
            body.line(f"{points} = None if {points} is None else -{points}")
    else:
        _write_row(rule, scope, points)
    body.line(f"{hits}.append((a[0], {points}, {_keys(rule, scope)}))")


def _time(rule: Rule, scope: Scope) -> str | None:
    """The name that holds the activity's time, where it ages."""
    if rule.decay is None:
        return None
    name = scope.temporary()
    scope.body.line(f"{name} = a[0]")
    return name


def _keys(rule: Rule, scope: Scope) -> str:
    once = value(rule.once_per, scope) if rule.once_per is not None else "None"
    together = value(rule.quota.field, scope) if rule.quota is not None and rule.quota.field is not None else "None"
    return f"{once}, {together}"


def _write_row(rule: Rule, scope: Scope, points: str) -> None:
    """The points of the row that takes the activity; without one the loop goes on with the next activity."""
    body, row = scope.body, _write_found_row(rule, scope)
    with body.block(f"if {row} == {NO_ROW}:"):
        body.line("continue")
    body.line(f"{points} = None")
    time = _time(rule, scope)
    for place, one in enumerate(rule.rows):
        with body.block(f"if {row} == {place}:"):
            write_points(points, one.amount, rule, scope, time)
            if one.amount.sign < 0:
                body.line(f"{points} = None if {points} is None else -{points}")


def _write_found_row(rule: Rule, scope: Scope) -> str:
    assert rule.subject is not None
    row = scope.temporary()
    scope.body.line(f"{row} = {row_function(rule, scope)}({value(rule.subject, scope)}, H, S)")
    return row


def _write_sum(index: int, rule: Rule, scope: Scope, register: Register, sink: Sink, hits: str, code: int) -> None:
    """The sum of what is known, bounded before its sign; undecided if nothing is."""
    body, given = scope.body, scope.temporary()
    sign = "-" if rule.amount is not None and rule.amount.sign < 0 else ""
    body.line(f"{given} = [hit[1] for hit in {hits} if hit[1] is not None]")
    with body.block(f"if {given}:"):
        body.line(f"{given} = {sign}sum({given})")
        write_bounds(given, rule, scope)
        sink.fired(body, Given(register.first_entry[index], f"{sign}{given}", False))
    with body.block("else:"):
        sink.undecided(body, code)


def _write_possible(index: int, rule: Rule, condition: Condition, scope: Scope, register: Register, sink: Sink) -> None:
    """Whether activities that are or could be matches would leave one that counts."""
    assert condition.possible is not None
    body, hits = scope.body, scope.temporary()
    body.line(f"{hits} = []")
    with body.block("for a in A:"):
        is_true = truth(condition.test, scope)
        could_be = truth(condition.possible, scope)
        window = windowed(None, condition.within, scope)
        with body.block(f"if {window} and ({is_true} or {could_be}):"):
            _write_hit(rule, scope, hits)
    select = _select(rule, scope)
    with body.block(f"if {hits if select is None else f'{select}({hits})'}:"):
        sink.undecided(body, register.unknown(index, CONDITION, condition.inputs))
