"""After an error: repair it, or leave its item out and go on with the next, so that one mistake is one message."""

from assay.syntax import errors, limits
from assay.syntax.boundaries import boundary
from assay.syntax.braces import edge, misplaced, missing_brace
from assay.syntax.build import BROKEN
from assay.syntax.explain import explain
from assay.syntax.machine import Machine
from assay.syntax.repairs import find_repair
from assay.syntax.site import Repair, Site, first_on_line
from assay.syntax.tokens import END, NAME

_CLOSERS = {"statements": END, "rules": "RBRACE", "rows": "RBRACE", "fields": "RBRACE", "items": "RBRACE"}


def recover(machine: Machine, failed: int) -> None:
    """Goes on to the end of the tokens; every error is reported, and an item that cannot be repaired left out."""
    index = failed
    while index < len(machine.tokens):
        if len(machine.build.diagnostics) >= limits.MISTAKES:
            machine.build.report(errors.too_many_mistakes(Site(machine, index).span(index)))
            machine.back_to(machine.outermost())
            return
        index = machine.run(_mend(machine, index), len(machine.tokens))


def _mend(machine: Machine, failed: int) -> int:
    """Gives the index of the token to go on with."""
    machine.open_list()
    depth = machine.innermost()
    begun = failed if len(machine.states) == depth + 1 else machine.begun.get(depth + 1, failed)
    repair = find_repair(machine, failed) or missing_brace(Site(machine, failed), begun)
    index = _apply(machine, repair, failed) if repair is not None else None
    return index if index is not None else _give_up(machine, depth, begun, failed)


def _apply(machine: Machine, repair: Repair, failed: int) -> int | None:
    """Puts the right tokens in; where they begin before the misfit, their item is read again."""
    index = failed
    if repair.start < failed:
        depth = machine.holding(repair.start)
        if depth is None:
            return None
        index = machine.begun[depth + 1]
        machine.back_to(depth)
    machine.build.report(repair.diagnostic)
    machine.tokens[repair.start : repair.stop] = repair.tokens
    return index


def _give_up(machine: Machine, depth: int, begun: int, failed: int) -> int:
    kind = machine.program.lists[machine.states[depth]]
    if begun < failed and _begins_item(machine, depth, failed):
        machine.complete(_CLOSERS[kind], depth)
        return failed
    at_start = Site(machine, begun)
    repair = edge(at_start, kind)
    if repair is not None:
        machine.back_to(depth)
        machine.build.report(repair.diagnostic)
        machine.tokens[repair.start : repair.stop] = repair.tokens
        return begun
    following = max(boundary(at_start, kind), begun + 1)
    repair = misplaced(at_start, kind)
    if repair is not None:
        machine.build.report(repair.diagnostic)
    else:
        _report(machine, depth, begun, failed, following)
    _leave_out(machine, depth, begun)
    return following


def _begins_item(machine: Machine, depth: int, failed: int) -> bool:
    """Whether the item before is whole and the misfit begins a line of its own."""
    token, kind = machine.tokens[failed], machine.program.lists[machine.states[depth]]
    alone = token.kind in (END, "RBRACE") or first_on_line(machine.build.source, token)
    return alone and machine.completes(_CLOSERS[kind], depth)


def _report(machine: Machine, depth: int, begun: int, failed: int, following: int) -> None:
    """An item that ends before its misfit lacks something; else the misfit is what is wrong."""
    kind = machine.program.lists[machine.states[depth]]
    stop = failed
    if following < failed:
        machine.back_to(depth)
        machine.build.muted = True
        stop = machine.run(begun, following)
        machine.build.muted = False
    machine.build.report(explain(Site(machine, stop), begun, kind, at_end=stop == following))


def _leave_out(machine: Machine, depth: int, begun: int) -> None:
    machine.back_to(depth)
    machine.build.spoiled = False
    items = machine.values[depth - 1]
    if isinstance(items, list):
        items.append(BROKEN)
    word, name = machine.tokens[begun], machine.tokens[min(begun + 1, len(machine.tokens) - 1)]
    if machine.program.lists[machine.states[depth]] == "fields":
        name = word
    elif word.text not in ("let", "group", "stage"):
        return
    if name.kind == NAME or name.text.isidentifier():
        machine.build.declared.append(name.text.strip("`"))
