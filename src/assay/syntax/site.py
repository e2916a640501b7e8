"""The place of an error, as the functions that look for its cause see it; and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.diagnostics import Diagnostic
from assay.source import Source, Span
from assay.syntax.machine import Machine
from assay.syntax.tokens import CAPITALS, FUNC, INVISIBLE, NAME, Token
from assay.syntax.words import SOFT_KEYWORDS

NOTHING = Token("", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Repair:
    """A mistake whose right spelling is known: it is reported, `tokens` take the place of those from `start` to
    `stop`, and reading goes on, so that one mistake never hides the next. One that is not `sure` is taken back if what
    follows does not fit either."""

    diagnostic: Diagnostic
    start: int
    stop: int
    tokens: tuple[Token, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """`index` is the token that does not fit."""

    machine: Machine
    index: int

    @property
    def tokens(self) -> list[Token]:
        return self.machine.tokens

    @property
    def source(self) -> Source:
        return self.machine.build.source

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def previous(self) -> Token:
        return self.at(self.index - 1)

    @property
    def following(self) -> Token:
        return self.at(self.index + 1)

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def span(self, first: int, last: int | None = None) -> Span:
        """The span of a token, or of a stretch of tokens, both ends in."""
        end = self.tokens[first if last is None else last].end
        return Span(self.source, self.tokens[first].start, end)

    def accepts(self, *kinds: str) -> bool:
        return self.machine.accepts_all(kinds)

    def fits(self, index: int, *before: str) -> bool:
        """Whether the token at `index` would fit here, after tokens of the kinds `before`."""
        return any(self.machine.accepts_all((*before, kind)) for kind in readings(self.machine, self.at(index)))

    def fits_before(self, index: int, *kinds: str) -> bool:
        """Whether, after tokens of these kinds, the token here and then the one at `index` would fit."""
        return any(self.fits(index, *kinds, kind) for kind in readings(self.machine, self.token))

    def reach(self, kind: str) -> int:
        """How many of the next tokens would fit after a token of this kind here, up to a few."""
        kinds = [kind]
        for at in range(self.index + 1, min(self.index + 8, len(self.tokens))):
            reading = next((k for k in readings(self.machine, self.tokens[at]) if self.accepts(*kinds, k)), None)
            if reading is None:
                break
            kinds.append(reading)
        return len(kinds)

    def touch(self, left: int, right: int) -> bool:
        """Whether no blank stands between two tokens."""
        return self.at(left).end == self.at(right).start

    def list_kind(self) -> str:
        """The list whose item is being read: statements, rules, rows, …"""
        return self.machine.program.lists[self.machine.states[self.machine.innermost()]]

    def at_item(self) -> bool:
        """Whether a statement or rule would begin here."""
        return self.machine.program.lists.get(self.machine.states[-1]) in ("statements", "rules")

    def expects_value(self) -> bool:
        return self.accepts("NUMBER") and self.accepts(NAME)


_VALUES = frozenset(
    {"NUMBER", "STRING", "DATE", "TIME", "TRUE", "FALSE", "LPAR", "LSQB", "MINUS", "NOT", "SINGLE", "CURLY", NAME, FUNC}
    | {"BADDATE", "BADTIME", "UNCLOSED", "LBRACE"}
)


def begins_value(token: Token) -> bool:
    """Whether a value seems to begin at a token."""
    return token.kind in _VALUES or (token.text in SOFT_KEYWORDS and token.text != "at")


def readings(machine: Machine, token: Token) -> Sequence[str]:
    """The kinds a token may be settled as."""
    word = machine.program.table.words.get(token.text)
    if token.kind == CAPITALS:
        return (machine.program.table.words[token.text.lower()],)
    if token.kind == FUNC:
        return (FUNC, word, NAME) if word is not None else (FUNC, NAME)
    if word is not None and token.kind in machine.program.soft:
        return (word, NAME)
    return (token.kind,)


def made(kind: str, text: str, like: Token) -> Token:
    """A token in place of another."""
    return Token(kind, text, like.start, like.end)


_BEFORE_LINE = " \t\f\v\0" + INVISIBLE


def first_on_line(source: Source, token: Token) -> bool:
    """Whether only blanks stand before a token on its line."""
    at = token.start
    while at and source.text[at - 1] in _BEFORE_LINE:
        at -= 1
    return at == 0 or source.text[at - 1] in "\r\n"


def indent(source: Source, token: Token) -> int:
    """How far the line of a token is indented."""
    start = max(source.text.rfind("\n", 0, token.start), source.text.rfind("\r", 0, token.start)) + 1
    line = source.text[start : token.start]
    return len(line) - len(line.lstrip(_BEFORE_LINE))
