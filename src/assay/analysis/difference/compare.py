"""The comparison itself, step by step."""

from dataclasses import dataclass, replace

from assay.analysis.difference.blame import Causes, causes
from assay.analysis.difference.changes import Change, changes
from assay.analysis.difference.comparison import Comparison, Verdict
from assay.analysis.difference.matching import Matched, matched
from assay.analysis.difference.movements import Movements
from assay.analysis.difference.outcomes import EFFECTS, Effect, Ladder, ladder
from assay.analysis.difference.sameness import never
from assay.analysis.difference.verdicts import Question, answered
from assay.analysis.difference.versions import Version

SECONDS = 15.0  # for proofs


@dataclass(frozen=True, slots=True)
class Written:
    """What is known from the text alone. `never`: effects that no lead can see, because what decides is the same."""

    found: Matched
    changes: tuple[Change, ...]
    ladder: Ladder
    causes: Causes
    never: tuple[Effect, ...]


def written(old: Version, new: Version) -> Written:
    """What was written otherwise."""
    found = matched(old, new)
    listed = changes(old, new, found)
    before, after = ([one.name for one in version.plan.stages] for version in (old, new))
    steps = ladder(before, after, found.stages, found.groups)
    return Written(found, listed, steps, causes(old, new, found, listed), never(old, new, found))


def compare(old: Version, new: Version, as_of: int, within: float = SECONDS) -> tuple[Comparison, Ladder]:
    """Everything but the data; the ladder is what leads are counted on. `within` so many seconds it is proved, or left
    open."""
    one = written(old, new)
    if len(one.never) == len(EFFECTS):
        verdict = Verdict("same", never=one.never)
    else:
        verdict = answered(Question(old, new, one.found, one.ladder, one.causes, as_of), one.never, within)
    return Comparison(old, new, one.changes, verdict, one.causes, as_of), one.ladder


def with_leads(verdict: Verdict, movements: Movements) -> Verdict:
    """What leads there are show as well: one that fares differently is proof enough that some do. What was proved of
    leads scored at this moment holds of them too, but for what the proof took for granted."""
    if not movements.changed:
        return verdict
    shown = {effect for effect, count in movements.effects.items() if count}
    contradicted = [effect for effect in verdict.never if effect in shown]
    notes = verdict.assumed
    if contradicted:
        notes = (f"the leads show what was proved to befall none ({', '.join(contradicted)}): please report it", *notes)
    never = tuple(effect for effect in verdict.never if effect not in shown)
    return replace(verdict, kind="differs", never=never, assumed=notes)
