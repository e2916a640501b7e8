"""After any edit, colours that were kept are those of a document just opened; a client that applies the difference has them
too."""

from collections.abc import Sequence
from random import Random

import pytest

from assay.ide.document import Document
from assay.ide.rules import Rules
from assay.ide.semantic_tokens import Colours, Run, difference, numbers
from assay.ide.workspace import Workspace
from assay.source import Encoding
from tests.properties.storms import storm
from tests.properties.test_editing import FILE, TEXTS

Token = tuple[int, int, int, int, int]  # line, column, length, kind, modifiers
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")


def plain(runs: Sequence[Run]) -> list[int]:
    return [int(number) for number in numbers(runs).split(",") if number]


def tokens(data: Sequence[int]) -> list[Token]:
    """Where each token of an answer is."""
    found, line, column = list[Token](), 0, 0
    for down, along, *rest in zip(*[iter(data)] * 5, strict=True):
        line, column = line + down, along if down else column + along
        found.append((line, column, *rest))
    return found


def opened(text: str) -> tuple[Rules, Document]:
    workspace = Workspace()
    workspace.opened(FILE, text, 1)
    return workspace.rules(FILE), workspace.open[FILE]


@pytest.mark.parametrize("seed", range(20, 23))
@pytest.mark.parametrize("name", TEXTS)
def test_kept_colours_are_those_of_a_text_just_opened(name: str, seed: int) -> None:
    encoding = ENCODINGS[seed % 3]
    workspace, colours, known = Workspace(), Colours(encoding), list[int]()
    workspace.opened(FILE, TEXTS[name], 1)
    before = list[Run]()
    for blow in storm(TEXTS[name], seed, 25):
        workspace.edited(FILE, *blow, 2)
        document = workspace.open[FILE]
        runs = colours.of(workspace.rules(FILE), document)
        assert plain(runs) == plain(Colours(encoding).of(*opened(document.text))), blow
        if (changed := difference(before, runs)) is not None:
            start, gone, instead = changed
            known[start : start + gone] = plain(instead)
        assert known == plain(runs), blow
        before = runs


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_tokens_stand_on_their_words(encoding: Encoding) -> None:
    text = 'lead { t text } # é\n\r\nlet a_1 = "🦊é" # 🦊\r\r\nwhen t == "🦊" and a_1 == t add 5\n'
    units = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
    codec, width = units[encoding]
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    words = []
    for line, column, length, *_ in tokens(plain(Colours(encoding).of(*opened(text)))):
        row = rows[line].encode(codec)
        words.append(row[column * width : (column + length) * width].decode(codec))
    written = ["lead", "t", "text", "# é", "let", "a_1", '"🦊é"', "# 🦊", "when", "t", "==", '"🦊"']
    assert words == [*written, "and", "a_1", "==", "t", "add", "5"]


@pytest.mark.parametrize("seed", range(3))
def test_a_stretch_is_part_of_the_whole(seed: int) -> None:
    random, text = Random(seed), TEXTS["ecommerce"]
    rules, document = opened(text)
    colours = Colours("utf-16")
    whole = tokens(plain(colours.of(rules, document)))
    for _ in range(30):
        start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
        part = tokens(plain(colours.of(rules, document, start, end)))
        first, last = document.source.lines.units(start, "utf-16"), document.source.lines.units(end, "utf-16")
        assert part == [token for token in whole if part and part[0] <= token <= part[-1]]
        assert set(part) >= {token for token in whole if first <= token[:2] < last}
