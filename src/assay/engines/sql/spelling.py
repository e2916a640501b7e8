"""What the dialects spell differently. This is the common form; each dialect overrides what it must.

Operands of `divide` are never negative: that is where engines agree.
"""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    closed,
    coalesce,
    column,
    compare,
    every,
    identifier,
    is_known,
    minus,
    number,
    some,
    text,
    when,
)
from assay.engines.sql.mentioning import mentions_pattern
from assay.values import BLANKS


class Spelling:
    """A dialect. `copies_steps`: its planner would copy what a step works out into every place that reads it; `offset 0`
    keeps it from doing so. `by_place`, `raw_text`: see the modules `places` and `raw`.
    `has_entries`: there is a quick way to read a list of numbers, `entry`."""

    dialect = "duckdb"
    copies_steps = False
    by_place = False
    raw_text = False
    has_entries = False
    most_columns: int | None = None  # of a step
    wide = "HUGEINT"  # holds every product of two numbers
    text_type = "VARCHAR"

    # --- text

    def fold(self, value: Sql, *, trimmed: bool) -> Sql:
        """How text compares. `trimmed`: no blanks at its ends."""
        return self.lowered(value if trimmed else self.trim(value))

    def lowered(self, value: Sql) -> Sql:
        return self.lower(_translated(value))

    def lower(self, value: Sql) -> Sql:
        return exp.Lower(this=value)

    def lower_plain(self, value: Sql) -> Sql:
        """Of text that is plain."""
        return self.lower(value)

    def is_plain(self, _value: Sql) -> Sql:
        """Whether text is sure to be trimmed, and folded by `lower_plain`."""
        return exp.false()

    def trim(self, value: Sql) -> Sql:
        return exp.Trim(this=value, expression=text(BLANKS))

    def length(self, value: Sql) -> Sql:
        return exp.Length(this=value)

    def ordered(self, value: Sql) -> Sql:
        """Text that orders by code point."""
        return value

    def contains(self, value: Sql, part: Sql) -> Sql:
        return compare("gt", exp.StrPosition(this=value, substr=part), number(0))

    def starts_with(self, value: Sql, part: Sql) -> Sql:
        return compare("eq", exp.Left(this=value, expression=self.length(part)), part.copy())

    def ends_with(self, value: Sql, part: Sql) -> Sql:
        return compare("eq", exp.Right(this=value, expression=self.length(part)), part.copy())

    def like(self, value: Sql, pattern: str) -> Sql:
        """`*` and `?` as LIKE has them."""
        escaped = "".join(f"^{ch}" if ch in "%_^" else {"*": "%", "?": "_"}.get(ch, ch) for ch in pattern)
        return exp.Escape(this=exp.Like(this=closed(value), expression=text(escaped)), expression=text("^"))

    def mentions(self, value: Sql, phrases: Sequence[str]) -> Sql:
        """Whole words or phrases, all in one pass."""
        return self.matches(value, mentions_pattern(phrases))

    def matches(self, value: Sql, pattern: str) -> Sql:
        """Whether a pattern is found somewhere in a text."""
        return exp.RegexpLike(this=closed(value), expression=text(pattern))

    def after_last_at(self, value: Sql) -> Sql:
        """What follows the last `@`; null without one, or with nothing behind it. The value is held."""
        tail = exp.SplitPart(this=value, delimiter=text("@"), part_index=number(-1))
        found = exp.StrPosition(this=value.copy(), substr=text("@"))
        return when(compare("gt", found, number(0)), exp.Nullif(this=tail, expression=text("")))

    def look_up(self, value: Sql, found: Sequence[tuple[str, int]]) -> Sql:
        """The number that belongs to a text; null for any other. Texts of one number are asked for together."""
        by_number: dict[int, list[str]] = {}
        for key, result in found:
            by_number.setdefault(result, []).append(key)
        return case(
            (exp.In(this=value.copy(), expressions=[*map(text, keys)]), number(result))
            for result, keys in by_number.items()
        )

    def entry(self, values: Sequence[int], place: Sql) -> Sql:
        """The value at a place, counted from 1; null where that is null."""
        return case((compare("eq", place.copy(), number(at)), number(one)) for at, one in enumerate(values, 1))

    # --- lists

    def has(self, values: Sql, item: Sql) -> Sql:
        """Whether a list has an item; null if either is missing."""
        return exp.ArrayContains(this=values, expression=item)

    def has_any(self, values: Sql, items: Sequence[str]) -> Sql:
        """The list is held."""
        return some([self.has(values.copy(), text(item)) for item in items])

    def fold_list(self, values: Sql) -> Sql:
        item = identifier("item")
        folded = self.fold(column("item"), trimmed=False)
        return exp.Transform(this=values, expression=exp.Lambda(this=folded, expressions=[item]))

    def texts(self, parts: Sequence[Sql]) -> Sql:
        """The parts that are not null, joined with `; `."""
        return exp.Anonymous(this="CONCAT_WS", expressions=[text("; "), *parts])

    # --- numbers

    def divide(self, left: Sql, right: Sql) -> Sql:
        """Whole division of two numbers that are not negative."""
        return exp.IntDiv(this=closed(left), expression=closed(right))

    def widen(self, value: Sql) -> Sql:
        return cast(value, self.wide)

    def whole(self, value: int) -> Sql:
        """A number of up to 38 digits."""
        return cast(number(value), self.wide)

    def quotient(self, value: Sql, divisor: int) -> Sql:
        """Whole division of a wide number, which is not negative, that stays wide."""
        return self.divide(value, self.whole(divisor))

    # --- moments

    def days(self, date: Sql) -> Sql:
        """Days of a DATE since 1970."""
        return exp.Anonymous(this="DATEDIFF", expressions=[text("day"), _epoch_day(), date])

    def microseconds(self, moment: Sql) -> Sql:
        """Microseconds of a TIMESTAMP, in UTC, since 1970."""
        return exp.Anonymous(this="EPOCH_US", expressions=[moment])

    def power_of_two(self, exponent: Sql) -> Sql:
        return exp.Pow(this=cast(number(2), "DOUBLE"), expression=exponent)


def _array(items: Iterable[Sql]) -> exp.Array:
    return exp.Array(expressions=list(items))


def _epoch_day() -> Sql:
    return cast(text("1970-01-01"), "DATE")


def _translated(value: Sql) -> Sql:
    return exp.Translate(this=value, from_=text("\u0130\u03a3\u03c2"), to=text("i\u03c3\u03c3"))


class DuckDb(Spelling):
    has_entries = True

    def entry(self, values: Sequence[int], place: Sql) -> Sql:
        return exp.Anonymous(this="LIST_EXTRACT", expressions=[_array(map(number, values)), place])

    def lowered(self, value: Sql) -> Sql:
        """Its `lower` makes `i` of `İ` and never a final sigma, which leaves one letter to mend. Functions of one
        column are worked out once for every entry of its dictionary; `translate` is not, and slow."""
        return exp.Anonymous(this="REPLACE", expressions=[exp.Lower(this=value), text("\u03c2"), text("\u03c3")])

    def starts_with(self, value: Sql, part: Sql) -> Sql:
        return exp.StartsWith(this=value, expression=part)

    def ends_with(self, value: Sql, part: Sql) -> Sql:
        return exp.EndsWith(this=value, expression=part)

    def look_up(self, value: Sql, found: Sequence[tuple[str, int]]) -> Sql:
        """DuckDB does this once for every entry of a column's dictionary."""
        keys, results = zip(*found, strict=True)
        map_ = exp.Map(keys=_array(map(text, keys)), values=_array(cast(number(one), "BIGINT") for one in results))
        return exp.Anonymous(this="MAP_EXTRACT_VALUE", expressions=[map_, value])


class PlainDuckDb(DuckDb):
    """For text that holds no final sigma."""

    def lowered(self, value: Sql) -> Sql:
        return exp.Lower(this=value)


class Postgres(Spelling):
    dialect = "postgres"
    copies_steps = True
    by_place = True
    raw_text = True
    most_columns = 1_600
    wide = "DECIMAL"

    def fold(self, value: Sql, *, trimmed: bool) -> Sql:
        """Text of plain letters, which is most, takes the short way."""
        if not isinstance(value, exp.Column) or not trimmed:
            return super().fold(value, trimmed=trimmed)
        return when(_is_ascii(self, value.copy()), self.lower_plain(value), super().fold(value.copy(), trimmed=True))

    def is_plain(self, value: Sql) -> Sql:
        """Of ASCII alone, and no blank at its ends: these come before all other signs."""
        first = compare("ge", _collated(value.copy(), "C"), text("!"))
        last = exp.Right(this=value.copy(), expression=number(1))
        return every([_is_ascii(self, value), first, compare("ge", _collated(last, "C"), text("!"))])

    def lower_plain(self, value: Sql) -> Sql:
        """A to Z alone, which is all that the locale C lowers."""
        return _collated(exp.Lower(this=_collated(value, "C")), "C")

    def lower(self, value: Sql) -> Sql:
        """A database made with the locale C would lower nothing but A to Z. What comes of it compares by its bytes: that
        is quickest, and explicit collations that differ do not go together."""
        return _collated(exp.Lower(this=_collated(value, "und-x-icu")), "C")

    def trim(self, value: Sql) -> Sql:
        return exp.Anonymous(this="btrim", expressions=[value, text(BLANKS)])

    def ordered(self, value: Sql) -> Sql:
        return exp.Collate(this=closed(value), expression=exp.to_identifier("C", quoted=True))

    def has(self, values: Sql, item: Sql) -> Sql:
        return exp.EQ(this=item, expression=exp.Any(this=exp.Paren(this=values)))

    def fold_list(self, values: Sql) -> Sql:
        """`array(select …)` of a missing list would be an empty one."""
        folded = self.fold(column("item"), trimmed=False)
        unnested = exp.Unnest(
            expressions=[values], alias=exp.TableAlias(this=identifier("u"), columns=[identifier("item")])
        )
        listed = exp.Array(expressions=[exp.Select(expressions=[folded]).from_(unnested, copy=False)])
        return when(is_known(values.copy()), listed)

    def texts(self, parts: Sequence[Sql]) -> Sql:
        """A function takes no more than 100 arguments, an array as many as there are."""
        listed = exp.Array(expressions=list(parts))
        return exp.Anonymous(this="array_to_string", expressions=[listed, text("; ")])

    def divide(self, left: Sql, right: Sql) -> Sql:
        """`/` is whole for whole numbers and not for wide ones; of a multiple it is exact for both."""
        rest = exp.Mod(this=closed(left), expression=closed(right))
        multiple = exp.Paren(this=minus(left.copy(), rest))
        return exp.Div(this=multiple, expression=closed(right.copy()), typed=True)

    def days(self, date: Sql) -> Sql:
        return cast(minus(date, _epoch_day()), "BIGINT")

    def microseconds(self, moment: Sql) -> Sql:
        seconds = exp.Extract(this=exp.Var(this="epoch"), expression=moment)
        return cast(exp.Mul(this=seconds, expression=number(1_000_000)), "BIGINT")


def _is_ascii(spelling: Spelling, value: Sql) -> Sql:
    """Such a text has no more bytes than characters."""
    octets = exp.Anonymous(this="octet_length", expressions=[value])
    return compare("eq", octets, spelling.length(value.copy()))


def _collated(value: Sql, collation: str) -> Sql:
    return exp.Collate(this=closed(value), expression=exp.to_identifier(collation, quoted=True))


class Spark(Spelling):
    dialect = "spark"
    by_place = True
    raw_text = True
    wide = "DECIMAL(38, 0)"
    text_type = "STRING"

    def fold(self, value: Sql, *, trimmed: bool) -> Sql:
        """`translate` goes letter by letter, and most text has none for it."""
        if not isinstance(value, exp.Column):
            return super().fold(value, trimmed=trimmed)
        plain = _is_ascii(self, value.copy()) if trimmed else self.is_plain(value.copy())
        return when(plain, self.lower(value), super().fold(value.copy(), trimmed=trimmed))

    def is_plain(self, value: Sql) -> Sql:
        """Of ASCII alone, without U+0000, and no blank at its ends: these come before all other signs."""
        octets = exp.Anonymous(this="octet_length", expressions=[value.copy()])
        is_ascii = compare("eq", octets, self.length(_without_zero(value.copy())))
        first, last = value.copy(), exp.Right(this=value, expression=number(1))
        return every([is_ascii, compare("ge", first, text("!")), compare("ge", last, text("!"))])

    def trim(self, value: Sql) -> Sql:
        """The reader leaves U+0000 out."""
        return exp.Anonymous(this="BTRIM", expressions=[_without_zero(value), text(BLANKS)])

    def starts_with(self, value: Sql, part: Sql) -> Sql:
        return exp.StartsWith(this=value, expression=part)

    def quotient(self, value: Sql, divisor: int) -> Sql:
        """`div` is of 64 bits here; of a multiple `/` is exact."""
        by = self.whole(divisor)
        multiple = exp.Paren(this=minus(value, exp.Mod(this=closed(value.copy()), expression=by)))
        return cast(exp.Div(this=multiple, expression=by.copy()), self.wide)

    def days(self, date: Sql) -> Sql:
        return cast(exp.Anonymous(this="DATEDIFF", expressions=[date, _epoch_day()]), "BIGINT")

    def microseconds(self, moment: Sql) -> Sql:
        return exp.Anonymous(this="UNIX_MICROS", expressions=[moment])


def _without_zero(value: Sql) -> Sql:
    zero = exp.Anonymous(this="CHAR", expressions=[number(0)])
    return exp.Anonymous(this="REPLACE", expressions=[value, zero, text("")])


class Snowflake(Spelling):
    dialect = "snowflake"
    wide = "DECIMAL(38, 0)"

    def divide(self, left: Sql, right: Sql) -> Sql:
        """Its `/` rounds at six places; of a multiple it is exact."""
        rest = exp.Mod(this=closed(left), expression=closed(right))
        return cast(exp.Div(this=exp.Paren(this=minus(left.copy(), rest)), expression=closed(right.copy())), "BIGINT")

    def matches(self, value: Sql, pattern: str) -> Sql:
        """REGEXP_LIKE is of the whole text here."""
        return compare("gt", exp.Anonymous(this="REGEXP_INSTR", expressions=[value, text(pattern)]), number(0))

    def texts(self, parts: Sequence[Sql]) -> Sql:
        listed = exp.Anonymous(this="ARRAY_CONSTRUCT_COMPACT", expressions=list(parts))
        return exp.Anonymous(this="ARRAY_TO_STRING", expressions=[listed, text("; ")])

    def microseconds(self, moment: Sql) -> Sql:
        return exp.Anonymous(this="DATE_PART", expressions=[exp.Var(this="epoch_microsecond"), moment])


class BigQuery(Spelling):
    dialect = "bigquery"
    wide = "BIGNUMERIC"
    text_type = "STRING"

    def whole(self, value: int) -> Sql:
        """Bare digits are of 64 bits here."""
        return cast(text(str(value)), self.wide)

    def days(self, date: Sql) -> Sql:
        return exp.Anonymous(this="UNIX_DATE", expressions=[date])

    def microseconds(self, moment: Sql) -> Sql:
        return exp.Anonymous(this="UNIX_MICROS", expressions=[moment])

    def after_last_at(self, value: Sql) -> Sql:
        return exp.Nullif(
            this=exp.Anonymous(this="REGEXP_EXTRACT", expressions=[value, text("@([^@]*)$")]), expression=text("")
        )

    def like(self, value: Sql, pattern: str) -> Sql:
        """There is no ESCAPE here: it is always the backslash."""
        escaped = "".join(f"\\{ch}" if ch in "%_\\" else {"*": "%", "?": "_"}.get(ch, ch) for ch in pattern)
        return exp.Like(this=closed(value), expression=text(escaped))

    def fold_list(self, values: Sql) -> Sql:
        folded = self.fold(column("item"), trimmed=False)
        unnested = exp.Unnest(expressions=[values], alias=exp.TableAlias(columns=[identifier("item")]))
        listed = exp.Anonymous(this="ARRAY", expressions=[exp.Select(expressions=[folded]).from_(unnested, copy=False)])
        return when(is_known(values.copy()), listed)

    def has(self, values: Sql, item: Sql) -> Sql:
        return when(is_known(values.copy()), exp.ArrayContains(this=values, expression=item))

    def texts(self, parts: Sequence[Sql]) -> Sql:
        """Arrays may not hold null here: each part brings its own separator, and the first one is cut."""
        spelled = [coalesce(exp.DPipe(this=text("; "), expression=closed(part)), text("")) for part in parts]
        joined = exp.Anonymous(this="CONCAT", expressions=spelled)
        return exp.Anonymous(this="SUBSTR", expressions=[joined, number(3)])


WITHOUT_SIGMA = "duckdb, no final sigma"
SPELLINGS: dict[str, Spelling] = {one.dialect: one for one in (DuckDb(), Postgres(), Spark(), Snowflake(), BigQuery())}
SPELLINGS[WITHOUT_SIGMA] = PlainDuckDb()
