"""SQL on several lines, with texts as they are.

sqlglot indents what follows any line separator, also inside a text that holds one. Such characters are set aside while
it prints, unless the dialect has an escape for them.
"""

from sqlglot import exp

from assay.engines.sql.build import Sql

_SEPARATORS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF8FF)


def pretty(query: Sql, dialect: str) -> str:
    """The text of a query; its literals are changed while it is printed, and then are as before."""
    literals = [one for one in query.find_all(exp.Literal) if one.is_string and not _SET.isdisjoint(one.name)]
    raw = [ch for ch in _SEPARATORS if ch in exp.Literal.string(ch).sql(dialect)]
    before = [one.name for one in literals]
    used = set("".join(before))
    marks = [chr(code) for code in _PRIVATE if chr(code) not in used][: len(raw)]
    aside, back = str.maketrans("".join(raw), "".join(marks)), str.maketrans("".join(marks), "".join(raw))
    for one in literals:
        one.set("this", one.name.translate(aside))
    text = query.sql(dialect, pretty=True, copy=False, max_text_width=110)
    for one, was in zip(literals, before, strict=True):
        one.set("this", was)
    return text.translate(back)


_SET = frozenset(_SEPARATORS)
