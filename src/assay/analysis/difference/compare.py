"""The comparison itself, step by step."""

from assay.analysis.difference.blame import causes
from assay.analysis.difference.changes import changes
from assay.analysis.difference.comparison import Comparison, Verdict
from assay.analysis.difference.matching import matched
from assay.analysis.difference.outcomes import EFFECTS, Ladder, ladder
from assay.analysis.difference.sameness import never
from assay.analysis.difference.verdicts import Question, answered
from assay.analysis.difference.versions import Version


def compare(old: Version, new: Version, as_of: int) -> tuple[Comparison, Ladder]:
    """Everything but the data; the ladder is what leads are counted on."""
    found = matched(old, new)
    listed = changes(old, new, found)
    steps = ladder(
        [one.name for one in old.plan.stages], [one.name for one in new.plan.stages], found.stages, found.groups
    )
    behind = causes(old, new, found, listed)
    asked = Question(old, new, found, steps, behind, as_of)
    known = never(old, new, found)
    verdict = Verdict("same", never=known) if len(known) == len(EFFECTS) else answered(asked, known)
    return Comparison(old, new, listed, verdict, behind, as_of), steps
