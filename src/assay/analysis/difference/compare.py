"""The comparison itself, step by step."""

from assay.analysis.difference.blame import causes
from assay.analysis.difference.changes import changes
from assay.analysis.difference.comparison import Comparison, Verdict
from assay.analysis.difference.matching import Matched, matched
from assay.analysis.difference.meaning import fields_agree, normal_form
from assay.analysis.difference.outcomes import Ladder, ladder
from assay.analysis.difference.versions import Version


def compare(old: Version, new: Version, as_of: int) -> tuple[Comparison, Ladder]:
    """Everything but the data; the ladder is what leads are counted on."""
    found = matched(old, new)
    listed = changes(old, new, found)
    steps = ladder([one.name for one in old.plan.stages], [one.name for one in new.plan.stages], found.stages)
    verdict = Verdict("same") if same(old, new, found) else Verdict("open")
    return Comparison(old, new, listed, verdict, causes(old, new, found, listed), as_of), steps


def same(old: Version, new: Version, found: Matched) -> bool:
    """Whether what decides is the same, so that no lead can fare differently."""
    if not fields_agree(old.plan, new.plan):
        return False
    if old.plan.rules_version == new.plan.rules_version:
        return True
    return normal_form(old, {}, {}) == normal_form(new, found.groups, found.stages)
