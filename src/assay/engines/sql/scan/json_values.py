"""Values of JSON, read in SQL: the encoded value of each that is plain, and which are not.

A member is JSON as DuckDB prints it. Numbers with a point have been binary floats: up to 15 digits come back as they
were written. Of longer ones only the rounding to four places is sure, and that unless what is printed lies halfway.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    coalesce,
    compare,
    every,
    is_null,
    minus,
    negation,
    number,
    some,
    surely,
    text,
    times,
    truth,
)
from assay.engines.sql.scan.cells import (
    Read,
    Reading,
    boolean_cell,
    canonical,
    items,
    list_cell,
    matches,
    number_cell,
    one_of_cell,
    text_cell,
    tried,
    trimmed,
)
from assay.engines.sql.scan.json_grammar import (
    DECIMAL,
    DIGITS,
    FRACTION,
    LIST,
    LONG,
    TIE,
    WHOLE,
    WITHOUT_FRACTION,
    WORD,
)
from assay.engines.sql.scan.moments import date_cell, time_cell
from assay.engines.sql.scan.sources import TEXT
from assay.plan.nodes import Field
from assay.values import BLANKS, SCALE


@dataclass(frozen=True, slots=True)
class Written:
    """How the line is written that values stand in. `exact`: all its numbers are short enough to come back as they were
    written; `escaped`: some character of it is a number; `blanks`: what may stand at the ends of text without escapes."""

    exact: Sql
    escaped: Sql
    blanks: str


def written(line: Sql, blanks: str) -> Written:
    return Written(negation(matches(line, LONG)), _contains(line, "\\u"), blanks)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a record: its JSON, null where the record has none, and how its line is written."""

    json: Sql
    written: Written

    @property
    def is_text(self) -> Sql:
        return exp.StartsWith(this=self.json.copy(), expression=text('"'))

    @property
    def is_given(self) -> Sql:
        """And not as null."""
        return surely(compare("ne", self.json.copy(), text("null")))

    def matches(self, pattern: str) -> Sql:
        return matches(self.json, pattern)

    def is_exact(self) -> Sql:
        return self.written.exact.copy()

    def as_text(self) -> Sql:
        """The text of a text, null of any other. What is escaped, here or in the line, may be any blank: then it is
        trimmed."""
        bare = exp.Anonymous(this="JSON_EXTRACT_STRING", expressions=[self.json.copy(), text("$")])
        escaped = some([_contains(self.json, "\\"), self.written.escaped.copy()])
        without = exp.Trim(this=bare.copy(), expression=text(BLANKS))
        return case([(every([self.is_text, escaped]), without), (self.is_text, bare)])


def _contains(whole: Sql, part: str) -> Sql:
    return exp.Anonymous(this="CONTAINS", expressions=[whole.copy(), text(part)])


def read_member(reading: Reading, field: Field, member: Member) -> Read | None:
    """None where a field is not of a plain kind."""
    return _READ[field.kind](reading, field, member)


def scalar_cell(reading: Reading, member: Member, words: str = WORD) -> Read:
    """A scalar as its trimmed text; of those that are no text, only such as match `words`."""
    json = member.json
    whole = exp.Left(this=json.copy(), expression=minus(reading.spelling.length(json.copy()), number(2)))
    found = [
        (member.is_text, member.as_text()),
        (member.matches(words), json.copy()),
        (every([member.matches(WITHOUT_FRACTION), member.is_exact()]), whole),
        (every([member.matches(FRACTION), member.is_exact()]), json.copy()),
    ]
    given = reading.hold(case(found))
    return Read(_cell(reading, given, member), every([member.is_given, is_null(given.copy())]))


def _text_alone(reading: Reading, member: Member) -> Read:
    """A text, trimmed; whatever else there is is odd."""
    given = reading.hold(member.as_text())
    return Read(_cell(reading, given, member), every([member.is_given, is_null(given.copy())]))


def _cell(reading: Reading, given: Sql, member: Member) -> Sql:
    cell = reading.hold(trimmed(reading, given, flat=True, blanks=member.written.blanks))
    reading.filled.add(cell.name)
    return cell


def _with(read: Read, *odd: Sql) -> Read:
    return Read(read.value, some([*odd, read.odd]))


# --- by kind ---------------------------------------------------------------------------------------------------


def _scalar(of_cell: Callable[[Reading, Field, Sql], Read]) -> "_Kind":
    def read(reading: Reading, field: Field, member: Member) -> Read:
        cell = scalar_cell(reading, member)
        return _with(of_cell(reading, field, cell.value), cell.odd)

    return read


def _moment(of_cell: Callable[[Reading, Field, Sql], Read | None]) -> "_Kind":
    def read(reading: Reading, field: Field, member: Member) -> Read | None:
        cell = _text_alone(reading, member)
        found = of_cell(reading, field, cell.value)
        return None if found is None else _with(found, cell.odd)

    return read


def _boolean(reading: Reading, field: Field, member: Member) -> Read:
    """True and false are that, whatever counts as missing in text."""
    cell = scalar_cell(reading, member, DIGITS)
    read = boolean_cell(reading, field, cell.value)
    truths = [
        (compare("eq", member.json.copy(), text(word)), truth(value=word == "true")) for word in ("true", "false")
    ]
    itself = some([test.copy() for test, _ in truths])
    value = case(truths, read.value)
    return Read(value, surely(every([negation(itself), some([cell.odd, read.odd])])))


def _number(reading: Reading, field: Field, member: Member) -> Read:
    given = reading.hold(member.as_text())
    as_text = number_cell(reading, field, given, trimmed(reading, given, flat=True, blanks=member.written.blanks))
    itself = reading.hold(_of_number(field, member))
    odd = every([member.is_given, is_null(given.copy()), is_null(itself.copy())])
    return _with(Read(coalesce(itself, as_text.value), as_text.odd), odd)


def _of_number(field: Field, member: Member) -> Sql:
    json = member.json
    whole = times(tried(json, "BIGINT"), number(SCALE))
    found = [(canonical(json), whole), (member.matches(WHOLE), whole.copy())]
    if field.kind == "integer":
        exact = every([member.matches(WITHOUT_FRACTION), member.matches(DECIMAL), member.is_exact()])
        found.append((exact, _rounded(json)))
    else:
        sure = some([negation(member.matches(TIE)), member.is_exact()])
        found.append((every([member.matches(DECIMAL), sure]), _rounded(json)))
    return case(found)


def _rounded(json: Sql) -> Sql:
    return cast(times(tried(json, "DECIMAL(18,4)"), number(SCALE)), "BIGINT")


def _list(reading: Reading, field: Field, member: Member) -> Read:
    array = exp.StartsWith(this=member.json.copy(), expression=text("["))
    plain = reading.hold(surely(every([array, member.matches(LIST)])))
    cell = scalar_cell(reading, member)
    read = list_cell(reading, field, cell.value)
    cast_ = exp.Anonymous(this="FROM_JSON", expressions=[member.json.copy(), text(f'["{TEXT}"]')])
    value = case([(plain, items(cast_))], read.value)
    return Read(value, every([negation(plain.copy()), some([cell.odd, read.odd])]))


_Kind = Callable[[Reading, Field, Member], Read | None]
_READ: Mapping[str, _Kind] = {
    "text": _scalar(text_cell),
    "one of": _scalar(one_of_cell),
    "boolean": _boolean,
    "number": _number,
    "integer": _number,
    "date": _moment(date_cell),
    "time": _moment(time_cell),
    "list": _list,
}
