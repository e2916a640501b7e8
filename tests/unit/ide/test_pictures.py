"""Every picture is what the editor shows."""

import pytest

from tests.unit.ide.drawings import DRAWINGS
from tests.unit.ide.scenes import Picture, pictures

ALL = [(name, picture) for name in DRAWINGS for picture in pictures(name)]


@pytest.mark.parametrize(("name", "picture"), ALL, ids=[f"{name}: {p.program.splitlines()[0]}" for name, p in ALL])
def test_the_editor_shows_the_picture(name: str, picture: Picture) -> None:
    assert DRAWINGS[name](picture.program) == picture.answer
