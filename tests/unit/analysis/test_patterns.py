"""Texts in classes by what patterns say of them."""

from itertools import product
from random import Random

import pytest

from assay.analysis.solver.abstract import Setting, abstract, exactly, truths
from assay.analysis.solver.patterns import patterns_of, samples
from assay.plan.nodes import Const, ConstSet, Expr, LeadField, Op
from assay.values import ZoneRules

FIELD = LeadField("lead", "title")
FOLDED = Op("op", "fold", (FIELD,))
DOMAIN = Op("op", "fold", (Op("op", "domain", (FIELD,)),))
SETTING = Setting(0, ZoneRules((0,), (0,)), lambda constants: constants.items)
PIECES = ("ab", "a", "b c", "c", "a@b", "b.c", "aa")


def say(leaves: list[Expr], text: str) -> tuple[int, ...]:
    value = exactly(text)
    return tuple(truths(abstract(SETTING, leaf, lambda e: value if e == FIELD else None)) for leaf in leaves)


def leaf(random: Random) -> Expr:
    subject = random.choice((FOLDED, FOLDED, DOMAIN))
    items = tuple(random.sample(PIECES, random.randint(1, 3)))
    match random.randrange(6):
        case 0:
            return Op("op", "eq", (subject, Const("const", "text", items[0])))
        case 1:
            return Op("op", "like", (subject, Const("const", "text", random.choice(("a*b", "?b*", "*c", "a?", "**")))))
        case 2:
            return Op("op", "mentions", (FOLDED, ConstSet("set", "text", items)))
        case 3:
            return Op("op", "known", (subject,))
        case at:
            op = random.choice(("in_set", "contains_any", "starts_with_any", "ends_with_any"))
            return Op("op", op, (subject, ConstSet("set", "text", items[: at - 3] or items)))


@pytest.mark.parametrize("seed", range(60))
def test_no_text_says_what_no_sample_says(seed: int) -> None:
    """Every short text over the letters of the patterns, and many longer ones."""
    random = Random(seed)
    leaves = [leaf(random) for _ in range(random.randint(1, 4))]
    asked = patterns_of(SETTING, FIELD, leaves)
    assert asked is not None
    found, complete = samples(asked)
    assert complete
    answers = {say(leaves, text) for text in found}
    texts = ["".join(chosen) for size in (1, 2, 3) for chosen in product("abc@ .z", repeat=size)]
    texts += ["".join(random.choice((*PIECES, " ", "z", "@")) for _ in range(random.randint(2, 6))) for _ in range(400)]
    for text in texts:
        if text.strip() == text and text:
            assert say(leaves, text) in answers, (text, leaves)


def test_folded_and_exact_are_not_mixed() -> None:
    raw = Op("op", "eq", (FIELD, Const("const", "text", "A")))
    folded = Op("op", "eq", (FOLDED, Const("const", "text", "a")))
    assert patterns_of(SETTING, FIELD, [raw, folded]) is None


def test_many_phrases_stay_few_classes() -> None:
    words = ("ceo", "cto", "head of growth", "managing director", "founder", "owner", "vp", "chief", "director")
    leaves: list[Expr] = [
        Op("op", "mentions", (FOLDED, ConstSet("set", "text", words))),
        Op("op", "mentions", (FOLDED, ConstSet("set", "text", ("intern", "trainee", "job seeker")))),
        Op("op", "mentions", (FOLDED, ConstSet("set", "text", ("manager", "lead", "analyst", "intern")))),
    ]
    asked = patterns_of(SETTING, FIELD, leaves)
    assert asked is not None
    found, complete = samples(asked)
    assert complete
    assert len({say(leaves, text) for text in found}) == 8
