"""Whether a row fits the schema: every declared field, not only those the rules read.

A good row costs little: text from a file always fits, values seen before are remembered (a bounded number a
field), and numbers and ISO times are known by their shape.
"""

from collections.abc import Callable, Mapping

from assay.data.cells import BadValue, Reader, Value
from assay.data.coerce import reader_of
from assay.data.formats import is_surely_iso
from assay.data.numerals import is_surely_integer, is_surely_number
from assay.plan.nodes import Field, Table
from assay.values import ZoneRules

_REMEMBERED = 4096  # values a field

Shape = Callable[[str], object]


class Checker:
    """Checks the rows of one table; keys of a row are field names. `typed` is False where all values are text, as
    in CSV."""

    def __init__(self, table: Table, zone: ZoneRules, missing: frozenset[str], typed: bool = True) -> None:
        self._readers: dict[str, Reader] = {field.name: reader_of(field, zone, missing) for field in table.fields}
        checked = [field for field in table.fields if typed or not _takes_any_text(field)]
        self._looks: list[tuple[str, set[object], Shape]] = [
            (field.name, {None}, _shape_of(field)) for field in checked
        ]

    def bad(self, values: Mapping[str, object]) -> list[tuple[str, BadValue]]:
        """The fields whose value does not fit, in order of the schema; usually none."""
        get = values.get
        found: list[tuple[str, BadValue]] = []
        for name, good, shape in self._looks:
            value = get(name)
            try:
                if value in good or shape(value):  # type: ignore[arg-type]
                    continue
            except TypeError:  # no text
                pass
            if (bad := self._closely(name, value, good)) is not None:
                found.append((name, bad))
        return found

    def _closely(self, name: str, value: object, good: set[object]) -> BadValue | None:
        try:
            self._readers[name](value)
        except BadValue as bad:
            return bad
        if isinstance(value, str) and len(good) < _REMEMBERED:
            good.add(value)
        return None

    def value(self, field: str, values: Mapping[str, object]) -> Value:
        """The encoded value of a field. Raises BadValue."""
        return self._readers[field](values.get(field))


def _takes_any_text(field: Field) -> bool:
    return field.kind in {"text", "list"}


def _shape_of(field: Field) -> Shape:
    """A quick look that is true only of text that fits."""
    match field.kind:
        case "number":
            return is_surely_number
        case "integer":
            return is_surely_integer
        case "date" | "time":
            return is_surely_iso if field.format is None else _unknown
        case "text" | "list":
            return _is_text
    return _unknown


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _unknown(_: str) -> object:
    return False
