"""Rules with mistakes put into them: what the safe fixes make of them means what it meant before, and is left alone
when it is fixed again."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.check import Checked, load_text
from assay.fixes import apply_fixes
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.plan import plan
from assay.source import Source
from assay.syntax.table import table
from assay.syntax.tokens import scan
from tests.properties.test_coverage import with_examples
from tests.strategies.rulesets import RuleSet

TODAY = 20_778
MOST = 5
FOREIGN = {"==": ("=",), "and": ("&&", "AND"), "or": ("||", "OR"), "!=": ("<>",), "not": ("NOT",)}
QUOTES = ("“{}”", "‘{}’", "'{}'")


def broken(text: str, seed: int) -> str:
    """The text with a few tokens as other languages have them, or as a word processor makes them."""
    dice, pieces, before = random.Random(seed), [], 0
    for token in scan(Source("plain", text), table()).tokens:
        written = text[token.start : token.end]
        pieces.append(text[before : token.start])
        before = token.end
        pieces.append(_mistaken(written, dice) if dice.random() < 0.05 else written)
    return "".join((*pieces, text[before:]))


def _mistaken(written: str, dice: random.Random) -> str:
    if written in FOREIGN:
        return dice.choice(FOREIGN[written])
    inside = written[1:-1]
    if written[:1] == '"' and written[-1:] == '"' and inside and all(ch.isalnum() or ch == " " for ch in inside):
        return dice.choice(QUOTES).format(inside)
    return written


def fixed(text: str) -> tuple[str, Checked]:
    """The text after as many runs of `check --fix` as change anything."""
    for _ in range(MOST):
        checked = load_text(text)
        found = checked.diagnostics if checked.model is None else lint(Context(checked.model, TODAY), LINTS.values())
        changed = apply_fixes(found, unsafe=False)
        if not changed:
            return text, checked
        (one,) = changed
        assert one.text != text
        text = one.text
    raise AssertionError(f"fixes go on and on:\n{text}")


@settings(max_examples=max(20, settings.get_profile(settings.get_current_profile_name()).max_examples // 5))
@given(st.builds(with_examples, st.integers(0, 2**40), st.integers(1, 6)), st.integers(0, 2**20))
def test_safe_fixes_keep_the_meaning(rules: RuleSet, seed: int) -> None:
    before = load_text(rules.text)
    assert before.model is not None
    text, after = fixed(broken(rules.text, seed))
    if after.model is not None:
        assert plan(after.model).rules_version == plan(before.model).rules_version, text
