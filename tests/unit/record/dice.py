"""Random plans and records from a seed: every op, rule and clause, with values that collide often.

The plans need not be such as the planner writes; they only keep the promises of `plan.nodes`.
"""

from random import Random
from typing import Any, TypeVar

from assay.check.rules import Calendar
from assay.plan.nodes import (
    Aggregate,
    Amount,
    Choice,
    Condition,
    Const,
    ConstSet,
    Decay,
    Decision,
    Expr,
    Grade,
    Group,
    Guarantee,
    Input,
    Limit,
    NamedList,
    Plan,
    Promotion,
    Quota,
    Route,
    Row,
    Rule,
    Stage,
    Step,
    Value,
    Zone,
)
from assay.values import DAY, HOUR
from tests.unit.record.plans import AS_OF, activity, fold, lead, number, op, plan_of, text, var

WORDS = ("nl", "be", "de", "vp of sales", "chief", "a", "b")
RAW_TEXTS = ("NL", "nl ", "be", "De", "VP of Sales", "Chief, officer", "a", "B", "", None, "N/A", "x@nl", "y@ be", "z@")
LEAD_TEXTS, ACTIVITY_TEXTS = ("country", "email", "title"), ("action", "page")
DECAYS = ("fading", "compounding", "losing", "halving", "expiring")
NAMED = NamedList("names", "text", ("nl", "be", "a"))

_T = TypeVar("_T")


class Dice:
    """`scope`: whether an expression may read the activity at hand. `lets`: keys of values by scope and kind."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lets: dict[tuple[str, str], list[str]] = {}
        self.aggregates: list[Aggregate] = []
        self.results: list[str] = []  # Vars that are numbers and known by now
        self.stage_names: list[str] = []

    def one(self, *choices: _T) -> _T:
        return self.random.choice(choices)

    def odds(self, share: float) -> bool:
        return self.random.random() < share

    def maybe(self, low: int, high: int, share: float = 0.3) -> int | None:
        return self.random.randint(low, high) if self.odds(share) else None

    # --- expressions ---------------------------------------------------------------------------------------

    def let(self, scope: str, kind: str) -> Expr | None:
        names = self.lets.get(("lead", kind), []) + (self.lets.get((scope, kind), []) if scope == "activity" else [])
        return var(self.random.choice(names)) if names and self.odds(0.25) else None

    def field(self, scope: str, lead_names: tuple[str, ...], activity_names: tuple[str, ...]) -> Expr:
        if scope == "activity" and activity_names and self.odds(0.7):
            return activity(self.random.choice(activity_names))
        return lead(self.random.choice(lead_names))

    def texted(self, scope: str) -> Expr:
        found = self.field(scope, LEAD_TEXTS, ACTIVITY_TEXTS)
        match self.random.randrange(8):
            case 0:
                return fold(op("domain", found))
            case 1:
                return lead("code")
            case 2:
                return fold(op(str(self.one("min_text", "max_text")), found, lead("country")))
            case 3:
                order = ConstSet("set", "text", ("a", "b", "nl"))
                return op(str(self.one("min_rank", "max_rank")), fold(found), fold(lead("country")), order)
        return fold(found)

    def numbered(self, scope: str, depth: int) -> Expr:
        if (found := self.let(scope, "number")) is not None:
            return found
        if depth <= 0 or self.odds(0.4):
            return self.simple_number(scope)
        name = str(self.one("add", "sub", "mul", "div", "min", "max", "neg", "abs", "round", "whole"))
        first = self.numbered(scope, depth - 1)
        return (
            op(name, first)
            if name in ("neg", "abs", "round", "whole")
            else op(name, first, self.numbered(scope, depth - 1))
        )

    def simple_number(self, scope: str) -> Expr:
        match self.random.randrange(9):
            case 0:
                return number(self.random.choice((0, 1, -2.5, 7, 12.3456)))
            case 1:
                return op("length", self.field(scope, LEAD_TEXTS, ACTIVITY_TEXTS))
            case 2:
                span = op("elapsed", var("as_of"), self.timed(scope))
                return op(str(self.one("days", "weeks")), span)
            case 3:
                return op("periods", self.timed(scope), Const("const", "duration", 3 * DAY))
            case 4 if self.aggregates:
                numeric = [one for one in self.aggregates if one.kind == "number"]
                return var(f"aggregate:{self.random.choice(numeric).id}") if numeric else number(3)
            case 5 if self.results:
                return var(self.random.choice(self.results))
            case 6:
                return op("rank", self.texted(scope), ConstSet("set", "text", ("nl", "be", "a")))
        return self.field(scope, ("employees", "visits"), ("amount",))

    def timed(self, scope: str) -> Expr:
        match self.random.randrange(4):
            case 0:
                return op(str(self.one("shift", "back")), lead("created"), Const("const", "duration", DAY))
            case 1:
                return op("midnight", lead("born"))
        return self.field(scope, ("created",), ("occurred",))

    def words(self) -> ConstSet:
        if self.odds(0.2):
            return ConstSet("set", "text", (), NAMED.name)
        return ConstSet("set", "text", tuple(self.random.sample(WORDS, self.random.randint(1, 4))))

    def compared(self, scope: str) -> Expr:
        ordered = str(self.one("eq", "ne", "lt", "le", "gt", "ge"))
        match self.random.randrange(11):
            case 0 | 1:
                return op("eq", self.texted(scope), text(self.random.choice(WORDS)))
            case 2:
                return op(ordered, self.texted(scope), self.texted(scope) if self.odds(0.3) else text("be"))
            case 3:
                return op(
                    str(self.one("in_set", "contains_any", "starts_with_any", "ends_with_any", "mentions")),
                    self.texted(scope),
                    self.words(),
                )
            case 4:
                return op(str(self.one("contains", "starts_with", "ends_with")), self.texted(scope), self.texted(scope))
            case 5:
                return op("like", self.texted(scope), text(str(self.one("*l", "n?", "*e*", "?", "c*f*r"))))
            case 6:
                return op("has_any", op("fold_list", lead("interests")), self.words())
            case 7:
                return op("has", op("fold_list", lead("interests")), self.texted(scope))
            case 8:
                return op(ordered, self.timed(scope), Const("const", "time", AS_OF - 2 * DAY))
            case 9:
                return op(ordered, op("day", self.timed(scope)), Const("const", "date", AS_OF // DAY - 2))
        return op(ordered, self.numbered(scope, 1), number(self.random.choice((0, 1, 2, 10, 200))))

    def simple_condition(self, scope: str) -> Expr:
        match self.random.randrange(8):
            case 0:
                return lead("vip") if self.odds(0.5) else op("not", lead("vip"))
            case 1:
                asked: tuple[Expr, ...] = (self.texted(scope), lead("employees"), self.numbered(scope, 1))
                return op(self.one("known", "missing"), self.one(*asked))
            case 2 if (found := self.let(scope, "boolean")) is not None:
                return found
            case 3 if self.odds(0.3):
                return op("presume", self.compared(scope), Const("const", "boolean", self.odds(0.5)))
            case 4:
                subject = self.field(scope, ("employees", "visits"), ("amount",))
                return op("and", op("ge", subject, number(2)), op("le", subject, number(100)))
        return self.compared(scope)

    def condition(self, scope: str, depth: int = 2) -> Expr:
        if depth <= 0 or self.odds(0.35):
            return self.simple_condition(scope)
        match self.random.randrange(7):
            case 0:
                return op("not", self.condition(scope, depth - 1))
            case 1:
                parts = [self.condition(scope, depth - 1) for _ in range(3)]
                return op("at_least", number(2), *parts)
            case 2 | 3:
                return op("or", *[self.condition(scope, depth - 1) for _ in range(self.random.randint(2, 3))])
        return op("and", *[self.condition(scope, depth - 1) for _ in range(self.random.randint(2, 3))])

    def within(self) -> int | None:
        return self.random.choice((DAY, 3 * DAY, 10 * DAY, 5 * HOUR)) if self.odds(0.4) else None

    def inputs(self) -> tuple[Input, ...]:
        names = self.random.sample((*LEAD_TEXTS, "employees", "vip"), self.random.randint(0, 3))
        found = [Input(name, lead(name)) for name in names]
        if self.aggregates and self.odds(0.3):
            one = self.random.choice(self.aggregates)
            found.append(Input(one.text, var(f"aggregate:{one.id}")))
        return tuple(found)

    def of_rule(self, scope: str, each: bool = False) -> Condition:
        test = self.condition(scope)
        if scope == "lead":
            return Condition("lead", test, inputs=self.inputs())
        if self.odds(0.5):
            test = op("and", op("eq", fold(activity("action")), text(self.random.choice(WORDS))), test)
        possible = op("presume", self.condition("activity"), Const("const", "boolean", self.odds(0.5)))
        if self.odds(0.5):
            possible = op(
                "and",
                op("presume", op("eq", fold(activity("action")), text("nl")), Const("const", "boolean", False)),
                possible,
            )
        alone = self.condition("lead", 1)
        return Condition(
            "activity",
            test,
            alone if self.odds(0.3) and not each else None,
            possible if self.odds(0.5) else None,
            op("presume", alone, Const("const", "boolean", True)) if self.odds(0.3) and not each else None,
            self.within(),
            self.inputs(),
        )

    def decision(self) -> Condition:
        scope = str(self.one("lead", "activity"))
        made = self.of_rule(scope)
        return Condition(made.scope, made.test, made.alone, None, None, made.within)

    # --- declarations --------------------------------------------------------------------------------------

    def aggregate(self, source: str = "kept") -> Aggregate:
        function = str(
            self.one("any", "none", "count", "sum", "average", "highest", "lowest", "first", "last", "distinct")
        )
        where = self.condition("activity", 1) if self.odds(0.6) or function in ("any", "none", "count") else None
        kind = "number"
        value: Expr | None = None
        key: Expr | None = None
        if function in ("any", "none"):
            kind = "boolean"
        elif function in ("highest", "lowest", "first", "last", "distinct") and self.odds(0.6):
            kind, value, key = "text", activity("action"), fold(activity("action"))
            if function == "distinct":
                kind, value, key = "number", fold(activity("action")), None
        elif function != "count":
            value = self.numbered("activity", 1)
        name = f"g{len(self._all_aggregates)}"
        return Aggregate(name, f"{function}(…)", function, value, where, self.within(), source, 0, kind, key)  # type: ignore[arg-type]

    def amount(self, scope: str) -> Amount:
        value = number(self.random.choice((0, 1, 2.5, 10, 30.005))) if self.odds(0.6) else self.numbered(scope, 2)
        return Amount(1 if self.odds(0.7) else -1, value, self.inputs() if self.odds(0.5) else ())

    def decay(self) -> Decay | None:
        if self.odds(0.6):
            return None
        every = self.random.choice((DAY, 3 * DAY, 11 * HOUR))
        return Decay(str(self.one(*DECAYS)), every, 250_000, 150)  # type: ignore[arg-type]

    def rows(self, scope: str, numeric: bool) -> tuple[Row, ...]:
        rows = []
        for _ in range(self.random.randint(1, 4)):
            subject = var("subject")
            if numeric:
                test = op(str(self.one("lt", "ge", "eq")), subject, number(self.random.choice((1, 10, 100))))
            else:
                test = op("in_set", subject, self.words())
            rows.append(Row(test, self.odds(0.1), False, self.amount(scope), ""))
        if self.odds(0.5):
            rows.append(Row(None, False, True, self.amount(scope), ""))
        if self.odds(0.5):
            rows.append(Row(None, True, False, self.amount(scope), ""))
        return tuple(rows)

    def rule(self, index: int, group: str) -> Rule:
        today = AS_OF // DAY
        kind = str(self.one("when", "when", "when", "each", "match", "each match"))
        more: dict[str, object] = {
            "off": self.odds(0.03),
            "starting": today + 1 if self.odds(0.03) else None,
            "until": today - self.random.randint(0, 1) if self.odds(0.05) else None,
        }
        if kind in ("match", "each match"):
            scope = "lead" if kind == "match" else "activity"
            numeric = self.odds(0.5)
            subject = self.numbered(scope, 1) if numeric else self.texted(scope)
            more |= {"subject": subject, "rows": self.rows(scope, numeric), "inputs": self.inputs()}
        if kind == "when":
            more |= self.when()
        if kind.startswith("each"):
            more |= self.each(kind)
        return Rule(f"rule {index}", group, f"rule {index}", kind, **more)  # type: ignore[arg-type]

    def when(self) -> dict[str, object]:
        scope = str(self.one("lead", "lead", "activity"))
        condition = self.of_rule(scope)
        times = (self.one("at least", "exactly"), self.random.randint(1, 3)) if self.odds(0.3) else None
        return {
            "condition": condition,
            "amount": self.amount("lead"),
            "times": times if scope == "activity" else None,
            "maximum": self.maybe(300, 1500),
            "minimum": self.maybe(-200, 200),
            "decay": self.decay() if scope == "activity" else None,
        }

    def each(self, kind: str) -> dict[str, object]:
        periods: tuple[Calendar, ...] = ("day", "week", "month", "quarter")
        limit = quota = None
        if self.odds(0.3):
            limit = Limit(
                self.random.randint(1, 2), *((self.one(*periods), None) if self.odds(0.6) else (None, 2 * DAY))
            )
        if self.odds(0.3):
            by_period = self.odds(0.5)
            quota = Quota(
                self.random.randint(1, 3),
                self.one(*periods) if by_period else None,
                None if by_period else fold(activity("page")),
            )
        return {
            "condition": self.of_rule("activity", each=True),
            "amount": self.amount("activity") if kind == "each" else None,
            "once_per": fold(activity("page")) if self.odds(0.3) else None,
            "limit": limit,
            "quota": quota,
            "maximum": self.maybe(300, 1500),
            "decay": self.decay(),
        }

    # --- whole plans ---------------------------------------------------------------------------------------

    def plan(self) -> Plan:
        steps: list[Step] = []
        values: list[Value] = []
        ignores: tuple[Decision, ...] = ()
        if self.odds(0.3):
            for _ in range(self.random.randrange(2)):
                self.aggregates.append(self.aggregate("all"))
                self._all_aggregates = (*self._all_aggregates, self.aggregates[-1])
                steps.append(Step("aggregate", self.aggregates[-1].id))
            ignores = (Decision(Condition("activity", self.condition("activity", 1)), "spam"),)
            steps.append(Step("ignore"))
            self.aggregates.clear()
        for _ in range(self.random.randrange(7)):
            self.define(steps, values)
        excludes = tuple(
            Decision(self.decision(), f"excluded {at}") for at in range(self.random.randrange(2)) if self.odds(0.3)
        )
        steps.append(Step("exclude"))
        rules, groups, choices = self.groups(steps, values)
        made = self.finish(steps, values)
        everything = tuple(one for one in self._all_aggregates)
        return plan_of(
            *rules,
            groups=groups,
            aggregates=everything,
            values=tuple(values),
            choices=choices,
            ignores=ignores,
            excludes=excludes,
            steps=tuple(steps),
            lists=(NAMED,),
            zone=Zone("X", (AS_OF - 2 * DAY,), (2 * HOUR, HOUR)),
            **made,
        )

    _all_aggregates: tuple[Aggregate, ...] = ()

    def define(self, steps: list[Step], values: list[Value]) -> None:
        if self.odds(0.5):
            self.aggregates.append(self.aggregate())
            self._all_aggregates = (*self._all_aggregates, self.aggregates[-1])
            steps.append(Step("aggregate", self.aggregates[-1].id))
            return
        scope, kind = str(self.one("lead", "activity")), str(self.one("boolean", "number"))
        made = self.condition(scope) if kind == "boolean" else self.numbered(scope, 2)
        values.append(Value(f"let:v{len(values)}", scope, made, kind))  # type: ignore[arg-type]
        self.lets.setdefault((scope, kind), []).append(values[-1].name)
        steps.append(Step("value", values[-1].name))

    def groups(
        self, steps: list[Step], values: list[Value]
    ) -> tuple[list[Rule], tuple[Group, ...], tuple[Choice, ...]]:
        rules: list[Rule] = []
        choices: list[Choice] = []
        groups: list[Group] = []
        for at in range(self.random.randint(1, 4)):
            name = f"group{at}"
            own = []
            for _ in range(self.random.randint(1, 7)):
                own.append(len(rules))
                rules.append(self.rule(len(rules), name))
            for start in own[::3]:
                block = tuple(
                    index for index in range(start, start + 3) if index in own and rules[index].kind == "when"
                )
                if block and self.odds(0.3):
                    for index in block:
                        parts = {key: getattr(rules[index], key) for key in Rule.__slots__}
                        rules[index] = Rule(**(parts | {"choice": len(choices)}))
                    choices.append(Choice(self.one("first", "best"), block))
            children = (groups[-1].name,) if groups and groups[-1].parent is None and self.odds(0.3) else ()
            if children:
                parts = {key: getattr(groups[-1], key) for key in Group.__slots__}
                groups[-1] = Group(**(parts | {"parent": name}))
            weight = self.random.choice((500_000, 1_250_000, 333_300)) if self.odds(0.3) else None
            groups.append(
                Group(name, None, None, tuple(own), children, self.maybe(-500, 500), self.maybe(600, 2000), weight)
            )
            steps.append(Step("group", name))
            self.results.append(f"group:{name}")
            if self.odds(0.3):
                self.define(steps, values)
        return rules, tuple(groups), tuple(choices)

    def finish(self, steps: list[Step], values: list[Value]) -> dict[str, Any]:
        steps.append(Step("total"))
        self.results.append("score")
        total = {"total_minimum": self.maybe(-1000, 0), "total_maximum": self.maybe(1000, 3000)}
        bands = (("A", 1000), ("B", 200), ("C", None))
        grades = tuple(Grade(str(self.one("score", "group0")), bands) for _ in range(self.random.randrange(2)))
        steps.append(Step("grade"))
        self.define(steps, values)
        disqualifies = tuple(
            Decision(self.decision(), f"no {at}") for at in range(self.random.randrange(3)) if self.odds(0.4)
        )
        steps.append(Step("disqualify"))
        stages = tuple(
            Stage(
                f"S{at}",
                self.odds(0.4),
                self.decision() if self.odds(0.5) else Condition("lead", op("ge", var("score"), number(5 * at))),
                None,
                "",
            )
            for at in range(self.random.randrange(4))
        )
        steps.append(Step("stage"))
        promotions = tuple(
            Promotion(self.random.randrange(len(stages)), self.decision(), "p") for _ in range(2) if stages
        )
        steps.append(Step("promote"))
        reached = op("ge", var("stage"), Const("const", "stage", 1))
        routes = (
            Route("Sales", Condition("lead", op("and", reached, self.condition("lead", 1))), 4 * HOUR),
            *([Route("Rest", None, None)] if self.odds(0.5) else []),
        )
        steps.append(Step("route"))
        unreached = op("or", op("not", var("disqualified")), op("missing", var("stage")))
        guarantees = (
            Guarantee("always", Condition("lead", unreached), "g1"),
            Guarantee("never", Condition("lead", op("and", reached, op("eq", var("route"), text("rest")))), "g2"),
            Guarantee("always", Condition("lead", self.condition("lead", 1)), "g3"),
        )
        steps.append(Step("guarantee"))
        return total | {
            "grades": grades,
            "disqualifies": disqualifies,
            "stages": stages,
            "promotions": promotions,
            "routes": routes,
            "guarantees": guarantees,
        }

    # --- records -------------------------------------------------------------------------------------------

    def lead(self) -> dict[str, object]:
        days = [AS_OF // DAY - 1, AS_OF // DAY - 2]
        made: dict[str, object] = {
            "id": "L-1",
            "country": self.one(*RAW_TEXTS),
            "code": self.one(*RAW_TEXTS),
            "email": self.one(*RAW_TEXTS),
            "title": self.one(*RAW_TEXTS),
            "employees": self.one("0", 1, 10, "200", "201", 12.5, None, "-3"),
            "visits": self.one(0, 1, 2, "3", 100, 101, "", None),
            "vip": self.one("yes", "No", True, False, 1, None),
            "interests": self.one("a, nl", ["B"], [], "", None, ["x", "be"]),
            "created": self.one("2024-10-03 12:00", "2024-10-02", "2024-10-01T23:30:00Z", None),
            "born": self.one("2024-10-02", "1980-02-29", None, ""),
        }
        assert days
        return {name: value for name, value in made.items() if self.odds(0.9)}

    def activities(self) -> list[dict[str, object]]:
        times = (
            "2024-10-03 10:00",
            "2024-10-03 10:00",
            "2024-10-02 23:30",
            "2024-10-01",
            "2024-09-20",
            "2024-10-04",
            "2024-10-05",
            None,
        )
        return [
            {
                "lead_id": "L-1",
                "action": self.one(*RAW_TEXTS),
                "page": self.one("a", "A", "b", "nl", None),
                "amount": self.one(0, 1, 2.5, "10", "100", None),
                "occurred": self.one(*times),
            }
            for _ in range(self.random.choice((0, 0, 1, 2, 5, 9)))
        ]


def case(seed: int) -> tuple[Plan, Dice]:
    dice = Dice(seed)
    return dice.plan(), dice
