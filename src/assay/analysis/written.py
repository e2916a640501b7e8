"""A made-up lead written as in an example: what a person can read, and paste into the rules."""

from collections.abc import Iterable, Iterator, Mapping

from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Field, Plan, Table
from assay.plan.spelled import Spelling
from assay.plan.words import counted, date, decimal, text, time
from assay.syntax.words import needs_backticks
from assay.values import DAY, HOUR, MINUTE


def example_lines(
    plan: Plan, spelling: Spelling, lead: Mapping[str, Value], activities: Iterable[Mapping[str, Value]], as_of: int
) -> list[str]:
    """`lead { … }`, then one `activity { … }` for each kind, `times N` where there are several."""
    lines = [f"lead {{{_fields(plan.lead, lead, as_of, spelling)}}}"]
    counts: dict[str, int] = {}
    for one in activities:
        written = f"activity {{{_fields(plan.activity, one, as_of, spelling)}}}"
        counts[written] = counts.get(written, 0) + 1
    lines += [written if count == 1 else f"{written} times {count}" for written, count in counts.items()]
    return lines


def _fields(table: Table, values: Mapping[str, Value], as_of: int, spelling: Spelling) -> str:
    given = [f"{_name(one.name)}: {_value(one, value, as_of, spelling)}" for one, value in _given(table, values)]
    return f" {', '.join(given)} " if given else " "


def _given(table: Table, values: Mapping[str, Value]) -> Iterator[tuple[Field, Value]]:
    for one in table.fields:
        if (value := values.get(one.name)) is not None:
            yield one, value


def _name(name: str) -> str:
    return f"`{name}`" if needs_backticks(name) else name


def _value(field: Field, value: Value, as_of: int, spelling: Spelling) -> str:
    match field.kind, value:
        case "boolean", bool():
            return "true" if value else "false"
        case "number" | "integer", int():
            return decimal(value)
        case "date", int():
            return date(value)
        case "time", int():
            return _moment(value, as_of)
        case _, tuple():
            return f"[{', '.join(text(spelling(item)) for item in value)}]"
    return text(str(value) if field.exact else spelling(str(value)))


def _moment(moment: int, as_of: int) -> str:
    """ "2 days ago" where it is a whole number of something, else the time itself."""
    age = as_of - moment
    for size, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if age > 0 and age % size == 0:
            return f"{counted(age // size, name)} ago"
    return "0 minutes ago" if age == 0 else time(moment)
