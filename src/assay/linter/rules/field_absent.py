"""A field that the file does not have."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import fields_read

CODE = Code(
    "L401",
    "field-absent",
    "the file has no column for a field that the rules read",
    "The field is missing for every lead, so what the rules say about it never counts. Mostly the column is called "
    "something else in the export. Found with `--data`.",
    bad='# leads.csv has the columns id and Country\nlead { id text key  land text }\nwhen land == "NL" add 5\n',
    good='# leads.csv has the columns id and Country\nlead { id text key  land text from "Country" }\n'
    'when land == "NL" add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    if (profile := context.profile) is None:
        return
    read = fields_read(context.model)
    tables = (("lead", "leads", context.model.lead), ("activity", "activities", context.model.activity))
    for table, those, schema in tables:
        for field in schema.fields:
            if (table, field.name) in profile.absent and (table, field.name) in read:
                similar = profile.absent[table, field.name]
                help = f'is it `{similar}`? Then write `from "{similar}"` behind the type' if similar else None
                yield Diagnostic(CODE, f"the {those} have no column `{field.column or field.name}`", field.span, help)


LINT = Lint(CODE, "data", check, sample="id,Country\n1,NL\n2,BE\n")
