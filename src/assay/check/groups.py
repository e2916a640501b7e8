"""Groups, nested as written, and the circles among them."""

from collections.abc import Iterable, Iterator

from assay.check.circles import components, is_circle
from assay.check.clauses import bounds, decay
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.errors import values as value_errors
from assay.check.names import UNGROUPED, Names
from assay.check.rules import Surroundings, rule
from assay.check.walk import leaves
from assay.model import Amount, Choice, Decay, Each, Expr, Group, GroupRef, LetRef, Match, Phase, When
from assay.model import Rule as CheckedRule
from assay.source import Span
from assay.syntax import ast
from assay.values import number_of, trim


def groups(statements: Iterable[ast.Statement], env: Env) -> tuple[Group, ...]:
    """All top-level groups in order, `ungrouped` the last."""
    around = Surroundings()
    found: list[Group] = []
    loose: list[CheckedRule] = []
    for statement in statements:
        match statement:
            case ast.Group():
                found.append(_group(statement, around, env))
            case ast.When() | ast.Each() | ast.Match() | ast.Choice():
                if (checked := rule(statement, around, env)) is not None:
                    loose.append(checked)
            case _:
                pass
    if (first := env.names.ungrouped) is not None:
        found.append(Group(UNGROUPED, None, None, None, None, tuple(loose), first.span))
    _report_circles(found, env)
    return tuple(found)


def _group(written: ast.Group, around: Surroundings, env: Env) -> Group:
    limits = bounds(written.minimum, written.maximum, env)
    own: Decay | None = decay(written.decay, env)
    if written.label is not None and not trim(written.label.value):
        env.report(value_errors.empty_name(written.label.span, "a group's label"))
    inside = Surroundings(around.ids, own or around.decay)
    parts = [_group(p, inside, env) if isinstance(p, ast.Group) else rule(p, inside, env) for p in written.body]
    return Group(
        written.name.name,
        None if written.label is None else written.label.value,
        limits.minimum,
        limits.maximum,
        _weight(written.weight, env),
        tuple(part for part in parts if part is not None),
        written.span,
    )


def _weight(written: ast.Number | None, env: Env) -> int | None:
    """Ten-thousandths of a percent-unit."""
    if written is None:
        return None
    weight = number_of(written.value)
    if weight is None:
        env.report(value_errors.number_out_of_range(written.span))
    return weight


# --- circles -----------------------------------------------------------------------------------------------

Reads = dict[str, Span]  # a group that is needed, and where it is read


def _report_circles(top: list[Group], env: Env) -> None:
    reads: dict[str, Reads] = {}
    lets = _reads_of_lets(env)
    for group in top:
        _collect(group, lets, reads, env.names)
    edges = {name: tuple(needed) for name, needed in reads.items()}
    first = {name: group.name.span for name, group in env.names.groups.items()}
    for circle in components(edges):
        if is_circle(circle, edges):
            round_ = [(read, place) for name in circle for read, place in reads[name].items() if read in circle]
            place = first[circle[0]] if circle[0] in first else top[-1].span
            env.report(errors.circular_group(circle[0], place, tuple(round_)))


def _collect(group: Group, lets: dict[str, frozenset[str]], reads: dict[str, Reads], names: Names) -> None:
    own = reads.setdefault(group.name, {})
    for part in group.body:
        if isinstance(part, Group):
            declared = names.groups.get(part.name)
            own.setdefault(part.name, part.span if declared is None else declared.name.span)
            _collect(part, lets, reads, names)
            continue
        for expr in _expressions(part):
            if expr.phase >= Phase.GROUPS:
                for name, place in _reads(expr, lets):
                    own.setdefault(name, place)


def _reads(expr: Expr, lets: dict[str, frozenset[str]]) -> Iterator[tuple[str, Span]]:
    for leaf in leaves(expr, into_aggregates=True):
        match leaf:
            case GroupRef():
                yield leaf.name, leaf.span
            case LetRef():
                yield from ((name, leaf.span) for name in sorted(lets.get(leaf.name, ())))
            case _:
                pass


def _reads_of_lets(env: Env) -> dict[str, frozenset[str]]:
    """The groups each `let` needs, those it reads by way of others included: `env.lets` is in dependency order."""
    found: dict[str, frozenset[str]] = {}
    for name, value in env.lets.items():
        if value is not None and value.phase >= Phase.GROUPS:
            found[name] = frozenset(read for read, _ in _reads(value, found))
    return found


def _expressions(part: CheckedRule) -> Iterator[Expr]:
    match part:
        case When():
            yield part.condition
            yield from _of_amount(part.amount)
        case Each() | Match():
            if isinstance(part, Each):
                yield part.condition
                yield from _of_amount(part.amount)
            if part.subject is not None:
                yield part.subject
            for row in part.rows:
                yield from _of_amount(row.amount)
        case Choice():
            for inner in part.rules:
                yield from _expressions(inner)


def _of_amount(amount: Amount | None) -> Iterator[Expr]:
    if amount is not None:
        yield amount.value
        if amount.since is not None:
            yield amount.since
