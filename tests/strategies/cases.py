"""A case: a rule set with leads to score by it. One seed makes all of it."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.strategies.dice import Dice
from tests.strategies.records import Lead, make_lead
from tests.strategies.rulesets import RuleSet, make_rule_set


@dataclass(frozen=True)
class Case:
    rules: RuleSet
    leads: tuple[Lead, ...]
    seed: int = 0

    def __repr__(self) -> str:
        return f"Case(seed={self.seed}, rules of {len(self.rules.text.splitlines())} lines, {len(self.leads)} leads)"


def make_case(seed: int, size: int = 6, leads: int = 8) -> Case:
    dice = Dice(seed)
    rules = make_rule_set(dice, size)
    return Case(rules, tuple(make_lead(dice, rules) for _ in range(leads)), seed)


def cases(most_rules: int = 10, leads: int = 8) -> st.SearchStrategy[Case]:
    """Cases of up to about `most_rules` rules. Shrink a failing one with `strategies.smaller`, not by its seed."""
    seeds = st.integers(0, 2**40)
    return st.builds(make_case, seeds, st.integers(1, most_rules), st.just(leads))
