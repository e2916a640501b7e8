"""The values of a field that occur in the data, and which of them a value in the rules may have meant."""

from dataclasses import dataclass
from difflib import get_close_matches

from assay import model as m
from assay.linter.profile import Column, Profile, without_blanks
from assay.values import fold, trim

_MOST = 5_000  # more different values are names or ids, which nobody lists in rules
_SHOWN = 4
_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Seen:
    """`spellings` are trimmed texts with their counts; `same` maps the form in which the field compares them to one,
    `similar` the form without case and blanks."""

    exact: bool
    spellings: dict[str, int]
    same: dict[str, str]
    similar: dict[str, str]

    def has(self, value: str) -> bool:
        return _form(value, self.exact) in self.same

    def nearly(self, value: str) -> str | None:
        """The value that occurs and differs only in case or blanks."""
        return None if self.has(value) else self.similar.get(without_blanks(value))

    def close_to(self, value: str) -> str | None:
        """The value that occurs and is spelt nearly so."""
        near = get_close_matches(without_blanks(value), self.similar, n=1, cutoff=_NEAR)
        return self.similar[near[0]] if near else None

    def some(self) -> str:
        """The most frequent values, in words."""
        often = sorted(self.spellings, key=lambda text: (-self.spellings[text], text))[:_SHOWN]
        rest = "" if len(self.spellings) <= _SHOWN else " and others"
        return ", ".join(f'"{text}"' for text in often) + rest


def seen_values(profile: Profile, field: m.FieldRef) -> Seen | None:
    """None where nothing can be said: no such column, no value, or too many different ones."""
    column = profile.column(field.table, field.name)
    if column is None or not column.spellings or len(column.spellings) > _MOST:
        return None
    return _seen(column.spellings, field.type.exact)


def _seen(spellings: dict[str, int], exact: bool) -> Seen:
    same: dict[str, str] = {}
    similar: dict[str, str] = {}
    for text in sorted(spellings, key=lambda text: -spellings[text]):
        same.setdefault(_form(text, exact), text)
        similar.setdefault(without_blanks(text), text)
    return Seen(exact, spellings, same, similar)


def _form(text: str, exact: bool) -> str:
    return trim(text) if exact else fold(text)


def only_value(column: Column, exact: bool) -> str | None:
    """The one value of a column, if it has just one."""
    forms = {_form(text, exact) for text in column.spellings or ()}
    return next(iter(column.spellings or ())) if len(forms) == 1 else None
