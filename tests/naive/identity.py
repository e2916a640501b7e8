"""Every rule with its id and group, in the order they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assay.syntax import ast, printer

Simple = ast.When | ast.Each | ast.Match


def identified(file: ast.File) -> list[tuple[str, str, Simple]]:
    """Every rule with its id (its label, or its condition as printed; repeats get ` (2)`) and group, in the order
    of results: as written, those outside of groups last."""
    seen: Counter[str] = Counter()
    found = []
    for group, rule in _rules(file.statements, "ungrouped"):
        name = rule.meta.label.value if rule.meta.label is not None else _title(rule)
        seen[name] += 1
        found.append((name if seen[name] == 1 else f"{name} ({seen[name]})", group, rule))
    return sorted(found, key=lambda rule: rule[1] == "ungrouped")


def _title(rule: Simple) -> str:
    if isinstance(rule, ast.Match):
        return f"match {printer.expression(rule.table.subject)}"
    return printer.expression(rule.condition)


def _rules(parts: Sequence[ast.Statement], group: str) -> Iterator[tuple[str, Simple]]:
    for part in parts:
        match part:
            case ast.Group():
                yield from _rules(part.body, part.name.name)
            case ast.Choice():
                yield from ((group, rule) for rule in part.rules)
            case ast.When() | ast.Each() | ast.Match():
                yield group, part
