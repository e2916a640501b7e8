"""How a dialect finds the place of a value among constants, and reads a list at a place (`places`)."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

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
_PRIVATE = range(0xE000, sys.maxunicode + 1)  # signs that stand for themselves in patterns
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

    def of_folded(self, spelling: Spelling, places: Places, common: Places, given: exp.Column, *, trimmed: bool) -> Sql:
        """`common`: the places of spellings as they are, found before anything is made of a text; those of no constant by
        their hash, for they are many."""
        rare = self._rare(spelling, places, given, trimmed=trimmed)
        if not common:
            return rare
        constants = {one: place for one, place in common.items() if place != OTHER}
        branches: list[tuple[Sql, Sql]] = [(is_null(given.copy()), number(MISSING))]
        if others := [text(str(one)) for one, place in common.items() if place == OTHER]:
            plain = exp.Paren(this=spelling.ordered(given.copy()))
            branches.append((exp.In(this=plain, expressions=others), number(OTHER)))
        return case(branches, coalesce(self.looked_up(constants, given.copy()), rare) if constants else rare)

    def _rare(self, spelling: Spelling, places: Places, given: exp.Column, *, trimmed: bool) -> Sql:
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
        return _twice(case([(is_null(value), number(MISSING))], reached))

    def looked_up(self, places: Places, key: Sql) -> Sql:
        """Null for any other text. Thousands of constants are two, so that they are quick to parse and to plan."""
        keys, found = _listed([str(one) for one in places]), cast(_listed(map(str, places.values())), "ARRAY<INT>")
        return exp.Anonymous(this="ELEMENT_AT", expressions=[exp.Map(keys=keys, values=found), key])

    def of_folded(self, spelling: Spelling, places: Places, common: Places, given: exp.Column, *, trimmed: bool) -> Sql:
        """Most text is written as people write it, or as in the sample: only what is not found so is folded."""
        folded = self.looked_up(places, spelling.fold(given.copy(), trimmed=trimmed))
        rare = case([(is_null(given.copy()), number(MISSING))], coalesce(folded, number(OTHER)))
        return _twice(coalesce(self.looked_up({**_as_written(places), **common}, given.copy()), rare))

    def at(self, results: Sequence[int], place: Sql) -> Sql:
        listed = cast(_listed(map(str, results)), "ARRAY<BIGINT>")
        return exp.Anonymous(this="ELEMENT_AT", expressions=[listed, place])


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


def _listed(items: Iterable[str]) -> Sql:
    """A list of texts that is one constant, cut where a sign stands that none of them holds."""
    parts = list(items)
    used = set().union(*parts)
    sign = next(one for one in chain(",", map(chr, _PRIVATE)) if one not in used)
    return exp.Anonymous(this="SPLIT", expressions=[text(sign.join(parts)), text(sign)])


NUMBERINGS: Mapping[str, Postgres | Spark] = {"postgres": Postgres(), "spark": Spark()}
