"""A lead's activities made ready: each read once, those after `as_of` counted and dropped, the rest as lists of
what the rules read of them."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter

from assay.data.coerce import BadValue, Reader, reader_of
from assay.engines.record.bad_record import BadRecord
from assay.engines.record.expressions import UNSET, unary
from assay.engines.record.layout import Context
from assay.engines.record.tabling import READ_ONCE, TEXT_ONCE

Activity = list[object]
Prepare = Callable[[Iterable[Mapping[str, object]]], tuple[list[Activity], int]]
REMEMBERED = 4_096  # raw values per view


class Memo(dict[object, object]):
    """What a view makes of raw values seen before; emptied when full."""

    def __init__(self, read: Callable[[object], object], kept: frozenset[type]) -> None:
        super().__init__()
        self.read = read
        self.kept = kept

    def __missing__(self, raw: object) -> object:
        value = self.read(raw)
        if type(raw) in self.kept:
            if len(self) >= REMEMBERED:
                self.clear()
            self[raw] = value
        return value

    def of(self, raw: object) -> object:
        """Of anything, hashable or not."""
        try:
            return self[raw]
        except TypeError:
            return self.read(raw)


def preparing(context: Context) -> Prepare:
    """A function from raw activities to those that count, and how many lie after `as_of`. Raises BadRecord."""
    table = context.plan.activity
    missing = frozenset(context.plan.missing)
    readers = {one.name: reader_of(one, context.zone, missing) for one in table.fields}
    kinds = {one.name: one.kind for one in table.fields}
    blank: Activity = [None, *[UNSET] * (context.activity.size - 1)]
    memos: list[tuple[int, str, Memo]] = []
    for (name, chain), place in context.activity.views.items():
        kept = READ_ONCE.get(kinds[name], TEXT_ONCE)
        memos.append((place, name, Memo(_viewed(readers[name], unary(context, chain)), kept)))
    return _prepare(context.as_of, table.time, readers.get(table.time or ""), blank, memos)


def _viewed(read: Reader, view: Callable[[object], object]) -> Callable[[object], object]:
    return lambda raw: view(read(raw))


def _prepare(
    as_of: int, time_field: str | None, read_time: Reader | None, blank: Activity, memos: list[tuple[int, str, Memo]]
) -> Prepare:
    def prepare(rows: Iterable[Mapping[str, object]]) -> tuple[list[Activity], int]:
        activities: list[Activity] = []
        future = 0
        for index, row in enumerate(rows):
            name = time_field or ""
            try:
                time = None if read_time is None else read_time(row.get(name))
                if isinstance(time, int) and time > as_of:
                    future += 1
                    continue
                activity = blank.copy()
                activity[0] = time
                for place, name, memo in memos:
                    activity[place] = memo.of(row.get(name))
            except BadValue as error:
                raise BadRecord(name, "activity", index, error) from None
            activities.append(activity)
        return activities, future

    return prepare


def indexing(views: Iterable[int]) -> Callable[[Iterable[Activity]], tuple[dict[object, list[Activity]], ...]]:
    """A function that sorts activities by the value of each of these views."""
    getters = [itemgetter(view) for view in views]

    def index(activities: Iterable[Activity]) -> tuple[dict[object, list[Activity]], ...]:
        indexes: tuple[dict[object, list[Activity]], ...] = tuple({} for _ in getters)
        for activity in activities:
            for by_value, value_of in zip(indexes, getters, strict=True):
                by_value.setdefault(value_of(activity), []).append(activity)
        return indexes

    return index
