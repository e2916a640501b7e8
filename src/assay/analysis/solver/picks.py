"""Which activities a condition picks: literals and counts over their kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.analysis.solver.cells import Cell
from assay.analysis.solver.circuit import FALSE, TRUE, Circuit, Sum
from assay.analysis.solver.kinds import ActivityKind, Use, in_window
from assay.analysis.solver.periods import Calendar
from assay.analysis.solver.truth import Truths
from assay.plan.nodes import Condition, Expr


@dataclass(frozen=True, slots=True)
class Pick:
    """The activities of a kind, picked if `literal` is true: there are some, they are not ignored, and the condition
    is true of them. `matches` says only the last. `time` is the piece of time that matters here."""

    kind: ActivityKind
    time: Cell
    literal: int
    matches: int


@dataclass(slots=True)
class Activities:
    """`kept`: for each kind, whether `ignore` leaves it. `open`: kinds were too many, so that anything can be."""

    truths: Truths
    kinds: Sequence[ActivityKind]
    kept: dict[int, int]
    calendar: Calendar
    uses: Mapping[str, Use]
    time: Expr | None
    open: bool = False

    @property
    def circuit(self) -> Circuit:
        return self.truths.circuit

    def picked(
        self, condition: Expr | None, within: int | None, use: Use | None = None, *, all_of_them: bool = False
    ) -> list[Pick]:
        """Of those kept, or `all_of_them`. `use`: who asks, where times matter beyond the window."""
        found = []
        for at, kind in enumerate(self.kinds):
            if not in_window(kind.time, within, self.truths.setting.as_of):
                continue
            matches = TRUE if condition is None else self.truths.of(condition, kind.cells).true
            if not all_of_them:
                matches = self.circuit.all_of((matches, self.kept[at]))
            if matches != FALSE:
                time = kind.time if use is None else use.piece(kind.time)
                found.append(Pick(kind, time, self.circuit.all_of((kind.present, matches)), matches))
        return found

    def some(self, picks: Sequence[Pick]) -> int:
        return self.circuit.any_of(pick.literal for pick in picks)

    def count(self, picks: Sequence[Pick]) -> Sum:
        return self.circuit.added(*(self.count_of(pick) for pick in picks))

    def count_of(self, pick: Pick) -> Sum:
        return self.circuit.if_true(pick.matches, pick.kind.count)

    def fires(self, condition: Condition) -> int:
        """Whether a condition, about the lead or about activities, is true."""
        if condition.scope == "lead":
            return self.truths.of(condition.test).true
        if self.open:
            return self.circuit.literal()
        alone = FALSE if condition.alone is None else self.truths.of(condition.alone).true
        return self.circuit.any_of((alone, self.some(self.picked(condition.test, condition.within))))
