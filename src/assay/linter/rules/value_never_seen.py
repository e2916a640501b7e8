"""A value in the rules that no row of the data has."""

from collections.abc import Iterator

from assay import model as m
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import comparisons
from assay.linter.seen import Seen, seen_values

CODE = Code(
    "L402",
    "value-never-seen",
    "a value in the rules never occurs in the data",
    "A comparison with a value that nobody has is never true, and says nothing about it. It may be misspelt, or be "
    "called something else since the last clean-up. Values of a longer list are told only where one that occurs is "
    "nearly the same. Found with `--data`.",
    bad='# leads.csv has the countries Netherlands and Belgium\nwhen country in ["Netherland", "Belgium"] add 5\n',
    good='# leads.csv has the countries Netherlands and Belgium\nwhen country in ["Netherlands", "Belgium"] add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    if context.profile is None:
        return
    for field, values, listed in comparisons(context.model):
        if (seen := seen_values(context.profile, field)) is not None:
            yield from _unseen(field, values, listed, seen)


def _unseen(
    field: m.FieldRef, values: tuple[m.Const, ...], listed: m.ListValue | None, seen: Seen
) -> Iterator[Diagnostic]:
    unseen = [value for value in values if not seen.has(str(value.value)) and not seen.nearly(str(value.value))]
    if listed is not None and listed.name is not None:
        if unseen and len(unseen) == len(values):
            yield Diagnostic(CODE, f"no value of `{listed.name}` occurs in `{field.name}`", listed.span)
        return
    for value in unseen:
        meant = seen.close_to(str(value.value))
        if meant is not None or listed is None or len(unseen) == len(values):
            help = f'did you mean "{meant}"?' if meant else f"it has {seen.some()}"
            yield Diagnostic(CODE, f'`{field.name}` is never "{value.value}"', value.span, help)


LINT = Lint(CODE, "data", check, sample="id,country\n1,Netherlands\n2,Belgium\n")
