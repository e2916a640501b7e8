"""A file of records, one a line, as the table that a query reads.

Lines come as text. One is plain where it is a record by the letter (see `json_grammar`) whose members come once and under
names that no field could read otherwise; then what fields want is taken out of it, all at once.
"""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from assay.data.bind import matching
from assay.data.plain_lines import PlainLines
from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    column,
    compare,
    every,
    identifier,
    is_null,
    negation,
    null,
    number,
    some,
    surely,
    text,
    when,
)
from assay.engines.sql.query import Table
from assay.engines.sql.scan.cells import Read, Reading, matches, reading_of
from assay.engines.sql.scan.json_grammar import LINE
from assay.engines.sql.scan.json_values import Member, read_member, scalar_cell
from assay.engines.sql.scan.sources import TEXT, Source, lines_source
from assay.engines.sql.scan.tables import ODD, PLAIN, Scan, beside
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema

_LINE = "line"
_SIMPLE = r"^[A-Za-z0-9_]+$"  # names that compare as they are, but for capitals
_ACTIVITIES = "activities"  # what a lead did, if it is a list of records

Path = tuple[str, ...]


def json_source(plain: PlainLines) -> Source:
    return lines_source(plain, _LINE)


def json_lead_scan(
    plan: Plan,
    spelling: Spelling,
    leads: Table,
    source: Source,
    paths: Mapping[str, Path],
    columns: Mapping[str, str],
    labels: Sequence[str],
) -> Scan | None:
    """See `tables.lead_scan`. `paths`: where in a record each column is."""
    key = plan.lead.key
    if not paths.keys() >= {*columns.values(), *labels} or (key is not None and key not in columns):
        return None
    members = Members(reading_of(plan, spelling, [_LINE]), plan.lead, paths, columns, labels, source.blanks)
    if (read := members.fields()) is None:
        return None
    own: dict[str, Sql] = {"n": number(0), "key": null()}
    odd = [one.odd for one in read.values()]
    if key is not None:
        cell = scalar_cell(members.reading, members.of(columns[key]))
        told = members.reading.hold(members.reading.unless_missing(cell.value, cell.value))
        own["key"] = told
        odd += [cell.odd, is_null(told.copy())]
    names = [members.of(label) for label in labels]
    own |= dict(zip(beside(leads), [one.as_text() for one in names], strict=False))
    odd += [every([one.is_given, negation(one.is_text)]) for one in names]
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
    members = Members(reading_of(plan, spelling, [_LINE]), plan.activity, paths, columns, (), source.blanks)
    if (read := members.fields()) is None:
        return None
    cell = scalar_cell(members.reading, members.of(columns[key]))
    odd = [*(one.odd for one in read.values()), cell.odd]
    return members.scan(source, activities, read, {"lead_key": cell.value}, odd)


class Members:
    """The members of the records of one file that are wanted, taken out of each line at once."""

    def __init__(
        self,
        reading: Reading,
        schema: Schema,
        paths: Mapping[str, Path],
        columns: Mapping[str, str],
        labels: Sequence[str],
        blanks: str,
    ) -> None:
        self.reading, self._schema, self._paths, self._columns = reading, schema, paths, columns
        self._blanks = blanks
        line = column(_LINE)
        valid = exp.Anonymous(this="JSON_VALID", expressions=[line])
        self._is_record = reading.hold(surely(when(matches(line, LINE), valid)))
        self._places = {name: at for at, name in enumerate(dict.fromkeys((*columns.values(), *labels)), 1)}
        wanted = [text(_pointer(paths[name])) for name in self._places]
        taken = exp.Anonymous(this="JSON_EXTRACT", expressions=[line.copy(), exp.Array(expressions=wanted)])
        self._taken = reading.hold(when(self._is_record.copy(), taken))
        self._held: dict[str, Member] = {}

    def of(self, name: str) -> Member:
        """The member of a column."""
        if name not in self._held:
            item = exp.Anonymous(this="LIST_EXTRACT", expressions=[self._taken.copy(), number(self._places[name])])
            self._held[name] = Member(self.reading.hold(cast(item, TEXT)), column(_LINE), self._blanks)
        return self._held[name]

    def fields(self) -> dict[str, Read] | None:
        """Every declared field, whether or not rules read it; None where one is not of a plain kind."""
        found: dict[str, Read] = {}
        for one in self._schema.fields:
            name = self._columns.get(one.name)
            read = Read(null(), self.reading.sure) if name is None else read_member(self.reading, one, self.of(name))
            if read is None:
                return None
            found[one.name] = read
        return found

    def scan(
        self, source: Source, table: Table, read: Mapping[str, Read], own: Mapping[str, Sql], odd: Sequence[Sql]
    ) -> Scan:
        """Keys of odd rows are told by the reader alone."""
        listed = [one.copy() for one in odd if not isinstance(one, exp.Boolean)]
        listed = [negation(self._is_record.copy()), *(negation(surely(one)) for one in self._names()), *listed]
        trust = self.reading.hold(cast(when(surely(some(listed)), number(ODD), number(PLAIN)), "TINYINT"))
        if isinstance(key := own.get("key"), exp.Column):
            own = {**own, "key": when(compare("eq", trust.copy(), number(PLAIN)), key)}
        columns = {
            one.name: read[one.field].value if one.field is not None else own[one.name]
            for one in table.columns
            if one.field is not None or one.name in own
        }
        return Scan(source, columns, trust, self.reading.held)

    # --- names of members

    def _names(self) -> list[Sql]:
        """Of the record, and of each object in it that may hold a column: no name comes twice, and those that were not
        among the first records are no field's."""
        parents = [(), *dict.fromkeys(path[:at] for path in self._paths.values() for at in range(1, len(path) + 1))]
        return [self._named_once(parent) for parent in parents if not parent or self._may_hold_a_field(parent)]

    def _may_hold_a_field(self, parent: Path) -> bool:
        return any(name.startswith(matching(".".join(parent)) + ".") for name in self._wanted())

    def _wanted(self) -> list[str]:
        return [matching(one.column) for one in self._schema.fields]

    def _named_once(self, parent: Path) -> Sql:
        depth = len(parent)
        known = list(dict.fromkeys(path[depth] for path in self._paths.values() if path[:depth] == parent != path))
        at = [text(_pointer(parent))] if parent else []
        taken = exp.Anonymous(this="JSON_KEYS", expressions=[column(_LINE), *at])
        names = self.reading.hold(when(self._is_record.copy(), taken))
        usual = compare("eq", names.copy(), exp.Array(expressions=[text(one) for one in known]))
        different = exp.Anonymous(this="LIST_DISTINCT", expressions=[names.copy()])
        once = compare("eq", _length(different), _length(names.copy()))
        strange = exp.Anonymous(this="LIST_FILTER", expressions=[names.copy(), self._is_strange(parent, known)])
        unusual = surely(every([once, compare("eq", _length(strange), number(0))]))
        none = [(is_null(names.copy()), exp.true())] if parent else []
        return case([*none, (surely(usual), exp.true())] if known else none, unusual)

    def _is_strange(self, parent: Path, known: Sequence[str]) -> Sql:
        """Whether a name is new and could be that of a field, or of an object with one."""
        before = matching(".".join(parent)) + "." if parent else ""
        wanted = [name.removeprefix(before) for name in self._wanted() if name.startswith(before)]
        taken = {part for name in wanted for part in (name, name.split(".")[0])} | {_ACTIVITIES}
        plain = every(
            [matches(column("name"), _SIMPLE), negation(_among(exp.Lower(this=column("name")), sorted(taken)))]
        )
        strange = negation(plain)
        if known:
            strange = every([negation(_among(column("name"), known)), strange])
        return exp.Lambda(this=strange, expressions=[identifier("name")])


def _among(value: Sql, names: Sequence[str]) -> Sql:
    return exp.In(this=value, expressions=[text(name) for name in names])


def _length(listed: Sql) -> Sql:
    return exp.Anonymous(this="LEN", expressions=[listed])


def _pointer(path: Path) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
