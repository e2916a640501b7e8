"""A first rules file with the schema read off the data, for `assay init --from`.

What is written must pass `assay check` and `assay test` as it stands: a first file that fails teaches nothing.
"""

from dataclasses import dataclass

from assay.data.infer import Guess, Inferred
from assay.formatter import format_source
from assay.source import Source

_TYPES = {"list": "list of text"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A file and what was inferred from it."""

    name: str
    found: Inferred


def starter(title: str, leads: Seen, activities: Seen | None) -> str:
    """The text of the rules file."""
    parts = [
        f"# Begun by `assay init` from {leads.name}. Types are read off the data: look them over.",
        f"model {quoted(title)}",
        *_missing(leads, activities),
        _schema("lead", leads, leads.found.key),
    ]
    if activities:
        parts.append(_schema("activity", activities, activities.found.reference))
    parts.append(_rules(leads.found, activities.found if activities else None))
    text = "\n\n".join(parts) + "\n"
    return format_source(Source("rules.assay", text)).text or text


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _missing(leads: Seen, activities: Seen | None) -> list[str]:
    spellings = dict.fromkeys((*leads.found.missing, *(activities.found.missing if activities else ())))
    listed = ", ".join(quoted(spelling) for spelling in spellings if spelling.strip())
    return [f"missing {listed}    # seen in the data where other rows have a value"] if listed else []


def _schema(table: str, seen: Seen, key: str | None) -> str:
    # The first `time` of an activity is when it happened.
    moment = seen.found.time if table == "activity" else None
    columns = sorted(seen.found.columns, key=lambda guess: (guess.column != key, guess.column != moment))
    width = max((len(_name(guess)) for guess in columns), default=0)
    lines = [_field(guess, width, guess.column == key) for guess in columns]
    counted = f"{seen.found.rows:,} rows of {seen.name}" if seen.found.whole else f"the first {seen.found.rows:,} rows"
    return f"{table} {{    # {counted}\n" + "\n".join(lines) + "\n}"


def _name(guess: Guess) -> str:
    """The field's name: the column's, in backticks where needed."""
    if "`" in guess.column or "\n" in guess.column:
        return "".join(ch if ch.isalnum() else "_" for ch in guess.column).strip("_") or "column"
    return f"`{guess.column}`" if guess.backticks else guess.column


def _field(guess: Guess, width: int, is_key: bool) -> str:
    line = f"  {_name(guess):<{width}}  {_type(guess, is_key)}"
    if "`" in guess.column or "\n" in guess.column:
        line += f" from {quoted(guess.column)}"
    if guess.format:
        line += f" format {quoted(guess.format)}"
    if guess.split_by:
        line += f" split by {quoted(guess.split_by)}"
    note = guess.note or (f"{guess.filled:.0%} filled" if guess.filled < 0.995 else "")
    return f"{line}    # {note}" if note else line


def _type(guess: Guess, is_key: bool) -> str:
    if is_key:
        return "text exact key"
    if guess.kind == "one of":
        return "one of " + ", ".join(quoted(value) for value in guess.values)
    return _TYPES.get(guess.kind, guess.kind)


# --- first rules: they run, and say what to change ---------------------------------------------------------


def _rules(leads: Inferred, activities: Inferred | None) -> str:
    known = _worth_knowing(leads)
    first = _choice(leads, leads.key)
    lines = ["# Your first rules. Change conditions and points, then: assay check, assay test, assay score.", ""]
    lines += ['group fit "Profile" {', f"  when {_name(known)} is known add 10"]
    expected = 10
    given = [f"{_name(known)}: {_literal(known)}"]
    if first is not None and first.column != known.column:
        lines.append(f"  when {_name(first)} == {quoted(first.values[0])} add 5")
        given.append(f"{_name(first)}: {quoted(first.values[0])}")
        expected += 5
    lines += ["}", ""]
    action = _choice(activities, activities.reference) if activities else None
    if action is not None:
        hit = f"{_name(action)} == {quoted(action.values[0])}"
        lines += ['group interest "Activity" {', f"  when {hit} add 10", "}", ""]
    lines += ["stage MQL at 10", "", 'example "What qualifies a lead so far" {', f"  lead {{ {', '.join(given)} }}"]
    lines += [f"  expect fit == {expected}", "  expect stage == MQL", "}"]
    return "\n".join(lines)


def _worth_knowing(found: Inferred) -> Guess:
    """A column that some rows fill and some do not says most; the key says nothing."""
    others = [guess for guess in found.columns if guess.column != found.key and guess.filled > 0]
    candidates = others or list(found.columns)
    return min(candidates, key=lambda guess: (guess.kind in {"date", "time", "list"}, abs(guess.filled - 0.7)))


def _choice(found: Inferred, key: str | None) -> Guess | None:
    return next((guess for guess in found.columns if guess.kind == "one of" and guess.column != key), None)


def _literal(guess: Guess) -> str:
    match guess.kind:
        case "number" | "integer":
            return "1"
        case "boolean":
            return "true"
        case "date" | "time":
            return "1 day ago"
        case "list":
            return '["x"]'
        case "one of":
            return quoted(guess.values[0])
        case "text":
            return '"x"'
