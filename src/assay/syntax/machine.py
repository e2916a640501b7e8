"""Runs the parse table over the tokens of one source.

Lark makes the table; running it here and not in Lark buys three things: soft keywords are settled by what the table
takes at that very place, an error leaves the stacks as they were so that reading goes on at the next item, and ten
thousand rules take well under a second. No step recurses, so no text can overflow the stack.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from assay.source import Span
from assay.syntax.build import Build
from assay.syntax.build_clauses import CLAUSES
from assay.syntax.build_expressions import EXPRESSIONS
from assay.syntax.build_rules import RULES
from assay.syntax.build_statements import STATEMENTS
from assay.syntax.table import Reduction, Table
from assay.syntax.tokens import END, FUNC, NAME, Token
from assay.syntax.words import SOFT_KEYWORDS

# Lists of items that stand alone: a broken item ends where the next one begins.
LISTS = frozenset({"statements", "rules", "rows", "fields", "items"})
_PASS, _EMPTY, _MORE, _ONE, _MAKE = range(5)
_MAKERS = {**EXPRESSIONS, **CLAUSES, **RULES, **STATEMENTS}


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A table made ready to run. `lists[state]` names the list that may go on in that state."""

    table: Table
    steps: tuple[tuple[int, int, str, tuple[int, ...], Callable[..., object]], ...]
    lists: dict[int, str]
    soft: dict[str, str]


@cache
def program(table: Table) -> Program:
    lists = {goto[name]: name for goto in table.gotos for name in LISTS if name in goto}
    soft = {table.words[word]: word for word in SOFT_KEYWORDS}
    return Program(table, tuple(_step(rule) for rule in table.rules), lists, soft)


def _step(rule: Reduction) -> tuple[int, int, str, tuple[int, ...], Callable[..., object]]:
    how = {"": _PASS, "empty": _EMPTY, "more": _MORE, "one": _ONE}.get(rule.name, _MAKE)
    return how, rule.length, rule.origin, rule.keep, _MAKERS.get(rule.name, _pass)


def _pass() -> None:
    return None


class Machine:
    """One run: `states` is one longer than the other stacks; `begun[n]` is the token at which the latest item of
    the list at depth n began."""

    def __init__(self, program_: Program, tokens: list[Token], build: Build, start: str) -> None:
        self.program = program_
        self.tokens = tokens
        self.build = build
        self.end = program_.table.ends[start]
        self.states = [program_.table.starts[start]]
        self.values: list[object] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.begun: dict[int, int] = {}

    def run(self, index: int, stop: int) -> int:
        """Feeds the tokens from `index` up to `stop`; gives the index of the first that does not fit, else `stop`."""
        actions, lists, soft = self.program.table.actions, self.program.lists, self.program.soft
        states, values, starts, ends, tokens = self.states, self.values, self.starts, self.ends, self.tokens
        while index < stop:
            token = tokens[index]
            kind = token.kind
            if kind in soft or kind == FUNC:
                kind = self.settle(index)
            action = actions[states[-1]].get(kind)
            while action is not None and action < 0:
                self.reduce(~action)
                action = actions[states[-1]].get(kind)
            if action is None:
                return stop if kind == END and states[-1] == self.end else index
            if states[-1] in lists:
                self.begun[len(states)] = index
            states.append(action)
            values.append(token)
            starts.append(token.start)
            ends.append(token.end)
            index += 1
        return index

    def reduce(self, number: int) -> None:
        how, length, origin, keep, make = self.program.steps[number]
        states, values, gotos = self.states, self.values, self.program.table.gotos
        if length == 1 and how == _PASS:
            states[-1] = gotos[states[-2]][origin]
            return
        starts, ends = self.starts, self.ends
        if length == 0:
            end = ends[-1] if ends else 0
            value = [] if how == _EMPTY else make(self.build, Span(self.build.source, end, end))
            starts.append(end)
            ends.append(end)
        else:
            children = values[-length:]
            start, end = starts[-length], ends[-1]
            if how == _MAKE:
                value = make(self.build, Span(self.build.source, start, end), *[children[k] for k in keep])
            elif how == _MORE:
                value = children[0]
                value.append(children[-1])  # type: ignore[attr-defined]
            elif how == _ONE:
                value = [children[0]]
            else:
                value = children[keep[0]] if keep else None
            del states[-length:], values[-length:], starts[-length:], ends[-length:]
            starts.append(start)
            ends.append(end)
        values.append(value)
        states.append(gotos[states[-1]][origin])

    def accepts(self, kind: str) -> bool:
        """Whether a token of this kind fits here, all reductions before it done."""
        table, rules = self.program.table, self.program.table.rules
        states = self.states
        depth, above = len(states), [states[-1]]
        while True:
            action = table.actions[above[-1]].get(kind)
            if action is None:
                return False
            if action >= 0:
                return True
            rule = rules[~action]
            drop = rule.length
            if drop >= len(above):
                depth -= drop - len(above) + 1
                above = [states[depth - 1]]
                depth_state = above[-1]
                above = [depth_state, table.gotos[depth_state][rule.origin]]
            else:
                del above[len(above) - drop :]
                above.append(table.gotos[above[-1]][rule.origin])

    def settle(self, index: int) -> str:
        """What a word is here: the keyword, a function, or a name."""
        token = self.tokens[index]
        word = self.program.table.words.get(token.text)
        if token.kind == FUNC and self.accepts(FUNC):
            return FUNC
        if word is None or not self.accepts(word):
            return NAME
        if self.accepts(NAME) and means_name(word, self.tokens, index):
            return NAME
        return word


_TYPES = frozenset({"text", "number", "integer", "boolean", "date", "time", "one", "list"})
_AFTER_PATTERN = frozenset({"ADD", "SUBTRACT", "COMMA", "TO", "OR"})


def means_name(word: str, tokens: list[Token], index: int) -> bool:
    """Of a word that could be both: whether what stands around it makes it a name."""
    following = tokens[index + 1]
    if word in ("KEY", "EXACT"):
        return _run_of_types(tokens, index + 1) % 2 == 1
    if word in ("FROM", "FORMAT", "SPLIT"):
        return following.kind != "STRING" and following.text != "by"
    if word == "AT":
        return following.text != "least"
    if tokens[index - 1].kind == "PER":
        return False
    return following.kind in _AFTER_PATTERN


def _run_of_types(tokens: list[Token], index: int) -> int:
    """How many words that name a type stand in a row: `key text` has one, `key text text` (an option, then a field
    called `text`) has two."""
    end = index
    while tokens[end].text in _TYPES:
        end += 1
    return end - index
