"""A rule that fired for no lead."""

from collections.abc import Iterator

from assay import model as m
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint
from assay.linter.profile import Profile
from assay.linter.reading import everything_read

CODE = Code(
    "L404",
    "rule-never-fires",
    "a rule fires for none of the leads",
    "It costs reading and changes nothing: perhaps the world has moved on, perhaps its condition asks too much, perhaps "
    "a rule before it in a `first of` takes all its leads. Rules about activities are left out where no activities are given. Found with `--data`.",
    bad="# leads.csv has companies of 40 and of 90 people\nwhen employees > 1000 add 5\n",
    good="# leads.csv has companies of 40 and of 90 people\nwhen employees > 50 add 5\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    profile = context.profile
    if profile is None or not profile.leads:
        return
    for _, rule in walk.rules(context.model):
        if not profile.fired.get(rule.id) and _runs(rule.meta, profile) and _can(context.model, rule, profile):
            leads = f"{profile.leads:,} leads" if profile.leads > 1 else "one lead"
            yield Diagnostic(CODE, f"`{rule.id}` fires for none of {leads}", rule.span)


def _runs(meta: m.Meta, profile: Profile) -> bool:
    begun = meta.starting is None or meta.starting <= profile.day
    return begun and not meta.off and (meta.until is None or profile.day <= meta.until)


def _can(model: m.Model, rule: m.When | m.Each | m.Match, profile: Profile) -> bool:
    """Whether the data has what the rule reads; what it has not is told elsewhere."""
    if isinstance(rule, m.Each) and profile.activity is None:
        return False
    for part in everything_read(model, rule):
        of_activities = isinstance(part, m.Aggregate) or (isinstance(part, m.FieldRef) and part.table == "activity")
        if of_activities and profile.activity is None:
            return False
        if isinstance(part, m.FieldRef) and (part.table, part.name) in profile.absent:
            return False
    return True


LINT = Lint(CODE, "data", check, sample="id,employees\n1,40\n2,90\n")
