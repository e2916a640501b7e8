"""Leads as examples are written: values as literals, texts as the rules spell them."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assay import model as m
from assay.engines.record.trace.ops import Value
from assay.linter import walk
from assay.plan import words
from assay.plan.nodes import Field, Table
from assay.syntax.words import is_plain_name
from assay.testing.suggest.drafts import Draft, Values
from assay.values import MINUTE, ZoneRules, date_of, fold

_EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Literals:
    """`spelt`: texts as written in the rules, by their folded form."""

    lead: Table
    activity: Table
    zone: ZoneRules
    as_of: int
    spelt: dict[str, str]

    def lines(self, draft: Draft) -> Iterator[str]:
        """`lead { … }` and its activities, those alike together."""
        yield f"lead {{ {self._row(self.lead, draft.lead)} }}"
        for row, alike in groupby(self._row(self.activity, one) for one in draft.activities):
            count = len(list(alike))
            yield f"activity {{ {row} }}" + (f" times {count}" if count > 1 else "")

    def did(self, activity: Values, *, undated: bool) -> str:
        """An activity in a few words: its values, without the time where there is another."""
        kinds = {field.name: field for field in self.activity.fields}
        told = [key for key, value in activity.items() if value is not None and key != self.activity.time]
        without = " without a time" if undated and self.activity.time not in (None, *activity) else ""
        said = " ".join(f"{key} {self.value(kinds[key], activity[key])}" for key in told)
        return (said or "an activity") + without

    def _row(self, table: Table, values: Values) -> str:
        given = [(field, values[field.name]) for field in table.fields if values.get(field.name) is not None]
        return ", ".join(f"{name(field.name)}: {self.value(field, value)}" for field, value in given)

    def value(self, field: Field, value: Value) -> str:
        match value:
            case bool():
                return "true" if value else "false"
            case tuple():
                return f"[{', '.join(map(self.text, value))}]"
            case str():
                return self.text(value)
            case int() if field.kind == "date":
                return self._date(value)
            case int() if field.kind == "time":
                return self._time(value)
            case int():
                return words.decimal(value)
        raise TypeError(f"{field.name} has no value")

    def text(self, value: str) -> str:
        return text(self.spelt.get(value, value))

    def _date(self, day: int) -> str:
        ago = self.zone.day(self.as_of) - day
        return f"{words.counted(ago, 'day')} ago" if ago > 0 else date_of(day).isoformat()

    def _time(self, moment: int) -> str:
        """Before `as_of` by how long ago, so that the example stays true; after it by the clock of the rules' zone."""
        ago = self.as_of - moment
        if ago > 0 and ago % MINUTE == 0:
            return f"{words.duration(ago)} ago"
        day = self.zone.day(moment)
        local = _EPOCH + dt.timedelta(days=day, microseconds=moment - self.zone.midnight(day))
        return local.isoformat(" ", "minutes")


def name(written: str) -> str:
    return written if is_plain_name(written) else f"`{written}`"


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def spelt(model: m.Model) -> dict[str, str]:
    """Every text of the rules as it was first written."""
    found: dict[str, str] = {}
    for written in (*_declared(model), *_constants(model)):
        found.setdefault(fold(written), written)
    return found


def _declared(model: m.Model) -> Iterator[str]:
    for table in (model.lead, model.activity):
        for field in table.fields:
            yield from field.type.values


def _constants(model: m.Model) -> Iterator[str]:
    named: Iterable[m.Expr] = (one.value for one in model.constants)
    for root in (*walk.expressions(model), *named):
        yield from (
            part.value for part in walk.parts(root) if isinstance(part, m.Const) and isinstance(part.value, str)
        )
