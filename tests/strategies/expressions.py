"""Expressions of every type, as text, over what is in scope.

Operators are written with every operand in brackets where precedence could matter; a share of the brackets is
left out where it cannot.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.strategies import words
from tests.strategies.dice import Dice
from tests.strategies.schema import Field, Schema, text

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
ORDERED = ("number", "integer", "date", "time")


@dataclass(frozen=True)
class Scope:
    """What may be read. `activity`: fields of one activity. `lead`: fields of the lead (not in an aggregate that
    should stay simple). Results by name; `lets`: (name, type, reads an activity, results it reads)."""

    activity: bool = False
    aggregates: int = 1  # how deep they may nest
    groups: tuple[str, ...] = ()
    score: bool = False
    grades: tuple[tuple[str, tuple[str, ...]], ...] = ()
    disqualified: bool = False
    stages: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A `let`: `type` is condition, number, text, moment, duration, a list's "texts" or "numbers"."""

    name: str
    type: str
    activity: bool = False
    groups: tuple[str, ...] = ()  # it may read


@dataclass
class Maker:
    """Makes expressions; remembers the constants it used, so that leads can be put around them."""

    dice: Dice
    schema: Schema
    as_of: datetime
    lets: list[Named] = field(default_factory=list)
    constants: dict[str, set[str]] = field(default_factory=dict)  # by kind, as written in Python

    # --- helpers -----------------------------------------------------------------------------------------

    def remember(self, kind: str, value: str) -> str:
        self.constants.setdefault(kind, set()).add(value)
        return value

    def fields(self, scope: Scope, *kinds: str) -> list[Field]:
        """Those in scope of these kinds; of an activity's scope, mostly its own."""
        lead = [f for f in self.schema.lead if f.kind in kinds]
        own = [f for f in self.schema.activity if f.kind in kinds] if scope.activity else []
        return own if own and self.dice.chance(0.75) else lead + own

    def named(self, scope: Scope, type: str) -> list[Named]:
        return [
            n
            for n in self.lets
            if n.type == type and (scope.activity or not n.activity) and set(n.groups) <= set(scope.groups)
        ]

    # --- conditions ----------------------------------------------------------------------------------------

    def condition(self, scope: Scope, depth: int = 2) -> str:
        dice = self.dice
        if depth <= 0 or dice.chance(0.35):
            return self.atom(scope)
        return dice.weighted(
            (5, lambda: self._joined(" and ", scope, depth)),
            (4, lambda: self._joined(" or ", scope, depth)),
            (2, lambda: f"not {self._bracketed(scope, depth)}"),
            (1, lambda: f"{self._bracketed(scope, depth)} implies {self._bracketed(scope, depth)}"),
            (1, lambda: self._at_least(scope, depth)),
        )

    def activity_condition(self, depth: int = 1, scope: Scope | None = None) -> str:
        """One that is sure to read the activity."""
        scope = replace(scope or Scope(), activity=True)
        own = self._own_atom(scope)
        if self.dice.chance(0.4):
            return own
        other = self._bracketed(scope, depth)
        pair = self.dice.shuffled([own, other])
        return self.dice.weighted(
            (5, lambda: " and ".join(pair)),
            (3, lambda: " or ".join(pair)),
            (1, lambda: f"{pair[0]} implies {pair[1]}"),
            (1, lambda: f"not ({pair[0]} or {pair[1]})"),
            (1, lambda: f"at least {self.dice.between(1, 2)} of [{pair[0]}, {pair[1]}, {self.atom(scope)}]"),
        )

    def _own_atom(self, scope: Scope) -> str:
        lets = [n for n in self.named(scope, "condition") if n.activity]
        if lets and self.dice.chance(0.3):
            return self.dice.pick(lets).name
        own = [f for f in self.schema.activity if not f.key]
        if self.dice.chance(0.15) and (mixed := self._mixed(self.dice.pick(own), scope)) is not None:
            return mixed
        action = next(f for f in own if f.name == "action")
        return self.about(action if self.dice.chance(0.5) else self.dice.pick(own), scope)

    def _mixed(self, f: Field, scope: Scope) -> str | None:
        """The activity's field against something of the lead."""
        dice, lead = self.dice, replace(scope, activity=False)
        match f.kind:
            case "text":
                op = dice.pick(("==", "!=", "contains", "starts with", "<"))
                return f"{f.written} {op} {self.text_value(lead)}"
            case "number" | "integer":
                left = dice.pick((f.written, f"({f.written} {dice.pick('+-*/')} {self.variable_number(lead, 0)})"))
                return f"{left} {dice.pick(COMPARISONS)} {self.number(lead, 1)}"
            case "date" | "time":
                return f"{f.written} {dice.pick(COMPARISONS)} {self.moment(lead)}"
            case "boolean":
                flags = [f.written for f in self.schema.lead if f.kind == "boolean"]
                return f"{f.written} {dice.pick(('==', '!='))} {dice.pick(flags)}" if flags else None
        return None

    def _joined(self, word: str, scope: Scope, depth: int) -> str:
        return word.join(self._bracketed(scope, depth) for _ in range(self.dice.between(2, 3)))

    def _bracketed(self, scope: Scope, depth: int) -> str:
        inner = self.condition(scope, depth - 1)
        return inner if self._is_simple(inner) else f"({inner})"

    def _is_simple(self, condition: str) -> bool:
        return not any(word in condition for word in (" and ", " or ", " implies ", "not "))

    def _at_least(self, scope: Scope, depth: int) -> str:
        many = self.dice.between(2, 4)
        conditions = [self.condition(scope, depth - 1) for _ in range(many)]
        return f"at least {self.dice.between(1, many)} of [{', '.join(conditions)}]"

    def atom(self, scope: Scope) -> str:
        dice = self.dice
        lets = self.named(scope, "condition")
        return dice.weighted(
            (10, lambda: self.about(self._any_field(scope), scope)),
            (1.5 if lets else 0, lambda: dice.pick(lets).name),
            (1.2, lambda: self._numbers(scope)),
            (0.8, lambda: self._durations(scope)),
            (0.7, lambda: self._text_to_text(scope)),
            (2 if scope.aggregates else 0, lambda: self._quantified(scope)),
            (1.5 if scope.aggregates else 0, lambda: self._about_aggregate(scope)),
            (3 if self._has_results(scope) else 0, lambda: self._about_results(scope)),
            (0.2, lambda: dice.pick(("true", "false"))),
            (0.2, lambda: f"({self.condition(scope, 1)}) is {dice.pick(('known', 'missing'))}"),
            (0.2, lambda: f"({self.condition(scope, 0)}) == {dice.pick(('true', 'false'))}"),
            (0.2, lambda: f"({self.condition(scope, 0)}) {dice.pick(('==', '!='))} ({self.condition(scope, 0)})"),
        )

    def _any_field(self, scope: Scope) -> Field:
        return self.dice.pick(
            self.fields(scope, "text", "number", "integer", "boolean", "date", "time", "one of", "list")
        )

    # --- about one field -----------------------------------------------------------------------------------

    def about(self, f: Field, scope: Scope) -> str:
        """A condition on this field."""
        if self.dice.chance(0.1):
            return f"{f.written} is {self.dice.pick(('known', 'missing'))}"
        match f.kind:
            case "text":
                return self.about_text(f.written, scope, exact=f.exact)
            case "one of":
                return self._about_one_of(f, f.written)
            case "number" | "integer":
                return self.about_number(f.written, scope)
            case "boolean":
                return self._about_boolean(f)
            case "list":
                return self._about_list(f, scope)
        return self.about_moment(f.written, scope)

    def about_text(self, left: str, scope: Scope, exact: bool = False) -> str:
        dice = self.dice
        lists = self.named(scope, "texts")
        return dice.weighted(
            (4, lambda: f"{left} {dice.pick(('==', '==', '!='))} {self.text_literal(exact)}"),
            (0.5, lambda: f"{self.text_literal(exact)} {dice.pick(COMPARISONS)} {left}"),
            (1, lambda: f"{left} {dice.pick(COMPARISONS)} {self.text_literal(exact)}"),
            (3, lambda: f"{left} {dice.pick(('in', 'in', 'not in'))} {self.texts(exact)}"),
            (2 if lists else 0, lambda: f"{left} {dice.pick(('in', 'not in'))} {dice.pick(lists).name}"),
            (2, lambda: f"{left} {dice.pick(('contains', 'starts with', 'ends with'))} {self.needle()}"),
            (2, lambda: f"{left} {dice.pick(('contains', 'starts with', 'ends with'))} {self.needles()}"),
            (1 if lists else 0, lambda: f"{left} {dice.pick(('contains', 'starts with'))} {dice.pick(lists).name}"),
            (2, lambda: f"{left} mentions {self.mention()}"),
            (1, lambda: f"{left} mentions [{self.mention()}, {self.mention()}]"),
            (2, lambda: f"{left} matches {text(dice.pick(words.PATTERNS))}"),
            (0.5, lambda: f"{left} in {self._text_range()}"),
        )

    def _text_range(self) -> str:
        """Two plain words that stand in order, whatever becomes of their case."""
        return self.dice.pick(('"a" to "m"', '"/" to "b"', '"007" to "nl"', '"x" to "😀 smile"'))

    def _text_to_text(self, scope: Scope) -> str:
        left, right = self.text_value(scope), self.text_value(scope)
        op = self.dice.pick((*COMPARISONS, "contains", "starts with", "ends with", "=="))
        if self.dice.chance(0.3):
            op = self.dice.pick(("in", "not in", "contains", "starts with", "ends with"))
            return f"{left} {op} [{', '.join(self.dice.shuffled([right, self.needle(), self.text_value(scope)]))}]"
        return f"{left} {op} {right}"

    def text_value(self, scope: Scope) -> str:
        """An expression that is text."""
        dice, fields, lets = self.dice, self.fields(scope, "text"), self.named(scope, "text")
        return dice.weighted(
            (5 if fields else 0, lambda: dice.pick(fields).written),
            (1 if lets else 0, lambda: dice.pick(lets).name),
            (1 if fields else 0, lambda: f"domain({dice.pick(fields).written})"),
            (1 if fields else 0, lambda: f"lower({dice.pick(fields).written})"),
            (
                0.5 if fields else 0,
                lambda: f"{dice.pick(('min', 'max'))}({dice.pick(fields).written}, {dice.pick(fields).written})",
            ),
            (
                1 if scope.aggregates else 0,
                lambda: self.aggregate(scope, ("first", "last", "highest", "lowest"), ("text",)) or '"x"',
            ),
            (0.01, self.text_literal),
        )

    def text_literal(self, exact: bool = False) -> str:
        value = self.dice.pick([t for t in words.TEXTS if t.isprintable()])
        if not exact and self.dice.chance(0.1):
            value = f" {value} "
        return text(self.remember("text", value))

    def texts(self, exact: bool = False) -> str:
        return "[" + ", ".join(self.text_literal(exact) for _ in range(self.dice.between(1, 4))) + "]"

    def needle(self) -> str:
        return text(self.remember("needle", self.dice.pick(words.NEEDLES)))

    def needles(self) -> str:
        return "[" + ", ".join(self.needle() for _ in range(self.dice.between(1, 3))) + "]"

    def mention(self) -> str:
        worded = [n for n in words.NEEDLES if any(c.isalnum() or c in "+#😀" for c in n)]
        return text(self.remember("needle", self.dice.pick(worded)))

    def _about_one_of(self, f: Field, left: str) -> str:
        dice = self.dice

        def value() -> str:
            return text(self._cased(dice.pick(f.values)))

        return dice.weighted(
            (4, lambda: f"{left} {dice.pick(('==', '!='))} {value()}"),
            (2, lambda: f"{left} {dice.pick(COMPARISONS)} {value()}"),
            (0.5, lambda: f"{value()} {dice.pick(COMPARISONS)} {left}"),
            (3, lambda: f"{left} {dice.pick(('in', 'not in'))} [{value()}, {value()}]"),
            (
                0.5,
                lambda: (
                    f"{left} in {' to '.join(text(v) for v in sorted(dice.some(f.values, 2, 2), key=f.values.index))}"
                ),
            ),
            (1, lambda: f"{left} {dice.pick(('contains', 'starts with', 'ends with'))} {self.needle()}"),
            (0.5, lambda: f"{left} mentions {self.mention()}"),
        )

    def _cased(self, value: str) -> str:
        return self.dice.pick((value, value, value.upper(), value.lower()))

    def _about_boolean(self, f: Field) -> str:
        truth = self.dice.pick(("true", "false"))
        last = self.aggregate(Scope(), ("first", "last"), ("boolean",))
        if last is not None and self.dice.chance(0.2):
            return f"{f.written} {self.dice.pick(('==', '!='))} {last}"
        return self.dice.pick((f.written, f"not {f.written}", f"{f.written} == {truth}", f"{f.written} != {truth}"))

    def _about_list(self, f: Field, scope: Scope) -> str:
        dice = self.dice
        return dice.weighted(
            (3, lambda: f"{f.written} contains {self.text_literal(f.exact)}"),
            (3, lambda: f"{f.written} contains {self.texts(f.exact)}"),
            (1, lambda: f"{self.text_literal(f.exact)} {dice.pick(('in', 'not in'))} {f.written}"),
            (1, lambda: f"{self.text_value(scope)} {dice.pick(('in', 'not in'))} {f.written}"),
            (0.5, lambda: f"{f.written} contains [{self.text_value(scope)}, {self.text_literal(f.exact)}]"),
            (0.5, lambda: f"{f.written} contains {self.text_value(scope)}"),
        )

    # --- numbers ---------------------------------------------------------------------------------------------

    def about_number(self, left: str, scope: Scope) -> str:
        dice, lists = self.dice, self.named(scope, "numbers")
        low, high = sorted((self.number_literal(), self.number_literal()), key=lambda n: float(n.replace("_", "")))
        return dice.weighted(
            (6, lambda: f"{left} {dice.pick(COMPARISONS)} {self.signed()}"),
            (1, lambda: f"{self.signed()} {dice.pick(COMPARISONS)} {left}"),
            (2, lambda: f"{left} {dice.pick(('in', 'not in'))} {low} to {high}"),
            (2, lambda: f"{left} {dice.pick(('in', 'not in'))} [{self.signed()}, {self.signed()}]"),
            (1 if lists else 0, lambda: f"{left} {dice.pick(('in', 'not in'))} {dice.pick(lists).name}"),
            (1, lambda: f"{left} {dice.pick(COMPARISONS)} {self.number(scope, 1)}"),
        )

    def _numbers(self, scope: Scope) -> str:
        return self.about_number(self.variable_number(scope, 2), scope)

    def number_literal(self) -> str:
        return self.remember("number", self.dice.pick(words.NUMBERS))

    def signed(self) -> str:
        return f"-{self.number_literal()}" if self.dice.chance(0.08) else self.number_literal()

    def number(self, scope: Scope, depth: int = 1) -> str:
        """An expression that is a number; what binds looser than a function stands in brackets."""
        if self.dice.chance(0.12):
            return self.number_literal()
        return self.variable_number(scope, depth)

    def variable_number(self, scope: Scope, depth: int) -> str:
        """One that reads something. Constants are not calculated with alone: the checker works them out."""
        dice = self.dice

        def one() -> str:
            return self.variable_number(scope, depth - 1)

        def two() -> list[str]:
            return dice.shuffled([one(), self.number(scope, depth - 1)])

        if depth <= 0:
            return self._plain_number(scope)
        return dice.weighted(
            (6, lambda: self._plain_number(scope)),
            (3, lambda: self._arithmetic(*two())),
            (1, lambda: f"{dice.pick(('abs', 'round', 'whole'))}({one()})"),
            (1, lambda: f"{dice.pick(('min', 'max'))}({', '.join(two())})"),
        )

    def _arithmetic(self, left: str, right: str) -> str:
        op = self.dice.pick(("+", "-", "*", "/"))
        if right == "0":
            op = "*"
        return f"({left} {op} {right})" if self.dice.chance(0.9) else f"(-({left} {op} {right}))"

    def _plain_number(self, scope: Scope) -> str:
        dice = self.dice
        fields, texts = self.fields(scope, "number", "integer"), self.fields(scope, "text")
        moments, lets = self.fields(scope, "date", "time"), self.named(scope, "number")
        age = ("days_since", "weeks_since", "days_until")
        results = [*scope.groups, *(["score"] if scope.score else [])]
        return dice.weighted(
            (5 if fields else 0, lambda: dice.pick(fields).written),
            (1 if texts else 0.001, lambda: f"length({dice.pick(texts).written if texts else 'id'})"),
            (1 if moments else 0, lambda: f"{dice.pick(age)}({dice.pick(moments).written})"),
            (1.5 if lets else 0, lambda: dice.pick(lets).name),
            (2 if scope.aggregates else 0, lambda: self.number_aggregate(scope)),
            (2 if results else 0, lambda: dice.pick(results)),
        )

    # --- dates, times, durations -----------------------------------------------------------------------------

    def about_moment(self, left: str, scope: Scope) -> str:
        dice = self.dice
        one, two = sorted((self.day(), self.day()))
        early, late = sorted((self.clock(), self.clock()))
        late = late if early[:10] < late[:10] else early  # else a change of the clocks may turn them around
        return dice.weighted(
            (3, lambda: f"{left} {dice.pick(COMPARISONS)} {self.moment_literal()}"),
            (1, lambda: f"{left} {dice.pick(('in', 'not in'))} {one} to {two}"),
            (1, lambda: f"{left} {dice.pick(('in', 'not in'))} {early} to {late}"),
            (1, lambda: f"{left} {dice.pick(('in', 'not in'))} [{self.moment_literal()}, {self.moment_literal()}]"),
            (2, lambda: f"since({left}) {dice.pick(COMPARISONS)} {self.duration()}"),
            (
                2,
                lambda: (
                    f"{dice.pick(('days_since', 'weeks_since', 'days_until'))}({left}) {dice.pick(COMPARISONS)} {self.number_literal()}"
                ),
            ),
            (1, lambda: f"{left} {dice.pick(COMPARISONS)} {self.moment(scope)}"),
        )

    def day(self) -> str:
        day = self.as_of.date() + timedelta(days=self.dice.pick((0, 0, 1, -1, -2, -7, -30, -31, -90, -365, 10, 40)))
        return self.remember("date", day.isoformat())

    def clock(self) -> str:
        moment = self.as_of + timedelta(minutes=self.dice.pick((0, -1, 1, -60, -90, -1440, -2880, -43200, 60, -129600)))
        return self.remember("time", f"{moment:%Y-%m-%d %H:%M}")

    def moment_literal(self) -> str:
        return self.day() if self.dice.chance(0.5) else self.clock()

    def moment(self, scope: Scope) -> str:
        """An expression that is a date or a time."""
        dice, fields, lets = self.dice, self.fields(scope, "date", "time"), self.named(scope, "moment")
        return dice.weighted(
            (4 if fields else 0, lambda: dice.pick(fields).written),
            (2 if fields else 0, lambda: f"({dice.pick(fields).written} {dice.pick('+-')} {self.duration()})"),
            (1, self.moment_literal),
            (1 if lets else 0, lambda: dice.pick(lets).name),
            (
                2 if scope.aggregates else 0,
                lambda: self.aggregate(scope, ("first", "last", "highest", "lowest"), ("date", "time")) or self.day(),
            ),
        )

    def duration(self) -> str:
        return self.remember("duration", self.dice.pick(words.DURATIONS))

    def _durations(self, scope: Scope) -> str:
        left = self.duration_value(scope)
        if self.dice.chance(0.2):
            return f"{left} {self.dice.pick(COMPARISONS)} {self.duration_value(scope)}"
        return f"{left} {self.dice.pick(COMPARISONS)} {self.duration()}"

    def duration_value(self, scope: Scope) -> str:
        lets = self.named(scope, "duration")
        if lets and self.dice.chance(0.3):
            return self.dice.pick(lets).name
        if self.dice.chance(0.5):
            return f"since({self.moment(scope)})"
        return f"({self.moment(scope)} - {self.moment(scope)})"

    # --- aggregates --------------------------------------------------------------------------------------------

    def _inner(self, scope: Scope) -> Scope:
        return replace(scope, activity=True, aggregates=scope.aggregates - 1)

    def _within(self) -> str:
        return f" within {self.duration()}" if self.schema.dated and self.dice.chance(0.5) else ""

    def _quantified(self, scope: Scope) -> str:
        inner = self.activity_condition(1, self._inner(scope))
        kind = self.dice.pick(("any", "any", "none", "count"))
        if kind == "count":
            return f"count({inner}{self._within()}) {self.dice.pick(COMPARISONS)} {self.dice.between(0, 3)}"
        return f"{kind}({inner}{self._within()})"

    def _about_aggregate(self, scope: Scope) -> str:
        """A condition on the first, last, highest or lowest of a field."""
        chosen = self.dice.pick([f for f in self.schema.activity if f.kind != "list" and not f.key])
        functions = ("first", "last") if chosen.kind == "boolean" else ("first", "last", "highest", "lowest")
        found = self.aggregate(scope, functions, (chosen.kind,), chosen)
        if found is None:
            return self._quantified(scope)
        match chosen.kind:
            case "text":
                return self.about_text(found, scope)
            case "one of":
                return self._about_one_of(chosen, found)
            case "boolean":
                return f"{found} == {self.dice.pick(('true', 'false'))}"
            case "number" | "integer":
                return self.about_number(found, scope)
        return self.about_moment(found, scope)

    def number_aggregate(self, scope: Scope) -> str:
        inner = self._inner(scope)
        if self.dice.chance(0.5):
            return f"count({self.activity_condition(1, inner)}{self._within()})"
        functions = ("sum", "average", "highest", "lowest", "first", "last")
        found = self.aggregate(scope, functions, ("number", "integer"))
        return (
            found or self.aggregate(scope, ("distinct",), ("text", "one of", "date", "time", "boolean")) or "length(id)"
        )

    def aggregate(
        self, scope: Scope, functions: tuple[str, ...], kinds: tuple[str, ...], of: Field | None = None
    ) -> str | None:
        """An aggregate of a field of these kinds; None if activities have none."""
        fields = [f for f in self.schema.activity if f.kind in kinds and not f.key]
        if not self.schema.dated:
            functions = tuple(name for name in functions if name not in ("first", "last"))
        if not fields or not functions or scope.aggregates <= 0:
            return None
        inner = self._inner(scope)
        where = f" where {self.activity_condition(1, inner)}" if self.dice.chance(0.5) else ""
        subject = of or self.dice.pick(fields)
        value = subject.written
        if subject.kind == "number" and self.dice.chance(0.15):
            value = f"{value} * {self.number_literal()}"
        return f"{self.dice.pick(functions)}({value}{where}{self._within()})"

    # --- results -------------------------------------------------------------------------------------------------

    def _has_results(self, scope: Scope) -> bool:
        return bool(scope.groups or scope.score or scope.grades or scope.disqualified or scope.stages or scope.routes)

    def _about_results(self, scope: Scope) -> str:
        dice = self.dice
        numbers = [*scope.groups, *(["score"] * 2 if scope.score else [])]
        return dice.weighted(
            (4 if numbers else 0, lambda: f"{dice.pick(numbers)} {dice.pick(COMPARISONS)} {dice.pick(words.POINTS)}"),
            (2 if scope.grades else 0, lambda: self._about_grade(scope)),
            (1 if scope.disqualified else 0, lambda: dice.pick(("disqualified", "not disqualified"))),
            (3 if scope.stages else 0, lambda: self._about_stage(scope)),
            (1.5 if scope.routes else 0, lambda: self._about_route(scope)),
        )

    def _about_grade(self, scope: Scope) -> str:
        group, letters = self.dice.pick(scope.grades)
        letter = text(self.dice.pick(letters))
        op = self.dice.pick(("==", "!=", "in"))
        return f"grade({group}) {op} [{letter}]" if op == "in" else f"grade({group}) {op} {letter}"

    def _about_stage(self, scope: Scope) -> str:
        if self.dice.chance(0.25):
            return f"stage is {self.dice.pick(('missing', 'known'))}"
        if self.dice.chance(0.15):
            return f"stage in [{self.dice.pick(scope.stages)}, {self.dice.pick(scope.stages)}]"
        return f"stage {self.dice.pick(COMPARISONS)} {self.dice.pick(scope.stages)}"

    def _about_route(self, scope: Scope) -> str:
        if self.dice.chance(0.25):
            return f"route is {self.dice.pick(('missing', 'known'))}"
        return f"route {self.dice.pick(('==', '!='))} {text(self.dice.pick(scope.routes))}"


def start_of_times() -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC)
