"""The answer: proved to be equivalent, or leads that fare differently, each with the changes that make it so."""

import time
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assay.analysis.difference.blame import Causes
from assay.analysis.difference.changes import Change
from assay.analysis.difference.comparison import Verdict, Witness
from assay.analysis.difference.goals import goals
from assay.analysis.difference.matching import Matched
from assay.analysis.difference.naming import Showing, local
from assay.analysis.difference.outcomes import EFFECTS, Effect, Ladder, effects, fare_of
from assay.analysis.difference.search import MOST, choices, searched
from assay.analysis.difference.single import with_change
from assay.analysis.difference.trial import Trial, trial
from assay.analysis.difference.trimmed import differing, some, with_rules
from assay.analysis.difference.versions import Version
from assay.analysis.made import Made, scored
from assay.analysis.solver import MANY, Incomparable, Proof, Prover, Unknown, is_installed
from assay.analysis.solver import Witness as Solved
from assay.analysis.solver.space import space
from assay.engines.record import BadRecord, Scorer
from assay.plan.nodes import Plan
from assay.values import ZoneRules

_EACH = 3  # of the time there is, an effect may take one in so many
_SUSPECTS = 6  # changes tried alone
_NO_SOLVER = 'only a search was made; a proof needs a solver: pip install "assay-lang[prove]"'


@dataclass(frozen=True, slots=True)
class Question:
    """Everything an answer is made of."""

    old: Version
    new: Version
    found: Matched
    ladder: Ladder
    causes: Causes
    as_of: int

    @property
    def plans(self) -> tuple[Plan, Plan]:
        return self.old.plan, self.new.plan


@dataclass(slots=True)
class _Answers:
    """What is known so far: leads by effect, effects that befall nobody, why others are open."""

    leads: dict[Effect, Made] = field(default_factory=dict)
    never: list[Effect] = field(default_factory=list)
    open: dict[Effect, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def answered(asked: Question, never: Sequence[Effect], within: float) -> Verdict:
    """What a search does not find is asked of the solver, where it is installed. `never`: effects that are known to
    befall no lead. `within`: seconds for proofs."""
    tried, answers = trial(*asked.plans, asked.ladder, asked.as_of), _Answers(never=list(never))
    _search(asked, tried, answers, MOST // 10 if is_installed() else MOST)
    if is_installed():
        _prove(asked, tried, answers, within)
        if answers.open:
            _search(asked, tried, answers, MOST)
    else:
        answers.notes.append(_NO_SOLVER)
    witnesses = tuple(_witnesses(asked, tried, answers))
    solved = [_scope(asked)] if len(answers.never) > len(never) else []
    if len(answers.never) == len(EFFECTS):
        return Verdict("proved", (), EFFECTS, tuple(solved))
    proved = tuple(effect for effect in EFFECTS if effect in answers.never)
    kind: Literal["differs", "open"] = "differs" if witnesses else "open"
    return Verdict(kind, witnesses, proved, (*solved, *_open(answers, witnesses), *answers.notes))


def _open(answers: _Answers, witnesses: Sequence[Witness]) -> Iterator[str]:
    """What is not known, and why; reasons that are the same once."""
    reasons: dict[str, list[str]] = {}
    for effect, why in answers.open.items():
        if not any(effect in one.effects for one in witnesses):
            reasons.setdefault(why, []).append(effect)
    yield from (f"not known of {', '.join(listed)}: {why}" for why, listed in reasons.items())


def _scope(asked: Question) -> str:
    zone = asked.new.plan.zone
    when = f"{local(asked.as_of, ZoneRules(zone.moments, zone.offsets))} {zone.name}"
    return f"proved for leads scored as of {when}, with up to {MANY:,} activities of one kind"


def _prove(asked: Question, tried: Trial, answers: _Answers, seconds: float) -> None:
    prover, wanted = Prover(list(asked.plans), asked.as_of), goals(tried)
    until = time.monotonic() + seconds
    for effect in [one for one in EFFECTS if one not in answers.never and one not in answers.leads]:
        left = until - time.monotonic()
        within = min(seconds / _EACH, left) if prover.begun else left
        if within <= 0:
            answers.open[effect] = "not decided within the time limit"
            continue
        match prover.find(wanted[effect], within=within):
            case Proof():
                answers.never.append(effect)
            case Unknown(why=why):
                answers.open[effect] = why
            case Solved() as lead:
                answers.leads[effect] = Made(lead.lead, lead.activities, lead.previous)


def _search(asked: Question, tried: Trial, answers: _Answers, most: int) -> None:
    """Over the changed rules, with the values that a few others tell apart as well."""
    changed = differing(asked.found)
    own = [with_rules(plan, ids) for plan, ids in zip(asked.plans, changed, strict=True)]
    more = [with_rules(plan, some(plan, ids)) for plan, ids in zip(asked.plans, changed, strict=True)]
    try:
        found = searched(tried, choices(space(own, asked.as_of)), choices(space(more, asked.as_of)), most)
    except Incomparable as error:
        answers.notes.append(f"no lead can be made up for both: {error}")
        return
    except OverflowError:
        answers.notes.append("points this large are not searched")
        return
    answers.leads = {**found, **answers.leads}


# --- leads -------------------------------------------------------------------------------------------------


def _witnesses(asked: Question, tried: Trial, answers: _Answers) -> Iterator[Witness]:
    """Smaller ones where that can be, and those that are one lead told together."""
    small = [tried.smaller(made, effect) for effect, made in answers.leads.items()]
    shows = sorted(((made, tried.effects(made)) for made in small), key=lambda one: one[0].size)
    by_lead: dict[Hashable, tuple[Made, list[Effect]]] = {}
    for effect in EFFECTS:
        found = next((made for made, shown in shows if effect in shown), None)
        if found is not None:
            by_lead.setdefault(found.key, (found, []))[1].append(effect)
    show = Showing(asked.old, asked.new) if by_lead else None
    for made, shown in by_lead.values():
        assert show is not None
        results = tried.results(made)
        causes, alone = _causes(asked, made, shown[0], asked.causes.of(shown[0], *results))
        did = tuple(show.activity(one) for one in made.activities)
        yield Witness(tuple(shown), show.lead(made.lead), did, made.previous, *results, causes, alone)


def _causes(asked: Question, made: Made, effect: Effect, suspects: Sequence[Change]) -> tuple[tuple[Change, ...], bool]:
    """The suspects that make the difference alone; all of them where none does."""
    if len(suspects) < 2:
        return tuple(suspects), True
    alone = [one for one in suspects[:_SUSPECTS] if _does_it(asked, made, effect, one)]
    return (tuple(alone), True) if alone else (tuple(suspects), False)


def _does_it(asked: Question, made: Made, effect: Effect, change: Change) -> bool:
    planned = with_change(asked.old, asked.new, asked.found, change, asked.causes.listed)
    if planned is None:
        return False
    try:
        old = scored(asked.old.plan, Scorer(asked.old.plan, asked.as_of), made)
        then = scored(planned, Scorer(planned, asked.as_of), made)
    except BadRecord:
        return False
    return effect in effects(asked.ladder, fare_of(old), fare_of(then))
