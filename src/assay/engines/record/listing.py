"""Code that turns the numbers noted while scoring into lists of rules, in the order of the plan."""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import cast

from assay.engines.record.conjunctions import Conjunctions
from assay.engines.record.joint import Cells, Dynamic
from assay.engines.record.layout import BITS, FIRED, Context
from assay.engines.record.register import Fired, Register
from assay.engines.record.table import Detail, FieldTable
from assay.engines.record.waiting import Waiting
from assay.engines.record.writer import Body

WIDE = 100  # fields joined in one expression


def fired_lister(context: Context, register: Register, tables: list[FieldTable]) -> str:
    """Name of the function that lists the rules that fired."""
    body, bind, fix = Body(), context.names.bind, context.names.fix
    fields = [at for at, table in enumerate(tables) if _decides(table)]
    _write_remembered(body, "_fired")
    body.line("s = self._scored; H = s[0]; f = s[4]; d = s[5]")
    with body.block("try:"):
        body.line(f"n = [{_spread(fields[:WIDE])}]")
        for at in range(WIDE, len(fields), WIDE):
            body.line(f"n += [{_spread(fields[at : at + WIDE])}]")
    with body.block("except TypeError:"):
        body.line(f"n = {bind(_late)}(H)")
    with body.block("if f:"):
        body.line("n += f")
    body.line("n.sort()")
    listed = fix(register.fired)
    with body.block("if d:"):
        body.line(f"r = {bind(_with_points)}(n, d, {listed})")
    with body.block("elif len(n) > 1:"):
        body.line(f"r = {bind(itemgetter)}(*n)({listed})")
    with body.block("else:"):
        body.line(f"r = tuple([{listed}[i] for i in n])")
    body.line("self._fired = r")
    body.line("return r")
    return _defined(context, body)


def undecided_lister(
    context: Context, register: Register, tables: list[FieldTable], conjunctions: Conjunctions
) -> str:
    """Name of the function that lists the undecided rules."""
    body, bind, fix = Body(), context.names.bind, context.names.fix
    waiting, low, count = Waiting(register, len(tables)), 2 * len(tables), len(conjunctions.all)
    _write_remembered(body, "_undecided")
    body.line("s = self._scored; H = s[0]; x = s[6]")
    if count:
        body.line(f"m = s[11]; j = (m >> {low} ^ m >> {low + count}) & {fix((1 << count) - 1)}")
        body.line(f"m &= {fix((1 << low) - 1)}")
        with body.block("if j:"):
            body.line(f"j = {fix(conjunctions.codes)}.get(j) or {bind(conjunctions.unknown)}(j)")
            body.line("x = (*x, *j) if x else j")
    else:
        write_bits(body, [f"H[{at}]" for at in range(len(tables))])
    body.line(f"w = {fix(waiting.patterns)}.get(m) or {bind(waiting.pattern)}(m, H)")
    with body.block("if w[2]:"):
        body.line("S = s[1]; x = [*x]")
        with body.block("for f in w[2]:"):
            body.line("f(H, S, x)")
    body.line(f"self._undecided = r = {bind(waiting.joined)}(w, x, s) if x else w[1]")
    body.line("return r")
    return _defined(context, body)


def _write_remembered(body: Body, slot: str) -> None:
    body.line(f"r = self.{slot}")
    with body.block("if r is not None:"):
        body.line("return r")


def write_bits(body: Body, rows: list[str]) -> None:
    """The bits of all rows into `m`."""
    body.line(f"m = {' | '.join(f'{row}[{BITS}]' for row in rows[:WIDE]) or '0'}")
    for start in range(WIDE, len(rows), WIDE):
        body.line(f"m |= {' | '.join(f'{row}[{BITS}]' for row in rows[start : start + WIDE])}")


def _defined(context: Context, body: Body) -> str:
    name = context.names.reserve("f")
    context.names.define(name, "self", body)
    return name


def _decides(table: FieldTable) -> bool:
    return bool(table.rules.axes or table.rules.tests or table.rules.matches)


def _spread(fields: Iterable[int]) -> str:
    return ", ".join(f"*H[{at}][{FIRED}]" for at in fields)


def _late(cells: Cells) -> list[int]:
    """The same where the rules of ranges have to be written down first, which details put off."""
    noted: list[int] = []
    for row in cells:
        detail = cast(Detail, row[0])
        noted += detail.owner.complete(detail) if detail.fired is None else detail.fired
    return noted


def _with_points(noted: list[int], dynamic: Dynamic, fired: list[Fired]) -> tuple[Fired, ...]:
    """With the rules whose points had to be worked out."""
    given = [(entry, fired[entry].points) for entry in noted] + dynamic
    given.sort()
    return tuple([fired[entry]._replace(points=points) for entry, points in given])
