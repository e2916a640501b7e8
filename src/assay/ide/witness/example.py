"""An example for a rule: a lead for whom it fires, and what the rules make of them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from assay.diagnostics import Edit
from assay.engines.record import BadRecord, Scorer
from assay.formatter import format_source
from assay.ide.nodes import rule_at
from assay.ide.scene import Scene
from assay.ide.texts import Texts, rules_of
from assay.ide.witness.draft import Draft, Row, raw, written
from assay.ide.witness.meet import happened, meet
from assay.linter import walk
from assay.model import RuleBase
from assay.plan import plan
from assay.results import LeadResult
from assay.source import Source, Span
from assay.starter import quoted
from assay.syntax import ast, printer
from assay.types import TEXTUAL
from assay.values import microseconds_of

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LONGEST = 60  # letters of a name


def example_edit(scene: Scene, offset: int, as_of: dt.datetime) -> Edit | None:
    """The edit that adds an example for the rule at a place to the end of the file; None where no lead was found for
    whom it fires as of a moment."""
    rule, model = rule_at(scene.document, offset), scene.rules.model
    if rule is None or model is None:
        return None
    text = printer.rule(rule)
    found = next(((group, one) for group, one in walk.rules(model) if one.text == text), None)
    draft = drafted(rule, scene)
    if found is None or draft is None:
        return None
    scorer = Scorer(plan(model), microseconds_of(as_of - _EPOCH))
    activities = [raw(row, as_of) for row in draft.activities for _ in range(row.times)]
    try:
        result = scorer.score(raw(draft.lead, as_of), activities).result()
    except BadRecord:
        return None
    group, one = found
    if one.id not in {fired.id for fired in result.rules}:
        return None
    end = len(scene.text)
    gap = "\n" if scene.text.endswith("\n") else "\n\n"
    told = _example(_name(one, scene), draft, group.name, result)
    return Edit(Span(scene.document.source, end, end), gap + told)


def example_of(texts: Texts, path: Path, offset: int, as_of: dt.datetime) -> Edit | None:
    """The same for rules as plain text, for another process."""
    rules = rules_of(texts)
    return example_edit(Scene(rules, rules.documents[path]), offset, as_of)


def drafted(rule: ast.Rule, scene: Scene) -> Draft | None:
    """A lead for whom a rule might fire."""
    draft = Draft()
    match rule:
        case ast.When():
            times = 1 if rule.times is None else int(rule.times.count.value)
            return draft if _once(rule.condition, rule.within, times, draft, scene) else None
        case ast.Each():
            times = 1 if rule.quota is None else int(rule.quota.count.value)
            if not _once(rule.condition, rule.within, times, draft, scene):
                return None
            if draft.activities:
                _told_apart(rule, draft.activities[-1], scene)
            return draft if rule.table is None or _row(rule.table, draft, _latest(draft), scene) else None
        case ast.Match():
            return draft if _row(rule.table, draft, draft.lead, scene) else None
        case ast.Choice():
            return None


def _latest(draft: Draft) -> Row:
    return draft.activities[-1] if draft.activities else draft.lead


def _told_apart(rule: ast.Each, row: Row, scene: Scene) -> None:
    """An activity without the field that activities are told apart by does not count."""
    per = rule.once_per or (rule.quota.per if rule.quota is not None else None)
    field = scene.activity.get(per.name) if isinstance(per, ast.Name) else None
    if field is not None and field.type.kind in TEXTUAL:
        row.values.setdefault(field.name, next(iter(field.type.values), "x"))


def _once(condition: ast.Expr, within: ast.Duration | None, times: int, draft: Draft, scene: Scene) -> bool:
    """The condition met by one activity, done so many times; by none where it is about the lead alone."""
    row = Row(times=times)
    if not meet(condition, draft, row, scene):
        return False
    if row.values or row.missing:
        happened(row, within, scene)
        draft.activities.append(row)
    return True


def _row(table: ast.Table, draft: Draft, row: Row, scene: Scene) -> bool:
    """The first row of a table whose pattern can be met."""
    for one in table.rows:
        for pattern in one.patterns:
            test = _test(table.subject, pattern)
            if test is not None and meet(test, draft, row, scene):
                return True
    return False


def _test(subject: ast.Expr, pattern: ast.Pattern) -> ast.Expr | None:
    """A pattern as a condition on the subject."""
    at = pattern.span
    match pattern:
        case ast.MissingRow():
            return ast.Known(subject, False, span=at)
        case ast.Otherwise():
            return None
        case ast.Compare():
            return ast.Binary(pattern.op, subject, pattern.bound, op_span=at, span=at)
        case ast.InList():
            return ast.Binary("in", subject, pattern.items, op_span=at, span=at)
        case ast.Between():
            return ast.Binary("in", subject, pattern, op_span=at, span=at)
        case _:
            return ast.Binary("==", subject, pattern, op_span=at, span=at)


# --- as written ---------------------------------------------------------------------------------------------


def _name(rule: RuleBase, scene: Scene) -> str:
    """The rule's label or condition, told apart from the examples there are."""
    names = {one.name.value for one in scene.statements() if isinstance(one, ast.Example)}
    base = rule.id if len(rule.id) <= _LONGEST else rule.id[: _LONGEST - 1] + "…"
    name, number = base, 2
    while name in names:
        name, number = f"{base} ({number})", number + 1
    return name


def _example(name: str, draft: Draft, group: str, result: LeadResult) -> str:
    lines = [f"example {quoted(name)} {{"]
    if draft.lead.values:
        lines.append(f"  lead {{ {written(draft.lead)} }}")
    for row in draft.activities:
        times = f" times {row.times}" if row.times > 1 else ""
        lines.append(f"  activity {{ {written(row)} }}{times}")
    if group in result.groups:
        kept = Decimal(str(result.groups[group].kept))
        shown = f"-{printer.number(-kept)}" if kept < 0 else printer.number(kept)
        lines.append(f"  expect {group_name(group)} == {shown}")
    if result.disqualified:
        lines.append("  expect disqualified")
    elif result.stage is not None:
        lines.append(f"  expect stage == {group_name(result.stage)}")
    text = "\n".join([*lines, "}"]) + "\n"
    return format_source(Source("example", text)).text or text


def group_name(name: str) -> str:
    span = Span(Source("", ""), 0, 0)
    return printer.name(ast.Name(name, span=span))
