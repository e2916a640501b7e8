"""Every operation, on known and missing values, in tables and in plain code (`verdict` holds both to the same)."""

import pytest

from assay.plan.nodes import Const, Expr
from assay.values import DAY, HOUR
from tests.unit.record.plans import AS_OF, country, fold, lead, number, op, text, texts, var, verdict

COUNTRY, CODE, TITLE, EMAIL = fold(lead("country")), lead("code"), fold(lead("title")), lead("email")
STAFF, VISITS, VIP = lead("employees"), lead("visits"), lead("vip")
ITEMS = op("fold_list", lead("interests"))
TRUE, UNKNOWN, FALSE = op("known", lead("id")), country("nl"), op("missing", lead("id"))


def duration(value: int) -> Const:
    return Const("const", "duration", value)


def moment(value: int) -> Const:
    return Const("const", "time", value)


def date(value: int) -> Const:
    return Const("const", "date", value)


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (op("eq", COUNTRY, text("nl")), {"country": " NL "}, True),
        (op("eq", COUNTRY, text("nl")), {"country": "BE"}, False),
        (op("eq", COUNTRY, text("nl")), {"country": " "}, None),
        (op("eq", COUNTRY, text("nl")), {"country": "N/A"}, None),
        (op("eq", CODE, text("Nl")), {"code": " Nl"}, True),
        (op("eq", CODE, text("Nl")), {"code": "NL"}, False),
        (op("ne", COUNTRY, text("nl")), {"country": "be"}, True),
        (op("ne", COUNTRY, text("nl")), {}, None),
        (op("lt", COUNTRY, text("de")), {"country": "BE"}, True),
        (op("ge", COUNTRY, text("de")), {"country": "BE"}, False),
        (op("eq", COUNTRY, TITLE), {"country": "a", "title": "A"}, True),
        (op("eq", COUNTRY, TITLE), {"country": "a"}, None),
        (op("in_set", COUNTRY, texts("nl", "be")), {"country": "Be"}, True),
        (op("in_set", COUNTRY, texts("nl", "be")), {"country": "De"}, False),
        (op("in_set", COUNTRY, texts("nl", "be")), {}, None),
        (op("in_set", COUNTRY, texts()), {"country": "De"}, False),
        (op("contains", COUNTRY, TITLE), {"country": "abc", "title": "B"}, True),
        (op("contains_any", TITLE, texts("vp", "chief")), {"title": "The Chief"}, True),
        (op("starts_with_any", TITLE, texts("vp", "chief")), {"title": "The Chief"}, False),
        (op("starts_with", TITLE, text("the")), {"title": "The Chief"}, True),
        (op("ends_with", TITLE, text("chief")), {"title": "The Chief "}, True),
        (op("ends_with_any", TITLE, texts("x")), {}, None),
        (op("mentions", TITLE, texts("cto")), {"title": "Director"}, False),
        (op("mentions", TITLE, texts("cto", "vice president")), {"title": "(Vice) President"}, True),
        (op("mentions", TITLE, texts("c o")), {"title": "c.o"}, True),
        (op("mentions", TITLE, texts("c")), {"title": "C++"}, False),
        (op("like", op("domain", EMAIL), text("*.edu")), {"email": "a@b@x.edu"}, True),
        (op("like", TITLE, text("?p*")), {"title": "VP of x"}, True),
        (op("eq", fold(op("domain", EMAIL)), text("x.nl")), {"email": "a@X.nl"}, True),
        (op("eq", fold(op("domain", EMAIL)), text("x.nl")), {"email": "a at x.nl"}, None),
        (op("eq", fold(op("domain", EMAIL)), text("x.nl")), {"email": "a@"}, None),
        (op("eq", op("length", lead("title")), number(2)), {"title": " 😀é "}, True),
        (op("eq", op("rank", COUNTRY, texts("de", "nl")), number(1)), {"country": "NL"}, True),
        (op("eq", op("rank", COUNTRY, texts("de", "nl")), number(1)), {"country": "BE"}, None),
        (op("eq", fold(op("min_text", lead("country"), lead("title"))), text("a")), {"country": "B", "title": "a"}, True),
        (op("eq", fold(op("max_text", lead("country"), lead("title"))), text("b")), {"country": "B", "title": "a"}, True),
        (op("eq", op("min_rank", COUNTRY, TITLE, texts("z", "a")), text("z")), {"country": "A", "title": "Z"}, True),
        (op("eq", op("max_rank", COUNTRY, TITLE, texts("z", "a")), text("a")), {"country": "q", "title": "Z"}, None),
        (op("has", ITEMS, COUNTRY), {"interests": "a, NL", "country": "nl"}, True),
        (op("has_any", ITEMS, texts("x", "b")), {"interests": ["a", "B"]}, True),
        (op("has_any", ITEMS, texts("x")), {"interests": []}, False),
        (op("has_any", ITEMS, texts("x")), {"interests": ""}, None),
        (op("eq", STAFF, number(200)), {"employees": "200.00"}, True),
        (op("lt", STAFF, number(200)), {"employees": 199.9999}, True),
        (op("le", STAFF, number(200)), {"employees": 200}, True),
        (op("gt", STAFF, number(200)), {"employees": 200}, False),
        (op("ge", STAFF, number(200)), {"employees": "2e2"}, True),
        (op("ge", STAFF, number(200)), {"employees": 10**14}, None),
        (op("lt", STAFF, number(-200)), {"employees": -(10**14) + 1}, True),
        (op("eq", op("add", STAFF, VISITS), number(5)), {"employees": 2, "visits": 3}, True),
        (op("eq", op("add", STAFF, VISITS), number(5)), {"employees": 2}, None),
        (op("eq", op("sub", STAFF, VISITS), number(-1)), {"employees": 2, "visits": 3}, True),
        (op("eq", op("mul", STAFF, VISITS), number(0.0001)), {"employees": "0.005", "visits": "0.01"}, True),
        (op("eq", op("div", STAFF, VISITS), number(0.6667)), {"employees": 2, "visits": 3}, True),
        (op("eq", op("div", STAFF, VISITS), number(1)), {"employees": 2, "visits": 0}, None),
        (op("gt", op("mul", STAFF, STAFF), number(1)), {"employees": 10**8}, None),
        (op("eq", op("neg", STAFF), number(-2)), {"employees": 2}, True),
        (op("eq", op("abs", STAFF), number(2)), {"employees": -2}, True),
        (op("eq", op("round", STAFF), number(-3)), {"employees": "-2.5"}, True),
        (op("eq", op("whole", STAFF), number(-2)), {"employees": "-2.9"}, True),
        (op("eq", op("min", STAFF, VISITS), number(2)), {"employees": 2, "visits": 3}, True),
        (op("eq", op("max", STAFF, VISITS), number(3)), {"employees": 2, "visits": 3}, True),
        (VIP, {"vip": "yes"}, True),
        (op("not", VIP), {"vip": 0}, True),
        (op("not", VIP), {}, None),
        (op("lt", lead("born"), date(0)), {"born": "1969-12-31"}, True),
        (op("gt", lead("created"), moment(AS_OF - DAY)), {"created": "2024-10-03 00:00:00.000001"}, True),
        (op("gt", lead("created"), moment(AS_OF - DAY)), {"created": "2024-10-03"}, False),
        (op("eq", op("day", lead("created")), date(19_999)), {"created": "2024-10-03 23:59"}, True),
        (op("eq", op("midnight", lead("born")), moment(AS_OF)), {"born": "2024-10-04"}, True),
        (op("eq", op("shift", lead("created"), duration(DAY)), var("as_of")), {"created": "2024-10-03"}, True),
        (op("eq", op("back", lead("created"), duration(DAY)), moment(AS_OF - DAY)), {"created": "2024-10-04"}, True),
        (op("eq", op("days", op("elapsed", var("as_of"), lead("created"))), number(1)), {"created": "2024-10-02 00:01"}, True),
        (op("eq", op("days", op("elapsed", var("as_of"), lead("created"))), number(0)), {"created": "2024-10-04 23:00"}, True),
        (op("eq", op("weeks", op("elapsed", var("as_of"), lead("created"))), number(2)), {"created": "2024-09-20"}, True),
        (op("eq", op("periods", lead("created"), duration(HOUR)), number(24)), {"created": "2024-10-03"}, True),
        (op("eq", op("periods", lead("created"), duration(HOUR)), number(0)), {"created": "2024-10-09"}, True),
        (op("known", lead("title")), {"title": "a"}, True),
        (op("missing", lead("title")), {}, True),
        (op("missing", lead("title")), {"title": "n/A"}, True),
        (op("presume", UNKNOWN, Const("const", "boolean", True)), {}, True),
        (op("presume", UNKNOWN, Const("const", "boolean", True)), {"country": "be"}, False),
    ],
)  # fmt: skip
def test_operations(test: Expr, given: dict[str, object], expected: bool | None) -> None:
    assert verdict(test, {"id": "1", **given}) is expected


VALUES = {True: TRUE, False: FALSE, None: UNKNOWN}


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_kleene_logic(left: bool | None, right: bool | None) -> None:
    both = False if False in (left, right) else None if None in (left, right) else True
    either = True if True in (left, right) else None if None in (left, right) else False
    known = {"id": "1"}
    assert verdict(op("and", VALUES[left], VALUES[right]), known) is both
    assert verdict(op("or", VALUES[left], VALUES[right]), known) is either
    assert verdict(op("not", op("and", VALUES[left], VALUES[right])), known) is (None if both is None else not both)
    assert verdict(op("eq", op("not", VALUES[left]), VALUES[right]), known) is (
        None if None in (left, right) else (not left) == right
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((True, True, None), True),
        ((True, None, False), None),
        ((True, None, None), None),
        ((True, False, False), False),
        ((False, None, False), False),
        ((None, None, None), None),
    ],
)
def test_at_least_two_of_three(parts: tuple[bool | None, ...], expected: bool | None) -> None:
    test = op("at_least", number(2), *(VALUES[part] for part in parts))
    assert verdict(test, {"id": "1"}) is expected
    assert verdict(op("not", test), {"id": "1"}) is (None if expected is None else not expected)
