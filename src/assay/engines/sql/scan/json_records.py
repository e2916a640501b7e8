"""Records of JSON, and what is wanted of them: members that come once, under names that no field could read otherwise,
are taken out of each, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.data.bind import matching
from assay.data.records import ACTIVITIES
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
    null_of,
    number,
    some,
    surely,
    text,
    when,
)
from assay.engines.sql.query import Column, Table
from assay.engines.sql.scan.cells import Read, Reading, matches
from assay.engines.sql.scan.json_grammar import LINE
from assay.engines.sql.scan.json_values import Member, Written, read_member, written
from assay.engines.sql.scan.sources import TEXT, Source
from assay.engines.sql.scan.tables import ODD, PLAIN, Scan
from assay.plan.nodes import Table as Schema

Path = tuple[str, ...]
_SIMPLE = r"^[A-Za-z0-9_]+$"  # names that compare as they are, but for capitals


@dataclass(frozen=True, slots=True)
class Records:
    """`json`: the column they are in; `plain`: those that are records by the letter, which is never null."""

    json: exp.Column
    plain: Sql
    written: Written


def whole_lines(reading: Reading, line: exp.Column, blanks: str) -> Records:
    """A record a line; see `json_grammar`."""
    valid = exp.Anonymous(this="JSON_VALID", expressions=[line])
    plain = reading.hold(surely(when(matches(line, LINE), valid)))
    return Records(line, plain, written(line, blanks))


class Members:
    """The members of the records of one file that are wanted. `paths`: where in a record each column is; `columns` by
    field; `others`: columns of no field, which may be absent from `paths`."""

    def __init__(
        self,
        reading: Reading,
        schema: Schema,
        paths: Mapping[str, Path],
        columns: Mapping[str, str],
        others: Sequence[str],
        records: Records,
    ) -> None:
        self.reading, self.records, self._schema, self._paths, self._columns = reading, records, schema, paths, columns
        self._places = {name: at for at, name in enumerate(dict.fromkeys((*columns.values(), *others)), 1)}
        wanted = [text(_pointer(paths.get(name, (name,)))) for name in self._places]
        listed = exp.Array(expressions=wanted)
        taken = exp.Anonymous(this="JSON_EXTRACT", expressions=[records.json.copy(), listed])
        self._taken = reading.hold(when(records.plain.copy(), taken)) if wanted else null()
        self._held: dict[str, Member] = {}

    def of(self, name: str) -> Member:
        """The member of a column."""
        if name not in self._held:
            item = exp.Anonymous(this="LIST_EXTRACT", expressions=[self._taken.copy(), number(self._places[name])])
            self._held[name] = Member(self.reading.hold(cast(item, TEXT)), self.records.written)
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
        listed = [negation(self.records.plain.copy()), *(negation(surely(one)) for one in self._names()), *listed]
        trust = self.reading.hold(cast(when(surely(some(listed)), number(ODD), number(PLAIN)), "TINYINT"))
        if isinstance(key := own.get("key"), exp.Column):
            own = {**own, "key": when(compare("eq", trust.copy(), number(PLAIN)), key)}
        own = {
            **own,
            **{one.name: _typed(read[one.field].value, one) for one in table.columns if one.field is not None},
        }
        columns = {one.name: own[one.name] for one in table.columns if one.name in own}
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
        parts = dict.fromkeys(path[depth] for path in self._paths.values() if path[:depth] == parent != path)
        known = [one for one in parts if parent or one != ACTIVITIES or ACTIVITIES in self._places]
        at = [text(_pointer(parent))] if parent else []
        taken = exp.Anonymous(this="JSON_KEYS", expressions=[self.records.json.copy(), *at])
        names = self.reading.hold(when(self.records.plain.copy(), taken))
        usual = compare("eq", names.copy(), exp.Array(expressions=[text(one) for one in known]))
        different = exp.Anonymous(this="LIST_DISTINCT", expressions=[names.copy()])
        once = compare("eq", _length(different), _length(names.copy()))
        strange = exp.Anonymous(this="LIST_FILTER", expressions=[names.copy(), self._is_strange(parent, known)])
        unusual = surely(every([once, compare("eq", _length(strange), number(0))]))
        none = [(is_null(names.copy()), exp.true())] if parent else []
        return case([*none, (surely(usual), exp.true())] if known else none, unusual)

    def _is_strange(self, parent: Path, known: Sequence[str]) -> Sql:
        """Whether a name is new and could be that of a field, or of an object with one, or of what leads did."""
        before = matching(".".join(parent)) + "." if parent else ""
        wanted = [name.removeprefix(before) for name in self._wanted() if name.startswith(before)]
        taken = {part for name in wanted for part in (name, name.split(".")[0])} | ({ACTIVITIES} - self._places.keys())
        plain = every(
            [matches(column("name"), _SIMPLE), negation(_among(exp.Lower(this=column("name")), sorted(taken)))]
        )
        strange = negation(plain)
        if known:
            strange = every([negation(_among(column("name"), known)), strange])
        return exp.Lambda(this=strange, expressions=[identifier("name")])


def _typed(value: Sql, wanted: Column) -> Sql:
    """A field that the first records do not have may be among what the reader adds."""
    return null_of(wanted.type) if isinstance(value, exp.Null) else value


def _among(value: Sql, names: Sequence[str]) -> Sql:
    return exp.In(this=value, expressions=[text(name) for name in names]) if names else exp.false()


def _length(listed: Sql) -> Sql:
    return exp.Anonymous(this="LEN", expressions=[listed])


def _pointer(path: Path) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
