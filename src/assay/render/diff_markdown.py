"""A comparison as a comment on a pull request: GitHub's Markdown, the user's text kept from meaning anything in it."""

import re
from collections.abc import Iterator, Sequence

from assay.analysis.difference.changes import Change
from assay.analysis.difference.comparison import Comparison, Witness
from assay.analysis.difference.movements import Movements
from assay.render import diff_words as words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@&])")


def report_markdown(found: Comparison, moment: str, limit: float | None) -> str:
    """`moment`: when leads were scored; `limit`: the share of leads that may change their stage."""
    return "\n".join(_lines(found, moment, limit))


def _lines(found: Comparison, moment: str, limit: float | None) -> Iterator[str]:
    yield f"### Rules: {code(found.old.name)} → {code(found.new.name)}"
    yield ""
    yield f"**{words.verdict(found.verdict)}.** {plain(words.counted(found.changes)).capitalize()}."
    if found.movements is not None:
        yield from _movements(found, found.movements, moment, limit)
    if found.verdict.witnesses:
        yield from _witnesses(found.verdict.witnesses)
    if found.verdict.never:
        listed = ", ".join(words.HEADINGS[effect].lower() for effect in found.verdict.never)
        yield f"\nProved to befall no lead: {listed}."
    for line in found.verdict.assumed:
        yield f"\n{plain(line)}"
    for kept, title in ((True, "Written otherwise"), (False, "Without another meaning")):
        listed_changes = [change for change in found.changes if change.decides is kept]
        if listed_changes:
            yield from _folded(title, len(listed_changes), _changes(listed_changes), open_=kept)


def _folded(title: str, count: int, lines: Iterator[str], *, open_: bool) -> Iterator[str]:
    yield ""
    yield f"<details{' open' if open_ else ''}><summary>{title} ({count})</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _changes(listed: Sequence[Change]) -> Iterator[str]:
    yield from table(("", "What", "How", "Where"), (_row(change) for change in listed))


def _row(change: Change) -> tuple[str, ...]:
    said = "<br>".join(code(line) for line in words.told(change))
    return change.what, plain(words.title(change)), said, code(words.place(change))


def _witnesses(witnesses: Sequence[Witness]) -> Iterator[str]:
    yield ""
    yield from table(("What can happen", "To a lead with", "Was", "Is", "By"), map(_witness, witnesses))


def _witness(witness: Witness) -> tuple[str, ...]:
    lead = "<br>".join(code(line) for line in (words.witness_lead(witness), *words.activities(witness)))
    by = "<br>".join(code(words.cause(change)) for change in witness.causes)
    was, now = plain(words.outcome(witness.old)), plain(words.outcome(witness.new))
    return words.headline(witness), lead, was, now, by if witness.alone else f"together:<br>{by}"


def _movements(found: Comparison, movements: Movements, moment: str, limit: float | None) -> Iterator[str]:
    yield ""
    verb = "changes" if movements.moved == 1 else "change"
    said = f"{movements.moved:,} of {movements.leads:,} leads {verb} stage, **{movements.share:.1%}**"
    if limit is not None:
        over = movements.share > limit
        said += f": {'more than' if over else 'within'} the {words.percent(limit)} allowed {'❌' if over else '✅'}"
    yield f"{said} (as of {plain(moment)})."
    if movements.changed:
        yield ""
        yield from _transitions(movements)
        yield ""
        yield (
            ", ".join(f"{name.lower()}: {count:,}" for name, count in words.effects_told(movements)).capitalize() + "."
        )
        yield ""
        yield from table(("Moved most", "Score", "Stage", "By"), _movers(found, movements))


def _transitions(movements: Movements) -> Iterator[str]:
    before, after = words.standings(movements)
    rows = ((f"**{plain(old)}**", *(_cell(movements, old, new) for new in after)) for old in before)
    yield from table(("was ↓ is →", *map(plain, after)), rows)


def _cell(movements: Movements, old: str, new: str) -> str:
    count = movements.transitions[old, new]
    shown = f"{count:,}" if count else "·"
    return f"**{shown}**" if count and old != new else shown


def _movers(found: Comparison, movements: Movements) -> Iterator[tuple[str, ...]]:
    for mover in movements.top():
        before, after = movements.ladder.standing(mover.old, old=True), movements.ladder.standing(mover.new, old=False)
        stage = after if before == after else f"{before} → {after}"
        who = " ".join(part for part in (mover.new.key, mover.name) if part)
        by = words.because(found, mover.old, mover.new, mover.effects)
        yield plain(who), words.score_change(mover.old, mover.new), plain(stage), code(by)


# --- Markdown ----------------------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def plain(text: str) -> str:
    """Text that stays as it is: no emphasis, no links, no mention of anybody, no column."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[1])};" if found[1] in "<>&|@" else f"\\{found[1]}", _flat(text))


def code(text: str) -> str:
    """Text as code. A bar would end the cell of a table even there."""
    if not text:
        return ""
    flat = _flat(text)
    if "|" in flat:
        return f"<code>{plain(flat)}</code>"
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", flat)), default=0))
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}"


def _flat(text: str) -> str:
    return " ".join(text.split())
