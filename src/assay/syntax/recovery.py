"""After an error: repair it, or leave its item out and go on with the next, so that one mistake is one message."""

from dataclasses import dataclass

from assay.syntax import errors, limits
from assay.syntax.boundaries import boundary
from assay.syntax.braces import edge, misplaced, missing_brace, reopened
from assay.syntax.build import BROKEN
from assay.syntax.explain import explain
from assay.syntax.machine import Machine
from assay.syntax.repairs import find_repair
from assay.syntax.site import Repair, Site, first_on_line
from assay.syntax.tokens import END, FUNC, NAME, Token

_CLOSERS = {"statements": END, "rules": "RBRACE", "rows": "RBRACE", "fields": "RBRACE", "items": "RBRACE"}
_NEAR = 4  # tokens: a misfit this close behind a guess says that the guess was wrong
_ORDINARY = frozenset({NAME, FUNC, "STRING", "NUMBER", "LBRACE"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A repair that was tried: the tokens it took away, and the index of the misfit before it did."""

    repair: Repair
    replaced: tuple[Token, ...]
    failed: int

    @property
    def stop(self) -> int:
        return self.repair.start + len(self.repair.tokens)

    @property
    def opens(self) -> bool:
        return bool(self.repair.tokens) and self.repair.tokens[0].kind == "LBRACE"

    @property
    def seen(self) -> int:
        """The first token behind what was guessed."""
        return self.repair.start + 1 if self.opens else self.stop


def recover(machine: Machine, failed: int) -> None:
    """Goes on to the end of the tokens; every error is reported, and an item that cannot be repaired left out."""
    recovery, index = _Recovery(machine), failed
    while index < len(machine.tokens):
        if len(machine.build.diagnostics) >= limits.MISTAKES:
            machine.build.report(errors.too_many_mistakes(Site(machine, index).span(index)))
            machine.back_to(machine.outermost())
            return
        index = machine.run(recovery.mend(index), len(machine.tokens))


class _Recovery:
    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.guess: Guess | None = None

    def mend(self, failed: int) -> int:
        """Gives the index of the token to go on with."""
        self.machine.open_list()
        repair = find_repair(self.machine, failed)
        if self.guess is not None and self._was_wrong(self.guess, failed, repair):
            return self._take_back(self.guess)
        repair = repair or missing_brace(Site(self.machine, failed), self._begun(failed))
        index = self._apply(repair, failed) if repair is not None else None
        return index if index is not None else self._give_up(failed)

    def _begun(self, failed: int) -> int:
        depth = self.machine.innermost()
        return failed if len(self.machine.states) == depth + 1 else self.machine.begun.get(depth + 1, failed)

    # --- repairs ---------------------------------------------------------------------------------

    def _apply(self, repair: Repair, failed: int) -> int | None:
        """Puts the right tokens in; where they begin before the misfit, their item is read again."""
        machine, index = self.machine, failed
        if repair.start < failed:
            depth = machine.holding(repair.start)
            if depth is None:
                return None
            index = machine.begun[depth + 1]
            machine.back_to(depth)
        machine.build.report(repair.diagnostic)
        self.guess = Guess(repair, tuple(machine.tokens[repair.start : repair.stop]), failed)
        machine.replace(repair.start, repair.stop, repair.tokens)
        return index

    def _was_wrong(self, guess: Guess, failed: int, repair: Repair | None) -> bool:
        """Whether a misfit in the same item, right behind a guess, shows that something else was meant."""
        last = guess.seen if guess.opens else guess.stop - 1
        if guess.repair.sure or self._begun(failed) > last:
            return False
        if repair is None:
            return failed - guess.seen <= _NEAR
        token = self.machine.tokens[failed]
        ordinary = token.kind in _ORDINARY or token.text in self.machine.program.table.words
        return ordinary and repair.start <= guess.seen and not repair.sure

    def _take_back(self, guess: Guess) -> int:
        machine = self.machine
        self.guess = None
        depth = machine.holding(min(guess.repair.start, guess.failed))
        if depth is None:
            return self._give_up(guess.failed)
        machine.build.diagnostics.remove(guess.repair.diagnostic)
        begun = machine.begun[depth + 1]
        machine.back_to(depth)
        machine.replace(guess.repair.start, guess.stop, guess.replaced)
        failed = self._read_again(begun, guess.failed)
        brace = missing_brace(Site(machine, failed), begun)
        index = None
        if brace is not None and brace.diagnostic != guess.repair.diagnostic:
            index = self._apply(brace, failed)
        return index if index is not None else self._give_up(failed)

    def _read_again(self, begun: int, stop: int) -> int:
        self.machine.build.muted = True
        reached = self.machine.run(begun, stop)
        self.machine.build.muted = False
        return reached

    # --- what cannot be repaired -------------------------------------------------------------------

    def _give_up(self, failed: int) -> int:
        machine, depth, begun = self.machine, self.machine.innermost(), self._begun(failed)
        kind = machine.program.lists[machine.states[depth]]
        again = self._reopen(failed)
        if again is not None:
            return again
        if begun < failed and self._begins_item(depth, failed):
            machine.complete(_CLOSERS[kind], depth)
            return failed
        at_start = Site(machine, begun)
        repair = edge(at_start, kind)
        if repair is not None:
            machine.back_to(depth)
            machine.build.report(repair.diagnostic)
            machine.replace(repair.start, repair.stop, repair.tokens)
            return begun
        following = max(boundary(at_start, kind), begun + 1)
        repair = misplaced(at_start, kind)
        if repair is not None:
            machine.build.report(repair.diagnostic)
        else:
            self._report(depth, begun, failed, following)
        self._leave_out(depth, begun)
        return following

    def _reopen(self, failed: int) -> int | None:
        """Back into a block that was closed by one `}` too many."""
        machine = self.machine
        found = reopened(Site(machine, failed))
        if found is None:
            return None
        depth, repair = found
        complete = machine.begun.get(depth + 1) != repair.start or depth == len(machine.values)
        machine.back_to(depth)
        items = machine.values[depth - 1]
        if isinstance(items, list) and complete:
            items.pop()
        machine.build.report(repair.diagnostic)
        machine.replace(repair.start, repair.stop, repair.tokens)
        return repair.start

    def _begins_item(self, depth: int, failed: int) -> bool:
        """Whether the item before is whole and the misfit begins a line of its own."""
        token, kind = self.machine.tokens[failed], self.machine.program.lists[self.machine.states[depth]]
        alone = token.kind in (END, "RBRACE") or first_on_line(self.machine.build.source, token)
        return alone and self.machine.completes(_CLOSERS[kind], depth)

    def _report(self, depth: int, begun: int, failed: int, following: int) -> None:
        """An item that ends before its misfit lacks something; else the misfit is what is wrong."""
        machine, stop = self.machine, failed
        kind = machine.program.lists[machine.states[depth]]
        if following < failed:
            machine.back_to(depth)
            stop = self._read_again(begun, following)
        machine.build.report(explain(Site(machine, stop), begun, kind, at_end=stop == following))

    def _leave_out(self, depth: int, begun: int) -> None:
        machine = self.machine
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
