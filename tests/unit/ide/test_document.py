"""Documents as rows of pieces, and places in them."""

from pathlib import Path

import pytest

from assay.ide.document import Document, opened
from assay.ide.nodes import nodes_at
from assay.syntax import ast

TEXT = """# points
let demo = 30  # of a demo
group fit {
  when title == "CTO" add demo
}
nonsense here
stage MQL at 50
"""


def document(text: str = TEXT) -> Document:
    return opened(Path("/rules/a.assay"), text)


def test_pieces_cover_the_text() -> None:
    pieces = document().pieces
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [type(piece.statement).__name__ for piece in pieces] == ["Let", "Group", "NoneType", "Stage"]


def test_a_piece_that_cannot_be_read_has_its_mistake() -> None:
    assert [len(piece.problems) for piece in document().pieces] == [0, 0, 1, 0]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "nonsense"])
def test_a_text_without_statements_is_one_piece(text: str) -> None:
    assert [piece.text for piece in document(text).pieces] == [text]


def test_the_nodes_at_a_place() -> None:
    found = nodes_at(document(), TEXT.index("title") + 2)
    assert [type(node).__name__ for node in found] == ["Group", "When", "Binary", "Name"]
    assert isinstance(found[-1], ast.Name)
    assert found[-1].name == "title"


def test_a_name_holds_the_place_right_behind_it() -> None:
    found = nodes_at(document(), TEXT.index("add demo") + 8)
    assert isinstance(found[-1], ast.Name)


def test_nothing_stands_in_a_comment() -> None:
    assert nodes_at(document(), TEXT.index("of a demo")) == ()


def test_the_token_at_a_place() -> None:
    found = document().token_at(TEXT.index("30") + 1)
    assert found is not None
    assert (found[0].kind, found[1].text) == ("NUMBER", "30")
