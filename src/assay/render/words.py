"""Conditions of the plan as a salesperson reads them: "employees is 200 or more", "country is in emea"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assay.plan.nodes import ActivityField, Aggregate, Const, ConstSet, Expr, LeadField, Op, Plan, Var
from assay.plan.nodes import Value as Let
from assay.plan.spelled import Spelling
from assay.render.words_values import Value, duration, given, line, listed, quoted
from assay.values import SCALE, ZoneRules

_KINDS = {
    **dict.fromkeys(("fold", "domain", "min_text", "max_text", "min_rank", "max_rank"), "text"),
    **dict.fromkeys(("elapsed",), "duration"),
    **dict.fromkeys(("shift", "back", "midnight"), "time"),
    "day": "date",
    "fold_list": "list",
    "rank": "stage",
}
_SAME_KIND = frozenset({"min", "max", "neg", "abs", "presume"})
_SIGNS = {"add": "+", "sub": "-", "mul": "×", "div": "÷"}
_CALLS = {"length": "length of", "domain": "domain of", "abs": "size of", "round": "rounded", "whole": "whole part of"}
_ORDERED = {
    "number": {"lt": "under {}", "le": "{} or less", "gt": "over {}", "ge": "{} or more"},
    "date": {"lt": "before {}", "le": "{} or earlier", "gt": "after {}", "ge": "{} or later"},
    "duration": {"lt": "under {}", "le": "{} or less", "gt": "more than {}", "ge": "{} or more"},
    "stage": {"lt": "below {}", "le": "{} or lower", "gt": "above {}", "ge": "{} or higher"},
    "text": {"lt": "before {}", "le": "{} or before", "gt": "after {}", "ge": "{} or after"},
}
FEW = 5  # items of a list that are told beside its name
_FORM = re.compile(r" \((?:exact|exact words|words|days|times)\)'*$")
_OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TEXT_VERBS = {
    "contains": ("contains", "does not contain"),
    "starts_with": ("starts with", "does not start with"),
    "ends_with": ("ends with", "does not end with"),
    "mentions": ("mentions", "does not mention"),
    "like": ("fits", "does not fit"),
    "has": ("contains", "does not contain"),
}


def list_name(stored: str) -> str:
    """A list's own name: the plan stores a list once for each way its items are spelled."""
    return line(_FORM.sub("", stored))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one plan, about one lead: `lead` are its values, shown as they were given. `as_written`: groups
    and aggregates by their names in the rules."""

    plan: Plan
    zone: ZoneRules
    lead: Mapping[str, Value]
    spelling: Spelling
    lets: Mapping[str, Let]
    aggregates: Mapping[str, Aggregate]
    as_written: bool = False

    # --- values ------------------------------------------------------------------------------------------

    def value(self, expr: Expr) -> str:
        """What an expression is about: "employees", "days since created", "domain of email"."""
        match expr:
            case Const():
                return self.constant(expr)
            case ConstSet():
                return self.items(expr)
            case LeadField() | ActivityField():
                return line(expr.name)
            case Var():
                return self._var(expr.name)
            case Op():
                return self._computed(expr)

    def _var(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        if self.as_written and prefix in ("group", "grade", "aggregate"):
            return self._written(prefix, rest)
        match prefix:
            case "group":
                return next((line(g.label or g.name) for g in self.plan.groups if g.name == rest), rest)
            case "grade":
                return f"grade of {rest}"
            case "aggregate":
                return self._aggregate(self.aggregates[rest])
            case "stage_before":
                return "stage"
            case "as_of":
                return "the moment of scoring"
            case _:
                return rest.partition("?")[0] if rest else prefix

    def _written(self, prefix: str, rest: str) -> str:
        if prefix == "aggregate":
            return line(self.aggregates[rest].text)
        return f"grade({rest})" if prefix == "grade" else rest

    def _aggregate(self, found: Aggregate) -> str:
        if found.function != "count" or found.where is None:
            return line(found.text)
        return f"number of activities where {self.condition(found.where)}{self._window(found.within)}"

    def _window(self, within: int | None) -> str:
        return "" if within is None else f" in the last {duration(within)}"

    def _computed(self, expr: Op) -> str:
        inner = expr.args[0]
        if expr.op in _SIGNS:
            return f"{self._operand(inner)} {_SIGNS[expr.op]} {self._operand(expr.args[1])}"
        if expr.op == "elapsed":
            return self._elapsed(expr)
        if expr.op in ("days", "weeks"):
            return f"{expr.op} {self.value(inner).removeprefix('time ')}"
        if expr.op in _CALLS:
            return f"{_CALLS[expr.op]} {self._operand(inner)}"
        if expr.op in ("min", "max", "min_text", "max_text", "min_rank", "max_rank"):
            which = "smaller" if expr.op.startswith("min") else "larger"
            return f"the {which} of {self.value(inner)} and {self.value(expr.args[1])}"
        if expr.op in ("shift", "back"):
            return f"{self.value(expr.args[1])} {'after' if expr.op == 'shift' else 'before'} {self.value(inner)}"
        if expr.op == "periods":
            return f"full {self.value(expr.args[1])} since {self.value(inner)}"
        return f"-{self._operand(inner)}" if expr.op == "neg" else self.value(inner)

    def _operand(self, expr: Expr) -> str:
        return f"({self.value(expr)})" if isinstance(expr, Op) and expr.op in _SIGNS else self.value(expr)

    def _elapsed(self, expr: Op) -> str:
        end, start = expr.args
        if end == Var("var", "as_of"):
            return f"time since {self.value(start)}"
        if start == Var("var", "as_of"):
            return f"time until {self.value(end)}"
        return f"time from {self.value(start)} to {self.value(end)}"

    def kind(self, expr: Expr) -> str:
        """The kind of a value, as `words_values.given` takes it."""
        match expr:
            case LeadField():
                return next((field.kind for field in self.plan.lead.fields if field.name == expr.name), "text")
            case ActivityField():
                return next((field.kind for field in self.plan.activity.fields if field.name == expr.name), "text")
            case Const() | ConstSet():
                return expr.kind
            case Var():
                return self._var_kind(expr.name)
            case Op() if expr.op in _SAME_KIND:
                return self.kind(expr.args[0])
            case Op():
                return _KINDS.get(expr.op, "number")

    def _var_kind(self, name: str) -> str:
        if name in self.lets:
            return self.lets[name].kind
        if name.startswith("aggregate:"):
            return self.aggregates[name.removeprefix("aggregate:")].kind
        if name.startswith("stage"):
            return "stage"
        return {"as_of": "time", "route": "text", "disqualified": "boolean"}.get(name, "number")

    def constant(self, expr: Const) -> str:
        if expr.kind == "text" and isinstance(expr.value, str):
            return quoted(self.spelling(expr.value))
        if expr.kind == "stage" and isinstance(expr.value, int):
            return self.plan.stages[expr.value].name
        return given(expr.value, expr.kind, self.spelling, self.zone)

    def items(self, expr: ConstSet) -> str:
        """The items of a set: by its name, with the first few; or all of a short one."""
        if expr.name is not None:
            return list_name(expr.name) + self._few(expr.name)
        return listed([self.constant(Const("const", expr.kind, item)) for item in expr.items])

    def _few(self, stored: str) -> str:
        """The items of a short list, behind its name."""
        found = next((one for one in self.plan.lists if one.name == stored), None)
        if found is None or len(found.items) > FEW:
            return ""
        return f" ({', '.join(self.constant(Const('const', found.kind, item)) for item in found.items)})"

    def shown(self, expr: Expr, value: Value) -> str:
        """A value an expression had, as the lead has it where it is a field."""
        core = expr
        while isinstance(core, Op) and core.op in ("fold", "fold_list", "midnight", "day", "presume"):
            core = core.args[0]
        if isinstance(expr, Op) and expr.op == "rank" and isinstance(value, int):
            ranks = expr.args[1]
            assert isinstance(ranks, ConstSet)
            return quoted(self.spelling(str(ranks.items[value // SCALE])))
        if isinstance(core, LeadField) and self.lead.get(core.name) is not None:
            value, expr = self.lead[core.name], core
        if isinstance(expr, Var) and isinstance(value, str):
            return quoted(self.spelling(value))
        if self.kind(expr) == "stage":
            return "none" if value is None else self.plan.stages[int(value)].name  # type: ignore[arg-type]
        return given(value, self.kind(expr), self.spelling, self.zone)

    # --- conditions --------------------------------------------------------------------------------------

    def condition(self, expr: Expr, *, negated: bool = False) -> str:
        """A condition, or its opposite, as a clause: "country is in emea and employees is 200 or more"."""
        expr = self._opened(expr)
        match expr:
            case Op(op="not"):
                return self.condition(expr.args[0], negated=not negated)
            case Op(op="and" | "or"):
                return self._joined(expr, negated=negated)
            case Op(op="at_least"):
                return self._at_least(expr, negated=negated)
            case Op():
                return self._comparison(expr, negated=negated)
            case Const():
                return "always" if expr.value is not negated else "never"
            case Var() if expr.name.startswith("aggregate:"):
                return self._some_activity(self.aggregates[expr.name.removeprefix("aggregate:")], negated=negated)
            case Var() if expr.name == "disqualified":
                return "not disqualified" if negated else "disqualified"
            case Var() if expr.name in self.lets:
                return f"not {self.value(expr)}" if negated else self.value(expr)
            case _:
                return f"{self.value(expr)} is {'no' if negated else 'yes'}"

    def _opened(self, expr: Expr) -> Expr:
        """A kind of activity is told by what it is; what a `let` says of the lead, by its name."""
        while isinstance(expr, Var) and expr.name in self.lets and self.lets[expr.name].scope == "activity":
            expr = self.lets[expr.name].value
        return expr

    def _joined(self, expr: Op, *, negated: bool) -> str:
        joint = "and" if (expr.op == "and") is not negated else "or"
        parts = [self._part(part, joint, negated=negated) for part in expr.args]
        return f" {joint} ".join(parts)

    def _part(self, part: Expr, joint: str, *, negated: bool) -> str:
        """In brackets where `and` stands beside `or`."""
        text = self.condition(part, negated=negated)
        part = self._opened(part)
        while isinstance(part, Op) and part.op == "not":
            part, negated = part.args[0], not negated
        mixed = (
            isinstance(part, Op)
            and part.op in ("and", "or")
            and ((part.op == "and") is not negated) != (joint == "and")
        )
        return f"({text})" if mixed else text

    def _at_least(self, expr: Op, *, negated: bool) -> str:
        count = self.value(expr.args[0])
        parts = "; ".join(self.condition(part) for part in expr.args[1:])
        return f"{'fewer than' if negated else 'at least'} {count} of: {parts}"

    def _some_activity(self, found: Aggregate, *, negated: bool) -> str:
        if found.kind != "boolean" or found.function not in ("any", "none") or found.where is None:
            return f"{line(found.text)} is {'no' if negated else 'yes'}"
        some = (found.function == "any") is not negated
        return f"{'an' if some else 'no'} activity where {self.condition(found.where)}{self._window(found.within)}"

    def _comparison(self, expr: Op, *, negated: bool) -> str:
        subject = self.value(expr.args[0])
        if expr.op in ("known", "missing"):
            return f"{subject} is {'given' if (expr.op == 'known') is not negated else 'missing'}"
        if expr.op in _OPPOSITE:
            return f"{subject} {self._ordered(_OPPOSITE[expr.op] if negated else expr.op, expr)}"
        if expr.op == "in_set":
            return f"{subject} {self._among(expr.args[1], negated=negated)}"
        verbs = _TEXT_VERBS.get(expr.op.removesuffix("_any"))
        if verbs is None:
            return f"{subject} is {'no' if negated else 'yes'}"
        return f"{subject} {verbs[negated]} {self.value(expr.args[1])}"

    def _ordered(self, op: str, expr: Op) -> str:
        left, right = expr.args
        other = self._ranked(left, right) or self.value(right)
        if op in ("eq", "ne"):
            return f"is {'not ' if op == 'ne' else ''}{other}"
        kind = {"time": "date", "one of": "text"}.get(self.kind(left), self.kind(left))
        return "is " + _ORDERED.get(kind, _ORDERED["number"])[op].format(other)

    def _ranked(self, left: Expr, right: Expr) -> str | None:
        """The declared value behind a rank."""
        if not isinstance(left, Op) or left.op != "rank" or not isinstance(right, Const):
            return None
        return self.shown(left, right.value)

    def _among(self, items: Expr, *, negated: bool) -> str:
        not_ = "not " if negated else ""
        named = not isinstance(items, ConstSet) or items.name is not None
        return f"is {not_}{'in ' if named else ''}{self.value(items)}"


def words_of(plan: Plan, zone: ZoneRules, lead: Mapping[str, Value]) -> Words:
    """The words for a lead scored by a plan."""
    lets = {let.name: let for let in plan.values}
    aggregates = {found.id: found for found in plan.aggregates}
    return Words(plan, zone, lead, Spelling(plan), lets, aggregates)
