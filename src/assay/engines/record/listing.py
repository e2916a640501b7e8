"""Code that turns the numbers noted while scoring into lists of rules, in the order of the plan."""

from operator import itemgetter
from typing import cast

from assay.engines.record.conjunctions import Bits, Conjunctions, places
from assay.engines.record.details import Detail
from assay.engines.record.joint import Cells, Dynamic
from assay.engines.record.layout import BITS, FIRED, Context
from assay.engines.record.register import Fired, Register
from assay.engines.record.table import FieldTable
from assay.engines.record.waiting import Waiting
from assay.engines.record.writer import Body

WIDE = 100  # fields joined in one expression
BYTE = 8


def fired_lister(context: Context, register: Register, tables: list[FieldTable]) -> str:
    """Name of the function that lists the rules that fired."""
    body, bind = Body(), context.names.bind
    _write_remembered(body, "_fired")
    body.line("s = self._scored; f = s[4]; d = s[5]")
    if register.few and tables:
        _write_from_bits(body, context, register, tables[0].bits)
    else:
        _write_from_rows(body, context, register, tables)
    body.line(f"r = {bind(_with_points)}(n, d, {context.names.fix(register.fired)}) if d else r")
    body.line("self._fired = r")
    body.line("return r")
    return _defined(context, body)


def _write_from_bits(body: Body, context: Context, register: Register, bits: Bits) -> None:
    """Rules in `r`, or entries in `n` if some have points of their own: each byte of the bits stands for some."""
    size = -(-bits.entries // BYTE)
    body.line(f"n = s[11] >> {bits.fourth}")
    with body.block("for i in f:"):
        body.line("n |= 1 << i")
    with body.block("if d:"):
        body.line(f"n = {context.names.bind(places)}(n)")
    with body.block("else:"):
        names = [context.names.fix(_by_byte(register.fired[at * BYTE : (at + 1) * BYTE])) for at in range(size)]
        body.line(f"{''.join(f'b{at}, ' for at in range(size))} = n.to_bytes({size}, 'little')".replace(",  =", ", ="))
        body.line(f"r = ({''.join(f'*{name}[b{at}], ' for at, name in enumerate(names))})")


def _by_byte(fired: list[Fired]) -> list[tuple[Fired, ...]]:
    """The rules that each value of a byte stands for."""
    found: list[tuple[Fired, ...]] = [()]
    for one in fired:
        found += [(*before, one) for before in found]
    return found


def _write_from_rows(body: Body, context: Context, register: Register, tables: list[FieldTable]) -> None:
    """The same where there are many rules: rows hold their entries."""
    bind, listed = context.names.bind, context.names.fix(register.fired)
    body.line("H = s[0]")
    with body.block("try:"):
        _write_spread(body, [at for at, table in enumerate(tables) if _decides(table)])
    with body.block("except TypeError:"):
        body.line(f"n = {bind(_late)}(H)")
    with body.block("if f:"):
        body.line("n += f")
    body.line("n.sort()")
    with body.block("if not d:"):
        body.line(f"r = {bind(itemgetter)}(*n)({listed}) if len(n) > 1 else tuple([{listed}[i] for i in n])")


def undecided_lister(
    context: Context, register: Register, tables: list[FieldTable], conjunctions: Conjunctions, more: bool
) -> str:
    """Name of the function that lists the undecided rules; `more`: some are noted while scoring."""
    body, bind, fix = Body(), context.names.bind, context.names.fix
    waiting, count = Waiting(register, conjunctions, tables, more), len(conjunctions.all)
    fields = ((1 << 2 * len(tables)) - 1) << count
    _write_remembered(body, "_undecided")
    body.line("s = self._scored; x = s[6]")
    if register.few or count:
        body.line("m = s[11]")
    else:
        body.line("H = s[0]")
        write_bits(body, [f"H[{at}]" for at in range(len(tables))])
    if count:
        body.line(f"m = m & {fix(fields)} | m & ~(m >> {count + 2 * len(tables)}) & {fix((1 << count) - 1)}")
    else:
        body.line(f"m &= {fix(fields)}")
    body.line(f"w = {fix(waiting.answers)}.get(m) or {bind(waiting.answer)}(m, s)")
    body.line(f"self._undecided = r = {bind(waiting.joined)}(w, x, s) if x or w[2] else w[1]")
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


def _write_spread(body: Body, fields: list[int]) -> None:
    for start in range(0, max(1, len(fields)), WIDE):
        spread = ", ".join(f"*H[{at}][{FIRED}]" for at in fields[start : start + WIDE])
        body.line(f"n {'+' if start else ''}= [{spread}]")


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
