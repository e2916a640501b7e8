"""SQL on several lines, for people: signs that cannot be seen are escaped, and tables of steps are printed as such.

Both are set aside while sqlglot prints the rest: it knows neither, and indents inside a text that holds a separator of lines.
"""

import re
import textwrap
from collections.abc import Mapping

from sqlglot import exp

from assay.engines.sql.brackets import without_brackets
from assay.engines.sql.build import Sql
from assay.engines.sql.printed.ladders import Ladder, ladders

_WIDTH = 110
_MARK = "\ue000"  # no text that is printed as it is holds it
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", "'": "\\'"}


def pretty(query: Sql, dialect: str) -> str:
    """The text of a query, which is changed on the way."""
    without_brackets(query)
    aside: dict[str, str | Ladder] = {}
    for found in ladders(query):
        found.node.replace(_mark(aside, found))
    for one in list(query.find_all(exp.Literal)):
        if one.is_string and not one.name.isprintable():
            one.replace(_mark(aside, escaped(one.name, dialect)))
    text = _joined(query.sql(dialect, pretty=True, copy=False, max_text_width=_WIDTH))
    return "\n".join(_line(line, aside, dialect) for line in text.split("\n"))


def _joined(text: str) -> str:
    """Brackets around something short on one line; no literal holds a line's end."""
    shorter = _SPLIT.sub(_on_one_line, text)
    return text if shorter == text else _joined(shorter)


_SPLIT = re.compile(r"^(?P<before>.*)\(\n *(?P<inside>[^\n]*)\n *\)", re.MULTILINE)


def _on_one_line(found: re.Match[str]) -> str:
    line = f"{found['before']}({found['inside']})"
    return line if len(line) <= _WIDTH and " SELECT " not in f" {found['inside']}" else found[0]


def _mark(aside: dict[str, str | Ladder], held: str | Ladder) -> exp.Var:
    name = f"{_MARK}{len(aside)}{_MARK}"
    aside[name] = held
    return exp.Var(this=name)


def _line(line: str, aside: Mapping[str, str | Ladder], dialect: str) -> str:
    before, *rest = line.split(_MARK)
    indent = " " * (len(line) - len(line.lstrip(" ")))
    for at, after in zip(rest[::2], rest[1::2], strict=True):
        held = aside[f"{_MARK}{at}{_MARK}"]
        before += (held if isinstance(held, str) else _table(held, dialect, indent)) + after
    return before


def _table(found: Ladder, dialect: str, indent: str) -> str:
    """The highest step first, as many to a line as fit."""
    value = found.value.sql(dialect)
    rows = [f"WHEN {value} >= {bound} THEN {worth.sql(dialect)}" for bound, worth in reversed(found.steps)]
    inner = f"{indent}  "
    told = textwrap.fill(
        " ".join(row.replace(" ", "\xa0") for row in rows), _WIDTH + 10, initial_indent=inner, subsequent_indent=inner
    )
    return "\n".join(["CASE", told.replace("\xa0", " "), f"{inner}ELSE {found.lowest.sql(dialect)}", f"{indent}END"])


def escaped(text: str, dialect: str) -> str:
    """A text as a literal in which every sign can be seen."""
    code = _bytes if dialect == "duckdb" else _code
    told = "".join(_SHORT.get(ch) or (ch if ch.isprintable() else code(ch)) for ch in text)
    return f"E'{told}'" if dialect in {"duckdb", "postgres"} else f"'{told}'"


def _bytes(ch: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in ch.encode())


def _code(ch: str) -> str:
    return f"\\u{ord(ch):04x}" if ord(ch) <= 0xFFFF else f"\\U{ord(ch):08x}"
