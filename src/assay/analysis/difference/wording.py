"""What is said otherwise, in words: "+20 was +15", "employees >= 200 was >= 100".

Of two trees of one kind only what differs is told, part by part.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assay.analysis.difference import texts
from assay.syntax import ast, printer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edit:
    """`about` "": what decides; "name": a label or a name; "note": a reason, an owner, a date of review."""

    what: str
    about: str = ""


def edits(old: ast.Node, new: ast.Node) -> list[Edit]:
    """Everything that differs between two parts, what they are made of in the order of the language."""
    return list(_edits(old, new)) if old != new else []


def _edits(old: ast.Node, new: ast.Node) -> Iterator[Edit]:
    match old, new:
        case ast.When(), ast.When():
            yield from condition(old.condition, new.condition)
            yield from _clause(printer.times, old.times, new.times)
            yield from _clause(_window, old.within, new.within)
            yield from _clause(_signed, old.amount, new.amount)
            yield from _bounds(old, new)
            yield from _clause(printer.decay, old.decay, new.decay)
            yield from _meta(old.meta, new.meta)
        case ast.Each(), ast.Each():
            yield from _each(old, new)
        case ast.Match(), ast.Match():
            yield from _table(old.table, new.table)
            yield from _meta(old.meta, new.meta)
        case ast.Choice(), ast.Choice():
            yield from _plain(f"{old.kind} of", f"{new.kind} of")
            yield from _meta(old.meta, new.meta)
        case ast.Group(), ast.Group():
            yield from _group(old, new)
        case _:
            yield from _statement(old, new)


def _each(old: ast.Each, new: ast.Each) -> Iterator[Edit]:
    yield from condition(old.condition, new.condition)
    yield from _clause(printer.quota, old.quota, new.quota)
    yield from _clause(_window, old.within, new.within)
    yield from _clause(lambda name: f"once per {printer.name(name)}", old.once_per, new.once_per)
    yield from _clause(printer.limit, old.limit, new.limit)
    if old.table is not None and new.table is not None:
        yield from _table(old.table, new.table)
    else:
        yield from _plain(_points(old), _points(new))
    yield from _bound("max", old.maximum, new.maximum)
    yield from _clause(printer.decay, old.decay, new.decay)
    yield from _meta(old.meta, new.meta)


def _points(each: ast.Each) -> str:
    if each.amount is not None:
        return _signed(each.amount)
    return printer.table(each.table) if each.table is not None else ""


def _group(old: ast.Group, new: ast.Group) -> Iterator[Edit]:
    yield from _named(printer.name(old.name), printer.name(new.name))
    yield from _clause(printer.text, old.label, new.label, "name")
    yield from _bounds(old, new)
    yield from _clause(lambda weight: f"weight {printer.number(weight.value)}%", old.weight, new.weight)
    yield from _clause(printer.decay, old.decay, new.decay)


def _bounds(old: ast.When | ast.Group | ast.Total, new: ast.When | ast.Group | ast.Total) -> Iterator[Edit]:
    yield from _bound("min", old.minimum, new.minimum)
    yield from _bound("max", old.maximum, new.maximum)


def _bound(word: str, old: ast.Expr | None, new: ast.Expr | None) -> Iterator[Edit]:
    before, after = ("" if one is None else f"{word} {printer.expression(one)}" for one in (old, new))
    yield from _plain(before, after)


def _statement(old: ast.Node, new: ast.Node) -> Iterator[Edit]:
    match old, new:
        case ast.Let(), ast.Let():
            yield from _named(printer.name(old.name), printer.name(new.name))
            yield from condition(old.value, new.value)
        case ast.Disqualify(), ast.Disqualify():
            yield from _decision(old, new)
        case ast.Exclude(), ast.Exclude():
            yield from _decision(old, new)
        case ast.Ignore(), ast.Ignore():
            yield from _decision(old, new)
        case ast.Guarantee(), ast.Guarantee():
            yield from _plain(old.kind, new.kind)
            yield from condition(old.condition, new.condition)
            yield from _clause(_because, old.because, new.because, "note")
        case ast.Grade(), ast.Grade():
            yield from _listed([texts.band(one) for one in old.bands], [texts.band(one) for one in new.bands])
        case ast.Total(), ast.Total():
            yield from _bounds(old, new)
        case ast.MissingDecl(), ast.MissingDecl():
            yield from _listed(
                [printer.text(one) for one in old.spellings], [printer.text(one) for one in new.spellings]
            )
        case ast.FieldDecl(), ast.FieldDecl():
            yield from _plain(texts.field(old), texts.field(new))
        case _:
            yield from _result(old, new)


_Decision = ast.Disqualify | ast.Exclude | ast.Ignore


def _decision(old: _Decision, new: _Decision) -> Iterator[Edit]:
    yield from condition(old.condition, new.condition)
    yield from _clause(_because, old.because, new.because, "note")


def _result(old: ast.Node, new: ast.Node) -> Iterator[Edit]:
    match old, new:
        case ast.Stage(), ast.Stage():
            yield from _named(printer.name(old.name), printer.name(new.name))
            if old.condition is not None and new.condition is not None:
                yield from condition(old.condition, new.condition)
            else:
                yield from _plain(texts.stage_meets(old), texts.stage_meets(new))
            yield from _plain("sticky" if old.sticky else "", "sticky" if new.sticky else "")
            yield from _clause(_because, old.because, new.because, "note")
        case ast.Promote(), ast.Promote():
            yield from _plain(f"to {printer.name(old.stage)}", f"to {printer.name(new.stage)}")
            yield from condition(old.condition, new.condition)
            yield from _clause(_window, old.within, new.within)
            yield from _clause(_because, old.because, new.because, "note")
        case ast.Route(), ast.Route():
            yield from _plain(f"to {printer.text(old.to)}", f"to {printer.text(new.to)}")
            yield from _clause(_window, old.within, new.within)
            if old.condition is not None and new.condition is not None:
                yield from condition(old.condition, new.condition)
            else:
                yield from _plain(_meets(old), _meets(new))
            yield from _clause(_because, old.because, new.because, "note")
        case _:
            yield from _whole(old, new)


def _whole(old: ast.Node, new: ast.Node) -> Iterator[Edit]:
    match old, new:
        case (ast.Let() | ast.LetFile() | ast.ModelDecl(), ast.Let() | ast.LetFile() | ast.ModelDecl()):
            yield from _plain(texts.statement(old), texts.statement(new))
        case ast.Example(), ast.Example():
            yield Edit("written otherwise", "note")
        case _:
            yield from _plain(_one_line(old), _one_line(new))


def _one_line(node: ast.Node) -> str:
    match node:
        case ast.When() | ast.Each() | ast.Match():
            return printer.rule(node)
    return " ".join(node.span.text.split())


def _meets(route: ast.Route) -> str:
    return "otherwise" if route.condition is None else f"when {printer.expression(route.condition)}"


# --- clauses -----------------------------------------------------------------------------------------------


def _meta(old: ast.Meta, new: ast.Meta) -> Iterator[Edit]:
    yield from _clause(printer.text, old.label, new.label, "name")
    yield from _clause(_because, old.because, new.because, "note")
    yield from _clause(lambda owner: f"owner {printer.text(owner)}", old.owner, new.owner, "note")
    yield from _clause(lambda day: f"review by {printer.moment(day)}", old.review_by, new.review_by, "note")
    yield from _clause(lambda day: f"starting {printer.moment(day)}", old.starting, new.starting)
    yield from _clause(lambda day: f"until {printer.moment(day)}", old.until, new.until)
    yield from _plain("off" if old.off else "", "off" if new.off else "")


def _because(text: ast.Text) -> str:
    return f"because {printer.text(text)}"


def _window(within: ast.Duration) -> str:
    return f"within {printer.duration(within)}"


def _signed(amount: ast.Amount) -> str:
    """`+20`, `-10 per 30 days since created`, `+demo_points`."""
    sign = "+" if amount.sign > 0 else "-"
    value = printer.expression(amount.value)
    simple = isinstance(amount.value, ast.Number | ast.Name)
    shown = f"{sign}{value}" if simple else f"{sign}({value})"
    if amount.per is None or amount.since is None:
        return shown
    return f"{shown} per {printer.duration(amount.per)} since {printer.expression(amount.since)}"


def _clause(shown: Callable[[T], str], old: T | None, new: T | None, about: str = "") -> Iterator[Edit]:
    if old != new:
        before, after = ("" if one is None else shown(one) for one in (old, new))
        yield from _plain(before, after, about)


def _named(old: str, new: str) -> Iterator[Edit]:
    return _plain(old, new, "name")


def _plain(old: str, new: str, about: str = "") -> Iterator[Edit]:
    if old == new:
        return
    if not old or not new:
        yield Edit(f"{new} added" if new else f"{old} removed", about)
        return
    yield Edit(f"{new} was {_short(old, new)}", about)


def _short(old: str, new: str) -> str:
    """The old text without the first word, where both begin with it: "max 50 was 40"."""
    word, _, rest = old.partition(" ")
    plain = word.isalpha() and rest and new.startswith(f"{word} ") and word in ("min", "max", "weight", "within", "to")
    return rest if plain else old


# --- conditions --------------------------------------------------------------------------------------------


def condition(old: ast.Expr, new: ast.Expr) -> Iterator[Edit]:
    """The parts of an `and` or an `or` that came, went or changed; what is about one thing is put side by side."""
    if old == new:
        return
    for word in ("and", "or"):
        before, after = _parts(old, word), _parts(new, word)
        if len(before) > 1 or len(after) > 1:
            gone, came = _without(before, after), _without(after, before)
            if len(gone) < len(before) or len(came) < len(after):
                yield from _told(gone, came, word)
                return
    yield from _changed(old, new)


def _parts(expr: ast.Expr, word: str) -> list[ast.Expr]:
    if isinstance(expr, ast.Binary) and expr.op == word:
        return [*_parts(expr.left, word), *_parts(expr.right, word)]
    return [expr]


def _without(items: Sequence[T], others: Sequence[T]) -> list[T]:
    left = list(others)
    kept = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            kept.append(item)
    return kept


def _told(gone: list[ast.Expr], came: list[ast.Expr], word: str) -> Iterator[Edit]:
    if not gone and not came:
        yield Edit(f"the parts of `{word}` in another order")
    for part in came:
        other = next((one for one in gone if _about(one) == _about(part)), None)
        if other is None and len(gone) == len(came) == 1:
            other = gone[0]
        if other is None:
            yield Edit(f"{word} {_inner(part)} added")
        else:
            gone = [one for one in gone if one is not other]
            yield from condition(other, part)
    yield from (Edit(f"{word} {_inner(part)} removed") for part in gone)


def _inner(part: ast.Expr) -> str:
    text = printer.expression(part)
    return f"({text})" if isinstance(part, ast.Binary) and part.op in ("and", "or", "implies") else text


def _about(expr: ast.Expr) -> ast.Expr:
    """What a comparison speaks of."""
    match expr:
        case ast.Binary(left=left, op=op) if op not in ("and", "or", "implies", "+", "-", "*", "/"):
            return left
        case ast.Known(operand=operand):
            return operand
    return expr


def _changed(old: ast.Expr, new: ast.Expr) -> Iterator[Edit]:
    match old, new:
        case ast.ListOf(items=before), ast.ListOf(items=after):
            yield from _items(before, after)
        case ast.Binary(), ast.Binary() if old.left == new.left and _is_comparison(old) and _is_comparison(new):
            yield from _compared(old, new)
        case ast.Call(), ast.Call() if old.function == new.function and old.arguments != new.arguments:
            yield from _called(old, new)
        case _:
            yield from _plain(printer.expression(old), printer.expression(new))


def _is_comparison(expr: ast.Binary) -> bool:
    return _about(expr) is expr.left


def _compared(old: ast.Binary, new: ast.Binary) -> Iterator[Edit]:
    about = printer.expression(new.left)
    match old.right, new.right:
        case ast.ListOf(items=before), ast.ListOf(items=after) if old.op == new.op:
            for edit in _items(before, after):
                yield Edit(f"{about} {new.op} …: {edit.what}")
        case _:
            before_text = printer.expression(old)
            yield Edit(f"{printer.expression(new)} was {before_text.removeprefix(f'{about} ')}")


def _items(before: Sequence[ast.Expr], after: Sequence[ast.Expr]) -> Iterator[Edit]:
    """Items of a list that came and went."""
    came, gone = _without(after, before), _without(before, after)
    if came:
        yield Edit(f"{texts.joined(map(printer.expression, came))} added")
    if gone:
        yield Edit(f"{texts.joined(map(printer.expression, gone))} removed")
    if not came and not gone:
        yield Edit("items in another order")


def _called(old: ast.Call, new: ast.Call) -> Iterator[Edit]:
    if len(old.arguments) == len(new.arguments) == 1 and (old.where, old.within) == (new.where, new.within):
        inside = list(condition(old.arguments[0], new.arguments[0]))
        yield from (Edit(f"in {printer.name(new.function)}(…): {edit.what}", edit.about) for edit in inside)
        return
    yield from _plain(printer.expression(old), printer.expression(new))


# --- rows --------------------------------------------------------------------------------------------------


def _table(old: ast.Table, new: ast.Table) -> Iterator[Edit]:
    """Rows by their patterns."""
    if old.subject != new.subject:
        yield from _plain(f"match {printer.expression(old.subject)}", f"match {printer.expression(new.subject)}")
    before, after = ({_patterns(row): row for row in table.rows} for table in (old, new))
    for key, row in after.items():
        if key not in before:
            yield Edit(f"row {printer.row(row)} added")
        elif row != before[key]:
            yield from _row(key, before[key], row)
    yield from (Edit(f"row {printer.row(row)} removed") for key, row in before.items() if key not in after)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Edit("rows in another order")


def _patterns(row: ast.Row) -> str:
    return ", ".join(map(printer.pattern, row.patterns))


def _row(key: str, old: ast.Row, new: ast.Row) -> Iterator[Edit]:
    for edit in _clause(_signed, old.amount, new.amount):
        yield Edit(f"{key}: {edit.what}")
    for about, shown, pair in (
        ("name", printer.text, (old.label, new.label)),
        ("note", _because, (old.because, new.because)),
    ):
        yield from (Edit(f"{key}: {edit.what}", about) for edit in _clause(shown, *pair))


def _listed(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    """Bands and spellings: those of one letter side by side."""
    gone, came = _without(old, new), _without(new, old)
    for text in came:
        letter = text.split(" ", 1)[0]
        other = next((one for one in gone if one.split(" ", 1)[0] == letter), None)
        if other is None:
            yield Edit(f"{text} added")
        else:
            gone.remove(other)
            yield Edit(f"{text} was {other.removeprefix(letter).strip() or other}")
    yield from (Edit(f"{text} removed") for text in gone)
    if not came and not _without(old, new):
        yield Edit("in another order")
