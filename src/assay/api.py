"""The public functions: each is one stage of the pipeline, typed, without files or terminals in the way."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from assay.check import Checked, load_text
from assay.check import load as load_rules
from assay.diagnostics import Diagnostic, Severity
from assay.engines.record import Outcome
from assay.engines.record import Scorer as RecordScorer
from assay.engines.record.trace import trace
from assay.formatter import format_source
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.render.diagnostics_text import report_text
from assay.render.explaining import explanation
from assay.render.explanation import Explanation
from assay.results import LeadResult
from assay.source import Source
from assay.values import microseconds_of

# What a lead or an activity may be: a dict by field name, a pydantic model or a dataclass.
Record = object
Moment = dt.datetime | dt.date | str

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class RulesError(ValueError):
    """Rules with mistakes; `diagnostics` has them all, the message shows them."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("\n" + report_text(diagnostics).plain)
        self.diagnostics = diagnostics


def load(path: str | Path) -> Model:
    """The checked rules of a .assay file or a folder of them. Raises RulesError, or RulesNotReadable where there
    is no such file."""
    return _model(load_rules(Path(path)))


def loads(text: str) -> Model:
    """The checked rules of a text. `use` and list files are not allowed in it. Raises RulesError."""
    return _model(load_text(text))


def diagnose(text: str) -> tuple[Diagnostic, ...]:
    """Every mistake in a text of rules, in order of place. Never raises."""
    return load_text(text).diagnostics


def format(text: str) -> str:
    """A text of rules in the one style: the same meaning, the same comments. Raises RulesError for mistakes in its
    syntax, and MeaningChangedError, a mistake of ours, rather than change what it says."""
    formatted = format_source(Source("rules.assay", text))
    if formatted.text is None:
        raise RulesError(formatted.diagnostics)
    return formatted.text


def compile(rules: Model) -> Plan:
    """The evaluation plan of checked rules: plain data, see `to_json`."""
    return plan(rules)


def _model(checked: Checked) -> Model:
    if checked.model is None:
        raise RulesError(tuple(d for d in checked.diagnostics if d.severity is Severity.ERROR))
    return checked.model


class Scorer:
    """Scores many leads by one plan at one moment; compiled once. Not for several threads at once.

    `as_of`: a datetime (without offset it is in the model's zone), a date (its midnight there) or ISO text.
    """

    def __init__(self, plan: Plan, as_of: Moment) -> None:
        self.plan = plan
        self._scorer = _compiled(_Holder(plan), _moment(as_of, plan.zone.name))

    def score(self, lead: Record, activities: Iterable[Record] = (), previous: str | None = None) -> Outcome:
        """One lead. Fields are named as in the schema; absent ones and None are missing; values may be Python's or
        text as in files. `previous` is the stage of an earlier run. Raises BadRecord for a value that does not fit."""
        return self._scorer.score(_mapping(lead), [_mapping(activity) for activity in activities], previous)


def score(
    plan: Plan,
    lead: Record,
    activities: Iterable[Record] = (),
    as_of: Moment | None = None,
    previous: str | None = None,
) -> LeadResult:
    """The result of one lead, now or `as_of`; see Scorer for what is taken and raised.

    A plan is compiled once for each moment (the last eight are kept), so give many leads the same `as_of`.
    """
    return Scorer(plan, as_of or dt.datetime.now(dt.UTC)).score(lead, activities, previous).result()


def explain(
    plan: Plan,
    lead: Record,
    activities: Iterable[Record] = (),
    as_of: Moment | None = None,
    previous: str | None = None,
) -> Explanation:
    """Why a lead has its score and stage, what it lacks for the next, and what its unknown fields could change."""
    moment = _moment(as_of or dt.datetime.now(dt.UTC), plan.zone.name)
    return explanation(trace(plan, moment, _mapping(lead), [_mapping(one) for one in activities], previous))


class _Holder:
    """A plan as a cache key: equal only to itself, so that a look-up never compares whole plans."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.plan is self.plan

    def __hash__(self) -> int:
        return id(self.plan)


@lru_cache(maxsize=8)
def _compiled(holder: _Holder, as_of: int) -> RecordScorer:
    return RecordScorer(holder.plan, as_of)


def _moment(as_of: Moment, zone: str) -> int:
    """Microseconds since 1970. Raises ValueError for text that is no date or time."""
    if isinstance(as_of, str):
        as_of = dt.datetime.fromisoformat(as_of)
    elif not isinstance(as_of, dt.datetime):
        as_of = dt.datetime.combine(as_of, dt.time())
    if as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
    return microseconds_of(as_of.astimezone(dt.UTC) - _EPOCH)


def _mapping(record: Record) -> Mapping[str, object]:
    if isinstance(record, Mapping):
        return record
    if isinstance(record, BaseModel):
        return {name: getattr(record, name) for name in type(record).model_fields}
    if is_dataclass(record) and not isinstance(record, type):
        return {field.name: getattr(record, field.name) for field in fields(record)}
    raise TypeError(f"a record is a mapping, a pydantic model or a dataclass, not {type(record).__name__}")
