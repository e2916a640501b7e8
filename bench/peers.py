"""Other engines, each with the model in its own terms and in the quickest way it offers.

Every peer is a function from the rules to a function from a lead to (score, names of the rules that fired). Rules
are compiled once; where an engine can give a list from one expression, it does. A null never matches.
"""

import json
from collections.abc import Callable, Iterable
from itertools import compress
from typing import Any, cast

from bench.model import NUMBERS, TEXTS, Between, Equal, Lead, OneOf, Part, Rule

Answer = tuple[int, list[str]]
Scoring = Callable[[Lead], Answer]


def _collected(rules: list[Rule], truths: Callable[[Lead], Iterable[object]]) -> Scoring:
    names, points = [rule.name for rule in rules], [rule.points for rule in rules]

    def score(lead: Lead) -> Answer:
        found = list(truths(lead))
        return sum(compress(points, found)), list(compress(names, found))

    return score


def _quoted(text: str) -> str:
    return json.dumps(text)


def _infix(rule: Rule, null: str, also: str, one_of: str = "in", number: str = "{}") -> str:
    """A condition in the manner of C or Python."""

    def part(one: Part) -> str:
        match one:
            case Equal(field, value):
                return f"{field} == {_quoted(value)}"
            case OneOf(field, values):
                return f"{field} {one_of} [{', '.join(map(_quoted, values))}]"
            case Between(field, low, high):
                bounds = [f"{field} != {null}"]
                bounds += [f"{field} >= {number.format(low)}"] if low is not None else []
                bounds += [f"{field} <= {number.format(high)}"] if high is not None else []
                return f"({f' {also} '.join(bounds)})"

    return f" {also} ".join(map(part, rule.parts))


def datalogic(rules: list[Rule]) -> Scoring:
    """datalogic-py: one array of conditions, a session, the lead handed over as a dict."""
    from datalogic_py import DataHandle, Engine

    engine = Engine()
    session = engine.session()
    compiled = engine.compile([_logic(rule) for rule in rules])
    return _collected(rules, lambda lead: session.evaluate_data(compiled, DataHandle(lead)))


def _logic(rule: Rule) -> object:
    parts = [_logic_part(part) for part in rule.parts]
    return parts[0] if len(parts) == 1 else {"and": parts}


def _logic_part(part: Part) -> object:
    var = {"var": part.field}
    match part:
        case Equal(_, value):
            return {"==": [var, value]}
        case OneOf(_, values):
            return {"in": [var, list(values)]}
        case Between(_, low, None):
            return {"and": [{"!=": [var, None]}, {">=": [var, low]}]}
        case Between(_, None, high):
            return {"and": [{"!=": [var, None]}, {"<=": [var, high]}]}
        case Between(_, low, high):
            return {"and": [{"!=": [var, None]}, {"<=": [low, var, high]}]}


def zen(rules: list[Rule]) -> Scoring:
    """zen-engine: one compiled expression that gives a list."""
    from zen import compile_expression

    compiled = compile_expression(f"[{', '.join(_infix(rule, 'null', 'and') for rule in rules)}]")
    return _collected(rules, compiled.evaluate)


def cel_rust(rules: list[Rule]) -> Scoring:
    """common-expression-language: one compiled program that gives a list."""
    from cel import compile as compile_program

    conditions = [f"({_infix(rule, 'null', '&&')})" for rule in rules]
    program = compile_program(f"[{', '.join(conditions)}]")
    return _collected(rules, program.execute)


def simple_eval(rules: list[Rule]) -> Scoring:
    """simpleeval: every rule parsed beforehand."""
    from simpleeval import EvalWithCompoundTypes

    evaluator = EvalWithCompoundTypes()
    parsed = [(text, evaluator.parse(text)) for text in (_infix(rule, "None", "and") for rule in rules)]

    def truths(lead: Lead) -> Iterable[object]:
        evaluator.names = {"None": None, **lead}
        return [evaluator.eval(text, previously_parsed=tree) for text, tree in parsed]

    return _collected(rules, truths)


def rule_engine(rules: list[Rule]) -> Scoring:
    """rule-engine: one Rule each."""
    from rule_engine import Context
    from rule_engine import Rule as Compiled

    context = Context(default_value=None)
    compiled = [Compiled(_infix(rule, "null", "and"), context=context) for rule in rules]
    return _collected(rules, lambda lead: [one.matches(lead) for one in compiled])


def json_logic(rules: list[Rule]) -> Scoring:
    """json-logic-qubit: one condition each."""
    from json_logic import jsonLogic

    conditions = [_logic(rule) for rule in rules]
    return _collected(rules, lambda lead: [jsonLogic(one, lead) for one in conditions])


def business_rules(rules: list[Rule]) -> Scoring:
    """business-rules: all rules in one run, an action notes what fired."""
    from business_rules import actions, fields, run_all, variables

    members: dict[str, object] = {"__init__": lambda self, lead: setattr(self, "lead", lead)}
    for name in TEXTS:
        members[name] = variables.string_rule_variable()(lambda self, name=name: self.lead[name] or "")
    for name in NUMBERS:
        members[name] = variables.numeric_rule_variable()(
            lambda self, name=name: -1 if self.lead[name] is None else self.lead[name]
        )
    known = type("Known", (variables.BaseVariables,), members)

    class Note(actions.BaseActions):  # type: ignore[misc]
        def __init__(self) -> None:
            self.fired: list[int] = []

        @actions.rule_action(params={"index": fields.FIELD_NUMERIC})  # type: ignore[untyped-decorator]
        def note(self, index: int) -> None:
            self.fired.append(index)

    written = [
        {
            "conditions": {"all": [_business(part) for part in rule.parts]},
            "actions": [{"name": "note", "params": {"index": at}}],
        }
        for at, rule in enumerate(rules)
    ]

    def score(lead: Lead) -> Answer:
        note = Note()
        run_all(rule_list=written, defined_variables=known(lead), defined_actions=note, stop_on_first_trigger=False)
        fired = [rules[at] for at in note.fired]
        return sum(rule.points for rule in fired), [rule.name for rule in fired]

    return score


def _business(part: Part) -> object:
    def test(operator: str, value: object) -> dict[str, object]:
        return {"name": part.field, "operator": operator, "value": value}

    match part:
        case Equal(_, value):
            return test("equal_to", value)
        case OneOf(_, values):
            return {"any": [test("equal_to", value) for value in values]}
        case Between(_, low, high):
            bounds = [test("greater_than_or_equal_to", low or 0)]
            bounds += [test("less_than_or_equal_to", high)] if high is not None else []
            return {"all": bounds}


def cel_python(rules: list[Rule]) -> Scoring:
    """cel-python: one program each, run by its compiling runner. Its null compares with nothing, so missing texts
    are handed over empty and missing numbers as -1."""
    import celpy
    from celpy.adapter import json_to_cel

    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    conditions = [_infix(rule, "null", "&&").replace(" != null", " >= 0") for rule in rules]
    programs = [environment.program(environment.compile(one)) for one in conditions]

    def truths(lead: Lead) -> Iterable[object]:
        known = json_to_cel({name: _instead(name) if value is None else value for name, value in lead.items()})
        return [bool(program.evaluate(cast(Any, known))) for program in programs]

    return _collected(rules, truths)


def _instead(name: str) -> str | int:
    return -1 if name in NUMBERS else ""


# Name, package to install, how to build it, and with how many rules it is still worth waiting for.
PEERS: tuple[tuple[str, str, Callable[[list[Rule]], Scoring], int], ...] = (
    ("datalogic", "datalogic-py", datalogic, 10_000),
    ("zen-engine", "zen-engine", zen, 10_000),
    ("cel (Rust)", "common-expression-language", cel_rust, 1_000),
    ("simpleeval", "simpleeval", simple_eval, 100),
    ("json-logic", "json-logic-qubit", json_logic, 100),
    ("business-rules", "business-rules", business_rules, 100),
    ("rule-engine", "rule-engine", rule_engine, 1_000),
    ("cel-python", "cel-python", cel_python, 100),
)
