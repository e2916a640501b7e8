"""Which column of a file is which field of the schema. Headers match ignoring case and blanks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assay.data.failures import Unreadable
from assay.plan.nodes import Field, Table
from assay.values import BLANKS, fold

UNBOUND = "\0"  # stands before the label of a column that no field reads; no name begins so

_WITHOUT_BLANKS = dict.fromkeys(map(ord, BLANKS))


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A field without a column, and the column that was probably meant."""

    field: Field
    similar: str | None


@dataclass(frozen=True, slots=True)
class Binding:
    """`fields` maps columns as written to field names; `missing` are fields without a column, `extra` columns
    without a field (they do no harm)."""

    fields: Mapping[str, str]
    matched: Mapping[str, str]
    missing: tuple[MissingColumn, ...]
    extra: tuple[str, ...]

    def label(self, column: str) -> str:
        """The name under which a row holds the column: the field's, or a marked one. For rows.Table.rows."""
        if (field := self.fields.get(column)) is not None:
            return field
        return self.matched.get(matching(column), UNBOUND + column)

    def column(self, field: str) -> str:
        """The column of a field as written in the file; the field's name where it has none."""
        return next((column for column, name in self.fields.items() if name == field), field)

    def original(self, values: Mapping[str, object]) -> dict[str, object]:
        """A row under the columns as the file wrote them."""
        columns = {field: column for column, field in self.fields.items()}
        return {columns.get(label, label.removeprefix(UNBOUND)): value for label, value in values.items()}


def matching(header: str) -> str:
    """The form in which headers compare."""
    return fold(header).translate(_WITHOUT_BLANKS)


def bind(table: Table, columns: Sequence[str], name: str = "the file") -> Binding:
    """Binds the columns of a file to the fields. Raises Unreadable where two columns would be one field, two
    fields one column, or a declared key has none."""
    wanted = _wanted(table, name)
    fields: dict[str, str] = {}
    for column in columns:
        if (field := wanted.get(matching(column))) is None:
            continue
        _refuse_second(fields, field, column, name)
        fields[column] = field
    bound = set(fields.values())
    extra = tuple(column for column in columns if column not in fields)
    missing = tuple(_missing(field, extra) for field in table.fields if field.name not in bound)
    _refuse_keyless(table, missing, name)
    return Binding(fields, wanted, missing, extra)


def _wanted(table: Table, name: str) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for field in table.fields:
        other = wanted.setdefault(matching(field.column), field.name)
        if other != field.name:
            raise Unreadable(
                f"the fields `{other}` and `{field.name}` would both read the column `{field.column}` of {name}",
                "give one of them its own column with `from`",
            )
    return wanted


def _refuse_second(fields: Mapping[str, str], field: str, column: str, name: str) -> None:
    if other := next((before for before, bound in fields.items() if bound == field), None):
        raise Unreadable(
            f"the columns `{other}` and `{column}` of {name} both match the field `{field}`", "rename one of them"
        )


def _missing(field: Field, extra: Sequence[str]) -> MissingColumn:
    spelled = {matching(column): column for column in extra}
    near = get_close_matches(matching(field.column), spelled, n=1, cutoff=0.75)
    if not near:  # "Company size" for `size`, and the other way round
        near = [key for key in spelled if len(key) > 3 and _words(field.column) == _words(spelled[key])][:1]
    return MissingColumn(field, spelled[near[0]] if near else None)


def _words(header: str) -> str:
    return "".join(filter(str.isalnum, fold(header)))


def _refuse_keyless(table: Table, missing: Sequence[MissingColumn], name: str) -> None:
    for absent in missing:
        if absent.field.name == table.key:
            similar = f"is it `{absent.similar}`? " if absent.similar else ""
            raise Unreadable(
                f"{name} has no column `{absent.field.column}`, the key",
                f'{similar}name the column in the schema: `{table.key} text key from "COLUMN"`',
            )
