"""A comparison in words, the same in every format."""

from collections.abc import Iterator, Mapping, Sequence

from assay.analysis.difference.changes import Change, What, home_text, one_line
from assay.analysis.difference.comparison import Comparison, Given, Moment, Verdict, Witness
from assay.analysis.difference.movements import Movements
from assay.analysis.difference.outcomes import EFFECTS, Effect
from assay.render.summary import points
from assay.results import LeadResult

SIGNS: Mapping[What, str] = {
    "added": "+",
    "removed": "-",
    "changed": "~",
    "moved": ">",
    "renamed": "=",
    "reworded": "=",
}
HEADINGS: Mapping[Effect, str] = {
    "newly excluded": "Newly excluded",
    "no longer excluded": "No longer excluded",
    "newly disqualified": "Newly disqualified",
    "no longer disqualified": "No longer disqualified",
    "stage up": "Stage up",
    "stage down": "Stage down",
    "route": "Another route",
    "grade": "Another grade",
    "score": "Another score",
}
_LONGEST = 160


def title(change: Change) -> str:
    """ "Decision maker, rule in fit"; a group or a stage by its kind alone."""
    part = change.part
    home = part.home if part.kind in ("rule", "choice", "group") else ()
    inside = f" in {home_text(home)}" if home else ""
    kind = f"field of {part.home[0]}" if part.kind == "field" else "" if part.kind == "choice" else part.kind
    name = "" if part.name == part.kind else shortened(part.name)
    return ", ".join(filter(None, [name, f"{kind}{inside}".strip()]))


def shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def place(change: Change) -> str:
    """Both places: "rules.assay:12, was 10"."""
    old, new = change.old, change.new
    if new is None:
        return f"was {_short(old.file)}:{old.line}" if old is not None else ""
    here = f"{_short(new.file)}:{new.line}"
    if old is None or (old.line == new.line and _short(old.file) == _short(new.file)):
        return here
    return f"{here}, was {old.line if _short(old.file) == _short(new.file) else f'{_short(old.file)}:{old.line}'}"


def _short(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def told(change: Change) -> Iterator[str]:
    """What there is to say below the title, a line each."""
    if change.what in ("added", "removed"):
        yield shortened(one_line(change.part))
    yield from map(shortened, change.edits)
    if change.readers:
        rules = "1 unchanged rule means" if change.readers == 1 else f"{change.readers} unchanged rules mean"
        yield f"through it {rules} something else"
    if change.what in ("changed", "moved") and not change.decides and change.kind not in ("guarantee", "example"):
        yield "the order decides nothing here" if change.what == "moved" else "no result depends on it"


def counted(changes: Sequence[Change]) -> str:
    """ "3 changes that can decide, 2 that cannot"."""
    deciding = sum(change.decides for change in changes)
    others = len(changes) - deciding
    if not changes:
        return "nothing is written otherwise"
    if not others:
        return "1 change" if deciding == 1 else f"{deciding} changes"
    kept = "1 keeps" if others == 1 else f"{others} keep"
    return f"{len(changes)} change{'' if len(changes) == 1 else 's'}, of which {kept} the meaning"


# --- what it can do ----------------------------------------------------------------------------------------


def verdict(found: Verdict) -> str:
    """The answer in one sentence."""
    match found.kind:
        case "same":
            return "Equivalent (proved): what decides is the same, so every lead fares as before"
        case "proved":
            return "Equivalent (proved): no lead fares differently"
        case "open" if not found.witnesses:
            return "No lead was found that fares differently; that there is none was not proved"
    if not found.witnesses:
        return "Not equivalent: leads there are fare differently"
    return "Not equivalent: these leads fare differently"


def headline(witness: Witness) -> str:
    """ "Stage up, another route"."""
    first, *others = (HEADINGS[effect] for effect in witness.effects)
    return ", ".join([first, *(other.lower() for other in others)])


def witness_lead(witness: Witness) -> str:
    """`country "NL", employees 250; page_view …`."""
    given = ", ".join(f"{name} {value(one)}" for name, one in witness.lead.items()) or "a lead without any value"
    before = f"; stage before: {witness.previous}" if witness.previous else ""
    return given + before


def activities(witness: Witness) -> list[str]:
    """One line for each activity, those that are equal together."""
    lines: dict[str, int] = {}
    for activity in witness.activities:
        line = ", ".join(f"{name} {value(one)}" for name, one in activity.items())
        lines[line] = lines.get(line, 0) + 1
    return [line if count == 1 else f"{line} ({count} times)" for line, count in lines.items()]


def value(given: Given) -> str:
    match given:
        case bool():
            return "true" if given else "false"
        case Moment():
            return str(given)
        case str():
            return f'"{given}"'
        case tuple():
            return "[" + ", ".join(f'"{one}"' for one in given) + "]"
    return f"{given:g}" if isinstance(given, float) else str(given)


def outcome(result: LeadResult) -> str:
    """ "score 65, MQL, to EMEA sales"."""
    if result.excluded:
        return f"excluded: {'; '.join(result.excluded)}"
    parts = [f"score {points(result.score or 0)}", *([f"grade {result.grade}"] if result.grade else [])]
    if result.disqualified:
        parts.append(f"disqualified: {'; '.join(result.disqualified)}")
    else:
        parts.append(result.stage or "no stage")
    if result.route:
        parts.append(f"to {result.route.to}")
    return ", ".join(parts)


def cause(change: Change) -> str:
    """A change in one line, with its place: "Decision maker: +25 was +20 (rules.assay:12)"."""
    what = shortened("; ".join(change.weighty or change.edits) or change.what)
    part = change.part
    return f"{shortened(part.name)}: {what} ({_short(part.file)}:{part.line})"


# --- what it does ------------------------------------------------------------------------------------------


def main_effect(effects: frozenset[Effect]) -> Effect:
    return next(effect for effect in EFFECTS if effect in effects)


def because(comparison: Comparison, old: LeadResult, new: LeadResult, effects: frozenset[Effect]) -> str:
    """The changes that moved a lead, the weightiest first; a few of them."""
    found = comparison.causes.of(main_effect(effects), old, new)
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    return "; ".join(map(cause, found[:2])) + more


def effects_told(movements: Movements) -> list[tuple[str, int]]:
    """How many leads each effect befell."""
    return [(HEADINGS[effect], movements.effects[effect]) for effect in EFFECTS if movements.effects[effect]]


def standings(movements: Movements) -> tuple[list[str], list[str]]:
    """The old and the new standings that leads have, best first."""
    steps = movements.ladder
    order = [*reversed(steps.new), *(one for one in reversed(steps.old) if one not in steps.new)]
    order += ["no stage", "disqualified", "excluded"]
    before = {old for old, _ in movements.transitions}
    after = {new for _, new in movements.transitions}
    return [one for one in order if one in before], [one for one in order if one in after]


def percent(share: float) -> str:
    """0.125 as 12.5%."""
    return f"{100 * share:.4f}".rstrip("0").rstrip(".") + "%"


def score_change(old: LeadResult, new: LeadResult) -> str:
    """ "48.3 → 53.3"."""
    before, after = ("-" if one.score is None else points(one.score) for one in (old, new))
    return before if before == after else f"{before} → {after}"
