"""One case through every evaluator there is, and where they differ."""

import datetime as dt
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from assay.check import Checked, Columns, load, load_text
from assay.diagnostics import Severity
from assay.engines.record import BadRecord, Scorer
from assay.engines.record.trace import trace
from assay.model import Field, Model, Table
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.plan.store import from_json, to_json
from assay.results import LeadResult
from assay.source import Source, Span
from assay.syntax import ast, parse
from assay.values import microseconds_of
from tests import naive
from tests.strategies.cases import Case
from tests.strategies.records import Lead
from tests.strategies.rulesets import RuleSet
from tests.strategies.schema import Schema
from tests.strategies.smaller import smaller

Facts = dict[str, Any]
_NOWHERE = Span(Source("", ""), 0, 0)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Refused(Exception):  # noqa: N818  a finding, not a failure of ours
    """The checker found errors in rules that were generated to have none."""


@dataclass(frozen=True)
class Ready:
    """A rule set in every form: as parsed, as planned, and planned, saved and read again."""

    file: ast.File
    plan: Plan
    saved: Plan
    as_of: dt.datetime

    @property
    def moment(self) -> int:
        return microseconds_of(self.as_of - EPOCH)


def ready(rules: RuleSet) -> Ready:
    """Parses, checks and plans; raises Refused if the checker finds an error."""
    with loaded(rules) as checked:
        if checked.model is None or any(d.severity == Severity.ERROR for d in checked.diagnostics):
            raise Refused("; ".join(f"{d.code.code} {d.message} `{d.span.text}`" for d in checked.diagnostics))
        planned = plan(checked.model)
        file = whole(rules.text, rules.files)
        if not rules.schema.declared:
            file = replace(file, statements=(*schemas(checked.model), *file.statements))
    return Ready(file, planned, from_json(to_json(planned)), rules.as_of)


@contextmanager
def loaded(rules: RuleSet) -> Iterator[Checked]:
    columns = None if rules.schema.declared else _columns(rules.schema)
    if not rules.files:
        yield load_text(rules.text, columns=columns)
        return
    with TemporaryDirectory() as folder:
        for name, text in {**rules.files, "rules.assay": rules.text}.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        yield load(Path(folder, "rules.assay"), columns)


def _columns(schema: Schema) -> Columns:
    """The input's headers, for rules without a schema."""
    times = sorted((f.name for f in schema.activity if f.kind == "time"), key=lambda name: name != "occurred")
    names = tuple(f.name for f in schema.lead), tuple(f.name for f in schema.activity)
    return Columns(*names, times[0] if times else None)


def schemas(model: Model) -> Iterator[ast.Schema]:
    """What the checker made of rules without a schema, written as one; the activity's time comes first."""
    tables: tuple[tuple[Literal["lead", "activity"], Table], ...] = (
        ("lead", model.lead),
        ("activity", model.activity),
    )
    for name, table in tables:
        fields = [_declared(f) for f in sorted(table.fields, key=lambda f: f.name != table.time)]
        yield ast.Schema(name, tuple(fields), span=_NOWHERE)


def _declared(f: Field) -> ast.FieldDecl:
    kind = ast.TypeRef(f.type.kind.value, span=_NOWHERE)  # type: ignore[arg-type]
    return ast.FieldDecl(ast.Name(f.name, span=_NOWHERE), kind, key=f.key, span=_NOWHERE)


def whole(text: str, files: Mapping[str, str]) -> ast.File:
    """The file as one: what it uses in its place, lists from files written out."""
    file = parse(Source("rules.assay", text)).file
    return replace(file, statements=tuple(part for s in file.statements for part in _taken_in(s, files)))


def _taken_in(statement: ast.Statement, files: Mapping[str, str]) -> tuple[ast.Statement, ...]:
    match statement:
        case ast.Use():
            return whole(files[statement.path.value], files).statements
        case ast.LetFile():
            items = _items_in(files[statement.path.value.removeprefix("../")])
            texts = tuple(ast.Text(item, span=statement.span) for item in items)
            return (ast.Let(statement.name, ast.ListOf(texts, span=statement.span), span=statement.span),)
    return (statement,)


def _items_in(text: str) -> list[str]:
    """One value a line; what follows a `#` that begins a word is a remark."""
    lines = (re.split(r"(?:^|(?<=\s))#", line)[0].strip() for line in text.split("\n"))
    return [line for line in lines if line]


def scorers(rules: Ready) -> dict[str, Callable[[Lead], LeadResult]]:
    """Every way to score a lead but the naive one."""
    compiled, saved = Scorer(rules.plan, rules.moment), Scorer(rules.saved, rules.moment)
    return {
        "compiled": lambda lead: compiled.score(lead.values, lead.activities, lead.previous).result(),
        "saved": lambda lead: saved.score(lead.values, lead.activities, lead.previous).result(),
        "trace": lambda lead: trace(rules.plan, rules.moment, lead.values, lead.activities, lead.previous).result(),
    }


def differences(case: Case) -> Iterator[str]:
    """What the evaluators disagree on, a line each; nothing if they are at one."""
    rules = ready(case.rules)
    by = scorers(rules)
    for lead in case.leads:
        expected = naive_facts(rules, lead)
        for name, score in by.items():
            yield from _compared(name, expected, engine_facts(lambda: score(lead)))  # noqa: B023


def _compared(name: str, expected: Facts, found: Facts) -> Iterator[str]:
    if "unreadable" in expected and name != "trace":
        return  # the compiled engine reads what rules need, and may never come to a bad value
    for fact in sorted(expected.keys() | found.keys()):
        if expected.get(fact) != found.get(fact):
            yield f"{fact}: naive {expected.get(fact)!r}, {name} {found.get(fact)!r}"


# --- one shape for all ------------------------------------------------------------------------------------


def naive_facts(rules: Ready, lead: Lead) -> Facts:
    try:
        result = naive.evaluate(rules.file, lead.values, lead.activities, rules.as_of, lead.previous)
    except naive.Unreadable:
        return {"unreadable": True}
    return {
        "score": as_shown(result.score),
        "groups": {name: (as_shown(earned), as_shown(kept)) for name, (earned, kept) in result.groups.items()},
        "grades": result.grades,
        "grade": result.grade,
        "stage": (result.stage, result.stage_by),
        "disqualified": result.disqualified,
        "excluded": result.excluded,
        "route": (result.route, result.respond_by),
        "fired": [(rule.id, rule.group, as_shown(rule.points)) for rule in result.fired],
        "undecided": [(rule.id, rule.missing) for rule in result.undecided],
        "broken": result.broken,
        "future": result.future_activities,
    }


def engine_facts(score: Callable[[], LeadResult]) -> Facts:
    try:
        result = score()
    except BadRecord:
        return {"unreadable": True}
    return facts(result)


def facts(result: LeadResult) -> Facts:
    """A result with exact points."""
    return {
        "score": exact(result.score),
        "groups": {name: (exact(group.earned), exact(group.kept)) for name, group in result.groups.items()},
        "grades": result.grades,
        "grade": result.grade,
        "stage": (result.stage, result.stage_by),
        "disqualified": result.disqualified,
        "excluded": result.excluded,
        "route": (result.route.to, result.route.respond_by) if result.route else (None, None),
        "fired": [(rule.id, rule.group, exact(rule.points)) for rule in result.rules],
        "undecided": [(rule.id, rule.missing) for rule in result.undecided],
        "broken": result.broken,
        "future": result.future_activities,
    }


def as_shown(points: Fraction | None) -> Fraction | None:
    """Points as a result holds them: whole ones exactly, others as the nearest double."""
    if points is None or points.denominator == 1:
        return points
    return exact(float(points))


def exact(points: int | float | None) -> Fraction | None:
    return None if points is None else Fraction(Decimal(repr(points)))


def report(case: Case, found: Sequence[str]) -> str:
    leads = "\n".join(f"{lead.values!r}\n  " + "\n  ".join(map(repr, lead.activities)) for lead in case.leads)
    previous = [lead.previous for lead in case.leads]
    files = "".join(f"\n--- {name}\n{text}" for name, text in case.rules.files.items())
    return f"\n{case.rules.text}{files}\nas of {case.rules.as_of}, previous {previous}\n{leads}\n" + "\n".join(found)


def failure(case: Case) -> str | None:
    """What is wrong with a case: the exception raised, or the first fact on which the evaluators disagree; None if
    all is well. Rules that are refused are another matter."""
    try:
        found = next(differences(case), None)
    except Refused:
        return None
    except Exception as error:  # whatever was raised is the finding
        return type(error).__name__
    return None if found is None else found.split(":")[0]


def fails(case: Case) -> bool:
    return failure(case) is not None


def explained(case: Case) -> str:
    """A failing case cut down to what still fails alike, with what the evaluators say of it."""
    wrong = failure(case)
    small = smaller(case, lambda one: failure(one) == wrong)
    try:
        found = list(differences(small))
    except Exception:
        found = [traceback.format_exc(limit=-6)]
    return report(small, found)
