"""Runs the parse table over the tokens of one source.

Lark makes the table; running it here and not in Lark buys three things: soft keywords are settled by what the table
takes at that very place, an error leaves the stacks as they were so that reading goes on at the next item, and ten
thousand rules take well under a second. No step recurses, so no text can overflow the stack.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assay.source import Span
from assay.syntax.build import BROKEN, Build
from assay.syntax.build_clauses import CLAUSES
from assay.syntax.build_expressions import EXPRESSIONS
from assay.syntax.build_rules import RULES
from assay.syntax.build_statements import STATEMENTS
from assay.syntax.table import Reduction, Table
from assay.syntax.tokens import END, FUNC, NAME, UNITISH, Token
from assay.syntax.words import SOFT_KEYWORDS

# Lists of items that stand alone: a broken item ends where the next one begins.
LISTS = frozenset({"statements", "rules", "rows", "fields", "items"})
_MAKERS = {**EXPRESSIONS, **CLAUSES, **RULES, **STATEMENTS}
_NONE = 1 << 30  # no action: above every state

Maker = Callable[..., object]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A table made ready to run. `lists[state]` names the list that may go on in that state; `jumps` keeps where a
    chain of reductions that only pass their child on ends: most of the grammar's levels do nothing else."""

    table: Table
    passes: frozenset[int]
    steps: tuple[tuple[int, str, tuple[int, ...], Maker], ...]
    lists: dict[int, str]
    soft: frozenset[str]
    jumps: dict[tuple[int, int, str], int]


@cache
def program(table: Table) -> Program:
    """The program of a table, made once a process."""
    rules = table.rules
    passes = frozenset(~n for n, rule in enumerate(rules) if not rule.name and rule.length == 1)
    lists = {goto[name]: name for goto in table.gotos for name in LISTS if name in goto}
    soft = frozenset(table.words[word] for word in SOFT_KEYWORDS) | {FUNC, UNITISH}
    steps = tuple((rule.length, rule.origin, rule.keep, _MAKERS.get(rule.name, _plain(rule))) for rule in rules)
    return Program(table, passes, steps, lists, soft, {})


def _plain(rule: Reduction) -> Maker:
    if rule.name == "more":
        return _more_items if rule.origin in LISTS else _more
    return _PLAIN.get(rule.name, _pass)


def _empty(_build: Build, _at: Span) -> list[object]:
    return []


def _more(_build: Build, _at: Span, items: list[object], item: object) -> list[object]:
    items.append(item)
    return items


def _more_items(build: Build, at: Span, items: list[object], item: object) -> list[object]:
    if build.spoiled:
        build.spoiled = False
        return _more(build, at, items, BROKEN)
    return _more(build, at, items, item)


def _one(_build: Build, _at: Span, item: object) -> list[object]:
    return [item]


def _pass(_build: Build, _at: Span, *children: object) -> object:
    return children[0] if children else None


_PLAIN: Mapping[str, Maker] = {"empty": _empty, "one": _one}


class Machine:
    """One run. `values` and `starts` go with `states[1:]`; `begun[n]` is the token at which the latest item of the
    list at depth n began; `end` is the end of the last token taken; `mended` are the places of
    tokens that were repaired, so that none is twice. `closing` is how many `}` after the tokens close nothing there."""

    def __init__(self, program_: Program, tokens: list[Token], build: Build, start: str) -> None:
        self.program = program_
        self.tokens = tokens
        self.build = build
        self.final = program_.table.ends[start]
        self.states = [program_.table.starts[start]]
        self.values: list[object] = []
        self.starts: list[int] = []
        self.begun: dict[int, int] = {}
        self.mended: set[int] = set()
        self.closing = 0
        self._braces: tuple[list[int], list[int]] | None = None
        self.end = 0

    def run(self, index: int, stop: int) -> int:
        """Feeds the tokens from `index` up to `stop`; gives the index of the first that does not fit, else `stop`."""
        actions, lists, soft, passes = (
            self.program.table.actions,
            self.program.lists,
            self.program.soft,
            self.program.passes,
        )
        jumps, begun = self.program.jumps, self.begun
        states, values, starts, tokens = self.states, self.values, self.starts, self.tokens
        while index < stop:
            token = tokens[index]
            kind = token[0]
            if kind in soft:
                kind = self.settle(index)
            while (action := actions[states[-1]].get(kind, _NONE)) < 0:
                if action in passes:
                    key = (states[-2], states[-1], kind)
                    states[-1] = jumps[key] if key in jumps else self.jump(key)
                else:
                    self.reduce(~action)
            if action == _NONE:
                return stop if kind == END and states[-1] == self.final else index
            if states[-1] in lists:
                begun[len(states)] = index
            states.append(action)
            values.append(token)
            starts.append(token[2])
            self.end = token[3]
            index += 1
        return index

    def jump(self, key: tuple[int, int, str]) -> int:
        """The state after all reductions that pass their only child on, with `below` under it."""
        below, state, kind = key
        actions, passes = self.program.table.actions, self.program.passes
        while (action := actions[state].get(kind, _NONE)) in passes:
            state = self.program.table.gotos[below][self.program.steps[~action][1]]
        self.program.jumps[key] = state
        return state

    def reduce(self, number: int) -> None:
        """Makes one node of the children on top of the stacks."""
        length, origin, keep, make = self.program.steps[number]
        states, values, starts, build = self.states, self.values, self.starts, self.build
        if length == 1:
            values[-1] = make(build, Span(build.source, starts[-1], self.end), *values[-len(keep) :] if keep else ())
            states[-1] = self.program.table.gotos[states[-2]][origin]
            return
        if length:
            children = values[-length:]
            span = Span(build.source, starts[-length], self.end)
            del states[-length:], values[-length:], starts[1 - length :]
            values.append(make(build, span, *[children[position] for position in keep]))
        else:
            starts.append(self.end)
            values.append(make(build, Span(build.source, self.end, self.end)))
        states.append(self.program.table.gotos[states[-1]][origin])

    def accepts(self, kind: str) -> bool:
        """Whether a token of this kind fits here, all reductions before it done."""
        actions, gotos, steps = self.program.table.actions, self.program.table.gotos, self.program.steps
        below, above = len(self.states) - 1, [self.states[-1]]  # the stack is states[:below] + above
        while (action := actions[above[-1]].get(kind, _NONE)) < 0:
            length, origin, *_ = steps[~action]
            if length >= len(above):
                below -= length - len(above) + 1
                above = [self.states[below]]
            elif length:
                del above[-length:]
            above.append(gotos[above[-1]][origin])
        return action != _NONE or (kind == END and above[-1] == self.final)

    def accepts_all(self, kinds: Sequence[str]) -> bool:
        """Whether tokens of these kinds fit here one after the other."""
        states = list(self.states)
        actions, gotos, steps = self.program.table.actions, self.program.table.gotos, self.program.steps
        for kind in kinds:
            while (action := actions[states[-1]].get(kind, _NONE)) < 0:
                length, origin, *_ = steps[~action]
                del states[len(states) - length :]
                states.append(gotos[states[-1]][origin])
            if action == _NONE:
                return kind == END and states[-1] == self.final
            states.append(action)
        return True

    def expected(self) -> list[str]:
        """The kinds that fit here."""
        return [kind for kind in sorted(self.program.table.actions[self.states[-1]]) if self.accepts(kind)]

    def settle(self, index: int) -> str:
        """What a word is here: the keyword, a function, or a name."""
        token = self.tokens[index]
        if token.kind == FUNC and self.accepts(FUNC):
            return FUNC
        if token.kind == UNITISH and self.accepts("DAYS"):
            return self.settle_unit(token, self.tokens[index + 1])
        word = self.program.table.words.get(token.text)
        if word is None or not self.accepts(word):
            return NAME
        return NAME if means_name(word, self.tokens, index) and self.accepts(NAME) else word

    def settle_unit(self, token: Token, following: Token) -> str:
        """What `month` or `min` is after a number: the name of the next row, a clause, or a unit that is none."""
        if following.kind in _AFTER_PATTERN and self.accepts(NAME):
            return NAME
        if token.text == "min" and following.kind not in _NO_VALUE and self.accepts("MIN"):
            return "MIN"
        return UNITISH

    # --- for recovery ------------------------------------------------------------------------

    def open_lists(self) -> Iterator[int]:
        """How deep in the stack the lists are that are still open, the innermost first."""
        for depth in reversed(range(len(self.states))):
            if self.states[depth] in self.program.lists:
                after = self.values[depth] if depth < len(self.values) else None
                if not (isinstance(after, Token) and after.kind == "RBRACE"):
                    yield depth

    def innermost(self) -> int:
        """How deep the innermost list is that goes on after a broken item."""
        return next(self.open_lists())

    def replace(self, start: int, stop: int, tokens: Sequence[Token]) -> None:
        """Puts other tokens in place of a stretch of them."""
        self.tokens[start:stop] = tokens
        self._braces = None

    def unmatched(self, index: int) -> int:
        """How many `}` from a token on close what was opened before it."""
        if self._braces is None:
            places = [at for at, token in enumerate(self.tokens) if token[1] in _BRACES]
            counts = [self.closing] * (len(places) + 1)
            for n in range(len(places) - 1, -1, -1):
                counts[n] = counts[n + 1] + 1 if self.tokens[places[n]].text == "}" else max(counts[n + 1] - 1, 0)
            self._braces = places, counts
        places, counts = self._braces
        return counts[bisect_left(places, index)]

    def opened(self, depth: int) -> int:
        """How many `{` are open up to a depth of the stack."""
        kinds = [value.kind for value in self.values[:depth] if isinstance(value, Token)]
        return kinds.count("LBRACE") - kinds.count("RBRACE")

    def open_list(self) -> None:
        """Begins the list of a block whose first token does not fit."""
        for action in self.program.table.actions[self.states[-1]].values():
            if (
                action < 0
                and self.program.table.rules[~action].name == "empty"
                and self.program.steps[~action][1] in LISTS
            ):
                self.reduce(~action)
                return

    def outermost(self) -> int:
        """How deep the list of statements is."""
        return next(depth for depth, state in enumerate(self.states) if state in self.program.lists)

    def holding(self, index: int) -> int | None:
        """How deep the innermost list is whose item being read holds the token at `index`."""
        begun = ((depth, self.begun.get(depth + 1, index + 1)) for depth in self.open_lists())
        return next((depth for depth, start in begun if start <= index and depth < len(self.values)), None)

    def back_to(self, depth: int) -> None:
        """Drops all that was read of the item after a list."""
        del self.states[depth + 1 :], self.values[depth:], self.starts[depth:]

    def completes(self, kind: str, depth: int) -> bool:
        """Whether the item of the list at `depth` is whole before a token of this kind."""
        states = list(self.states)
        while len(states) > depth + 1 or states[-1] not in self.program.lists:
            action = self.program.table.actions[states[-1]].get(kind, _NONE)
            if action >= 0:
                return False
            length, origin, *_ = self.program.steps[~action]
            del states[len(states) - length :]
            states.append(self.program.table.gotos[states[-1]][origin])
        return True

    def complete(self, kind: str, depth: int) -> None:
        """Makes the item whole, as `completes` found it would be."""
        while len(self.states) > depth + 1 or self.states[-1] not in self.program.lists:
            self.reduce(~self.program.table.actions[self.states[-1]][kind])


_TYPES = frozenset({"text", "number", "integer", "boolean", "date", "time", "one", "list"})
_BRACES = frozenset("{}")
_NO_VALUE = frozenset(
    {
        "ADD",
        "SUBTRACT",
        "AND",
        "OR",
        "IMPLIES",
        "IS",
        "IN",
        "NOT",
        "WITHIN",
        "BECAUSE",
        "RPAR",
        "RSQB",
        "COMMA",
        "RBRACE",
    }
    | {"WHEN", "IF", "EACH", "EQ", "NE", "LT", "LE", "GT", "GE", "LBRACE", END}
)
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
    if following.kind == "TO":  # of `under to add 5`, `to` is the name
        return tokens[index + 2].kind not in ("ADD", "SUBTRACT", "COMMA")
    return following.kind in _AFTER_PATTERN


def _run_of_types(tokens: list[Token], index: int) -> int:
    """How many words that name a type stand in a row: `key text` has one, `key text text` (an option, then a field
    called `text`) has two."""
    end = index
    while tokens[end].text in _TYPES:
        end += 1
    return end - index
