"""What follows from a value of one field: the rules it decides, and what it says of others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from assay.engines.record.axis import Axis, Part, Single
from assay.engines.record.conjunctions import Bits
from assay.engines.record.joint import Joint, Pending
from assay.engines.record.register import FEW

NO_ROW, UNDECIDED = -1, -2  # what `match` says beside the index of a row

Views = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """A `match` on this field: `row` finds the row; per row what to note and what it gives."""

    row: Callable[[Views], int]
    entry: int
    unknown: int
    odd: int
    group: int
    points: tuple[int, ...]


@dataclass(slots=True)
class Rules:
    """Everything one field decides. `shared`: no test needs more than the places on the axes."""

    axes: list[Axis] = field(default_factory=list)
    tests: list[tuple[Callable[[Views], bool | None], Single | Joint | Part]] = field(default_factory=list)
    matches: list[Matching] = field(default_factory=list)
    groups: int = 0
    shared: bool = True
    parts: int = 0  # bits of all conjunctions with a part on this field


class Owner(Protocol):
    """The table that made a detail."""

    def complete(self, detail: "Detail") -> tuple[int, ...]: ...


class Detail:
    """What follows from a value: entries of rules that fired, codes of those undecided, joints whose anchor is true
    (`residual`), what to run for those whose anchor is unknown (`pending`), conjunctions (as bits) that have a part
    here which is `false` or `nontrue`, points per group. `fired` is None until somebody asked, if looking it up
    takes long (`FieldTable.complete`); `places` are what is left to be looked up."""

    __slots__ = ("bits", "decided", "fired", "owner", "pending", "places", "points", "residual", "undecided")

    def __init__(self, owner: "Owner", draft: "_Draft", bits: int) -> None:
        self.owner = owner
        self.bits = bits
        self.decided = tuple(draft.decided)
        self.undecided = tuple(draft.undecided)
        self.residual = tuple(draft.residual)
        self.pending = tuple(draft.pending)
        self.points = tuple(draft.points)
        self.places = tuple(draft.places)
        self.fired = None if draft.places else self.decided


class _Draft:
    """A detail being put together."""

    def __init__(self, groups: int, parts: int) -> None:
        self.false = self.nontrue = parts
        self.decided: list[int] = []
        self.undecided: list[int] = []
        self.residual: list[Joint] = []
        self.pending: list[Pending] = []
        self.points = [0] * groups
        self.places: list[tuple[Axis, int]] = []


def decided(rules: Rules, layout: Bits, views: Views, owner: Owner) -> Detail:
    """Runs everything that a field decides on a value."""
    draft = _Draft(rules.groups, rules.parts)
    for axis in rules.axes:
        _look_up(axis, views, draft)
    for test, one in rules.tests:
        _try(test(views), one, views, draft)
    for matching in rules.matches:
        _match(matching, views, draft)
    odd = bool(draft.undecided or draft.pending)
    bits = layout.laid(views[0] is None, odd, draft.nontrue, draft.false, draft.decided)
    return Detail(owner, draft, bits)


def _look_up(axis: Axis, views: Views, draft: _Draft) -> None:
    value = views[axis.view]
    if value is None:
        draft.undecided += axis.unknown if views[0] is None else axis.odd
        draft.pending += axis.pending
        draft.false &= ~axis.parts
        return
    singles, joints = axis.named(value)
    for one in singles:
        draft.decided.append(one.entry)
        draft.points[one.group] += one.points
    draft.residual += joints
    place = axis.between(value)
    for group, sums in axis.sums:
        draft.points[group] += sums[place]
    draft.residual += axis.joints_at(place)
    if axis.parts:
        true = axis.parts_at(value, place)
        draft.nontrue &= ~true
        draft.false &= ~true
    if len(axis.ranges) > FEW:
        draft.places.append((axis, place))
    else:
        draft.decided += axis.fired_at(place)


def _try(truth: bool | None, one: Single | Joint | Part, views: Views, draft: _Draft) -> None:
    if isinstance(one, Part):
        draft.nontrue &= ~one.bit if truth else -1
        draft.false &= ~one.bit if truth is not False else -1
    elif isinstance(one, Joint):
        if truth:
            draft.residual.append(one)
        elif truth is None and one.pending is not None:
            draft.pending.append(one.pending)
    elif truth:
        draft.decided.append(one.entry)
        draft.points[one.group] += one.points
    elif truth is None:
        draft.undecided.append(one.unknown if views[0] is None else one.odd)


def _match(matching: Matching, views: Views, draft: _Draft) -> None:
    row = matching.row(views)
    if row >= 0:
        draft.decided.append(matching.entry + row)
        draft.points[matching.group] += matching.points[row]
    elif row == UNDECIDED:
        draft.undecided.append(matching.unknown if views[0] is None else matching.odd)
