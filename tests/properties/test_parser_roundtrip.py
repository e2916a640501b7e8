"""What the printer writes, the parser reads back as the same tree."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.check.rules import Calendar
from assay.source import Source, Span
from assay.syntax import KEYWORDS, RESULTS, SOFT_KEYWORDS, ast, parse, printer
from assay.syntax.parser import parse_expression
from assay.syntax.words import UNITS_ELSEWHERE, needs_backticks

AT = Span(Source("generated", ""), 0, 0)

WORDS = sorted({*SOFT_KEYWORDS, *UNITS_ELSEWHERE, "employees", "x", "über", "_a1", "E5", "score", "stage", "route"})
QUOTED = sorted({*KEYWORDS, *RESULTS, "Lead Source", "emp.var.rate", "1st", "else", "null", "AND", "a-b", "€", " x "})

bare = st.sampled_from(WORDS).map(lambda name: ast.Name(name, span=AT))
quoted = st.sampled_from(QUOTED).map(lambda name: ast.Name(name, needs_backticks(name), span=AT))
names = st.one_of(bare, quoted)
# Where only a name can stand, a bare result is just a name.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12).map(
    lambda t: ast.Text(t, span=AT)
)
decimals = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False).map(lambda d: d.normalize())
numbers = st.one_of(st.integers(0, 20_000).map(Decimal), decimals).map(lambda n: ast.Number(n, span=AT))
booleans = st.booleans().map(lambda value: ast.Boolean(value, span=AT))
dates = st.dates(dt.date(1000, 1, 1)).map(lambda day: ast.Date(day, span=AT))
times = st.datetimes(dt.datetime(1000, 1, 1)).map(lambda t: ast.Time(t.replace(microsecond=0), span=AT))
durations = st.builds(
    lambda amount, unit: ast.Duration(amount, unit, span=AT),
    st.one_of(st.integers(0, 400).map(Decimal), decimals),
    st.sampled_from(["minute", "hour", "day", "week"]),
)
literals = st.one_of(numbers, texts, booleans, dates, times, durations)
OPERATORS = [
    "implies", "or", "and", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "starts with", "ends with",
    "mentions", "matches", "+", "-", "*", "/",
]  # fmt: skip
functions = st.sampled_from(sorted({*FUNCTIONS, *AGGREGATES, "grade", "unheard_of", *SOFT_KEYWORDS})).map(
    lambda name: ast.Name(name, span=AT)
)


def _compound(inner: st.SearchStrategy[ast.Expr]) -> st.SearchStrategy[ast.Expr]:
    lists = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda op, a, b: ast.Binary(op, a, b, span=AT, op_span=AT), st.sampled_from(OPERATORS), inner, inner),
        st.builds(
            lambda op, a, low, high: ast.Binary(op, a, ast.Between(low, high, span=AT), span=AT, op_span=AT),
            st.sampled_from(["in", "not in"]), inner, inner, inner,
        ),
        st.builds(lambda op, a: ast.Unary(op, a, span=AT), st.sampled_from(["not", "-"]), inner),
        st.builds(lambda a, known: ast.Known(a, known, span=AT), inner, st.booleans()),
        st.builds(lambda n, items: ast.AtLeast(n, items, span=AT), numbers, lists),
        lists.map(lambda items: ast.ListOf(items, span=AT)),
        st.builds(
            lambda f, items, where, within: ast.Call(f, items, where, within, span=AT),
            functions, st.lists(inner, min_size=1, max_size=2).map(tuple), st.none() | inner, st.none() | durations,
        ),
        st.builds(lambda f: ast.Call(f, (), span=AT), functions),
    )  # fmt: skip


expressions = st.recursive(st.one_of(literals, names), _compound, max_leaves=8)


@given(expressions)
@settings(max_examples=400, deadline=None)
def test_expressions(tree: ast.Expr) -> None:
    written = printer.expression(tree)
    again, diagnostics = parse_expression(Source("again", written))
    assert not diagnostics, (written, [d.message for d in diagnostics])
    assert again == tree, written
    assert again is not None
    assert printer.expression(again) == written


# --- rules -----------------------------------------------------------------------------------------


def maybe(strategy: st.SearchStrategy[ast.Expr]) -> st.SearchStrategy[ast.Expr | None]:
    return st.none() | strategy


simple = st.recursive(st.one_of(literals, names), _compound, max_leaves=3)
metas = st.builds(
    lambda label, because, owner, review, start, until, off: ast.Meta(
        label, because, owner, review, start, until, off, span=AT
    ),
    st.none() | texts, st.none() | texts, st.none() | texts, st.none() | dates, st.none() | dates, st.none() | dates,
    st.booleans(),
)  # fmt: skip
amounts = st.one_of(
    st.builds(lambda sign, value: ast.Amount(sign, value, span=AT), st.sampled_from([1, -1]), simple),
    st.builds(
        lambda sign, value, per, since: ast.Amount(sign, value, per, since, span=AT),
        st.sampled_from([1, -1]), simple, durations, simple,
    ),
)  # fmt: skip
decays = st.one_of(
    st.builds(
        lambda every, amount, compounding: ast.Decay("fading", every, amount, compounding, span=AT),
        durations, numbers, st.booleans(),
    ),
    st.builds(lambda every, amount: ast.Decay("losing", every, amount, span=AT), durations, numbers),
    st.builds(lambda kind, every: ast.Decay(kind, every, span=AT), st.sampled_from(["halving", "expiring"]), durations),
)  # fmt: skip
whens = st.builds(
    lambda c, a, t, w, high, low, d, m: ast.When(c, a, t, w, high, low, d, meta=m, span=AT),
    simple,
    amounts,
    st.none()
    | st.builds(lambda kind, n: ast.Times(kind, n, span=AT), st.sampled_from(["at least", "exactly"]), numbers),
    st.none() | durations,
    maybe(simple),
    maybe(simple),
    st.none() | decays,
    metas,
)
negatives = numbers.map(lambda n: ast.Unary("-", n, span=AT))
row_values = st.one_of(literals, names, negatives)
sums = st.recursive(st.one_of(literals, names, negatives), _compound, max_leaves=3)
patterns = st.one_of(
    row_values,
    st.builds(lambda low, high: ast.Between(low, high, span=AT), row_values, sums),
    st.builds(lambda op, bound: ast.Compare(op, bound, span=AT), st.sampled_from([">=", "<="]), row_values),
    st.builds(lambda op, bound: ast.Compare(op, bound, span=AT), st.sampled_from(["<", ">"]), sums),
    st.one_of(names, st.lists(simple, max_size=2).map(lambda items: ast.ListOf(tuple(items), span=AT))).map(
        lambda items: ast.InList(items, span=AT)
    ),
    st.just(ast.MissingRow(span=AT)),
    st.just(ast.Otherwise(span=AT)),
)
rows = st.builds(
    lambda found, amount, label, because: ast.Row(tuple(found), amount, label, because, span=AT),
    st.lists(patterns, min_size=1, max_size=2), amounts, st.none() | texts, st.none() | texts,
)  # fmt: skip
tables = st.builds(
    lambda subject, found: ast.Table(subject, tuple(found), span=AT), simple, st.lists(rows, min_size=0, max_size=3)
)
UNITS: tuple[Calendar, ...] = ("day", "week", "month", "quarter")
periods = st.sampled_from(UNITS).map(lambda unit: ast.Period(unit, span=AT))
limits = st.builds(lambda n, per: ast.Limit(n, per, span=AT), numbers, st.one_of(periods, durations))
quotas = st.builds(lambda n, per: ast.Quota(n, per, span=AT), numbers, st.one_of(periods, names))
eachs = st.builds(
    lambda c, points, w, once, limit, quota, high, d, m: ast.Each(
        c, points[0], points[1], w, once, limit, quota, high, d, meta=m, span=AT
    ),
    simple,
    st.one_of(amounts.map(lambda a: (a, None)), tables.map(lambda t: (None, t))),
    st.none() | durations, st.none() | names, st.none() | limits, st.none() | quotas, maybe(simple),
    st.none() | decays, metas,
)  # fmt: skip
matches = st.builds(lambda table, meta: ast.Match(table, meta=meta, span=AT), tables, metas)
choices = st.builds(
    lambda kind, found, meta: ast.Choice(kind, tuple(found), meta=meta, span=AT),
    st.sampled_from(["first", "best"]), st.lists(whens, max_size=2), metas,
)  # fmt: skip
rules = st.one_of(whens, eachs, matches, choices)


@given(st.lists(rules, min_size=1, max_size=2))
@settings(max_examples=300, deadline=None)
def test_rules(trees: list[ast.Rule]) -> None:
    written = " ".join(printer.rule(tree) for tree in trees)
    found = parse(Source("again", written))
    assert not found.diagnostics, (written, [(d.message, d.span.text) for d in found.diagnostics])
    assert found.file.statements == tuple(trees), written
    assert "\n" not in written


@given(simple, st.sampled_from(["never", "always"]), st.none() | texts)
@settings(max_examples=100, deadline=None)
def test_guarantees(condition: ast.Expr, kind: str, because: ast.Text | None) -> None:
    tree = ast.Guarantee("never" if kind == "never" else "always", condition, because, span=AT)
    found = parse(Source("again", printer.guarantee(tree)))
    assert found.file.statements == (tree,)
