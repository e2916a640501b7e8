"""Trees to text, each on one line, in the canonical style: what ids, reasons and messages quote.

`parse` of what is printed gives the same tree. Parentheses stand only where the tree needs them, and around an `and`
beside an `or`, where people do; backticks only where the name needs them, numbers are not grouped, and clauses come in
the order of the reference.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar, assert_never

from assay.syntax import ast
from assay.syntax.words import is_plain_name

T = TypeVar("T")
_BINARY = {"implies": 1, "or": 2, "and": 3, "+": 6, "-": 6, "*": 7, "/": 7}
_IMPLIES, _AND, _NOT, _COMPARISON, _SUM, _PREFIX, _ATOM = 1, 3, 4, 5, 6, 8, 9
_PERIODS = frozenset({"day", "week", "month", "quarter"})


def expression(e: ast.Expr) -> str:
    """An expression, with no more parentheses than its tree or its reader needs."""
    match e:
        case ast.Number():
            return number(e.value)
        case ast.Text():
            return text(e)
        case ast.Boolean():
            return "true" if e.value else "false"
        case ast.Date() | ast.Time():
            return moment(e)
        case ast.Duration():
            return duration(e)
        case ast.Ago():
            return f"{duration(e.duration)} ago"
        case ast.Name():
            return name(e)
        case ast.ListOf():
            return list_of(e.items)
        case ast.Between():
            return f"{_within(e.low, _SUM)} to {_within(e.high, _SUM)}"
        case _:
            return _operation(e)


def _operation(e: ast.Unary | ast.Binary | ast.Known | ast.AtLeast | ast.Call) -> str:
    match e:
        case ast.Unary():
            return f"{'not ' if e.op == 'not' else '-'}{_bracketed(e.operand, operand(e))}"
        case ast.Binary():
            return _binary(e)
        case ast.Known():
            return f"{_bracketed(e.operand, operand(e))} is {'known' if e.known else 'missing'}"
        case ast.AtLeast():
            return f"at least {number(e.count.value)} of {list_of(e.conditions)}"
        case ast.Call():
            return _call(e)
        case _:
            assert_never(e)


def _binary(e: ast.Binary) -> str:
    left, right = sides(e)
    return f"{_bracketed(e.left, left)} {e.op} {_bracketed(e.right, right)}"


def sides(e: ast.Binary) -> tuple[bool, bool]:
    """Whether the left and the right side stand in parentheses."""
    if e.op == "or":  # `a or (b and c)`: the tree needs none, but few readers know that `and` comes first
        return _level(e.left) in (_IMPLIES, _AND), _level(e.right) <= _AND
    level = _level(e)
    left = level if level not in (_IMPLIES, _COMPARISON) else level + 1
    right = level if level == _IMPLIES else level + 1
    return _level(e.left) < left, not isinstance(e.right, ast.Between) and _level(e.right) < right


def _level(e: ast.Expr) -> int:
    match e:
        case ast.Binary():
            return _BINARY.get(e.op, _COMPARISON)
        case ast.Known() | ast.Between():
            return _COMPARISON
        case ast.Unary():
            return _NOT if e.op == "not" else _PREFIX
        case _:
            return _ATOM


def _within(e: ast.Expr, level: int) -> str:
    return _bracketed(e, _level(e) < level)


def _bracketed(e: ast.Expr, brackets: bool) -> str:
    return f"({expression(e)})" if brackets else expression(e)


def operand(e: ast.Unary | ast.Known) -> bool:
    """Whether the operand stands in parentheses."""
    if isinstance(e, ast.Known):
        return not is_sum(e.operand)
    return _level(e.operand) < (_NOT if e.op == "not" else _ATOM)


def is_sum(e: ast.Expr) -> bool:
    """Whether an expression can stand bare where the grammar has an amount or a bound."""
    return _level(e) >= _SUM


def _call(e: ast.Call) -> str:
    inside = ", ".join(expression(argument) for argument in e.arguments)
    where = f" where {expression(e.where)}" if e.where is not None else ""
    return f"{e.function.name}({inside}{where}{_window(e.within)})"


def _window(within: ast.Duration | None) -> str:
    return f" within {duration(within)}" if within is not None else ""


def number(value: Decimal) -> str:
    """A number without grouping, without zeros at the end of its decimals."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def text(t: ast.Text) -> str:
    """A text in quotes."""
    escaped = t.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def name(n: ast.Name) -> str:
    """A name, in backticks where it needs them."""
    return f"`{n.name}`" if n.quoted or not is_plain_name(n.name) else n.name


def moment(m: ast.Date | ast.Time) -> str:
    """`2026-11-01`, `2026-11-01 14:30`; seconds only if there are any."""
    if isinstance(m, ast.Date):
        return m.value.isoformat()
    return m.value.isoformat(" ", "seconds" if m.value.second else "minutes")


def duration(d: ast.Duration) -> str:
    """`1 day`, `30 days`."""
    return f"{number(d.amount)} {d.unit}{'' if d.amount == 1 else 's'}"


def list_of(items: Iterable[ast.Expr]) -> str:
    """`["a", "b"]`."""
    return f"[{', '.join(expression(item) for item in items)}]"


# --- rules -----------------------------------------------------------------------------------------


def rule(r: ast.Rule) -> str:
    """A rule on one line, clauses in the order of the reference."""
    match r:
        case ast.When():
            before = (_spaced(times, r.times), _window(r.within))
            after = (_bound("max", r.maximum), _bound("min", r.minimum), _spaced(decay, r.decay))
            condition = _bracketed(r.condition, r.times is not None and is_joined(r.condition))
            return f"when {condition}{''.join(before)} {amount(r.amount)}{''.join(after)}{meta(r.meta)}"
        case ast.Each():
            return _each(r)
        case ast.Match():
            return f"{table(r.table)}{meta(r.meta)}"
        case ast.Choice():
            rules = " ".join(rule(inner) for inner in r.rules)
            return f"{r.kind} of {{ {rules} }}{meta(r.meta)}" if rules else f"{r.kind} of {{ }}{meta(r.meta)}"
        case _:
            assert_never(r)


def _each(r: ast.Each) -> str:
    once_per = f" once per {name(r.once_per)}" if r.once_per is not None else ""
    before = (_spaced(quota, r.quota), _window(r.within), once_per, _spaced(limit, r.limit))
    points = table(r.table) if r.table is not None else amount(r.amount) if r.amount is not None else ""
    after = (_bound("max", r.maximum), _spaced(decay, r.decay), meta(r.meta))
    condition = _bracketed(r.condition, r.quota is not None and is_joined(r.condition))
    return f"each {condition}{''.join(before)} {points}{''.join(after)}"


def is_joined(e: ast.Expr) -> bool:
    """Whether a condition has parts, of which a count behind it would seem to mean the last: it stands in parentheses
    then, `when (a or b) at least 2 times`."""
    return isinstance(e, ast.Binary) and e.op in ("and", "or", "implies")


def amount(a: ast.Amount) -> str:
    """`add 10`, `subtract 10 per 30 days since last(occurred)`."""
    verb = "add" if a.sign > 0 else "subtract"
    if a.per is None or a.since is None:
        return f"{verb} {_within(a.value, _SUM)}"
    return f"{verb} {_within(a.value, _SUM)} per {duration(a.per)} since {_within(a.since, _SUM)}"


def table(t: ast.Table) -> str:
    """`match E { PATTERN add N … }`."""
    rows = " ".join(row(r) for r in t.rows)
    return f"match {expression(t.subject)} {{ {rows} }}" if rows else f"match {expression(t.subject)} {{ }}"


def row(r: ast.Row) -> str:
    """A row of `match`."""
    patterns = ", ".join(pattern(p) for p in r.patterns)
    return f"{patterns} {amount(r.amount)}{_text_clause('as', r.label)}{_text_clause('because', r.because)}"


def pattern(p: ast.Pattern) -> str:
    """A pattern of a row."""
    match p:
        case ast.Between():
            return f"{_first(p.low)} to {_bound_of_pattern(p.high)}"
        case ast.Compare(op=">="):
            return f"{_first(p.bound)} or more"
        case ast.Compare(op="<="):
            return f"{_first(p.bound)} or less"
        case ast.Compare():
            return f"{'under' if p.op == '<' else 'over'} {_bound_of_pattern(p.bound)}"
        case ast.InList():
            return f"in {expression(p.items)}"
        case ast.MissingRow():
            return "missing"
        case ast.Otherwise():
            return "otherwise"
        case _:
            return _first(p)


def _first(e: ast.Expr) -> str:
    """Where a row may begin, a minus would continue the amount before it."""
    return f"({expression(e)})" if isinstance(e, ast.Unary) else expression(e)


def _bound_of_pattern(e: ast.Expr) -> str:
    return expression(e) if is_bound(e) else f"({expression(e)})"


def is_bound(e: ast.Expr) -> bool:
    """Whether an expression can stand bare as a bound of a pattern."""
    negative = isinstance(e, ast.Unary) and e.op == "-" and isinstance(e.operand, ast.Number)
    return negative or (not isinstance(e, ast.ListOf | ast.AtLeast) and _level(e) == _ATOM)


# --- clauses ---------------------------------------------------------------------------------------


def times(t: ast.Times) -> str:
    """`at least 3 times`, `exactly once`."""
    return f"{t.kind} {_often(t.count)}"


def _often(count: ast.Number) -> str:
    return "once" if count.value == 1 else f"{number(count.value)} times"


def quota(q: ast.Quota) -> str:
    """`at least 3 times per day`."""
    return f"at least {_often(q.count)} per {_period_or_name(q.per)}"


def limit(limit_: ast.Limit) -> str:
    """`at most once per day`, `at most 2 per 3 days`."""
    per = limit_.per.unit if isinstance(limit_.per, ast.Period) else duration(limit_.per)
    return f"at most {'once' if limit_.count.value == 1 else number(limit_.count.value)} per {per}"


def _period_or_name(per: ast.Period | ast.Name) -> str:
    if isinstance(per, ast.Period):
        return per.unit
    return f"`{per.name}`" if per.name in _PERIODS else name(per)


def decay(d: ast.Decay) -> str:
    """`fading 25% every 30 days`, `halving every 90 days`."""
    if d.kind == "expiring":
        return f"expiring after {duration(d.every)}"
    size = "" if d.amount is None else f" {number(d.amount.value)}{'%' if d.kind == 'fading' else ''}"
    return f"{d.kind}{size} every {duration(d.every)}{' compounding' if d.compounding else ''}"


def meta(m: ast.Meta) -> str:
    """The clauses every rule takes, each with a blank before it."""
    texts = (_text_clause("as", m.label), _text_clause("because", m.because), _text_clause("owner", m.owner))
    dates = (("review by", m.review_by), ("starting", m.starting), ("until", m.until))
    dated = (f" {words} {moment(day)}" for words, day in dates if day is not None)
    return "".join((*texts, *dated, " off" if m.off else ""))


def _text_clause(word: str, value: ast.Text | None) -> str:
    return f" {word} {text(value)}" if value is not None else ""


def _spaced(print_: Callable[[T], str], value: T | None) -> str:
    return f" {print_(value)}" if value is not None else ""


def _bound(word: str, value: ast.Expr | None) -> str:
    return f" {word} {_within(value, _SUM)}" if value is not None else ""


def guarantee(g: ast.Guarantee) -> str:
    """`never C`, `always C`."""
    return f"{g.kind} {expression(g.condition)}{_text_clause('because', g.because)}"
