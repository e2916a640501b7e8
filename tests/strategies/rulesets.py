"""Whole rule sets: schema, lets, decisions, groups, stages, routes, guarantees; well-typed by construction."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.strategies import words
from tests.strategies.dice import Dice
from tests.strategies.examples import Example
from tests.strategies.expressions import Maker, Named, Scope
from tests.strategies.rules import Block, RuleMaker, written
from tests.strategies.schema import Schema, make_schema, text


@dataclass(frozen=True)
class RuleSet:
    parts: tuple[str | Block, ...]
    schema: Schema
    as_of: datetime
    constants: dict[str, frozenset[str]]
    stages: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)  # beside the rules: lists and what is taken in by `use`

    @property
    def text(self) -> str:
        return "\n".join(written(part) for part in self.parts) + "\n"


def make_rule_set(dice: Dice, size: int = 6, examples: int | None = None) -> RuleSet:
    """`size` is about the number of rules. Without a number of examples, now and then there is one."""
    schema = make_schema(dice)
    maker = Maker(dice, schema, _as_of(dice, schema.zone))
    builder = _Builder(maker, size)
    parts = builder.build()
    many = int(dice.chance(0.05)) if examples is None else examples
    parts += [builder.example(number) for number in range(many)]
    constants = {kind: frozenset(values) for kind, values in maker.constants.items()}
    if dice.chance(0.06):
        parts = _moved(dice, parts, builder.files)
    return RuleSet((*schema.statements, *parts), schema, maker.as_of, constants, tuple(builder.stages), builder.files)


def _moved(dice: Dice, parts: list[str | Block], files: dict[str, str]) -> list[str | Block]:
    """Some statements in a row moved to a file of their own, which is taken in where they stood."""
    start = dice.between(0, len(parts) - 1)
    end = dice.between(start + 1, len(parts))
    text = "".join(written(part) + "\n" for part in parts[start:end])
    files["parts/more.assay"] = text.replace('from "lists/', 'from "../lists/')
    return [*parts[:start], 'use "parts/more.assay"', *parts[end:]]


def _as_of(dice: Dice, zone: str) -> datetime:
    """Some moment, often at or near midnight, or within days of a change of the clocks."""
    year = dice.between(2019, 2027)
    changes = (
        datetime(year, 3, 27),
        datetime(year, 10, 27),
        datetime(year, 11, 3),
        datetime(year, 4, 5),
        datetime(year, 2, 18),
    )
    near = dice.pick(changes) + timedelta(days=dice.between(-8, 9))
    far = datetime(year, dice.between(1, 12), dice.between(1, 28))
    clock = timedelta(
        hours=dice.pick((0, 0, 1, 2, 3, 12, 23)), minutes=dice.pick((0, 0, 30, 59)), seconds=dice.pick((0, 0, 59))
    )
    local = (near if dice.chance(0.5) else far) + clock
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class _Builder:
    def __init__(self, maker: Maker, size: int) -> None:
        self.maker, self.dice, self.size = maker, maker.dice, size
        self.groups: list[str] = []  # complete, so that others may read them
        self.names = maker.dice.shuffled(words.GROUP_NAMES)
        self.grades: list[tuple[str, tuple[str, ...]]] = []
        self.stages: list[str] = []
        self.routes: list[str] = []
        self.files: dict[str, str] = {}

    def build(self) -> list[str | Block]:
        lets = self._lets()
        decisions = [*self._ignores(), *self._excludes()]
        groups = self._groups()
        total = [self._total()] if self.dice.chance(0.3) else []
        lets += self._late_lets()
        grades = self._grades()
        disqualifies = self._disqualifies()
        ordered: list[str | Block] = [*self._stages(), *self._promotions(), *self._routes(), *self._guarantees()]
        loose: list[str | Block] = [*lets, *decisions, *total, *grades, *disqualifies]
        if self.dice.chance(0.3):
            loose = self.dice.shuffled([*loose, *groups])
            return self._interleaved(loose, ordered)
        return [*lets, *decisions, *groups, *total, *grades, *disqualifies, *ordered]

    def _interleaved(self, loose: list[str | Block], ordered: list[str | Block]) -> list[str | Block]:
        """Statements in any order, but stages and routes in theirs."""
        places = sorted(self.dice.between(0, len(loose)) for _ in ordered)
        mixed = list(loose)
        for place, statement in reversed(list(zip(places, ordered, strict=True))):
            mixed.insert(place, statement)
        return mixed

    # --- lets ----------------------------------------------------------------------------------------------

    def _lets(self) -> list[str]:
        names = self.dice.some(words.LET_NAMES, 0, 5)
        return [self._let(name) for name in names]

    def _let(self, name: str) -> str:
        maker, dice = self.maker, self.dice
        type, value, activity = dice.weighted(
            (3, lambda: ("condition", maker.condition(Scope(), 2), False)),
            (4, lambda: ("condition", maker.activity_condition(1, Scope()), True)),
            (1, lambda: ("texts", maker.texts(), False)),
            (1, lambda: ("numbers", f"[{maker.signed()}, {maker.number_literal()}]", False)),
            (2, lambda: ("number", maker.variable_number(Scope(), 2), False)),
            (1, lambda: ("text", maker.text_value(Scope()), False)),
            (1, lambda: ("moment", maker.moment(Scope()), False)),
            (1, lambda: ("duration", maker.duration_value(Scope()), False)),
            (1, lambda: ("number", maker.variable_number(Scope(activity=True), 2), True)),
            (0.5, lambda: ("text", maker.text_value(Scope(activity=True)), True)),
            (0.5, lambda: ("moment", maker.moment(Scope(activity=True)), True)),
        )
        maker.lets.append(Named(name, type, activity))
        if type == "texts" and dice.chance(0.3):
            return self._list_file(name)
        return f"let {name} = {value}"

    def _late_lets(self) -> list[str]:
        """Some that read groups."""
        scope = Scope(groups=tuple(self.groups))
        found = []
        for name in self.dice.some(("late_hot", "late_size"), 0, 2) if self.groups else ():
            about = self.dice.pick(("condition", "number"))
            value = self.maker.condition(scope, 1) if about == "condition" else self.maker.variable_number(scope, 1)
            self.maker.lets.append(Named(name, about, groups=scope.groups))
            found.append(f"let {name} = {value}")
        return found

    def _list_file(self, name: str) -> str:
        """A list in a file, with the comments and blank lines people leave there."""
        usual = [t for t in words.TEXTS if t.isprintable() and not t.startswith("#")]
        lines = [self.maker.remember("text", t) for t in self.dice.some(usual, 1, 6)]
        lines += self.dice.some(("", "# a remark", "  ", "DE  # Germany", " padded "), 0, 3)
        self.files[f"lists/{name}.txt"] = self.dice.pick(("\n", "\r\n")).join(self.dice.shuffled(lines))
        return f'let {name} from "lists/{name}.txt"'

    # --- decisions -------------------------------------------------------------------------------------------

    def _because(self, share: float = 0.4) -> str:
        return f" because {text(self.dice.pick(words.LABELS))}" if self.dice.chance(share) else ""

    def _some(self, share: float, most: int) -> range:
        return range(self.dice.between(1, most)) if self.dice.chance(share) else range(0)

    def _ignores(self) -> list[str]:
        return [f"ignore activity if {self.maker.activity_condition(1)}{self._because()}" for _ in self._some(0.25, 2)]

    def _decided(self, scope: Scope) -> str:
        if self.dice.chance(0.3):
            return self.maker.activity_condition(1, scope)
        return self.maker.condition(scope, 2)

    def _excludes(self) -> list[str]:
        return [f"exclude if {self._decided(Scope())}{self._because()}" for _ in self._some(0.15, 2)]

    def _disqualifies(self) -> list[str]:
        scope = self._results(0.3)
        return [f"disqualify if {self._decided(scope)}{self._because()}" for _ in self._some(0.4, 2)]

    # --- examples ------------------------------------------------------------------------------------------

    def example(self, number: int) -> Block:
        scope = replace(self._staged(), routes=tuple(self.routes))
        written = Example(self.maker)
        activities = [written.activity() for _ in range(self.dice.between(0, 3))]
        expects = [f"expect {self.maker.condition(scope, 1)}" for _ in range(self.dice.between(1, 4))]
        return Block(f'example "number {number}"{written.moment()} {{', (written.lead(), *activities, *expects))

    # --- groups and rules --------------------------------------------------------------------------------------

    def _groups(self) -> list[str | Block]:
        parts: list[str | Block] = []
        left = max(1, self.size)
        while left > 0:
            many = self.dice.between(1, max(1, min(left, 4)))
            left -= many
            if self.names and self.dice.chance(0.65):
                parts.append(self._group(many))
            else:
                parts += [self._rule() for _ in range(many)]
        return parts

    def _rule(self) -> str | Block:
        readable = tuple(self.groups) if self.dice.chance(0.3) else ()
        return RuleMaker(self.maker, Scope(groups=readable)).rule()

    def _group(self, many: int, depth: int = 0) -> Block:
        dice, name = self.dice, self.names.pop()
        body = [self._rule() for _ in range(many)]
        if depth < 2 and self.names and dice.chance(0.3):
            body.insert(dice.between(0, len(body)), self._group(dice.between(1, 2), depth + 1))
        label = f" {text(dice.pick(words.LABELS))}" if dice.chance(0.3) else ""
        self.groups.append(name)
        return Block(f"group {name}{label}{self._group_clauses()} {{", tuple(body))

    def _group_clauses(self) -> str:
        dice = self.dice
        clauses = [
            *([f"max {dice.pick(('0', '10', '50', '100', '33.33'))}"] if dice.chance(0.4) else []),
            *([f"min {dice.pick(('-100', '-20', '0', '-0.5'))}"] if dice.chance(0.3) else []),
            *([f"weight {dice.pick(('50', '30', '12.5', '150', '33.33', '100'))}%"] if dice.chance(0.3) else []),
            *([RuleMaker(self.maker, Scope()).decay()] if self.maker.schema.dated and dice.chance(0.3) else []),
        ]
        return "".join(f" {clause}" for clause in dice.shuffled(clauses))

    def _total(self) -> str:
        return self.dice.pick(("total min 0", "total max 100", "total min -10 max 50", "total max 75.5 min 0"))

    # --- after the score ---------------------------------------------------------------------------------------

    def _results(self, share: float = 0.6) -> Scope:
        if not self.dice.chance(share):
            return Scope()
        return Scope(groups=tuple(self.groups), score=True, grades=tuple(self.grades))

    def _grades(self) -> list[str]:
        chosen = self.dice.some([*self.groups, "score"], 0, 2)
        return [self._grade(group) for group in chosen]

    def _grade(self, group: str) -> str:
        dice = self.dice
        letters = dice.pick((("A", "B", "C"), ("1", "2"), ("hot", "Warm", "cold", "ice"), ("ß", "Σ")))
        bounds = sorted(dice.some((0, 1, 5, 10, 15, 20, 50, 99), len(letters) - 1, len(letters) - 1), reverse=True)
        bands = [f"{text(letter)} from {bound}" for letter, bound in zip(letters, bounds, strict=False)]
        self.grades.append((group, letters))
        return f"grade {group} {{ {', '.join(bands)}, {text(letters[-1])} otherwise }}"

    def _stages(self) -> list[str]:
        count = self.dice.between(0, 4)
        names = [n for n in words.STAGE_NAMES if n in self.dice.some(words.STAGE_NAMES, count, count)][:count]
        scope = replace(self._results(0.9), disqualified=True)
        found = []
        for name in names:
            sticky = " sticky" if self.dice.chance(0.3) else ""
            meets = f"at {self.dice.pick(words.POINTS)}" if self.dice.chance(0.5) else f"when {self._decided(scope)}"
            found.append(f"stage {name}{sticky} {meets}{self._because(0.2)}")
        self.stages = names
        return found

    def _staged(self) -> Scope:
        return replace(self._results(0.9), disqualified=True, stages=tuple(self.stages))

    def _promotions(self) -> list[str]:
        return [self._promotion() for _ in self._some(0.4, 2)] if self.stages else []

    def _promotion(self) -> str:
        start = f"promote to {self.dice.pick(self.stages)} when"
        if self.dice.chance(0.5):
            within = f" within {self.maker.duration()}" if self.maker.schema.dated and self.dice.chance(0.5) else ""
            return f"{start} {self.maker.activity_condition(1, self._staged())}{within}{self._because(0.2)}"
        return f"{start} {self.maker.condition(self._staged(), 1)}{self._because(0.2)}"

    def _routes(self) -> list[str]:
        made = []
        for owner in self.dice.some(("EMEA sales", "Inside Sales", "Ωmega", "partner desk"), 0, 3):
            within = f" within {self.maker.duration()}" if self.dice.chance(0.5) else ""
            made.append(f"route to {text(owner)}{within} when {self._decided(self._staged())}{self._because(0.2)}")
            self.routes.append(owner)
        if self.dice.chance(0.3):
            made.append('route to "Everyone else" otherwise')
            self.routes.append("Everyone else")
        return made

    def _guarantees(self) -> list[str]:
        scope = replace(self._staged(), routes=tuple(self.routes))
        kinds = [self.dice.pick(("never", "always")) for _ in self._some(0.5, 3)]
        return [f"{kind} {self.maker.condition(scope, 2)}{self._because(0.3)}" for kind in kinds]
