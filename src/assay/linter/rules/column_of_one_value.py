"""A field that is the same for every lead."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import fields_read
from assay.linter.seen import only_value

CODE = Code(
    "L405",
    "column-of-one-value",
    "a field that the rules read is the same for every lead",
    "It tells no lead from another, so rules that ask for it give points to all or to none. Often an export was "
    "filtered, or a form fills in a default. Found with `--data`.",
    bad='# all in leads.csv have the source web\nlead { id text key  source text }\nwhen source == "web" add 5\n',
    good='# leads.csv has the sources web and fair\nlead { id text key  origin text }\nwhen origin == "web" add 5\n',
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    profile = context.profile
    if profile is None or profile.leads < 2:
        return
    for (table, name), place in fields_read(context.model).items():
        column = profile.column(table, name)
        if table == "lead" and column is not None and column.filled == profile.leads + profile.rejected:
            value = only_value(column, place.type.exact)
            if value is not None:
                yield Diagnostic(CODE, f'`{name}` is "{value}" for all {profile.leads:,} leads', place.span)


LINT = Lint(CODE, "data", check, sample="id,source,origin\n1,web,fair\n2,web,web\n")
