"""Repairs of signs, quotes and brackets."""

import re
from collections.abc import Callable, Mapping

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.diagnostics import Applicability, Edit, Fix
from assay.source import Span
from assay.syntax import errors, limits, spellings
from assay.syntax.boundaries import TYPES, boundary, starts_statement
from assay.syntax.repair_numbers import bare_point, grouped
from assay.syntax.repair_rows import bare_list, row_bound, row_sign
from assay.syntax.site import Repair, Site, begins_value, first_on_line, made
from assay.syntax.tokens import FUNC, NAME, Token
from assay.syntax.words import is_plain_name

Finder = Callable[[Site], Repair | None]

_OPERATORS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("&&", "&", "∧"), ("AND", "and")),
    **dict.fromkeys(("||", "|", "∨"), ("OR", "or")),
    **dict.fromkeys(("!", "¬"), ("NOT", "not ")),
    **dict.fromkeys(("<>", "!==", "≠"), ("NE", "!=")),
    **dict.fromkeys(("=<", "≤", "⩽"), ("LE", "<=")),
    **dict.fromkeys(("=>", "≥", "⩾"), ("GE", ">=")),
    **dict.fromkeys(("===", "====", "≡"), ("EQ", "==")),
    **dict.fromkeys(("–", "—", "−", "‑", "‐", "‒", "―"), ("MINUS", "-")),
    **dict.fromkeys(("×", "⋅", "·"), ("STAR", "*")),
    **dict.fromkeys(("÷", "∕"), ("SLASH", "/")),
    **dict.fromkeys(("→", "⇒", "⟹"), ("IMPLIES", "implies")),
    "∈": ("IN", "in"),
}
_NUMBER = re.compile(r"([+-]?[0-9][0-9_]*(?:\.[0-9]+)?)\s*(%?)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARISONS = frozenset({"EQ", "NE", "LT", "LE", "GT", "GE"})
_LISTS_FOLLOW = frozenset({"IN", "CONTAINS", "WITH", "MENTIONS"})


def operator(site: Site) -> Repair | None:
    token = site.token
    if token.text in ("=>", "→", "⇒", "->") and site.following.kind in ("ADD", "SUBTRACT"):
        return _drop(site, "points follow the condition at once")
    if token.text not in _OPERATORS:
        return None
    kind, right = _OPERATORS[token.text]
    if not site.fits(site.index + 1, kind):
        return None
    diagnostic = spellings.foreign_operator(site.span(site.index), _apart(site, right))
    return Repair(diagnostic, site.index, site.index + 1, (made(kind, right.strip(), token),), sure=True)


def _apart(site: Site, right: str) -> str:
    """A word in place of a sign needs blanks where the sign had none."""
    if not right.strip().isalpha():
        return right
    left = " " if site.touch(site.index - 1, site.index) and site.previous.kind != "LPAR" else ""
    return left + right.strip() + (" " if site.touch(site.index, site.index + 1) else "")


def equals(site: Site) -> Repair | None:
    index, token = site.index, site.token
    if token.kind == "EQUAL" and site.accepts("EQ"):
        stop = index + 2 if site.following.kind in ("EQUAL", "EQ") else index + 1
        return Repair(
            spellings.single_equals(site.span(index, stop - 1)), index, stop, (made("EQ", "==", token),), sure=True
        )
    if token.kind == "EQ" and site.accepts("EQUAL"):
        return Repair(
            spellings.double_equals_in_let(site.span(index)), index, index + 1, (made("EQUAL", "=", token),), sure=True
        )
    if token.kind == "EQUAL" and site.accepts("COLON"):
        return Repair(
            spellings.wrong_sign(site.span(index), ":"), index, index + 1, (made("COLON", ":", token),), sure=True
        )
    if token.kind == "COLON" and site.accepts("EQUAL"):
        stop = index + 2 if site.following.kind == "EQUAL" else index + 1
        sign = made("EQUAL", "=", token)
        return Repair(spellings.wrong_sign(site.span(index, stop - 1), "="), index, stop, (sign,), sure=True)
    return None


# --- quotes ----------------------------------------------------------------------------------------


def quotes(site: Site) -> Repair | None:
    """Texts in foreign quotes, and texts where a number, a date or a name is wanted."""
    token, index = site.token, site.index
    content = token.text[1:-1].replace("\\'", "'") if token.kind == "SINGLE" else token.text[1:-1]
    plain = _unquoted(site, content)
    if plain is not None:
        return plain
    if token.kind == "STRING":
        return None
    if not site.accepts("STRING"):
        return None
    right = '"' + content.replace("\\", "\\\\").replace('"', '\\"') + '"'
    string = (made("STRING", right, token),)
    return Repair(spellings.foreign_quotes(site.span(index), right), index, index + 1, string, sure=True)


def _unquoted(site: Site, content: str) -> Repair | None:
    token, index = site.token, site.index
    text_fits = site.accepts("STRING") and site.previous.kind not in ("ADD", "SUBTRACT")
    number = _NUMBER.fullmatch(content)
    if number is not None and site.accepts("NUMBER") and not text_fits:
        percent = "%" if number[2] and site.accepts("NUMBER", "PERCENT") else ""
        digits = made("NUMBER", number[1].strip("+-"), token)
        sign = (made("MINUS", "-", token),) if number[1][0] == "-" else ()
        tokens = (*sign, digits, made("PERCENT", "%", token)) if percent else (*sign, digits)
        right = number[1].strip("+") + percent
        return Repair(spellings.quoted_value(site.span(index), right, "number"), index, index + 1, tokens)
    if _DATE.fullmatch(content) and site.accepts("DATE") and not text_fits:
        diagnostic = spellings.quoted_value(site.span(index), content, "date")
        return Repair(diagnostic, index, index + 1, (made("DATE", content, token),))
    if site.accepts(NAME) and not site.accepts("STRING") and content and "`" not in content:
        right = content if is_plain_name(content) else f"`{content}`"
        diagnostic = spellings.quoted_value(site.span(index), right, "name")
        return Repair(diagnostic, index, index + 1, (made(NAME, right, token),))
    return None


# --- brackets --------------------------------------------------------------------------------------


def call_apart(site: Site) -> Repair | None:
    """`count (…)`: a blank between a function and its bracket."""
    for opening in (site.index, site.index - 1):
        function = site.at(opening - 1)
        known = function.text in FUNCTIONS or function.text in AGGREGATES
        if site.at(opening).kind != "LPAR" or not (known or opening == site.index) or not function.text.isidentifier():
            continue
        if site.touch(opening - 1, opening) or (function.text in site.machine.program.table.words and not known):
            continue
        diagnostic = spellings.blank_in_call(site.span(opening - 1, opening), function.text)
        return Repair(diagnostic, opening - 1, opening, (made(FUNC, function.text, function),))
    return None


def round_list(site: Site) -> Repair | None:
    """`in ("NL", "BE")`, `in {"NL", "BE"}`."""
    opening = site.index if site.token.kind == "LBRACE" else _opened(site)
    closing = _closed(site.tokens, opening) if opening >= 0 else -1
    if closing < 0 or site.at(opening - 1).kind not in _LISTS_FOLLOW or site.at(opening).kind == "LSQB":
        return None
    left, right = site.span(opening), site.span(closing)
    fix = errors.replace("write `[ … ]`", left, "[", (right, "]"))
    inside = site.tokens[opening + 1 : closing]
    tokens = (made("LSQB", "[", site.at(opening)), *inside, made("RSQB", "]", site.at(closing)))
    return Repair(spellings.list_in_brackets(left.to(right), fix), opening, closing + 1, tokens)


def _opened(site: Site) -> int:
    """The bracket of this statement that is open here; -1 if there is none."""
    tokens, depth = site.tokens, 0
    begun = site.machine.begun.get(site.machine.outermost() + 1, 0)
    for at in range(site.index - 1, max(site.index - limits.SIGHT, begun - 1), -1):
        if tokens[at].kind in ("RPAR", "RSQB", "RBRACE"):
            depth += 1
        elif tokens[at].kind in ("LPAR", "LSQB", "LBRACE"):
            if depth == 0:
                return at
            depth -= 1
    return -1


def _closed(tokens: list[Token], opening: int) -> int:
    """The bracket that closes the one at `opening`, with only values and commas between; -1 if there is none."""
    for at in range(opening + 1, min(opening + limits.SIGHT, len(tokens))):
        if tokens[at].kind in ("RPAR", "RBRACE"):
            return at
        if tokens[at].kind not in ("STRING", "NUMBER", "COMMA", "SINGLE", "CURLY", "DATE", NAME):
            return -1
    return -1


# --- needless marks --------------------------------------------------------------------------------


def needless_mark(site: Site) -> Repair | None:
    """`;`, `,` and `.` at the end of a line, `+` before a number, `:` before what follows anyway."""
    helps = {
        ",": "statements and rows need no comma between them",
        ";": "statements need nothing between them",
        ".": "a statement needs no full stop",
        ":": "no colon stands here",
        "+": "a number needs no plus sign",
    }
    if site.token.text not in helps or not site.fits(site.index + 1):
        return None
    if site.token.text in ".+" and site.token.kind not in ("STRANGE", "PLUS"):
        return None
    return _drop(site, helps[site.token.text])


def bullet(site: Site) -> Repair | None:
    """`- when …`, `* when …`."""
    if not site.at_item() or not site.fits(site.index + 1):
        return None
    return _drop(site, "statements need no bullets")


def comma_missing(site: Site) -> Repair | None:
    """`["NL" "BE"]`, `lead { a: 1 b: 2 }`."""
    opened = site.at(_opened(site)).kind
    if opened == "LBRACE" and site.list_kind() == "rows":
        return None
    if not (begins_value(site.token) and site.fits_before(site.index + 1, "COMMA")):
        return None
    before = site.span(site.index - 1)
    comma = Token("COMMA", ",", before.end, before.end)
    return Repair(errors.comma_missing(before), site.index, site.index, (comma,))


def comma_before_end(site: Site) -> Repair | None:
    """A comma after the last of a list that ends with its line."""
    if not first_on_line(site.source, site.token) or site.accepts(NAME) or not site.accepts("STRING"):
        return None
    is_field = site.list_kind() == "fields" and (site.following.text in TYPES or site.token.kind == "RBRACE")
    if not (is_field or starts_statement(site, site.index)):
        return None
    diagnostic = spellings.needless(site.span(site.index - 1), "nothing follows in this list")
    return Repair(diagnostic, site.index - 1, site.index, ())


def stray(site: Site) -> Repair | None:
    """Emoji, currency signs and the like."""
    stop = site.index + 1
    while site.at(stop).kind == "STRANGE" and site.touch(stop - 1, stop):
        stop += 1
    if not site.fits(stop):
        return None
    return Repair(spellings.stray_character(site.span(site.index, stop - 1)), site.index, stop, ())


def stray_bracket(site: Site) -> Repair | None:
    """A `)` or `]` that closes nothing."""
    if _opened(site) >= 0 and site.at(_opened(site)).kind != "LBRACE":
        return None
    if not site.fits(site.index + 1):
        return None
    return Repair(errors.stray_brace(site.span(site.index)), site.index, site.index + 1, ())


def _drop(site: Site, help_: str) -> Repair:
    return Repair(spellings.needless(site.span(site.index), help_), site.index, site.index + 1, ())


def negative_row(site: Site) -> Repair | None:
    """A row of `match` that begins with `-10`."""
    back = 0 if site.token.kind == "MINUS" else 3 if site.previous.text == "to" else 2
    minus = site.index - back
    if site.list_kind() != "rows" or site.at(minus).kind != "MINUS" or site.at(minus + 1).kind != "NUMBER":
        return None
    if site.token.kind == "OR" and site.following.text not in ("more", "less"):
        return None
    span = site.span(minus, minus + 1)
    fix = errors.safely("put it in brackets", span, f"({span.text})")
    opened, closed = made("LPAR", "(", site.at(minus)), made("RPAR", ")", site.at(minus + 1))
    tokens = (opened, *site.tokens[minus : minus + 2], closed)
    return Repair(errors.negative_row(span, fix), minus, minus + 2, tokens, sure=True)


def points_first(site: Site) -> Repair | None:
    """`add 5 when C`."""
    start = site.index
    if not site.at_item():
        return None
    stop = next(
        (at for at in range(start, min(start + 30, len(site.tokens))) if site.at(at).kind in ("WHEN", "IF")), -1
    )
    end = boundary(Site(site.machine, stop), "rules") if stop > 0 else -1
    if end < stop + 2:
        return None
    points = site.tokens[start:stop]
    after = site.at(end - 1).end
    text = site.source.text[points[0].start : points[-1].end]
    removed = Span(site.source, points[0].start, site.at(stop).start)
    fix = errors.replace("write the condition first", removed, "", (Span(site.source, after, after), f" {text}"))
    diagnostic = spellings.points_first(site.span(start, stop - 1), fix)
    return Repair(diagnostic, start, end, (*site.tokens[stop:end], *points))


# --- comparisons and comments ------------------------------------------------------------------------


def chained(site: Site) -> Repair | None:
    """`0 < x < 10`."""
    if not site.accepts("AND"):
        return None
    start = site.index - 1
    while start >= 0 and site.at(start).kind not in _COMPARISONS:
        if site.at(start).kind in ("AND", "OR", "NOT", "COMMA", "LPAR", "IN", "LBRACE", "RBRACE", "WHEN", "IF", "EACH"):
            return None
        start -= 1
    middle = site.tokens[start + 1 : site.index]
    if start < 0 or not middle:
        return None
    written = site.span(start + 1, site.index - 1)
    before = Span(site.source, site.token.start, site.token.start)
    fix = errors.safely(f"write `and {written.text}`", before, f"and {written.text} ")
    diagnostic = errors.chained_comparison(site.span(site.index), written.text, fix)
    return Repair(diagnostic, site.index, site.index, (made("AND", "and", site.token), *middle), sure=True)


def foreign_comment(site: Site) -> Repair | None:
    """`// …` and `-- …`."""
    start = _comment_start(site)
    if start is None:
        return None
    stop = start + 1
    line_end = site.source.lines.position(site.at(start).start)[0]
    while site.at(stop).kind != "$END" and site.span(stop).line == line_end:
        stop += 1
    marks = site.span(start, start + 1)
    fix = Fix("write `#`", (Edit(marks, "#"),), Applicability.SAFE)
    return Repair(spellings.foreign_comment(marks, fix), start, stop, (), sure=True)


def _comment_start(site: Site) -> int | None:
    line = site.span(site.index).line
    for at in range(site.index, max(site.index - 30, -1), -1):
        if site.span(at).line != line:
            return None
        pair = site.at(at).kind, site.at(at + 1).kind
        if pair in (("SLASH", "SLASH"), ("MINUS", "MINUS")) and site.touch(at, at + 1):
            return at
    return None


_PASTED: tuple[Finder, ...] = (row_sign, bare_point, operator, needless_mark, stray)

MARKS: Mapping[str, tuple[Finder, ...]] = {
    "FOREIGN": (row_sign, operator),
    "STRANGE": _PASTED,
    "EQUAL": (equals, row_sign),
    "EQ": (equals, chained),
    "NE": (chained,),
    **dict.fromkeys(("LT", "LE", "GT", "GE"), (row_sign, row_bound, chained)),
    "COLON": (equals, row_sign, needless_mark),
    "COMMA": (grouped, bare_list, round_list, needless_mark),
    "PLUS": (row_sign, needless_mark),
    "SINGLE": (quotes,),
    "CURLY": (quotes,),
    "STRING": (comma_missing, quotes),
    "LPAR": (call_apart,),
    "LBRACE": (round_list,),
    "RPAR": (stray_bracket,),
    "RSQB": (stray_bracket,),
    "SLASH": (foreign_comment,),
    "MINUS": (row_sign, negative_row, foreign_comment, bullet),
    "STAR": (bullet,),
    "TO": (negative_row,),
    "OR": (negative_row,),
    "ADD": (points_first,),
    "SUBTRACT": (points_first,),
}
