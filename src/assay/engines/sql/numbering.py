"""How a dialect finds the place of a value among constants, and reads a list at a place (`places`)."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    closed,
    coalesce,
    compare,
    greater,
    is_null,
    minus,
    number,
    plus,
    steps,
    text,
)
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Scalar
from assay.values import fold

MISSING, OTHER, FIRST = 1, 2, 3
_SURROGATES, _SURROGATE = 0xD800, 0x800  # numbers from there on, so many, are no characters
_EXACT = 1 << 53  # up to it every whole number is a double
Places = Mapping[Scalar, int]


class Postgres:
    """A look-up among many constants takes no longer than among few, a list of constants is one node of a query, and both
    are short to plan."""

    def of_number(self, value: Sql, bounds: Sequence[int]) -> Sql:
        """The place of the last bound it reaches; null of null."""
        bucket = exp.Anonymous(this="WIDTH_BUCKET", expressions=[value, self._list(bounds)])
        if all(abs(one) < _EXACT for one in bounds):  # no other number is rounded to one of these, nor beyond it
            doubles = cast(self._list(bounds).this, "DOUBLE[]")
            bucket.set("expressions", [cast(value, "DOUBLE"), doubles])
        return plus(number(OTHER), bucket)

    def looked_up(self, places: Places, key: Sql) -> Sql:
        """Null for any other text. A place is written as the character of that number: PostgreSQL is quicker to find that
        than to read digits."""
        written = {str(one): chr(at if at < _SURROGATES else at + _SURROGATE) for one, at in places.items()}
        listed = cast(text(json.dumps(written, ensure_ascii=False)), "JSONB")
        found = exp.JSONExtractScalar(this=listed, expression=closed(key), only_json_types=True)
        place = exp.Anonymous(this="ASCII", expressions=[exp.Paren(this=found)])
        if max(places.values()) < _SURROGATES:
            return place
        is_low = compare("lt", place, number(_SURROGATES))
        return case([(is_low, place.copy())], minus(place.copy(), number(_SURROGATE)))

    def of_folded(self, spelling: Spelling, places: Places, given: exp.Column, *, trimmed: bool) -> Sql:
        """A text that is a constant but for the case of A to Z needs no more folding, nor trimming. One that is none of them,
        and plain, is another text."""
        found = self.looked_up(places, spelling.lower_plain(given.copy()))
        folded = self.looked_up(places, spelling.fold(given.copy(), trimmed=trimmed))
        missing = (is_null(given.copy()), number(MISSING))
        plain = (spelling.is_plain(given.copy()), number(OTHER))
        return coalesce(found, case([missing, plain], coalesce(folded, number(OTHER))))

    def at(self, results: Sequence[int], place: Sql) -> Sql:
        return exp.Bracket(this=exp.Paren(this=self._list(results)), expressions=[place], offset=1)

    def _list(self, numbers: Sequence[int]) -> Sql:
        return cast(text("{" + ",".join(map(str, numbers)) + "}"), "BIGINT[]")


class Spark:
    """Every comparison of texts is a call there, and what folds a text makes another: a look-up in a map is one comparison,
    and a place a small number where a step would have to hand on a text."""

    def of_number(self, value: Sql, bounds: Sequence[int]) -> Sql:
        reached = steps(value.copy(), bounds, [number(OTHER + at) for at in range(len(bounds) + 1)])
        place = case([(is_null(value), number(MISSING))], reached)
        return place if len(bounds) > _MANY else _twice(place)

    def looked_up(self, places: Places, key: Sql) -> Sql:
        keys, found = _array(text(str(one)) for one in places), _array(map(number, places.values()))
        return exp.Anonymous(this="ELEMENT_AT", expressions=[exp.Map(keys=keys, values=found), key])

    def of_folded(self, spelling: Spelling, places: Places, given: exp.Column, *, trimmed: bool) -> Sql:
        """Most text is written as people write it: only what is not found so is folded."""
        folded = self.looked_up(places, spelling.fold(given.copy(), trimmed=trimmed))
        rare = case([(is_null(given.copy()), number(MISSING))], coalesce(folded, number(OTHER)))
        if len(places) > _MANY:
            return rare
        return _twice(coalesce(self.looked_up(_as_written(places), given.copy()), rare))

    def at(self, results: Sequence[int], place: Sql) -> Sql:
        """A list is one constant, so that thousands of them are quick to parse."""
        written = exp.Anonymous(this="SPLIT", expressions=[text(",".join(map(str, results))), text(",")])
        listed = cast(written, "ARRAY<BIGINT>")
        return exp.Anonymous(this="ELEMENT_AT", expressions=[listed, place])


_MANY = 150  # constants of a field: rules so many are interpreted, and each constant is planned where it stands


def _twice(value: Sql) -> Sql:
    """The value. What stands twice in a step Spark works out once, in a method of its own; all in one method would be longer
    than Java compiles."""
    return greater(value, value.copy())


def _as_written(places: Places) -> Places:
    """With capitals too, where these fold to the same."""
    found = dict(places)
    for one, at in places.items():
        word = str(one)
        for written in (word.upper(), word.capitalize(), word.title()):
            if fold(written) == word:
                found.setdefault(written, at)
    return found


def _array(items: Iterable[Sql]) -> exp.Array:
    return exp.Array(expressions=list(items))


NUMBERINGS: Mapping[str, Postgres | Spark] = {"postgres": Postgres(), "spark": Spark()}
