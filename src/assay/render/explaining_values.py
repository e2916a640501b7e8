"""Values a field could have, as a sentence says them: "`employees` were 200 or more"."""

from typing import assert_never

from assay.engines.record.trace.classes import UNITS, Candidate
from assay.engines.record.trace.texts import Mark, Shape
from assay.engines.record.trace.unknown import Among, Span, Values
from assay.plan.nodes import Const, Expr, Field, LeadField
from assay.render.words import Words, list_name
from assay.render.words_values import given, line, listed, quoted
from assay.values import fold

_VERBS: dict[Shape, str] = {
    "is": "were",
    "contains": "contained",
    "starts with": "started with",
    "ends with": "ended with",
    "fits": "fitted",
    "mentions": "mentioned",
    "has": "contained",
    "around": "were about",
}


def subjunctive(words: Words, values: Values) -> str:
    """The clause after "if"."""
    match values:
        case Span():
            return _span(words, values)
        case Among():
            return _among(words, values)
        case _:
            assert_never(values)


def _name(field: Field) -> str:
    return f"`{line(field.name)}`"


# --- ordered ---------------------------------------------------------------------------------------------


def _span(words: Words, span: Span) -> str:
    name = _name(span.field)
    if span.low is None and span.high is None:
        return f"{name} were known, whatever it is"
    if span.low is None:
        return f"{name} were {_up_to(words, span.field, span.high or 0)}"
    if span.high is None:
        return f"{name} were {_from(words, span.field, span.low)}"
    if span.low == span.high:
        return f"{name} were {_shown(words, span.field, span.low)}"
    if span.field.kind in ("number", "integer"):
        return f"{name} were {_between(words, span.field, span.low, span.high)}"
    return f"{name} were {_from(words, span.field, span.low)} and {_up_to(words, span.field, span.high)}"


def _shown(words: Words, field: Field, value: int) -> str:
    return given(value, field.kind, words.spelling, words.zone)


def _simpler(words: Words, field: Field, value: int, step: int) -> tuple[str, bool]:
    """A bound that is in as itself, or the one beside it that is out, whichever reads better; and whether it is in."""
    own, beside = (_shown(words, field, at) for at in (value, value + step * UNITS[field.kind]))
    return (beside, False) if len(beside) < len(own) else (own, True)


def _from(words: Words, field: Field, low: int) -> str:
    text, inside = _simpler(words, field, low, -1)
    if field.kind in ("date", "time"):
        return f"{text} or later" if inside else f"after {text}"
    return f"{text} or more" if inside else f"over {text}"


def _up_to(words: Words, field: Field, high: int) -> str:
    text, inside = _simpler(words, field, high, 1)
    if field.kind in ("date", "time"):
        return f"{text} or earlier" if inside else f"before {text}"
    return f"{text} or less" if inside else f"under {text}"


def _between(words: Words, field: Field, low: int, high: int) -> str:
    first, first_in = _simpler(words, field, low, -1)
    last, last_in = _simpler(words, field, high, 1)
    if first_in and last_in:
        return f"{first} to {last}"
    return f"{first if first_in else f'over {first}'} {'or more' if first_in else ''} and {'at most' if last_in else 'under'} {last}".replace(
        "  ", " "
    )


# --- texts, lists, choices ---------------------------------------------------------------------------------


def _among(words: Words, among: Among) -> str:
    name = _name(among.field)
    if among.others:
        if not among.candidates:
            return f"{name} were known, whatever it is"
        return f"{name} were known and none of these: {_alternatives(words, among.field, among.candidates)}"
    if all(candidate.marks for candidate in among.candidates):
        return _by_marks(words, among)
    return f"{name} were {_alternatives(words, among.field, among.candidates)}"


def _alternatives(words: Words, field: Field, candidates: tuple[Candidate, ...]) -> str:
    """Plain values: "NL or DE"; those of texts with what was asked of them."""
    return listed([_plain(words, field, candidate) for candidate in candidates])


def _plain(words: Words, field: Field, candidate: Candidate) -> str:
    if not candidate.marks:
        return given(candidate.value, field.kind, words.spelling, words.zone)
    return " and ".join(_marked(words, mark, said="") for mark in candidate.marks)


def _marked(words: Words, mark: Mark, said: str) -> str:
    """What a mark asks, without its subject where that is the field itself."""
    subject = "" if _field_itself(mark.side) else f"{words.value(mark.side)} "
    verb = said or ("" if mark.shape == "is" else f"{mark.shape} ")
    return f"{subject}{verb}{_constant(words, mark)}"


def _constant(words: Words, mark: Mark) -> str:
    if isinstance(mark.constant, str):
        return quoted(words.spelling(mark.constant))
    return words.constant(Const("const", words.kind(mark.side), mark.constant))


def _field_itself(side: Expr) -> bool:
    return isinstance(side, LeadField) or _only_folded(side)


def _only_folded(side: Expr) -> bool:
    """Whether a side is a field and nothing more, folded or not."""
    op = getattr(side, "op", "")
    return op in ("fold", "fold_list") and isinstance(side.args[0], LeadField)  # type: ignore[union-attr]


def _by_marks(words: Words, among: Among) -> str:
    """Alternatives of one kind told together: "`title` mentioned VP or CTO"."""
    together: dict[tuple[Expr, Shape], list[Mark]] = {}
    joined: list[str] = []
    for candidate in among.candidates:
        if len(candidate.marks) == 1:
            mark = candidate.marks[0]
            together.setdefault((mark.side, mark.shape), []).append(mark)
        else:
            joined.append(_all(words, among.field, candidate.marks))
    clauses = [_alike(words, among.field, marks) for marks in together.values()]
    return " or ".join([*clauses, *joined])


def _alike(words: Words, field: Field, marks: list[Mark]) -> str:
    named = _named(words, marks)
    shown = f"in {named}" if named else listed([_constant(words, mark) for mark in marks])
    return f"{_subject(words, field, marks[0].side)} {_VERBS[marks[0].shape]} {shown}"


def _all(words: Words, field: Field, marks: tuple[Mark, ...]) -> str:
    shown = listed([_constant(words, mark) for mark in marks], "and")
    if len({mark.shape for mark in marks}) == 1:
        return f"{_subject(words, field, marks[0].side)} {_VERBS[marks[0].shape]} {shown}"
    asked = [f"{_VERBS[mark.shape]} {_constant(words, mark)}" for mark in marks]
    return f"{_subject(words, field, marks[0].side)} {' and '.join(asked)}"


def _subject(words: Words, field: Field, side: Expr) -> str:
    return _name(field) if _field_itself(side) else words.value(side).replace(field.name, _name(field))


def _named(words: Words, marks: list[Mark]) -> str | None:
    """The name of a list the values are all of."""
    if marks[0].shape != "is" or len(marks) < 2:
        return None
    values = {fold(str(mark.constant)) for mark in marks}
    return next((list_name(one.name) for one in words.plan.lists if set(map(str, one.items)) == values), None)
