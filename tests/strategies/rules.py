"""Rules of every kind with every clause, in random order, as text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.strategies import words
from tests.strategies.dice import Dice
from tests.strategies.expressions import Maker, Scope
from tests.strategies.schema import Field, text

PERIODS = ("day", "week", "month", "quarter")


@dataclass
class RuleMaker:
    maker: Maker
    scope: Scope  # of conditions and amounts, without the activity

    @property
    def dice(self) -> Dice:
        return self.maker.dice

    @property
    def dated(self) -> bool:
        return self.maker.schema.dated

    def rule(self) -> "str | Block":
        kinds: list[tuple[float, Callable[[], str | Block]]] = [
            (6, self.when),
            (5, self.each),
            (3, self.match),
            (2, self.each_match),
            (1.5, self.choice),
        ]
        return self.dice.weighted(*kinds)

    # --- clauses -------------------------------------------------------------------------------------------

    def amount(self, activity: bool = False) -> str:
        dice = self.dice
        verb = dice.pick(("add", "add", "add", "subtract"))
        scope = replace(self.scope, activity=activity)
        if dice.chance(0.75):
            value = dice.pick(words.POINTS)
        elif dice.chance(0.2):
            value = f"-{dice.pick(words.POINTS)}"
        else:
            value = self.maker.number(scope, 2)
        if dice.chance(0.1) and not activity:
            return f"{verb} {value} per {self.maker.duration()} since {self.maker.moment(scope)}"
        return f"{verb} {value}"

    def decay(self) -> str:
        dice, every = self.dice, self.maker.duration()
        share = dice.pick(("25", "10", "50", "33.33", "100", "7.5"))
        return dice.pick(
            (
                f"fading {share}% every {every}",
                f"fading {share}% every {every} compounding",
                f"losing {dice.pick(words.POINTS[1:])} every {every}",
                f"halving every {every}",
                f"expiring after {every}",
            )
        )

    def bound(self) -> str:
        return self.dice.pick(("5", "10", "20", "7.5", "12.25", "100"))

    def meta(self) -> list[str]:
        dice = self.dice
        near = self.maker.as_of.date() + timedelta(days=dice.pick((-400, -30, -1, 0, 0, 1, 30)))
        options: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.25, lambda: f"as {text(dice.pick(words.LABELS))}"),
            (0.15, lambda: f"because {text(dice.pick(words.LABELS))}"),
            (0.05, lambda: f"owner {text('Marketing')}"),
            (0.05, lambda: f"review by {near}"),
            (0.06, lambda: f"starting {near}"),
            (0.06, lambda: f"until {near}"),
            (0.04, lambda: "off"),
        )
        return [make() for share, make in options if dice.chance(share)]

    def within(self, share: float = 0.3) -> list[str]:
        return [f"within {self.maker.duration()}"] if self.dated and self.dice.chance(share) else []

    def decays(self, share: float = 0.3) -> list[str]:
        return [self.decay()] if self.dated and self.dice.chance(share) else []

    def _times(self, count: int) -> str:
        return "once" if count == 1 and self.dice.chance(0.5) else f"{count} times"

    # --- kinds -----------------------------------------------------------------------------------------------

    def when(self) -> str:
        dice, clauses = self.dice, [self.amount()]
        if dice.chance(0.5):
            condition = self.maker.activity_condition(2, self.scope)
            if dice.chance(0.35):
                clauses.append(f"{dice.pick(('at least', 'exactly'))} {self._times(dice.between(1, 3))}")
            clauses += [*self.within(), *self.decays()]
        else:
            condition = self.maker.condition(self.scope)
        if dice.chance(0.15):
            clauses.append(f"max {self.bound()}")
        if dice.chance(0.1):
            clauses.append(f"min {dice.pick(('0', '1', '2.5', '-5'))}")
        return " ".join([f"{self._word()} {condition}", *dice.shuffled([*clauses, *self.meta()])])

    def _word(self) -> str:
        return "if" if self.dice.chance(0.1) else "when"

    def each(self) -> str:
        dice = self.dice
        clauses = [self.amount(activity=True), *self._each_clauses()]
        return " ".join([f"each {self.maker.activity_condition(1, self.scope)}", *dice.shuffled(clauses)])

    def _each_clauses(self) -> list[str]:
        dice, clauses = self.dice, [*self.within(), *self.decays(), *self.meta()]
        if dice.chance(0.3):
            clauses.append(f"once per {self._groupable().written}")
        if self.dated and dice.chance(0.3):
            per = dice.pick((*PERIODS, "1 day", "3 days", "90 minutes", "2 weeks"))
            clauses.append(f"at most {self._times_or_number()} per {per}")
        if dice.chance(0.2):
            per = dice.pick(PERIODS) if self.dated and dice.chance(0.5) else self._groupable().written
            clauses.append(f"at least {self._times(dice.between(1, 3))} per {per}")
        if dice.chance(0.25):
            clauses.append(f"max {self.bound()}")
        return clauses

    def _times_or_number(self) -> str:
        count = self.dice.between(1, 3)
        return str(count) if self.dice.chance(0.6) else self._times(count)

    def _groupable(self) -> Field:
        return self.dice.pick([f for f in self.maker.schema.activity if f.kind != "list" and not f.key])

    def each_match(self) -> "Block":
        dice = self.dice
        subject, rows = self._table(replace(self.scope, activity=True), own=True)
        clauses = dice.shuffled(self._each_clauses())
        cut = dice.between(0, len(clauses))
        head = " ".join([f"each {self.maker.activity_condition(1, self.scope)}", *clauses[:cut], f"match {subject} {{"])
        return Block(head, rows, " ".join(["}", *clauses[cut:]]))

    def match(self) -> "Block":
        subject, rows = self._table(self.scope)
        return Block(f"match {subject} {{", rows, " ".join(["}", *self.dice.shuffled(self.meta())]))

    def choice(self) -> "Block":
        kind = self.dice.pick(("first", "best"))
        rules = [self.when() for _ in range(self.dice.between(1, 4))]
        return Block(
            f"{kind} of {{",
            rules,
            " ".join(["}", *[c for c in self.meta() if c.split()[0] in ("starting", "until", "off")]]),
        )

    # --- tables ------------------------------------------------------------------------------------------------

    def _table(self, scope: Scope, own: bool = False) -> tuple[str, list["str | Block"]]:
        """A subject and its rows."""
        subject, patterns = self._subject(scope, own)
        many = self.dice.between(1, 4)
        rows = [patterns() for _ in range(many)]
        if self.dice.chance(0.4):
            rows.append("otherwise")
        if self.dice.chance(0.4):
            rows.insert(self.dice.between(0, len(rows)), "missing")
        return subject, [f"{row} {self._row_amount(scope)}" for row in rows]

    def _row_amount(self, scope: Scope) -> str:
        return self.amount(activity=scope.activity)

    def _subject(self, scope: Scope, own: bool) -> tuple[str, Callable[[], str]]:
        maker, dice = self.maker, self.dice
        fields = [f for f in (maker.schema.activity if own else maker.schema.lead) if not f.key and f.kind != "list"]
        field = dice.pick(fields or maker.schema.lead[:1])
        computed = dice.chance(0.2)
        match field.kind:
            case "text":
                subject = f"{dice.pick(('domain', 'lower'))}({field.written})" if computed else field.written
                return subject, lambda: self._text_row(field.exact and not computed)
            case "one of":
                return field.written, lambda: ", ".join(text(v) for v in dice.some(field.values, 1, 2))
            case "boolean":
                return field.written, lambda: dice.pick(("true", "false"))
            case "date" | "time":
                if computed:
                    return f"since({field.written})", self._duration_row
                return field.written, self._moment_row
        subject = maker.variable_number(scope, 1) if computed else field.written
        return subject, self._number_row

    def _text_row(self, exact: bool) -> str:
        lists = self.maker.named(Scope(), "texts")
        if self.dice.chance(0.25):
            return f"in {self.dice.pick(lists).name if lists else self.maker.texts(exact)}"
        return ", ".join(self.maker.text_literal(exact) for _ in range(self.dice.between(1, 2)))

    def _number_row(self) -> str:
        dice, number = self.dice, self.maker.number_literal
        low, high = sorted((number(), number()), key=lambda n: float(n.replace("_", "")))
        return dice.weighted(
            (1, number),
            (1, lambda: f"{low} to {high}"),
            (0.4, lambda: f"(-{low}) to {high}"),
            (0.3, lambda: f"(-{high}) to -{low}"),
            (1, lambda: f"under {self.maker.signed()}"),
            (1, lambda: f"over {self.maker.signed()}"),
            (1, lambda: f"{number()} or {dice.pick(('more', 'less'))}"),
            (0.5, lambda: f"{number()}, {number()}, over {number()}"),
            (0.5, lambda: f"in [{number()}, {number()}]"),
        )

    def _moment_row(self) -> str:
        dice, day, clock = self.dice, self.maker.day, self.maker.moment_literal
        low, high = sorted((day(), day()))
        return dice.weighted(
            (1, day),
            (2, lambda: f"{low} to {high}"),
            (1, lambda: f"under {clock()}"),
            (1, lambda: f"over {clock()}"),
            (1, lambda: f"{clock()} or {dice.pick(('more', 'less'))}"),
        )

    def _duration_row(self) -> str:
        return f"{self.dice.pick(('under', 'over'))} {self.maker.duration()}"


@dataclass(frozen=True)
class Block:
    """Text with parts between its braces, so that parts can be left out."""

    head: str
    parts: "Sequence[str | Block]"
    tail: str = "}"


def written(part: "str | Block", indent: str = "") -> str:
    if isinstance(part, str):
        return indent + part
    inner = [written(p, indent + "  ") for p in part.parts]
    return "\n".join([indent + part.head, *inner, indent + part.tail])
