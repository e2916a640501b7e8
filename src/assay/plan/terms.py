"""The expressions of a plan.

Three-valued logic: every expression gives a value or None (missing, unknown). Per op, in `Op`:
* strict: None if any argument is None (all ops not named below).
* `and`, `or`, `not`, `at_least`: Kleene. `implies` is lowered to `or(not a, b)`.
* `known`, `missing`: true or false, never None.
* `presume(x, c)`: x, or the constant c if x is None; never None.
"""

from dataclasses import dataclass
from typing import Literal

Scalar = str | int | bool


@dataclass(frozen=True, slots=True)
class Const:
    """`kind` names the encoding in `values`: text, number, boolean, date, time, duration; or "stage", the index
    of a stage from 0."""

    node: Literal["const"]
    kind: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class ConstSet:
    """The constant right side of `in_set`, `contains_any`, …: distinct, encoded, folded where the op folds; may
    be empty only under `in_set`. A named list is stored once in `Plan.lists`: where `name` is given, `items` is
    empty and the items are those of that list (`plan.forms.items_of`)."""

    node: Literal["set"]
    kind: str
    items: tuple[Scalar, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LeadField:
    """The raw value of a lead's field: text trimmed but not folded, everything else encoded."""

    node: Literal["lead"]
    name: str


@dataclass(frozen=True, slots=True)
class ActivityField:
    """The raw value of a field of the activity at hand. Only in activity scope."""

    node: Literal["activity"]
    name: str


@dataclass(frozen=True, slots=True)
class Var:
    """A computed value, by its key:

    "as_of" (a time); "aggregate:ID"; the key of one of Plan.values (lead or activity scope); "group:NAME"
    (kept), "score" (both as numbers: ten-thousandths); "grade:NAME" (text, folded; "grade:score" for the score's);
    "disqualified" (boolean); "stage" (kind "stage": its index from 0, None: none), "stage_before" (the same
    before promotions, used in `promote`); "route" (text, folded; None: none); "subject" (in the rows of a
    `match`).
    """

    node: Literal["var"]
    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operation; see the module's head for missing values. By op, with argument kinds:

    logic     and(…), or(…), not(x), at_least(Const k, …) with k a number (ten-thousandths, as all numbers),
              known(x), missing(x), presume(x, Const)
    compare   eq ne lt le gt ge (two of one kind; text by code point, already folded or exact)
              in_set(x, ConstSet). Booleans are compared with constants as `x` and `not(x)`.
    text      fold(t); trim is implied by reading; contains(t, u), starts_with(t, u), ends_with(t, u) with u a
              text expression; contains_any, starts_with_any, ends_with_any(t, ConstSet); mentions(t, ConstSet of
              phrases: words with one blank between); like(t, Const pattern with * and ?); domain(t) (missing
              without "@" or with nothing after the last "@"), length(t) as a number. The argument is fold(…)
              where the comparison folds, the bare field where it is exact. A `one of`, a grade and the route are
              folded as they are.
              rank(t, ConstSet in declared order): index of a `one of` value as a number, missing if not among them
              min_text max_text(a, b): by folded text, then by code point; gives the text unfolded.
              min_rank max_rank(a, b, ConstSet in declared order): of two `one of` values
    lists     has(list, text expression), has_any(list, ConstSet); fold_list(list) folds every item
    numbers   add sub mul div neg abs round whole min max: ten-thousandths, rounded half away from zero, None
              when out of range or dividing by 0. min/max also on dates, times, durations, exact text
    times     shift(time, duration), back(time, duration), elapsed(a, b) = a - b in microseconds,
              day(time) -> local date, midnight(date) -> time,
              days(duration), weeks(duration): full ones toward zero, as a number,
              periods(time T, Const duration D): full D from T to as_of as a number, never below 0
    """

    node: Literal["op"]
    op: str
    args: "tuple[Expr, ...]"


Expr = Const | ConstSet | LeadField | ActivityField | Var | Op
