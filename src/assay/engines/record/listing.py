"""Code that turns the numbers noted while scoring into lists of rules, in the order of the plan."""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import cast

from assay.engines.record.joint import Cells, Dynamic
from assay.engines.record.layout import BIT, Context
from assay.engines.record.outcome import Scored
from assay.engines.record.register import Fired, Register
from assay.engines.record.table import Detail, FieldTable
from assay.engines.record.waiting import Waiting
from assay.engines.record.writer import Body

WIDE = 100  # fields joined in one expression


def fired_lister(context: Context, register: Register, tables: list[FieldTable]) -> str:
    """Name of the function that lists the rules that fired."""
    body, bind = Body(), context.names.bind
    fields = [at for at, table in enumerate(tables) if _decides(table)]
    body.line("H = s[0]")
    with body.block("try:"):
        _write_joined(body, "n", fields, "fired")
    with body.block("except AttributeError:"):
        body.line(f"{bind(_complete)}(H)")
        _write_joined(body, "n", fields, "fired")
    body.line("f = s[4]; d = s[5]")
    with body.block("if f:"):
        body.line("n += f")
    body.line("n.sort()")
    listed = context.names.fix(register.fired)
    with body.block("if d:"):
        body.line(f"return {bind(_with_points)}(n, d, {listed})")
    with body.block("if len(n) > 1:"):
        body.line(f"return {bind(itemgetter)}(*n)({listed})")
    body.line(f"return tuple([{listed}[i] for i in n])")
    return _defined(context, body)


def undecided_lister(context: Context, register: Register, tables: list[FieldTable]) -> str:
    """Name of the function that lists the undecided rules."""
    body = Body()
    body.line("H = s[0]; u = s[6]")
    body.line(f"m = {_bits(range(len(tables))[:WIDE]) or '0'}")
    for start in range(WIDE, len(tables), WIDE):
        body.line(f"m += {_bits(range(len(tables))[start : start + WIDE])}")
    waiting = Waiting(register, len(tables))
    body.line(f"w = {context.names.fix(waiting.patterns)}.get(m) or {context.names.bind(waiting.pattern)}(m, H)")
    with body.block("if u or w[2]:"):
        body.line("x = [*u]; S = s[1]")
        with body.block("for f in w[2]:"):
            body.line("f(H, S, x)")
        with body.block("if x:"):
            body.line(f"return {context.names.bind(waiting.joined)}(w, x, s)")
    body.line("return w[1]")
    return _defined(context, body)


def _bits(fields: Iterable[int]) -> str:
    return " + ".join(f"H[{at}][{BIT}]" for at in fields)


def groups_lister(context: Context) -> str:
    """Name of the function that gives earned and kept by group."""
    body, bind = Body(), context.names.bind
    groups = context.plan.groups
    body.line("g = s[7]")
    body.line(f"return {{{', '.join(f'{bind(one.name)}: (g[{2 * at}], g[{2 * at + 1}])' for at, one in enumerate(groups))}}}")
    return _defined(context, body)


def _defined(context: Context, body: Body) -> str:
    name = context.names.reserve("f")
    context.names.define(name, "s", body)
    return name


def _decides(table: FieldTable) -> bool:
    return bool(table.rules.axes or table.rules.tests or table.rules.matches)


def _write_joined(body: Body, name: str, fields: list[int], what: str) -> None:
    body.line(f"{name} = [{_spread(fields[:WIDE], what)}]")
    for at in range(WIDE, len(fields), WIDE):
        body.line(f"{name} += [{_spread(fields[at : at + WIDE], what)}]")


def _spread(fields: Iterable[int], what: str) -> str:
    return ", ".join(f"*H[{at}][0].{what}" for at in fields)


def _complete(cells: Cells) -> None:
    """Has the rules of ranges written down, which details put off."""
    for row in cells:
        detail = cast(Detail, row[0])
        if not hasattr(detail, "fired"):
            detail.owner.complete(detail)


def _with_points(noted: list[int], dynamic: Dynamic, fired: list[Fired]) -> tuple[Fired, ...]:
    """With the rules whose points had to be worked out."""
    given = [(entry, fired[entry].points) for entry in noted] + dynamic
    given.sort()
    return tuple([fired[entry]._replace(points=points) for entry, points in given])
