"""A value in the rules that the data spells with other capitals or blanks."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Edit, Fix, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import comparisons
from assay.linter.seen import seen_values

CODE = Code(
    "L403",
    "value-spelt-otherwise",
    "a value in the rules differs from one in the data only in case or blanks",
    "People read the two as one value; the rule does not, so it is never true. Case counts only in fields marked "
    "`exact`, blanks between words count in all. Found with `--data`.",
    bad="# leads.csv has the codes NL-1 and BE-1\nlead { id text key  code text exact }\n"
    'when code in ["nl-1", "BE-1"] add 5\n',
    good="# leads.csv has the codes NL-1 and BE-1\nlead { id text key  code text exact }\n"
    'when code in ["NL-1", "BE-1"] add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    if context.profile is None:
        return
    for field, values, listed in comparisons(context.model):
        seen = seen_values(context.profile, field)
        if seen is None or (listed is not None and listed.name is not None):
            continue
        for value in values:
            written = str(value.value)
            if (other := seen.nearly(written)) is not None:
                fix = Fix(f'write "{other}"', (Edit(value.span, value.span.text.replace(written, other)),))
                fixable = value.span.text == f'"{written}"' and other.isprintable() and not set(other) & set('"\\')
                message = f'`{field.name}` is "{other}" in the data, not "{written}"'
                yield Diagnostic(CODE, message, value.span, fix=fix if fixable else None)


LINT = Lint(CODE, "data", check, sample="id,code\n1,NL-1\n2,BE-1\n")
