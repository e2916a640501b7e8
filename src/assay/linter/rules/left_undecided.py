"""Fields whose absence leaves rules undecided, and for how many leads."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import fields_read

CODE = Code(
    "L406",
    "left-undecided",
    "a missing field leaves rules undecided for many leads",
    "An undecided rule gives nothing, so these leads score lower than they may deserve. Asking for this field, or "
    "saying what counts when it is missing, is worth most. The fields that matter most are told, from one lead in ten "
    "on. Found with `--data`.",
    bad='# half of leads.csv has no country\nlead { id text key  country text }\nwhen country == "NL" add 5\n',
    good="# half of leads.csv has no country\nlead { id text key  country text }\n"
    'when country is known and country == "NL" add 5\n',
    severity=Severity.INFO,
)
_TOP = 5
_FROM = 10  # percent of leads


def check(context: Context) -> Iterator[Diagnostic]:
    profile = context.profile
    if profile is None or not profile.leads:
        return
    read = fields_read(context.model)
    often = sorted(profile.undecided.items(), key=lambda item: (-item[1], item[0]))
    told = [(name, count) for name, count in often if ("lead", name) in read and ("lead", name) not in profile.absent][
        :_TOP
    ]
    for name, count in told:
        if count * 100 >= profile.leads * _FROM:
            share = f"{count:,} of {profile.leads:,} leads ({100 * count / profile.leads:.0f}%)"
            yield Diagnostic(CODE, f"without `{name}`, {share} have undecided rules", read["lead", name].span)


LINT = Lint(CODE, "data", check, sample="id,country\n1,NL\n2,BE\n3,\n4,\n")
