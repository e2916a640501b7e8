"""Where items begin, judged from the outside. Only consulted after an error: in a file without one, line breaks and
indentation mean nothing."""

from assay.syntax.site import Site, first_on_line, indent
from assay.syntax.tokens import END, NAME, Token
from assay.syntax.words import KEYWORDS

TYPES = frozenset({"text", "number", "integer", "boolean", "date", "time", "one", "list"})
_ANYWHERE = frozenset({"let", "exclude", "disqualify", "promote", "never", "always", "each"})
STARTS = _ANYWHERE | frozenset(
    {"when", "if", "match", "group", "grade", "stage", "route", "total", "model", "use", "example", "lead", "activity"}
    | {"ignore", "first", "best"}
)
_CONDITIONED = frozenset({"stage", "promote", "route", "exclude", "disqualify", "ignore"})
_RULES = frozenset({"when", "if", "each", "match", "group"})
_BLOCKS = frozenset({"group", "lead", "activity", "example", "grade", "match", "first", "best"})
_QUOTED = frozenset({"STRING", "SINGLE", "CURLY", "UNCLOSED"})
# Words that go on with a statement rather than begin one.
_GO_ON = (KEYWORDS - _ANYWHERE - {"when", "if", "missing", "expect"}) | frozenset(
    {"max", "min", "at", "as", "owner", "review", "starting", "until", "off", "fading", "halving", "losing", "expiring"}
    | {"once", "exactly", "to", "times", "sticky", "weight", "since", "where", "from", "of", "then", "else", "timezone"}
)


def boundary(site: Site, kind: str) -> int:
    """The index at which the item after the one at `site` begins, or at which its list ends."""
    begun, depth, points = site.index, 0, False
    machine = site.machine
    opened = machine.opened(machine.innermost())
    orphaned = site.token.text in _BLOCKS and machine.unmatched(begun) > opened  # its `{` is missing, its `}` is not
    for at in range(begun + 1, len(site.tokens)):
        token = site.tokens[at]
        if token.kind == END:
            return at if depth <= 0 else _by_layout(site, at)
        if token.text == "{":
            depth += machine.unmatched(at + 1) > opened + depth  # unless it is never closed
        elif token.kind == "RBRACE" and depth:
            depth -= 1
        elif token.kind == "RBRACE":
            if not orphaned and not _closes_nothing(site, at, opened):
                return at
            orphaned = False
        elif depth == 0 and not (orphaned and _is_inside(site, at)) and _begins(site, at, kind, points):
            return at
        points = points or token.kind in ("ADD", "SUBTRACT")
    return len(site.tokens) - 1


def _is_inside(site: Site, at: int) -> bool:
    """Whether a line is indented as the body of a block is."""
    return indent(site.source, site.tokens[at]) > indent(site.source, site.token)


def _closes_nothing(site: Site, at: int, opened: int) -> bool:
    """Whether a `}` is one too many, and stands amid the line of this very item."""
    if site.machine.unmatched(at) <= opened or first_on_line(site.source, site.tokens[at]):
        return False
    following = site.tokens[at + 1]
    amid = following.kind not in (END, "RBRACE") and not first_on_line(site.source, following)
    return opened == 0 or (amid and following.text not in STARTS)


def _by_layout(site: Site, end: int) -> int:
    """With a brace that is never closed: the next statement that is not indented further."""
    margin = indent(site.source, site.token)
    for at in range(site.index + 1, end):
        if starts_statement(site, at) and indent(site.source, site.tokens[at]) <= margin:
            return at
    return end


def _begins(site: Site, at: int, kind: str, points: bool) -> bool:
    token, new_line = site.tokens[at], first_on_line(site.source, site.tokens[at])
    if new_line and first_on_line(site.source, site.token) and _margin_begins(site, token, kind):
        return True
    if kind == "rows":
        return new_line or (points and _row_word(site, at))
    if kind == "fields":
        is_field = site.at(at + 1).text in TYPES and (new_line or at > site.index + 1)
        return is_field or starts_statement(site, at)
    if kind == "items":
        return token.kind == "EXPECT" or (new_line and site.at(at + 1).kind == "LBRACE") or starts_statement(site, at)
    if token.text in ("when", "if"):
        own = site.token.text in _CONDITIONED and not _seen(site, at, ("WHEN", "IF"))
        return not own and (new_line or points)
    if token.text == "match":
        return (new_line or points) and not (site.token.text == "each" and not points)
    return starts_statement(site, at)


def _margin_begins(site: Site, token: Token, kind: str) -> bool:
    """A line that is not indented further than the item began, and does not go on with it."""
    if indent(site.source, token) > indent(site.source, site.token):
        return False
    return kind in ("rows", "fields") or (token.text[:1].isalpha() and token.text.lower() not in _GO_ON)


def _row_word(site: Site, at: int) -> bool:
    if site.tokens[at].kind in ("OTHERWISE", "MISSING", "IN") or site.tokens[at].text in ("under", "over"):
        return True
    return site.tokens[at].kind == "STRING" and site.tokens[at - 1].kind in ("NUMBER", NAME, "RPAR", "STRING")


def _seen(site: Site, stop: int, kinds: tuple[str, ...]) -> bool:
    return any(token.kind in kinds for token in site.tokens[site.index + 1 : stop])


def starts_statement(site: Site, at: int) -> bool:
    """Whether a statement seems to begin at a token."""
    word, following = site.tokens[at].text, site.at(at + 1)
    if word in _ANYWHERE:
        return True
    if not first_on_line(site.source, site.tokens[at]):
        return False
    match word:
        case "when" | "if" | "match":
            return following.kind not in ("LBRACE", "COLON") and following.text not in TYPES
        case "model" | "use" | "missing" | "example":
            return following.kind in _QUOTED
        case "lead" | "activity":
            return following.kind == "LBRACE"
        case "ignore":
            return following.text == "activity"
        case "total":
            return following.text in ("min", "max")
        case "route":
            return following.text == "to"
        case "first" | "best":
            return following.text == "of"
        case "group" | "grade" | "stage":
            return following.text.isidentifier() and following.text not in TYPES | KEYWORDS
        case _:
            return False


def is_rule(token: Token) -> bool:
    """Whether a token that begins a statement begins one that may stand in a group."""
    return token.text in _RULES or token.text in ("first", "best")
