"""What is too deep, too long or too much gets a sentence; everything short of it is read."""

import time

import pytest

from assay.source import Source
from assay.syntax import limits, parse, printer
from assay.syntax.parser import parse_stretch
from tests.unit.syntax.reading import expression, found

CHAINS = [
    ("when " + " or ".join(f"a{n}" for n in range(1_000)) + " add 5", "or"),
    ("when " + " and ".join(f"a{n}" for n in range(1_000)) + " add 5", "and"),
    ("when a add " + " + ".join(f"a{n}" for n in range(1_000)), "+"),
    ("when " + " implies ".join(f"a{n}" for n in range(1_000)) + " add 5", "implies"),
    ("when " + "not " * 1_000 + "a add 5", "n"),
    ("when a add " + "-" * 1_000 + "a", "-"),
    ("when " + " or ".join(f"not (a{n} and {n} > 1)" for n in range(1_000)) + " add 5", "or"),
]


@pytest.mark.parametrize(("text", "place"), CHAINS, ids=[place for _, place in CHAINS])
def test_a_chain_too_long(text: str, place: str) -> None:
    parsed = found(f"when before add 1\n{text}\nwhen after add 1\n")
    assert [d.code.name for d in parsed.diagnostics] == ["too-deep"]
    assert parsed.diagnostics[0].span.text == place
    assert [printer.rule(rule) for rule in parsed.file.statements] == ["when before add 1", "when after add 1"]  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["or", "and", "+", "implies"])
def test_a_chain_as_long_as_may_be(word: str) -> None:
    longest = f" {word} ".join(f"name{n}" for n in range(limits.HEIGHT))
    tree = expression(longest)
    assert printer.expression(tree) == longest
    assert tree == expression(longest)
    assert hash(tree) == hash(expression(longest))
    assert found(f"let x = {longest} {word} last").diagnostics[0].code.name == "too-deep"


def test_a_list_may_be_long() -> None:
    items = ", ".join(f'"{n}"' for n in range(20_000))
    assert not found(f"when a in [{items}] add 5").diagnostics
    conditions = ", ".join(f"a{n} > {n}" for n in range(5_000))
    assert not found(f"when at least 3 of [{conditions}] add 5").diagnostics


def test_chains_within_brackets_count_together() -> None:
    part = " or ".join(f"a{n}" for n in range(90))
    assert not found(f"when {part} or ({part}) add 5").diagnostics
    nested = part
    for _ in range(3):
        nested = f"({nested}) or {part}"
    assert [d.code.name for d in found(f"when {nested} add 5").diagnostics] == ["too-deep"]


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("f(", ")"), ("[", "]"), ("(not (", "))")])
def test_nesting(opening: str, closing: str) -> None:
    depth = limits.NESTING // opening.count("(" if "(" in opening else "[")
    text = "when {}a{} add 5\nwhen b add 1"
    assert not found(text.format(opening * depth, closing * depth)).diagnostics
    parsed = found(text.format(opening * (depth + 1), closing * (depth + 1)))
    assert [d.code.name for d in parsed.diagnostics] == ["too-deep"]
    assert len(parsed.file.statements) == 1


def test_groups_nest_as_deep_as_brackets() -> None:
    inner = "group g { " * limits.NESTING + "}" * limits.NESTING
    assert not found(inner).diagnostics
    deeper = f"group g {{ {inner} }}\nwhen a add 1"
    assert {d.code.name for d in found(deeper).diagnostics} == {"too-deep"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('when a == "' + "x" * (limits.TEXT + 1) + '" add 5', "this"),
        ("when a > " + "9" * (limits.DIGITS + 1) + " add 5", "this"),
        ("#" + "x" * limits.LINE, "this line"),
        ("# x\n" * (limits.FILE // 4 + 1), "this file"),
    ],
    ids=["text", "number", "line", "file"],
)
def test_too_long(text: str, what: str) -> None:
    (diagnostic,) = found(text).diagnostics
    assert diagnostic.code.name == "too-long"
    assert diagnostic.message.startswith(f"{what} has more than ")
    assert "," in diagnostic.message or what == "this"


def test_as_long_as_may_be() -> None:
    assert not found('when a == "' + "x" * (limits.TEXT - 2) + '" add 5').diagnostics
    assert not found("when a > " + "9" * limits.DIGITS + " add 5").diagnostics
    assert not found("#" + "x" * (limits.LINE - 1)).diagnostics


def test_line_ends_of_all_kinds() -> None:
    text = "\ufeffwhen a add 1\r\nwhen b add 2\rwhen c add 3\n\f\vwhen d\0add 4\n"
    parsed = parse(Source("x", text))
    assert not parsed.diagnostics
    assert [statement.span.text for statement in parsed.file.statements] == [
        "when a add 1", "when b add 2", "when c add 3", "when d\0add 4",
    ]  # fmt: skip
    assert [statement.span.line for statement in parsed.file.statements] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", " ", "\n", "# only a comment", "\ufeff", "\0"])
def test_an_empty_file(text: str) -> None:
    parsed = found(text)
    assert not parsed.diagnostics
    assert parsed.file.statements == ()


def test_a_stretch_of_a_file_has_the_places_of_the_file() -> None:
    text = "when a add 1\nwhen b = 2 add 3 # c\nwhen d add 4\n"
    start, end = text.index("when b"), text.index("when d")
    whole, stretch = found(text), parse_stretch(Source("rules.assay", text), start, end)
    assert stretch.file.statements == whole.file.statements[1:2]
    assert stretch.file.statements[0].span.text == "when b = 2 add 3"
    assert [d.span.start for d in stretch.diagnostics] == [text.index("=")]
    assert [comment.span.text for comment in stretch.file.comments] == ["# c"]


@pytest.mark.slow
def test_ten_thousand_rules_are_read_in_seconds() -> None:
    text = "".join(f'when country == "N{n}" and employees > {n} add 5 as "rule {n}"\n' for n in range(10_000))
    start = time.process_time()
    parsed = found(text)
    assert time.process_time() - start < 30  # about 0.8 on an idle machine; minutes, if each looked at all others
    assert len(parsed.file.statements) == 10_000
