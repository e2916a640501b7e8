"""Grammar to table, by Lark. The only module that imports it.

`python -m assay.syntax.tablemaker` makes the table anew and keeps it beside the parser.
"""

from collections import deque

from lark import Lark
from lark.grammar import Rule, Terminal
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import ParseTableBase, Shift

from assay.syntax.table import KEPT, STARTS, Reduction, Table, grammar, to_text


def make(text: str, *, strict: bool = False) -> Table:
    """The LALR(1) table of a grammar. With `strict`, a conflict or colliding terminals raise LarkError."""
    lark = Lark(text, parser="lalr", lexer="basic", start=list(STARTS), strict=strict)
    parse_table: ParseTableBase[int] = lark.parser.parser._parse_table
    order = _in_order(parse_table)
    rules = sorted({str(rule): rule for rule in lark.rules}.values(), key=_sort_key)
    number = {_sort_key(rule): index for index, rule in enumerate(rules)}
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    for state in order:
        row = sorted(parse_table.states[state].items())
        shifts = {name: order[target] for name, (action, target) in row if action is Shift}
        reductions = {name: ~number[_sort_key(rule)] for name, (action, rule) in row if action is not Shift}
        actions.append(dict(sorted({**{n: s for n, s in shifts.items() if _is_terminal(n)}, **reductions}.items())))
        gotos.append({name: target for name, target in shifts.items() if not _is_terminal(name)})
    strings = {t.name: t.pattern.value for t in lark.terminals if isinstance(t.pattern, PatternStr)}
    return Table(
        tuple(actions),
        tuple(gotos),
        tuple(_reduction(rule) for rule in rules),
        {start: order[parse_table.start_states[start]] for start in STARTS},
        {start: order[parse_table.end_states[start]] for start in STARTS},
        {text: name for name, text in sorted(strings.items()) if text.isalpha()},
        {text: name for name, text in sorted(strings.items()) if not text.isalpha()},
        {t.name: t.pattern.value for t in sorted(lark.terminals, key=lambda t: t.name) if t.name not in strings},
    )


def _is_terminal(name: str) -> bool:
    return name.isupper()


def _sort_key(rule: Rule) -> tuple[str, str, str]:
    return rule.origin.name, " ".join(symbol.name for symbol in rule.expansion), rule.alias or ""


def _reduction(rule: Rule) -> Reduction:
    keep = tuple(
        index
        for index, symbol in enumerate(rule.expansion)
        if not (symbol.filter_out if isinstance(symbol, Terminal) else symbol.name.startswith("_"))
    )
    return Reduction(rule.origin.name, rule.alias or "", len(rule.expansion), keep)


def _in_order(parse_table: ParseTableBase[int]) -> dict[int, int]:
    """States by first visit from the starts, so that the same grammar always gives the same numbers."""
    order: dict[int, int] = {}
    queue = deque(parse_table.start_states[start] for start in STARTS)
    while queue:
        state = queue.popleft()
        if state in order:
            continue
        order[state] = len(order)
        queue.extend(
            target for _, (action, target) in sorted(parse_table.states[state].items(), key=_by_name) if action is Shift
        )
    return order


def _by_name(entry: tuple[str, object]) -> str:
    return entry[0]


if __name__ == "__main__":
    KEPT.write_text(to_text(make(grammar(), strict=True)), encoding="utf-8")
