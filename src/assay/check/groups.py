"""Groups, nested as written, and the circles among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assay.check.circles import components, is_circle
from assay.check.clauses import bounds, decay
from assay.check.env import Env
from assay.check.errors import structure as errors
from assay.check.errors import values as value_errors
from assay.check.ids import Ids
from assay.check.names import UNGROUPED, Names
from assay.check.rules import Surroundings, rule
from assay.check.walk import leaves
from assay.model import Amount, Choice, Decay, Each, Expr, Group, GroupRef, LetRef, Match, Phase, When
from assay.model import Rule as CheckedRule
from assay.source import Span
from assay.syntax import ast
from assay.values import number_of, trim


def group(written: ast.Group, around: Surroundings, env: Env) -> Group:
    """A checked group, without the rules that have an error."""
    limits = bounds(written.minimum, written.maximum, env)
    own: Decay | None = decay(written.decay, env)
    if written.label is not None and not trim(written.label.value):
        env.report(value_errors.empty_name(written.label.span, "a group's label"))
    inside = Surroundings(own or around.decay)
    parts = [group(p, inside, env) if isinstance(p, ast.Group) else rule(p, inside, env) for p in written.body]
    return Group(
        written.name.name,
        None if written.label is None else written.label.value,
        limits.minimum,
        limits.maximum,
        _weight(written.weight, env),
        tuple(part for part in parts if part is not None),
        written.span,
    )


def together(parts: Iterable[Group | CheckedRule], names: Names) -> tuple[Group, ...]:
    """All top-level groups in order, `ungrouped` the last; ids are given in the order written."""
    ids = Ids()
    found: list[Group] = []
    loose: list[CheckedRule] = []
    for part in parts:
        if isinstance(part, Group):
            found.append(_numbered_group(part, ids))
        else:
            loose.append(_numbered(part, ids))
    if (first := names.ungrouped) is not None:
        found.append(Group(UNGROUPED, None, None, None, None, tuple(loose), first.span))
    return tuple(found)


def _numbered_group(group: Group, ids: Ids) -> Group:
    body = tuple(_numbered_group(p, ids) if isinstance(p, Group) else _numbered(p, ids) for p in group.body)
    same = all(new is old for new, old in zip(body, group.body, strict=True))
    return group if same else replace(group, body=body)


def _numbered(rule: CheckedRule, ids: Ids) -> CheckedRule:
    if isinstance(rule, Choice):
        return replace(rule, rules=tuple(replace(inner, id=ids.claim(inner.id)) for inner in rule.rules))
    unique = ids.claim(rule.id)
    return rule if unique == rule.id else replace(rule, id=unique)


def _weight(written: ast.Number | None, env: Env) -> int | None:
    """Ten-thousandths of a percent-unit."""
    if written is None:
        return None
    weight = number_of(written.value)
    if weight is None:
        env.report(value_errors.number_out_of_range(written.span))
    return weight


# --- circles -----------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """`group` reads what `what` names, or holds the group `what`."""

    group: str
    what: GroupRef | LetRef | Group


def reads_of(group: Group) -> tuple[Read, ...]:
    """What a group and those in it read, in the order written."""
    return tuple(_all_reads(group))


def _all_reads(group: Group) -> Iterator[Read]:
    for part in group.body:
        if isinstance(part, Group):
            yield Read(group.name, part)
            yield from _all_reads(part)
            continue
        for expr in _expressions(part):
            if expr.phase >= Phase.GROUPS:
                for leaf in leaves(expr, into_aggregates=True):
                    if isinstance(leaf, GroupRef) or (isinstance(leaf, LetRef) and leaf.phase >= Phase.GROUPS):
                        yield Read(group.name, leaf)


def report_circles(tops: Sequence[tuple[str, Sequence[Read]]], env: Env) -> None:
    """Groups that need each other; `tops` are the top-level ones in order, with what is read in them."""
    if not any(reads for _, reads in tops):
        return
    needs: dict[str, dict[str, Span]] = {}
    lets = _reads_of_lets(env)
    for top, reads in tops:
        needs.setdefault(top, {})
        for read in reads:
            for name, place in _needed(read.what, lets, env.names):
                needs[read.group].setdefault(name, place)
                if isinstance(read.what, Group):
                    needs.setdefault(name, {})
    _report(needs, env)


def _needed(what: GroupRef | LetRef | Group, lets: dict[str, frozenset[str]], names: Names) -> list[tuple[str, Span]]:
    match what:
        case Group():
            declared = names.groups.get(what.name)
            return [(what.name, what.span if declared is None else declared.name.span)]
        case GroupRef():
            return [(what.name, what.span)]
        case LetRef():
            return [(name, what.span) for name in sorted(lets.get(what.name, ()))]


def _report(needs: dict[str, dict[str, Span]], env: Env) -> None:
    edges = {name: tuple(needed) for name, needed in needs.items()}
    first = {name: group.name.span for name, group in env.names.groups.items()}
    for circle in components(edges):
        if is_circle(circle, edges):
            round_ = [(read, place) for name in circle for read, place in needs[name].items() if read in circle]
            loose = env.names.ungrouped
            place = first[circle[0]] if circle[0] in first or loose is None else loose.span
            env.report(errors.circular_group(circle[0], place, tuple(round_)))


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
