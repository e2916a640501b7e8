"""Values of a made-up lead as people would write them."""

from collections.abc import Iterator

from assay.analysis.difference.comparison import Given, Moment
from assay.analysis.difference.parts import parts_of
from assay.analysis.difference.versions import Version
from assay.analysis.made import Values
from assay.plan import words
from assay.plan.nodes import Field, Table
from assay.syntax import ast
from assay.values import SCALE, ZoneRules, fold, utc_datetime

_ABOUT = frozenset({"label", "because", "owner"})  # said of a rule, and no value of a field


class Showing:
    """The values of both versions. Texts are spelled as in the rules, where the plan holds them folded."""

    def __init__(self, old: Version, new: Version) -> None:
        self.zone = ZoneRules(new.plan.zone.moments, new.plan.zone.offsets)
        self.spelled: dict[str, str] = {}
        self.unread = (text for version in (new, old) for text in _texts(version))  # no further than is asked for
        self.of_lead = _by_name(old.plan.lead, new.plan.lead)
        self.of_activity = _by_name(old.plan.activity, new.plan.activity)

    def lead(self, values: Values) -> dict[str, Given]:
        return {name: self._written(self.of_lead[name], value) for name, value in values.items() if value is not None}

    def activity(self, values: Values) -> dict[str, Given]:
        known = self.of_activity
        return {name: self._written(known[name], value) for name, value in values.items() if value is not None}

    def _written(self, of: Field, value: str | int | bool | tuple[str, ...]) -> Given:
        match value:
            case bool():
                return value
            case str():
                return self._spelled(of, value)
            case tuple():
                return tuple(self._spelled(of, item) for item in value)
        match of.kind:
            case "date":
                return Moment(words.date(value))
            case "time":
                return Moment(local(value, self.zone))
        return value // SCALE if value % SCALE == 0 else value / SCALE

    def _spelled(self, of: Field, text: str) -> str:
        return text if of.exact else self._as_written(text)

    def _as_written(self, text: str) -> str:
        while text not in self.spelled:
            written = next(self.unread, None)
            if written is None:
                return text
            self.spelled.setdefault(fold(written), written)
        return self.spelled[text]


def local(moment: int, zone: ZoneRules) -> str:
    """2026-10-31 09:29, with seconds where there are any."""
    shown = utc_datetime(moment + zone.offset(moment)).replace(tzinfo=None).isoformat(" ")
    return shown.removesuffix(":00") if shown.count(":") == 2 else shown


def _by_name(old: Table, new: Table) -> dict[str, Field]:
    return {one.name: one for one in (*old.fields, *new.fields)}


def _texts(version: Version) -> Iterator[str]:
    """All texts in rules and lists."""
    yield from version.plan.spellings
    for statement in version.merged.statements:
        yield from _texts_in(statement)


def _texts_in(node: object) -> Iterator[str]:
    if isinstance(node, ast.Text):
        yield node.value
    elif isinstance(node, tuple):
        for one in node:
            yield from _texts_in(one)
    elif node is not None:
        for name in parts_of(type(node)):
            if name not in _ABOUT:
                yield from _texts_in(getattr(node, name))
