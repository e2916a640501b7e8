"""A file of records, one a line, as the table that a query reads.

Lines come as text. One is plain where it is a record by the letter (see `json_grammar`); what fields want is then taken
out of it (`json_records`), and what the lead did, if it says so itself (`inside`).
"""

from collections.abc import Mapping, Sequence

from assay.data.plain_lines import PlainLines
from assay.data.records import ACTIVITIES
from assay.engines.sql.build import Sql, column, every, is_null, negation, null, number
from assay.engines.sql.query import Table
from assay.engines.sql.scan.cells import reading_of
from assay.engines.sql.scan.inside import listed_beside, with_lists
from assay.engines.sql.scan.json_records import Members, Path, whole_lines
from assay.engines.sql.scan.json_values import scalar_cell
from assay.engines.sql.scan.sources import Source, lines_source
from assay.engines.sql.scan.tables import Scan, beside
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Plan

LINE = "line"


def json_source(plain: PlainLines) -> Source:
    return lines_source(plain, LINE)


def json_lead_scan(
    plan: Plan,
    spelling: Spelling,
    leads: Table,
    source: Source,
    paths: Mapping[str, Path],
    columns: Mapping[str, str],
    labels: Sequence[str],
    *,
    inside: bool = False,
) -> Scan | None:
    """See `tables.lead_scan`. `paths`: where in a record each column is; `inside`: with what leads did, as lists."""
    key = plan.lead.key
    if not paths.keys() >= {*columns.values(), *labels} or (key is not None and key not in columns):
        return None
    reading = reading_of(plan, spelling, [LINE])
    lines, others = whole_lines(reading, column(LINE), source.blanks), [*labels, *([ACTIVITIES] if inside else [])]
    members = Members(reading, plan.lead, paths, columns, others, lines)
    if (read := members.fields()) is None:
        return None
    own: dict[str, Sql] = {"n": number(0), "key": null()}
    odd = [one.odd for one in read.values()]
    if key is not None:
        cell = scalar_cell(reading, members.of(columns[key]))
        told = reading.hold(reading.unless_missing(cell.value, cell.value))
        own["key"] = told
        odd += [cell.odd, is_null(told.copy())]
    names = [members.of(label) for label in labels]
    own |= dict(zip(beside(leads), [one.as_text() for one in names], strict=False))
    odd += [every([one.is_given, negation(one.is_text)]) for one in names]
    if inside:
        lists, unlisted = listed_beside(members)
        return members.scan(source, with_lists(leads), read, own | lists, [*odd, unlisted])
    return members.scan(source, leads, read, own, odd)


def json_activity_scan(
    plan: Plan,
    spelling: Spelling,
    activities: Table,
    source: Source,
    paths: Mapping[str, Path],
    columns: Mapping[str, str],
) -> Scan | None:
    """The same of activities, which name their lead."""
    key = plan.activity.key
    if not paths.keys() >= {*columns.values()} or key is None or key not in columns:
        return None
    reading = reading_of(plan, spelling, [LINE])
    members = Members(reading, plan.activity, paths, columns, (), whole_lines(reading, column(LINE), source.blanks))
    if (read := members.fields()) is None:
        return None
    cell = scalar_cell(reading, members.of(columns[key]))
    odd = [*(one.odd for one in read.values()), cell.odd]
    return members.scan(source, activities, read, {"lead_key": cell.value}, odd)
